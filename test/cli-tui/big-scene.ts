/** A real plan of very many cohorts: what long lists are tried and measured with. The document alone is support/big.mjs. */
import { noFacts, type Scene } from "../../cli/tui/scene.js";
import { reportZone } from "../../cli/text/report-frame.js";
import { dataOf } from "../../src/pipeline.js";
import { instant } from "../../src/units.js";
import { bigDocument } from "../support/big.mjs";
import { planned } from "../support/planning.js";

/**
 * 2,000 cohorts have 32,141 waves and take some seven seconds; fewer take less. No facts are known: an explanation would plan it
 * twice more.
 *
 * @param cohorts a multiple of eight
 */
export async function bigScene(cohorts = 2000): Promise<Scene> {
  const document = bigDocument(cohorts);
  const data = dataOf(await planned(document));
  return {
    planned: data,
    saved: data,
    isOld: false,
    facts: noFacts,
    zone: reportZone(data),
    screen: "schedule",
    changes: [],
    now: instant(Date.parse("2026-08-12T05:42:00Z")),
    rival: null,
    text: JSON.stringify(document, null, 2),
    file: "big.json",
  };
}
