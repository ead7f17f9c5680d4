/** All services, a line each: their load over the same time, a full block at the limit, and their busiest moment. */
import {
  counted,
  dayTime,
  limitAtPeak,
  loadFigure,
  loadText,
  percent,
  type ServiceForecast,
  slotsOver,
  startOfSlot,
  unitOf,
  wallOf,
} from "../../../src/index.js";
import { sparkline } from "../../text/chart.js";
import { cleanLine } from "../../text/clean.js";
import { highest } from "../../text/columns.js";
import { padEnd, truncate, widthOf } from "../../text/fit.js";
import { onShow } from "../list.js";
import { titleRule } from "../panes.js";
import type { Scene } from "../scene.js";
import type { Frame } from "../screen.js";
import type { Span } from "./span.js";

/** Cells a name may have. */
const NAME = 16;
/** A line of blocks tells nothing in less. */
const SPARK = 8;

/** At most `height` lines, the title among them; `chosen` is on show. */
export function serviceList(
  chosen: ServiceForecast,
  span: Span,
  scene: Scene,
  frame: Frame,
): readonly string[] {
  const { services } = scene.planned.plan;
  const at = services.indexOf(chosen);
  const [from, to] = onShow(services.length, at, frame.height - 1);
  const shown = services.slice(from, to);
  const names = shown.map(({ id }) => truncate(cleanLine(id), NAME, frame.glyphs.ellipsis));
  const left = Math.max(...names.map(widthOf)) + 4;
  const widest = (texts: readonly string[]) => Math.max(...texts.map(widthOf));
  const whole = shown.map((service) => `${shareText(service)}  ${peakTime(service, scene)}`);
  // The line of blocks says roughly when it is busiest, so the time goes before the blocks do.
  const ends = frame.width - left - widest(whole) - 2 >= SPARK ? whole : shown.map(shareText);
  const room = frame.width - left - widest(ends) - 2;
  const title = titleRule(
    "Services",
    frame,
    services.length > shown.length ? `${at + 1} of ${services.length}` : "",
  );
  return [
    title,
    ...shown.map((service, i) => {
      const isChosen = service === chosen;
      const name = padEnd(`${isChosen ? frame.glyphs.marker : " "} ${names[i] ?? ""}`, left);
      const spark =
        room < SPARK
          ? ""
          : `${frame.style.cyan(sparkline(service.load.slice(...span), room, fullAt(service), frame.glyphs))}  `;
      const end = truncate(
        ends[i] ?? "",
        frame.width - left - (room < SPARK ? 0 : room + 2),
        frame.glyphs.ellipsis,
      );
      const paint = slotsOver(service) > 0 ? frame.style.red : (text: string) => text;
      return `${isChosen ? frame.style.bold(name) : name}${spark}${paint(end)}`.trimEnd();
    }),
  ];
}

const fullAt = (service: ServiceForecast): number =>
  Math.max(limitAtPeak(service) ?? 0, service.limit === null ? highest(service.load) : 0);

/** "24.8 of 25.2/min  98 %" */
function shareText(service: ServiceForecast): string {
  const { peak } = service;
  const unit = unitOf(service);
  const limit = limitAtPeak(service);
  if (limit === null) return `${loadText(peak.load, unit)}, no limit known`;
  const over = slotsOver(service);
  const share = limit === 0 ? "" : percent(peak.load / limit);
  return `${loadFigure(peak.load, unit)} of ${loadText(limit, unit)}  ${over > 0 ? `! ${counted(over, "slot")} over` : share}`;
}

const peakTime = ({ peak }: ServiceForecast, { planned: { plan }, zone }: Scene): string =>
  dayTime(wallOf(startOfSlot(plan, peak.slot), zone));

export function listSentences(scene: Scene): readonly string[] {
  return scene.planned.plan.services.map((service) => {
    const unit = unitOf(service);
    const limit = limitAtPeak(service);
    const when = peakTime(service, scene);
    const of = limit === null ? "with no limit known" : `of a limit of ${loadText(limit, unit)}`;
    return `${cleanLine(service.id)} is busiest ${when} with ${loadText(service.peak.load, unit)} ${of}.`;
  });
}
