/** The other services as small charts side by side, where a terminal is tall: as many as find room. */
import type { ServiceForecast } from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { truncate } from "../../text/fit.js";
import { loadWords } from "../../text/report-services.js";
import { beside } from "../panes.js";
import type { Scene } from "../scene.js";
import type { Frame } from "../screen.js";
import { serviceChart } from "./service-chart.js";
import { courseOf } from "./service-course.js";
import type { Span } from "./span.js";

/** Cells of one, at least; its lines, title included. */
const LEAST = 44;
const LINES = 9;
/** Lines of a screen from which on there is room for them. */
const TALL = 44;

export function otherCharts(
  chosen: ServiceForecast,
  span: Span,
  scene: Scene,
  frame: Frame,
): readonly string[] {
  const { services } = scene.planned.plan;
  const at = services.indexOf(chosen);
  // Those after the chosen one first, so that going from one to the next shows all of them.
  const others = [...services.slice(at + 1), ...services.slice(0, at)];
  const shown = others.slice(0, Math.floor(frame.width / LEAST));
  if (frame.height < TALL || shown.length === 0) return [];
  const width = Math.floor(frame.width / shown.length) - 2;
  const charts = shown.map((service): readonly string[] => [
    truncate(`${cleanLine(service.id)}, ${loadWords(service)}`, width - 1, frame.glyphs.ellipsis),
    ...serviceChart(
      courseOf(scene, service),
      scene,
      { span, cursor: null, ink: "blocks" },
      { ...frame, width: width - 1, height: LINES - 1 },
    ),
  ]);
  return charts.reduceRight((right, left) => beside(left, right, { ...frame, leftWidth: width }));
}
