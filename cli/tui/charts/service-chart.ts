/** One service over time, as a chart. */
import { type Instant, loadFigure, slotStart, wallOf } from "../../../src/index.js";
import { chartLegend, type Ink, loadChart } from "../../text/chart.js";
import { highest } from "../../text/columns.js";
import { timeAxis } from "../../text/day-axis.js";
import { truncate, widthOf } from "../../text/fit.js";
import { doingText } from "../../text/progress.js";
import { cleanLine } from "../../text/clean.js";
import { styleFor } from "../../text/style.js";
import { type Scene, simulationOf } from "../scene.js";
import type { Frame } from "../screen.js";
import { heightsOf, rivalName, type ServiceCourse } from "./service-course.js";
import type { Span } from "./span.js";

export type Pointed = { readonly span: Span; readonly cursor: number | null; readonly ink: Ink };

export function serviceChart(
  course: ServiceCourse,
  { planned: { rollout }, zone }: Scene,
  { span, cursor, ink }: Pointed,
  frame: Frame,
): readonly string[] {
  const { service, unit, rival } = course;
  const { reach, top } = heightsOf(course);
  const shown = (series: readonly number[]) => series.slice(...span);
  const capacity = isDrawn(course) ? service.capacity : null;
  const time = {
    start: slotStart(rollout.grid, span[0]),
    slot: rollout.grid.slot,
    slots: span[1] - span[0],
    wallOf: (at: Instant) => wallOf(at, zone),
  };
  return loadChart(
    {
      load: shown(service.load),
      background: shown(service.background),
      limit: service.limit === null ? null : shown(service.limit),
      capacity: capacity === null ? null : shown(capacity),
      ghost: rival === null ? null : shown(rival).map((load) => Math.min(top, load)),
      reach,
      ...(service.limit === null ? {} : { usual: usualOf(service.limit) }),
    },
    {
      ...frame,
      time,
      label: (load) => `${loadFigure(load, unit)}${load === top ? "+" : ""}`,
      ink: frame.glyphs.braille ? ink : "blocks",
      warns: true,
      ...(cursor === null ? {} : { cursor: cursor - span[0] }),
      axis: (columns, rule) => timeAxis(time, columns, rule),
    },
  );
}

/** The lowest of the whole time, so that parts of it are to one scale. */
const usualOf = (limit: readonly number[]): number => limit.reduce((a, b) => Math.min(a, b), Infinity);

/** A capacity far above everything else would press the rest to the ground. */
const isDrawn = (course: ServiceCourse): boolean =>
  highest(course.service.capacity ?? []) <= heightsOf(course).reach;

/** What the signs mean, and how far the rival is known: on one line. */
export function serviceLegend(course: ServiceCourse, scene: Scene, { width, style, glyphs }: Frame): string {
  const { service, unit } = course;
  const text = (isColoured: boolean) =>
    chartLegend(
      {
        load: "plan",
        background: "background",
        ghost: course.rival === null ? null : rivalName(scene),
        limit: service.limit === null ? null : "limit",
        capacity: service.capacity !== null && isDrawn(course) ? "capacity" : null,
      },
      glyphs,
      isColoured ? style : plain,
    );
  const notes = [
    service.limit === null ? "capacity unknown, so there is no limit" : "",
    service.capacity !== null && !isDrawn(course)
      ? `capacity ${loadFigure(highest(service.capacity), unit)}, above`
      : "",
    rivalNote(scene),
  ].filter((note) => note !== "");
  const room = width - widthOf(text(false)) - 3;
  if (room < 0) return truncate(text(false), width, glyphs.ellipsis);
  return notes.length === 0 || room < 12
    ? text(true)
    : `${text(true)}   ${style.dim(truncate(notes.join("; "), room, glyphs.ellipsis))}`;
}

const plain = styleFor({ colour: false });

/** Why the rival is not drawn; empty: it is. */
export function rivalNote(scene: Scene): string {
  const fact = simulationOf(scene, scene.rival);
  const name = rivalName(scene);
  switch (fact.state) {
    case "known":
      return fact.value.against === null ? `${name} was not simulated` : "";
    case "unknown":
      return `${name} is not simulated yet`;
    case "asked":
      return `${name}: ${fact.progress === null ? "waiting for its simulation" : cleanLine(doingText(fact.progress))}`;
    case "failed":
      return `${name} cannot be simulated: ${cleanLine(fact.problems[0]?.message ?? "no reason given")}`;
  }
}
