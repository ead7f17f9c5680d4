/** What screens are given, of an example that is planned once a file of tests. */
import { readFileSync } from "node:fs";
import { noFacts, type Scene } from "../../cli/tui/scene.js";
import type { Frame } from "../../cli/tui/screen.js";
import { glyphs } from "../../cli/text/glyphs.js";
import { reportZone } from "../../cli/text/report-frame.js";
import { styleFor } from "../../cli/text/style.js";
import { agendasOf } from "../../src/agenda.js";
import { explain } from "../../src/explanation.js";
import { dataOf, plan, type Solved } from "../../src/pipeline.js";
import { unwatched } from "../../src/progress.js";
import { instant } from "../../src/units.js";
import { preparedExample } from "../support/examples.js";
import { type Document, planned, solver } from "../support/planning.js";

export const plainFrame = (width: number, height: number): Frame => ({
  width,
  height,
  style: styleFor({ colour: false }),
  glyphs: glyphs.unicode,
});

export const colourFrame = (width: number, height: number): Frame => ({
  ...plainFrame(width, height),
  style: styleFor({ colour: true }),
});

/** Made once: `facts` has the agenda and the explanation, the rest is unknown. */
export const contosoScene = (): Promise<Scene> => (contoso ??= sceneOfExample("contoso/scenario.yaml"));
let contoso: Promise<Scene> | null = null;

export async function sceneOfExample(example: string): Promise<Scene> {
  const solved = plan(await preparedExample(example), await solver(), unwatched);
  return sceneOf(solved, readFileSync(`examples/${example}`, "utf8"), `examples/${example}`);
}

/** Of a small scenario made up by a test. */
export async function sceneOfDocument(document: Document): Promise<Scene> {
  return sceneOf(await planned(document), JSON.stringify(document, null, 2), "scenario.json");
}

async function sceneOf(solved: Solved, text: string, file: string): Promise<Scene> {
  const data = dataOf(solved);
  return {
    planned: data,
    saved: data,
    isOld: false,
    facts: {
      ...noFacts,
      agenda: { state: "known", value: agendasOf(solved.settled, solved.rollout) },
      explanation: { state: "known", value: explain(solved, null, await solver(), unwatched) },
    },
    screen: "overview",
    changes: [],
    zone: reportZone(data),
    now: instant(Date.parse("2026-08-12T05:42:00Z")),
    rival: null,
    text,
    file,
  };
}
