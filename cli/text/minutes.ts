/** What single minutes ask of services whose slots fit: told where it is more than there is. */
import { dayTime, duration, hour, percent, type Planned, span, wallOf } from "../../src/index.js";
import { type ReportFrame, reportZone, wrapped } from "./report-frame.js";

/** Services with a line of their own. */
const MOST_LINES = 8;

export function minuteLines(planned: Planned, frame: ReportFrame): readonly string[] {
  const { minutes } = planned;
  if (minutes.length === 0) return [];
  const zone = reportZone(planned);
  const worst = [...minutes].sort((a, b) => b.peakUtilisation - a.peakUtilisation).slice(0, MOST_LINES);
  const lines = [
    ...worst.map(({ service, peakUtilisation, peakAt, hours }) => {
      const at = dayTime(wallOf(peakAt, zone));
      const most = Number.isFinite(peakUtilisation)
        ? `up to ${percent(peakUtilisation)} of its capacity`
        : "load while none of it is left";
      return `inside its slots ${service} meets ${most} (${at}), for ${span(duration(hours * hour))} more than it has`;
    }),
    `limits hold for the mean of a slot: a shorter one (--slot 5m) or more headroom smooths that; simulate tells what would follow`,
  ];
  return lines.flatMap((line, i) => wrapped(i === 0 ? "MINUTES" : "", line, frame));
}
