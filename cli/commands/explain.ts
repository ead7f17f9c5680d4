/** explain: read, plan, say why; of a plan that stands beside its scenario too. */
import {
  type CohortExplanation,
  type Distance,
  type Duration,
  durationText,
  type Explanation,
  type FilledService,
  type Grid,
  isoInstant,
  type Instant,
  type Outlook,
  second,
  slotRuns,
  slotStart,
} from "../../src/index.js";
import { nowAndInventoryOptions, overridingOptions } from "../request.js";
import { watched } from "../solving/watched.js";
import { cleanJson } from "../text/clean.js";
import { explainLines } from "../text/explain.js";
import { type Command, refuse, tellNotes } from "./command.js";

export const explainCommand: Command = {
  parameters: [
    {
      flags: "<scenario-or-plan>",
      help: "scenario (.yaml, .json), a bare inventory (.csv), or what `plan --out` wrote: the folder or its plan.json",
    },
  ],
  options: [
    {
      flags: "--cohort <id>",
      help: "why this cohort does not restart earlier: its id, the beginning of it, or a site with one cohort",
    },
    ...overridingOptions,
    ...nowAndInventoryOptions,
    {
      flags: "--json",
      help: 'print { "filled", "peers", "limits", "headroom", "unpriced", "more", "unscheduled", "groups", "distances", "cohort" }',
    },
  ],
  examples: [
    "second-tuesday explain scenario.yaml",
    "second-tuesday explain plans/august",
    "second-tuesday explain scenario.yaml --cohort Berlin/office/broad",
    "second-tuesday explain scenario.yaml --goal flattest --json | jq .limits",
  ],
  async run(world, [file = ""], options) {
    const answer = await watched(world, "explain", { file, options, isSound: true });
    if (!answer.ok) return refuse(world, answer.problems);
    const { planned, explanation } = answer.value;
    tellNotes(world, planned.settled.notes);
    if (options["json"] === true)
      world.print(cleanJson(`${JSON.stringify(asJson(explanation, planned.rollout.grid), null, 2)}\n`));
    else world.print(`${explainLines(planned, explanation, world).join("\n")}\n`);
    return planned.plan.unscheduled.length > 0 ? 3 : 0;
  },
};

/** Slots as instants; otherwise field for field what was explained. */
function asJson(
  { filled, peers, limits, headroom, unpriced, more, unscheduled, groups, distances, cohort }: Explanation,
  grid: Grid,
) {
  return {
    filled: filled.map((service) => filledJson(service, grid)),
    peers: peers.map(({ slot, ...rest }) => ({ ...rest, at: at(grid, slot) })),
    limits: limits.map((run) => inTime(run, grid)),
    headroom,
    unpriced,
    more: more.map(({ words, before, after, verdict }) => ({
      change: words,
      verdict,
      before: outlookJson(before),
      after: outlookJson(after),
    })),
    unscheduled,
    groups: groups.map(({ settle, settled, ...group }) => ({
      ...group,
      settle: durationText(settle),
      settled: iso(settled),
    })),
    distances: distances.map((distance) => distanceJson(distance, grid)),
    cohort: cohort === null ? null : cohortJson(cohort, grid),
  };
}

const at = (grid: Grid, slot: number): string => isoInstant(slotStart(grid, slot));
const iso = (when: Instant | null): string | null => (when === null ? null : isoInstant(when));

const inTime = <Range extends { readonly from: number; readonly to: number }>(range: Range, grid: Grid) => ({
  ...range,
  from: at(grid, range.from),
  to: at(grid, range.to),
});

/** Slots as runs in time; how many there are is `full`. */
const filledJson = ({ slots, worst, ...rest }: FilledService, grid: Grid) => ({
  ...rest,
  full: slots.length,
  when: slotRuns(Int32Array.from(slots)).map(([from, to]) => inTime({ from, to }, grid)),
  worst: worst === null ? null : { at: at(grid, worst.slot), background: worst.background },
});

/** Times in seconds. */
function distanceJson(
  { service, counts, slot, tipping, jitterWindow, jitterWindowByChance, peers, ...rest }: Distance,
  grid: Grid,
) {
  return {
    service,
    counts,
    at: at(grid, slot),
    ...rest,
    tipping: tipping === null ? null : { ...tipping, longestSurge: seconds(tipping.longestSurge) },
    jitterWindow: seconds(jitterWindow),
    jitterWindowByChance: seconds(jitterWindowByChance),
    peers:
      peers === null
        ? null
        : { ...peers, backoffToHeal: seconds(peers.backoffToHeal), healingTime: seconds(peers.healingTime) },
  };
}

const seconds = (length: Duration | null): number | null => (length === null ? null : length / second);

const outlookJson = (outlook: Outlook) => ({ ...outlook, mostRestarted: iso(outlook.mostRestarted) });

const cohortJson = (
  { hours, readiness: { half, most, needed }, first, unused, ...rest }: CohortExplanation,
  grid: Grid,
) => ({
  ...rest,
  hours: hours.map(([from, to]) => inTime({ from, to }, grid)),
  readiness: { half: iso(half), most: iso(most), needed },
  first: first === null ? null : at(grid, first),
  unused: unused.map((run) =>
    run.why === "priced"
      ? { ...inTime(run, grid), met: inTime({ from: run.met[0], to: run.met[1] }, grid) }
      : inTime(run, grid),
  ),
});
