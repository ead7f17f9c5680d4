/** frontier: read, plan between the least rise and the least exposure, print. */
import { type FrontierPoint, isoInstant, type Outcome, done, failed, startOfSlot } from "../../src/index.js";
import { nowAndInventoryOptions, overridingOptions } from "../request.js";
import { watched } from "../solving/watched.js";
import { cleanJson } from "../text/clean.js";
import { frontierLines } from "../text/frontier.js";
import { type Command, type Given, problemsOf, refuse, tellNotes, textOf, wrongOption } from "./command.js";

export const frontierCommand: Command = {
  parameters: [{ flags: "<scenario>", help: "scenario (.yaml, .json) or a bare inventory (.csv)" }],
  options: [
    { flags: "--points <count>", help: "plans to compute, both ends included: 3 to 60, 12 unless given" },
    // Both goals are planned, each at its end, and few start times would blur what lies between.
    ...overridingOptions.filter(({ flags }) => !/^--(goal|waves) /.test(flags)),
    ...nowAndInventoryOptions,
    { flags: "--json", help: 'print { "points": [...], "knee" }' },
  ],
  examples: [
    "second-tuesday frontier scenario.yaml",
    "second-tuesday frontier scenario.yaml --points 20 --headroom 10%",
    "second-tuesday frontier scenario.yaml --json | jq '.points[] | [.rise, .exposure]'",
  ],
  async run(world, [file = ""], options) {
    const points = pointsOption(options);
    const count = points.ok ? points.value : 0;
    const answer = await watched(world, "frontier", { file, options, points: count, isSound: points.ok });
    if (!answer.ok) return refuse(world, problemsOf(points, answer));
    const { frontier, settled } = answer.value;
    tellNotes(world, settled.notes);
    if (options["json"] === true) {
      const { points: all, knee } = frontier;
      world.print(cleanJson(`${JSON.stringify({ points: all.map(pointJson), knee }, null, 2)}\n`));
    } else world.print(`${frontierLines(frontier, { settled }, world).join("\n")}\n`);
    return frontier.points.some(({ unscheduled }) => unscheduled > 0) ? 3 : 0;
  },
};

const [FEWEST, MOST, USUAL] = [3, 60, 12];

function pointsOption(options: Given): Outcome<number> {
  const text = textOf(options, "points") ?? `${USUAL}`;
  const count = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return count >= FEWEST && count <= MOST
    ? done(count)
    : failed(wrongOption("--points", `not a whole number from ${FEWEST} to ${MOST}`, "write --points 20"));
}

const pointJson = ({ plan, tightest, mostRestarted, ...point }: FrontierPoint) => ({
  ...point,
  tightest: { ...tightest, at: isoInstant(startOfSlot(plan, tightest.slot)) },
  mostRestarted: mostRestarted === null ? null : isoInstant(mostRestarted),
  rings: plan.rings,
});
