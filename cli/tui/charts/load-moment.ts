/** One slot of one service in exact figures, and whose devices put the load there. */
import {
  counted,
  isOver,
  loadFigure,
  loadText,
  type Origin,
  percent,
  type Planned,
  startOfSlot,
  wallOf,
  wallSpan,
} from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { truncate, widthOf } from "../../text/fit.js";
import { placeOfZone } from "../../text/report-frame.js";
import { table } from "../../text/table.js";
import { titleRule } from "../panes.js";
import type { Scene } from "../scene.js";
import type { Frame } from "../screen.js";
import { nightBefore } from "./nights.js";
import { rivalName, type ServiceCourse } from "./service-course.js";

/** At most `height` lines, the title among them. */
export function momentLines(
  course: ServiceCourse,
  slot: number,
  scene: Scene,
  frame: Frame,
): readonly string[] {
  const { plan } = scene.planned;
  const title = titleRule(whenText(slot, scene), frame, `slot ${slot + 1} of ${plan.grid.slots}`);
  const figures = packed(figureTexts(course, slot, scene), frame.width);
  const room = frame.height - 1 - figures.length;
  return [title, ...figures, ...originLines(course, slot, scene, { ...frame, height: room })].slice(
    0,
    frame.height,
  );
}

const figureTexts = (course: ServiceCourse, slot: number, scene: Scene): readonly string[] =>
  [sumText(course, slot), rivalText(course, slot, scene), ...roomTexts(course, slot)].filter(
    (text) => text !== "",
  );

/** As many of these side by side as find room, on as many lines as that takes. */
function packed(texts: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const longer = `${lines.at(-1) ?? ""}   ${text}`;
    if (lines.length > 0 && widthOf(longer) <= width) lines[lines.length - 1] = longer;
    else lines.push(truncate(text, width));
  }
  return lines;
}

/** "Fri 14 08:30-08:45 Berlin" */
export function whenText(slot: number, { planned: { plan }, zone }: Scene): string {
  const [from, to] = [startOfSlot(plan, slot), startOfSlot(plan, slot + 1)];
  return `${wallSpan(wallOf(from, zone), wallOf(to, zone))} ${placeOfZone(zone)}`;
}

/** "plan 24.8/min = background 7.9 + 16.9 of the plan" */
function sumText({ service, unit }: ServiceCourse, slot: number): string {
  const [load, background] = [service.load[slot] ?? 0, service.background[slot] ?? 0];
  const added = Math.max(0, load - background);
  return `plan ${loadText(load, unit)} = background ${loadFigure(background, unit)} + restarts ${loadFigure(added, unit)}`;
}

function rivalText({ rival, unit }: ServiceCourse, slot: number, scene: Scene): string {
  const load = rival?.[slot];
  return `${rivalName(scene)} ${load === undefined ? "unknown" : loadText(load, unit)}`;
}

function roomTexts({ service, unit }: ServiceCourse, slot: number): readonly string[] {
  const { load, limit, capacity } = service;
  if (limit === null || capacity === null) return ["limit and capacity unknown"];
  const [asked, most, whole] = [load[slot] ?? 0, limit[slot] ?? 0, capacity[slot] ?? 0];
  return [
    `${isOver(asked, most) ? "! over its " : ""}limit ${loadText(most, unit)}`,
    `capacity ${loadText(whole, unit)}`,
    whole === 0 ? "none of it is left" : `used ${percent(asked / whole)}`,
  ];
}

export type Brought = { readonly origin: Origin; readonly load: number };

/** Whose devices the slot's load is from, most first. */
export const broughtAt = ({ origins }: Planned, service: string, slot: number): readonly Brought[] =>
  origins
    .filter((origin) => origin.service === service)
    .map((origin) => ({ origin, load: origin.added[slot - origin.first] ?? 0 }))
    .filter(({ load }) => load > NOTHING)
    .sort((a, b) => b.load - a.load);

/** Per second: what is left of a wave days later is not worth a line. */
const NOTHING = 1e-6;

function originLines(course: ServiceCourse, slot: number, scene: Scene, frame: Frame): readonly string[] {
  const { service, unit } = course;
  if (frame.height < 1) return [];
  const brought = broughtAt(scene.planned, service.id, slot);
  if (brought.length === 0) return [frame.style.dim("nobody's restart adds to it")];
  const rows = Math.max(1, brought.length < frame.height ? brought.length : frame.height - 2);
  const lines = table<Brought>(
    [
      { title: "FROM", align: "left", keep: "always", least: 8, cell: ({ origin }) => origin.site || "-" },
      { title: "RING", align: "left", keep: 3, least: 6, cell: ({ origin }) => origin.ring || "-" },
      { title: "ADDS", align: "right", keep: "always", cell: ({ load }) => `+${loadText(load, unit)}` },
      {
        title: "DEVICES",
        align: "right",
        keep: 2,
        cell: ({ origin }) => nightOf(origin, slot, scene).devices,
      },
      {
        title: "LAST NIGHT, SITE-LOCAL",
        align: "left",
        keep: 1,
        cell: ({ origin }) => nightOf(origin, slot, scene).when,
      },
    ],
    brought.slice(0, rows),
    { ...frame, ellipsis: frame.glyphs.ellipsis },
  );
  const rest = brought.slice(rows);
  const more = rest.reduce((sum, { load }) => sum + load, 0);
  return [
    ...(frame.height === 1 ? lines.slice(1) : lines),
    ...(rest.length === 0
      ? []
      : [frame.style.dim(`and ${counted(rest.length, "more", "more")}: +${loadText(more, unit)}`)]),
  ].slice(0, frame.height);
}

function nightOf({ site, ring }: Origin, slot: number, { planned: { plan } }: Scene) {
  const night = nightBefore(plan, site, ring, slot);
  return night === null
    ? { devices: "-", when: "-" }
    : { devices: counted(night.devices, "", "").trim(), when: night.when };
}

/** The same for ears. */
export function momentSentence(course: ServiceCourse, slot: number, scene: Scene): string {
  const brought = broughtAt(scene.planned, course.service.id, slot).slice(0, 3);
  const from = brought.map(
    ({ origin, load }) =>
      `${cleanLine(origin.site || "no site")} ${cleanLine(origin.ring)} ${loadText(load, course.unit)}`,
  );
  const parts = [whenText(slot, scene), ...figureTexts(course, slot, scene)];
  return `${[...parts, ...(from.length === 0 ? [] : [`most from ${from.join(", ")}`])].join(", ")}.`;
}
