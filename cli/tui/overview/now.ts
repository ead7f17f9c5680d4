/** "Now": where the clock stands in the plan, what comes next, and when it is done. */
import {
  type Instant,
  counted,
  day,
  dateText,
  dayTime,
  devicesOf,
  grouped,
  groupBy,
  hour,
  instant,
  instantOfIso,
  percent,
  type Plan,
  type Planned,
  type Restart,
  slotOf,
  span,
  wallOf,
  clockText,
} from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { brokenLines, placeOfZone } from "../../text/report-frame.js";
import { doneSteps } from "../../text/report-end.js";
import { siteNames } from "../../text/waves.js";
import { restartsIn } from "../restarts.js";
import type { Scene } from "../scene.js";
import { type Part, type PartFrame, partOf } from "./part.js";

const LABEL = 7;

export function nowPart(scene: Scene, frame: PartFrame): Part {
  const { now, zone } = scene;
  const wall = wallOf(now, zone);
  const title = `Now: ${dateText(wall).slice(0, -" 2026".length)} ${clockText(wall)} ${placeOfZone(zone)}`;
  return partOf("now", cleanLine(title), nowLines(scene, frame), 2);
}

/** In the order of importance. */
function nowLines(scene: Scene, frame: PartFrame): readonly string[] {
  const { plan } = scene.planned;
  return [
    ...nextLines(scene, frame),
    ...labelled("done", doneText(scene), frame),
    ...labelled("when", whenText(scene), frame),
    ...labelled("due", dueText(scene), frame),
    ...ringLines(plan, scene, frame),
  ];
}

/** A label, and a text that is broken between words. */
function labelled(label: string, text: string, { width, style }: PartFrame): readonly string[] {
  return brokenLines(text, width, " ".repeat(LABEL + 1)).map((line, l) =>
    l === 0 ? ` ${style.dim(label.padEnd(LABEL))}${line.slice(LABEL + 1)}` : line,
  );
}

const tells = (at: Instant, zone: string): string => dayTime(wallOf(at, zone));

/** "in 13 h", "40 min ago" */
const fromNow = (at: Instant, now: Instant): string =>
  at >= now ? `in ${lengthText(at - now)}` : `${lengthText(now - at)} ago`;

/** Of weeks nobody wants tenths of a day. */
const lengthText = (length: number): string =>
  length < 10 * day ? span(length) : `${grouped(length / day)} days`;

function nextLines({ planned, now, zone }: Scene, frame: PartFrame): readonly string[] {
  const { plan, rollout } = planned;
  if (plan.waves.length === 0) return labelled("next", "no device has a wave", frame);
  const restarts = restartsIn(plan);
  const [running, coming] = [
    restarts.filter(({ start, end }) => start <= now && now < end),
    restarts.filter(({ start }) => start > now),
  ];
  const next = coming.filter(({ start }) => start === coming[0]?.start);
  const before =
    now < rollout.release
      ? [`release ${tells(rollout.release, zone)} (${fromNow(rollout.release, now)})`]
      : [];
  return [
    ...(running.length === 0 ? [] : labelled("runs", wavesText(running, plan), frame)),
    ...(next.length === 0
      ? labelled("next", `nothing: the last wave ended ${lastText(plan, zone, now)}`, frame)
      : labelled("next", nextText(next, plan, zone, now), frame)),
    ...before.flatMap((text) => labelled("first", text, frame)),
    ...(next.length === 0 ? [] : labelled("24 h", dayAhead(coming, plan, now), frame)),
  ];
}

/** "Wed 12 14:00 (in 6 h): 14 devices, pilot, Tokyo" */
function nextText(next: readonly Restart[], plan: Plan, zone: string, now: Instant): string {
  const start = next[0]?.start ?? now;
  return `${tells(start, zone)} (${fromNow(start, now)}): ${wavesText(next, plan)}`;
}

function wavesText(restarts: readonly Restart[], plan: Plan): string {
  const rings = [...new Set(restarts.map(({ cohort }) => cohort.ring))].filter((ring) => ring !== "");
  return [
    counted(devicesIn(restarts), "device"),
    ...(rings.length === 0 ? [] : [rings.join(" and ")]),
    sitesText(restarts, plan),
  ].join(", ");
}

const devicesIn = (restarts: readonly Restart[]): number => devicesOf(restarts.map(({ wave }) => wave));

function sitesText(restarts: readonly Restart[], plan: Plan): string {
  const sites = [...new Set(restarts.map(({ cohort }) => cohort.site))];
  const all = new Set(plan.cohorts.map(({ site }) => site)).size;
  const names = siteNames(sites, all);
  return names === `all ${all}` ? (all === 2 ? "both sites" : `all ${all} sites`) : names;
}

function dayAhead(coming: readonly Restart[], plan: Plan, now: Instant): string {
  const soon = coming.filter(({ start }) => start < now + 24 * hour);
  return soon.length === 0 ? "no wave" : wavesText(soon, plan);
}

const lastEnd = (plan: Plan): Instant =>
  instant(restartsIn(plan).reduce((latest, { end }) => Math.max(latest, end), 0));

const lastText = (plan: Plan, zone: string, now: Instant): string =>
  `${tells(lastEnd(plan), zone)} (${fromNow(lastEnd(plan), now)})`;

/** Restarted by now as the plan expects it: nobody has told what truly happened. */
function doneText({ planned, now }: Scene): string {
  const devices = devicesOf(planned.plan.cohorts);
  // Of devices that are late with some chance, the plan expects parts.
  const restarted = Math.round(restartedBy(planned, now));
  return `${grouped(restarted)} of ${grouped(devices)} by plan (${percent(restarted / Math.max(1, devices))})`;
}

function restartedBy({ forecast, rollout }: Planned, now: Instant): number {
  const ended = Math.min(slotOf(rollout.grid, now), forecast.restarted.length) - 1;
  return ended < 0 ? 0 : (forecast.restarted[ended] ?? 0);
}

const whenText = ({ planned, zone }: Scene): string => doneSteps(planned, zone).join(", ") || "never";

function dueText({ planned, zone, now }: Scene): string {
  const { plan, rollout } = planned;
  const last = plan.waves.length === 0 ? "" : `, last wave ends ${tells(lastEnd(plan), zone)}`;
  return `${tells(rollout.deadline, zone)} (${fromNow(rollout.deadline, now)})${last}`;
}

/** "pilot ends Thu 13 05:00, broad opens Fri 14 05:00" */
function ringLines({ rings }: Plan, { zone, now }: Scene, frame: PartFrame): readonly string[] {
  const byState = groupBy(rings, ({ opens, closes }) =>
    instantOfIso(closes) <= now ? "over" : instantOfIso(opens) <= now ? "open" : "to come",
  );
  const states = { over: "closed", open: "open until", "to come": "opens" };
  return [...byState].flatMap(([state, of]) =>
    of.flatMap(({ name, opens, closes }, i) => {
      const at = tells(instantOfIso(state === "to come" ? opens : closes), zone);
      const soak = soakText(rings, name, zone);
      const text = `${name || "all"} ${states[state as keyof typeof states]} ${at}${soak}`;
      return labelled(i === 0 && state === [...byState.keys()][0] ? "rings" : "", text, frame);
    }),
  );
}

/** The wait between a ring's last wave and the next one's first. */
function soakText(rings: Plan["rings"], name: string, zone: string): string {
  const r = rings.findIndex((ring) => ring.name === name);
  const [ring, next] = [rings[r], rings[r + 1]];
  if (ring === undefined || next === undefined) return "";
  const [closes, opens] = [instantOfIso(ring.closes), instantOfIso(next.opens)];
  return opens > closes ? `, soak until ${tells(opens, zone)}` : "";
}

/** For ears. */
export function nowSentence(scene: Scene): string {
  const { planned, now, zone } = scene;
  const next = restartsIn(planned.plan).filter(({ start }) => start > now);
  const first = next.filter(({ start }) => start === next[0]?.start);
  const coming =
    first.length === 0 ? "No wave is to come" : `Next: ${nextText(first, planned.plan, zone, now)}`;
  return `${coming}; done ${doneText(scene)}; deadline ${dueText(scene)}.`;
}
