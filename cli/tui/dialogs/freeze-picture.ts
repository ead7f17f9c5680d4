/** The picture of freezes: their list, or one of them on the days of the rollout. */
import {
  day,
  type Grid,
  grouped,
  hour,
  type Instant,
  instant,
  momentOf,
  parseMoment,
  remembered,
  wallOf,
} from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { dayAxis } from "../../text/day-axis.js";
import { truncate } from "../../text/fit.js";
import { brokenLines, placeOfZone } from "../../text/report-frame.js";
import type { Scene } from "../scene.js";
import type { Frame, Picture } from "../screen.js";
import { everySite, freezesIn, momentWords } from "../steering/freezes.js";
import type { FreezeDraft, FreezeView } from "./dialog.js";
import { fieldLine, problemLines, type Row, rowLines } from "./rows.js";

export function drawFreeze(view: FreezeView, scene: Scene, frame: Frame): Picture {
  const problem = problemLines(view.problem, frame);
  const { lines, says } =
    view.draft === null
      ? listPicture(view, scene, {
          ...frame,
          height: frame.height - (problem.length > 0 ? problem.length + 1 : 0),
        })
      : draftPicture(view.draft, scene, frame, problem.length > 0);
  const wrong = view.problem === null ? [] : [`${view.problem.message}. ${view.problem.hint ?? ""}`.trim()];
  return {
    lines: [...lines, ...(problem.length > 0 ? ["", ...problem] : [])].slice(0, frame.height),
    says: [...says, ...wrong].map(cleanLine),
  };
}

function listPicture({ at }: FreezeView, scene: Scene, frame: Frame): Picture {
  const items = freezesIn(scene);
  const rows = items.map(({ when, whom, fixed }): Row => ({
    label: when,
    value: whom,
    about: fixed ?? "",
    isFixed: fixed !== null,
  }));
  const all = [...rows, { label: "add a freeze", value: "", about: "", isFixed: false }];
  const heading = items.length === 0 ? "Freeze: the scenario has none" : "Freeze: when no restart starts";
  const marked = items[at];
  const words =
    marked === undefined
      ? "add a freeze"
      : `${marked.when}, ${marked.whom}${marked.fixed === null ? "" : `; ${marked.fixed}`}`;
  return {
    lines: [
      frame.style.bold(truncate(heading, frame.width, frame.glyphs.ellipsis)),
      "",
      ...rowLines(all, at, Math.max(1, frame.height - 2), frame),
    ],
    says: [cleanLine(`${heading}. ${at + 1} of ${all.length}: ${words}.`)],
  };
}

/** From the release to a day after the deadline. */
type Days = { readonly start: Instant; readonly end: Instant; readonly zone: string };
type Span = { readonly from: Instant; readonly to: Instant };

/** What is wrong takes the place of what one might do. */
function draftPicture(draft: FreezeDraft, scene: Scene, frame: Frame, isWrong: boolean): Picture {
  const { style, glyphs, width } = frame;
  const { release, deadline } = scene.planned.rollout;
  const zone = zoneOf(draft, scene);
  const days: Days = { start: release, end: instant(deadline + day), zone };
  const span = spanOf(draft.from.text, draft.to.text, zone);
  const others = freezesIn(scene).flatMap(({ span: other }, at) => {
    const times = other === null || at === draft.index ? null : spanOf(other.from, other.to, zone);
    return times === null ? [] : [times];
  });
  const heading =
    draft.index === null ? "A new freeze" : `Freeze ${freezesIn(scene)[draft.index]?.when ?? ""}`;
  const inside = span === null ? "" : insideWords(draft, scene);
  const lines = [
    style.bold(truncate(cleanLine(heading), width, glyphs.ellipsis)),
    "",
    barLine(span, others, days, deadline, frame),
    style.dim(axisLine(days, frame)),
    style.dim(truncate(legendOf(others, zone, frame), width, glyphs.ellipsis)),
    "",
    focusLine("whole", draft, frame),
    ...(["from", "to", "sites"] as const).map((name) => focusLine(name, draft, frame)),
  ];
  const help = [
    "",
    ...brokenLines(inside, width, "  ").filter((line) => line.trim() !== ""),
    ...brokenLines(hintOf(draft), width, "  ").map((line) => style.dim(line)),
  ];
  return { lines: isWrong ? lines : [...lines, ...help], says: [saysOf(draft, inside)] };
}

/** The clock of the first site concerned, else the report's. */
function zoneOf({ sites }: FreezeDraft, { planned, zone }: Scene): string {
  const names = sites.text.split(",").map((name) => name.trim());
  return planned.plan.cohorts.find(({ site }) => names.includes(site))?.timezone ?? zone;
}

/** null: no times, or the end is not behind the start. */
function spanOf(from: string, to: string, zone: string): Span | null {
  const [start, end] = [parseMoment(from.trim()), parseMoment(to.trim())];
  if (!start.ok || !end.ok) return null;
  const span = { from: momentOf(start.value, zone), to: momentOf(end.value, zone) };
  return span.from < span.to ? span : null;
}

function barLine(
  span: Span | null,
  others: readonly Span[],
  { start, end }: Days,
  deadline: Instant,
  { width, glyphs, style }: Frame,
): string {
  const columnAt = (at: number): number => Math.floor(((at - start) * width) / (end - start));
  const covers = ({ from, to }: Span, column: number): boolean => {
    const [left, right] = [
      start + (column * (end - start)) / width,
      start + ((column + 1) * (end - start)) / width,
    ];
    return from < right && left < to;
  };
  const full = glyphs.up.at(-1) ?? "#";
  const cells = Array.from({ length: width }, (_, column) => {
    if (span !== null && covers(span, column)) return style.cyan(full);
    if (others.some((other) => covers(other, column))) return style.dim(glyphs.ghost);
    return column === columnAt(deadline) ? style.dim(glyphs.axis) : " ";
  });
  return cells.join("").trimEnd();
}

function axisLine({ start, end, zone }: Days, { width, glyphs }: Frame): string {
  const frame = {
    start,
    slot: hour,
    slots: Math.ceil((end - start) / hour),
    wallOf: (at: Instant) => wallOf(at, zone),
  };
  return dayAxis(frame, width, glyphs.rule);
}

const legendOf = (others: readonly Span[], zone: string, { glyphs }: Frame): string =>
  [
    `${glyphs.up.at(-1) ?? "#"} this one`,
    ...(others.length > 0 ? [`${glyphs.ghost} other freezes`] : []),
    `${glyphs.axis} deadline`,
    `clock of ${placeOfZone(zone)}`,
  ].join("   ");

const names = { whole: "all", from: "from", to: "to", sites: "sites" };

function focusLine(name: keyof typeof names, draft: FreezeDraft, frame: Frame): string {
  const isFocus = draft.focus === name;
  const mark = `${isFocus ? frame.glyphs.mark : " "} ${names[name].padEnd(6)}`;
  if (name !== "whole") return fieldLine(mark, draft[name], isFocus, frame);
  const words = `${momentWords(draft.from.text)} to ${momentWords(draft.to.text)}`;
  const text = truncate(cleanLine(words), Math.max(1, frame.width - mark.length), frame.glyphs.ellipsis);
  return isFocus ? frame.style.bold(mark + text) : frame.style.dim(mark) + text;
}

function hintOf({ focus }: FreezeDraft): string {
  if (focus === "whole")
    return "left and right move it by an hour, with shift by a day; [ and ] its start, < and > its end; down to type";
  if (focus === "sites") return `names of sites with a comma between, or ${everySite}`;
  return "2026-08-14T18:00 on the clock of each site, or with an offset 2026-08-14T18:00+02:00";
}

/** What the plan on show has in it, by the clock of each site: those are the devices that will have to move. */
function insideWords({ from, to, sites }: FreezeDraft, { planned }: Scene): string {
  const { plan, rollout } = planned;
  const wanted = sites.text.split(",").map((name) => name.trim());
  const known = new Set(plan.cohorts.map(({ site }) => site));
  const asked = new Set(wanted.filter((name) => known.has(name)));
  const ranges = new Map<string, SlotRange | null>();
  const rangeOf = (zone: string): SlotRange | null =>
    remembered(ranges, zone, () => slotsOf(spanOf(from.text, to.text, zone), rollout.grid));
  const concerned = new Map(
    plan.cohorts
      .filter(({ site }) => asked.size === 0 || asked.has(site))
      .map(({ id, timezone }) => [id, rangeOf(timezone)]),
  );
  const devices = plan.waves.reduce((sum, { cohort, slot, devices: of }) => {
    const range = concerned.get(cohort);
    return range != null && slot >= range[0] && slot < range[1] ? sum + of : sum;
  }, 0);
  return devices === 0
    ? "in the plan on show nobody restarts in it"
    : `in the plan on show ${grouped(devices)} devices restart in it`;
}

type SlotRange = readonly [number, number];

const slotsOf = (span: Span | null, { start, slot }: Grid): SlotRange | null =>
  span === null ? null : [Math.floor((span.from - start) / slot), Math.ceil((span.to - start) / slot)];

const saysOf = ({ index, from, to, sites, focus }: FreezeDraft, inside: string): string =>
  `${index === null ? "New freeze" : "Freeze"} from ${momentWords(from.text)} to ${momentWords(to.text)}, ${sites.text}. ` +
  `Changing ${names[focus]}.${inside === "" ? "" : ` ${inside}.`}`;
