/** One cohort, in its own local time: when it may restart, when it does, and for each earlier slot why not. */
import {
  type CohortExplanation,
  counted,
  dayTime,
  grouped,
  type Instant,
  instantOfIso,
  type Plan,
  type Planned,
  type ServiceForecast,
  startOfSlot,
  unitOf,
  type Unscheduled,
  type Unused,
  wallOf,
  wallSpan,
  type Wave,
} from "../../src/index.js";
import { brokenLines, placeOfZone, type ReportFrame, wrapped } from "./report-frame.js";
import {
  eventWords,
  figureAtLeast,
  figureAtMost,
  percentNotOver,
  percentNotUnder,
  spanText,
  unitWords,
} from "./explain-words.js";

export function cohortLines(
  planned: Planned,
  explained: CohortExplanation,
  frame: ReportFrame,
): readonly string[] {
  const { cohort, unscheduled } = explained;
  const whyNot = whyNotLines(planned, explained, frame);
  return [
    ...wrapped(
      "COHORT",
      `${cohort.id}, ${counted(cohort.devices, "device")}; times below are of ${placeOfZone(cohort.timezone)}`,
      frame,
    ),
    ...whenOpenLines(planned, explained, frame),
    ...wrapped("Waves", wavesText(explained), frame),
    ...leftOutLines(unscheduled, frame),
    ...(whyNot.length === 0 ? [] : ["", ...whyNot]),
  ];
}

/** When its devices may restart: windows and freezes, readiness, ring. */
export function whenOpenLines(
  { plan }: Planned,
  explained: CohortExplanation,
  frame: ReportFrame,
): readonly string[] {
  const { timezone: zone } = explained.cohort;
  const spans = explained.hours.map(([from, to]) => spanText(plan, from, to, zone));
  return [
    ...wrapped("Open", spans.length === 0 ? "never before the deadline" : spans.join(", "), frame),
    ...wrapped("Ready", readyText(plan, explained), frame),
    ...(explained.ring === null ? [] : wrapped("Ring", ringText(explained, zone), frame)),
  ];
}

export const leftOutLines = (unscheduled: readonly Unscheduled[], frame: ReportFrame): readonly string[] =>
  unscheduled.flatMap(({ devices, reason, detail }) =>
    wrapped("Left out", `${counted(devices, "device")}, ${reason}: ${detail}`, frame),
  );

/** A heading and the open hours it does not use, each with its reason; nothing where there are none. */
export function whyNotLines(
  planned: Planned,
  explained: CohortExplanation,
  frame: ReportFrame,
): readonly string[] {
  const { cohort, unused, unscheduled } = explained;
  if (unused.length === 0) return [];
  return [
    frame.style.bold(unscheduled.length > 0 ? "Why not then" : "Why not earlier"),
    ...unused.flatMap((run) =>
      brokenLines(
        `${spanText(planned.plan, run.from, run.to, cohort.timezone)}: ${reasonText(planned, explained, run)}`,
        frame.width - 2,
        "  ",
      ).map((line, i) => (i === 0 ? line : `  ${line}`)),
    ),
  ];
}

function readyText(plan: Plan, { cohort, readiness, first, isPinned }: CohortExplanation): string {
  const at = (when: Instant | null): string =>
    when === null ? "not by the deadline" : dayTime(wallOf(when, cohort.timezone));
  const staged = `half of the devices have the update staged ${at(readiness.half)}, 90 % ${at(readiness.most)}`;
  const opening =
    first === null
      ? "no slot is open to it"
      : isPinned
        ? `its time is pinned to ${at(startOfSlot(plan, first))}`
        : `a slot is open once ${percentNotOver(readiness.needed)} are: the first is ${at(startOfSlot(plan, first))}`;
  return `${staged}; ${opening}`;
}

function ringText({ cohort, ring }: CohortExplanation, zone: string): string {
  const [opens, closes] = [instantOfIso(ring?.opens ?? ""), instantOfIso(ring?.closes ?? "")];
  return `${cohort.ring}, whose waves lie in ${wallSpan(wallOf(opens, zone), wallOf(closes, zone))}`;
}

/** Neighbouring slots together. */
export const waveRuns = (waves: readonly Wave[]): readonly (readonly Wave[])[] =>
  waves.reduce<Wave[][]>((all, wave) => {
    const last = all.at(-1);
    if (last?.at(-1)?.slot === wave.slot - 1) last.push(wave);
    else all.push([wave]);
    return all;
  }, []);

function wavesText({ waves, cohort, mostPerSlot, isPinned }: CohortExplanation): string {
  if (waves.length === 0) return "none";
  const texts = waveRuns(waves).map((run) => {
    const [first, last] = [run[0] as Wave, run.at(-1) as Wave];
    const local = (iso: string) => wallOf(instantOfIso(iso), cohort.timezone);
    const devices = run.reduce((sum, wave) => sum + wave.devices, 0);
    return `${wallSpan(local(first.start), local(last.end))} ${counted(devices, "device")}`;
  });
  const most = isPinned ? "" : ` (at most ${grouped(mostPerSlot)} in one slot)`;
  return `${texts.join(", ")}${most}`;
}

function reasonText(
  planned: Planned,
  { cohort, ring, readiness, mostPerSlot }: CohortExplanation,
  run: Unused,
): string {
  const { plan } = planned;
  const at = (iso: string | undefined): string => dayTime(wallOf(instantOfIso(iso ?? ""), cohort.timezone));
  switch (run.why) {
    case "readiness":
      return `not ready, ${percentNotUnder(run.staged)} staged ${dayTime(wallOf(startOfSlot(plan, run.to - 1), cohort.timezone))} and ${percentNotOver(readiness.needed)} needed`;
    case "ring":
      if (ring === null) return `ring ${cohort.ring} has no dates`;
      return run.side === "before"
        ? `ring ${ring.name} opens ${at(ring.opens)}`
        : `ring ${ring.name} closes ${at(ring.closes)}`;
    case "turn":
      return turnTexts[run.by];
    case "full":
      return `used, ${counted(run.devices, "device")} in each slot, as many as maxPerSlot allows`;
    case "priced":
      return pricedText(planned, run, mostPerSlot, cohort.timezone);
    case "tie":
      return run.cheaper < 0.05
        ? "no better than the slots in use"
        : `free to use at these prices, by ${figureAtMost(run.cheaper)} device-hours a device at most; left empty ${plan.starts === null ? "" : "for the sake of few start times, "}by rounding to whole devices or within the gap of the proof`;
  }
}

const turnTexts: Readonly<Record<Extract<Unused, { why: "turn" }>["by"], string>> = {
  others: "as many of its group are offline or settling as may be at once",
  order: "not its turn in its group: devices before it would not be back, or devices after it have begun",
  services: "a service has no room left for it",
};

/** Its capacity is lower where peers are away. */
const hasPeers = ({ rollout }: Planned, service: string): boolean =>
  rollout.services.some(({ id, peers }) => id === service && peers !== null);

function pricedText(
  planned: Planned,
  { service: id, met, events, price, fullness, dearer }: Extract<Unused, { why: "priced" }>,
  mostPerSlot: number,
  zone: string,
): string {
  const service = planned.plan.services.find((each) => each.id === id) as ServiceForecast;
  const unit = unitOf(service);
  const load = `a full wave of ${grouped(mostPerSlot)} would put ${figureAtLeast(events * mostPerSlot)} ${eventWords[service.counts]}s or more on ${id}${hasPeers(planned, id) ? " (the capacity of peers it takes away counted)" : ""}`;
  const priceText = `up to ${figureAtMost(price / unit.factor)} device-hours for one more ${unitWords(service, unit)}`;
  return `${load} in ${spanText(planned.plan, met[0], met[1], zone)}, where its priced slots are ${percentNotUnder(fullness)} full or more (${priceText}): a device here is dearer than in any slot in use, by ${figureAtLeast(dearer)} device-hours or more`;
}
