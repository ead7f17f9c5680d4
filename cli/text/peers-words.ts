/** What restarts take away of services whose clients are a part of their capacity, in words. */
import {
  counted,
  dayTime,
  grouped,
  loadText,
  percentAtMost,
  type PeersForecast,
  type Planned,
  rateUnit,
  startOfSlot,
  wallOf,
} from "../../src/index.js";
import { placeOfZone, type ReportFrame, reportZone, wrapped } from "./report-frame.js";

export const peersLines = (
  planned: Planned,
  forecasts: readonly PeersForecast[],
  frame: ReportFrame,
): readonly string[] =>
  forecasts.flatMap((forecast, i) => wrapped(i === 0 ? "PEERS" : "", sentence(planned, forecast), frame));

function sentence(
  planned: Planned,
  { service, profiles, devices, peers, worth, capacity, slot, lost, orphans }: PeersForecast,
): string {
  if (devices === 0 || worth === 0)
    return `${service}: no device of this fleet is a peer, so restarts take nothing of its capacity away`;
  const zone = reportZone(planned);
  const unit = rateUnit(capacity);
  const who = `about ${countText(peers)} of ${counted(devices, `${profiles.join(" or ")} device`)} carry ${loadText(worth, unit)} of its ${loadText(capacity, unit)}`;
  const again =
    orphans === 0 ? "" : `; about ${grouped(orphans)} clients sign in again as their peers restart`;
  if (lost === 0) return `${service}: ${who}; this plan restarts none of them${again}`;
  const when = dayTime(wallOf(startOfSlot(planned.plan, slot), zone));
  return `${service}: ${who}; restarts take at most ${percentAtMost(lost / capacity)} of it away, ${when} ${placeOfZone(zone)}${again}`;
}

const countText = (count: number): string =>
  count < 10 ? `${Number(count.toPrecision(2))}` : grouped(count);
