/** Load as it is drawn: one service large, the slot pointed at in figures, all services small. */
import type { ServiceForecast } from "../../../src/index.js";
import type { Ink } from "../../text/chart.js";
import { cleanLine } from "../../text/clean.js";
import { loadWords } from "../../text/report-services.js";
import { beside, titleRule } from "../panes.js";
import type { Scene } from "../scene.js";
import type { Frame, Picture } from "../screen.js";
import { momentLines, momentSentence } from "./load-moment.js";
import { otherCharts } from "./other-charts.js";
import { rivalNote, serviceChart, serviceLegend } from "./service-chart.js";
import { courseOf } from "./service-course.js";
import { listSentences, serviceList } from "./service-list.js";
import type { Span } from "./span.js";

export type Shown = {
  /** Slots on show. */
  readonly span: Span;
  /** Slot pointed at. */
  readonly cursor: number;
  readonly ink: Ink;
};

export function loadPicture(service: ServiceForecast, shown: Shown, scene: Scene, frame: Frame): Picture {
  const course = courseOf(scene, service);
  const below = [...otherCharts(service, shown.span, scene, frame), ...figures(service, shown, scene, frame)];
  const height = frame.height - 2 - below.length;
  const note = rivalNote(scene);
  return {
    lines: [
      titleLine(service, shown, scene, frame),
      serviceLegend(course, scene, frame),
      ...serviceChart(course, scene, shown, { ...frame, height }),
      ...below,
    ],
    says: [
      ...(note === "" ? [] : [`${note}.`]),
      momentSentence(course, shown.cursor, scene),
      ...listSentences(scene),
    ],
  };
}

function titleLine(
  service: ServiceForecast,
  { span }: Shown,
  { planned: { plan } }: Scene,
  frame: Frame,
): string {
  const place = `${plan.services.indexOf(service) + 1} of ${plan.services.length}`;
  const part = zoomText(span, plan.grid.slots);
  return titleRule(`${cleanLine(service.id)}, ${loadWords(service)}`, frame, `${part}${place}`);
}

const zoomText = ([from, to]: Span, slots: number): string =>
  to - from === slots ? "" : `1/${Math.round(slots / (to - from))} of the time, `;

/** From this width on the moment and the services stand side by side. */
const WIDE = 110;

function figures(
  service: ServiceForecast,
  { cursor, span }: Shown,
  scene: Scene,
  frame: Frame,
): readonly string[] {
  const course = courseOf(scene, service);
  const count = scene.planned.plan.services.length;
  if (frame.width >= WIDE) {
    const height = Math.min(Math.max(7, count + 1), Math.floor(frame.height * 0.4));
    const leftWidth = Math.floor((frame.width - 3) / 2);
    const left = momentLines(course, cursor, scene, { ...frame, width: leftWidth - 1, height });
    const right = serviceList(service, span, scene, { ...frame, width: frame.width - leftWidth - 2, height });
    return beside(left, right, { ...frame, leftWidth });
  }
  const list = Math.min(count, Math.max(2, Math.floor((frame.height - 12) / 2))) + 1;
  const moment = Math.max(4, Math.min(9, frame.height - list - 9));
  return [
    ...momentLines(course, cursor, scene, { ...frame, height: moment }),
    ...serviceList(service, span, scene, { ...frame, height: list }),
  ];
}
