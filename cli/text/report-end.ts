/** When it is done, who is left and why, and what of all this is guessed. */
import {
  assumptionsOf,
  counted,
  dayTime,
  devicesOf,
  grouped,
  hour,
  percent,
  type Planned,
  restartedAt,
  span,
  wallOf,
} from "../../src/index.js";
import { placeOfZone, type ReportFrame, reportZone, wrapped } from "./report-frame.js";

const MILESTONES = [0.5, 0.9, 0.95];

/** Restarts as expected: devices that are off or late in being ready restart after their wave. */
export function doneLines(planned: Planned, frame: ReportFrame): readonly string[] {
  const { plan, forecast } = planned;
  const zone = reportZone(planned);
  const steps = doneSteps(planned, zone);
  if (steps.length === 0) return wrapped("DONE", "never: no device has a wave", frame);
  const exposure = span((forecast.exposure / Math.max(1, devicesOf(plan.cohorts))) * hour);
  return wrapped(
    "DONE",
    `${steps.join(", ")} (${placeOfZone(zone)}); a device is exposed ${exposure} on average`,
    frame,
  );
}

/** "50 % Thu 13 23:15", ..., "all Tue 18 05:00" by the clock of `zone`; none where no device has a wave. */
export function doneSteps({ plan, forecast, rollout }: Planned, zone: string): readonly string[] {
  const devices = devicesOf(plan.cohorts);
  const left = devicesOf(plan.unscheduled);
  if (left === devices) return [];
  const at = (count: number): string => {
    const when = restartedAt(rollout.grid, forecast.restarted, count);
    return when === null ? "never" : dayTime(wallOf(when, zone));
  };
  const reached = devices - left - plan.expectedLate;
  const steps = MILESTONES.filter((part) => part * devices <= reached).map(
    (part) => `${grouped(part * 100)} % ${at(part * devices)}`,
  );
  const all =
    left > 0 ? `${percent(reached / devices)} ${at(reached)}, and then no more` : `all ${at(reached)}`;
  return [...steps, all];
}

export function leftLines(planned: Planned, frame: ReportFrame): readonly string[] {
  const { plan, remedies } = planned;
  const left = devicesOf(plan.unscheduled);
  const reasons = new Map<string, number>();
  for (const { detail, devices, reason } of plan.unscheduled) {
    const why = `${reason}: ${detail.split(";")[0]}`;
    reasons.set(why, (reasons.get(why) ?? 0) + devices);
  }
  const byReason = [...reasons].map(([why, devices]) => `${grouped(devices)} ${why}`);
  const lines = [
    ...wrapped("LEFT OUT", left === 0 ? "0 devices" : counted(left, "device"), frame),
    ...byReason.flatMap((text) => wrapped("", text, frame)),
    ...(left === 0 ? [] : wayOutLines(remedies.changes, frame)),
    ...wrapped("LATE", lateText(plan.expectedLate), frame),
  ];
  return lines;
}

function wayOutLines(
  { shut, crowded, queued }: Planned["remedies"]["changes"],
  frame: ReportFrame,
): readonly string[] {
  const changes = [...new Set([...crowded, ...queued, ...shut])];
  if (changes.length === 0) {
    return wrapped(
      "WAY OUT",
      "no single change that was tried schedules them all: combine more capacity, longer windows and a later deadline",
      frame,
    );
  }
  const kinds = [
    { words: "find no room", helpful: crowded },
    { words: "find no turn", helpful: queued },
    { words: "have no slot", helpful: shut },
  ].filter(({ helpful }) => helpful.length > 0);
  const partly = (change: string): string => {
    const helped = kinds.filter(({ helpful }) => helpful.includes(change));
    return helped.length === kinds.length
      ? ""
      : `, for those that ${helped.map(({ words }) => words).join(" or ")}`;
  };
  return changes.flatMap((change, i) =>
    wrapped(
      i === 0 ? "WAY OUT" : "",
      `${i === 0 ? "" : "or "}${change}${partly(change)} (solved again: they fit)`,
      frame,
    ),
  );
}

export const lateText = (late: number): string =>
  late < 0.5
    ? "no device is expected to miss its last window for want of the update"
    : `${counted(Math.round(late), "device")} expected to miss the last window, the update not yet staged: after the deadline`;

export function guessLines(planned: Planned, frame: ReportFrame): readonly string[] {
  const text = guessText(planned);
  return text === null ? [] : wrapped("GUESSES", `${text} (--assumptions)`, frame);
}

/** Null: every number is the admin's own. */
export function guessText({ settled, plan }: Planned): string | null {
  const used = assumptionsOf(
    settled.scenario,
    plan.cohorts.map(({ profile }) => profile),
  );
  const guesses = used.filter(({ guess }) => guess);
  if (used.length === 0) return null;
  const some = guesses.slice(0, 3).map(({ setting, value }) => `${setting} ${value}`);
  return `${guesses.length} of the ${used.length} numbers that are not yours are guesses${some.length === 0 ? "" : `: ${some.join(", ")}${guesses.length > 3 ? " …" : ""}`}`;
}
