/** The overview in sentences. */
import {
  counted,
  dayTime,
  devicesOf,
  grouped,
  limitAtPeak,
  loadText,
  startOfSlot,
  unitOf,
  wallOf,
} from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { placeOfZone } from "../../text/report-frame.js";
import { verdictOf } from "../../text/report.js";
import { styleFor } from "../../text/style.js";
import { nightSpan } from "../../text/waves.js";
import type { Scene } from "../scene.js";
import { itemsOf } from "./look.js";
import { nowSentence } from "./now.js";
import { chosenService, type OverviewView } from "./part.js";
import { wavesOf } from "./waves.js";

export function overviewSays(view: OverviewView, scene: Scene): readonly string[] {
  return [
    verdictSentence(scene),
    nowSentence(scene),
    ...curveSentence(view, scene),
    ...waveSentence(view, scene),
    lookSentence(scene),
  ].map(cleanLine);
}

function verdictSentence({ planned }: Scene): string {
  const { verdict, detail } = verdictOf(planned.plan, styleFor({ colour: false }));
  return `The plan: ${verdict.toLowerCase()}${detail === null ? "" : `, ${detail}`}.`;
}

function curveSentence(view: OverviewView, scene: Scene): readonly string[] {
  const { plan } = scene.planned;
  const service = plan.services[chosenService(scene, view)];
  if (service === undefined) return [];
  const unit = unitOf(service);
  const limit = limitAtPeak(service);
  const of = limit === null ? "its limit is unknown" : `its limit is ${loadText(limit, unit)}`;
  const at = dayTime(wallOf(startOfSlot(plan, service.peak.slot), scene.zone));
  return [
    `Load of ${service.id}: at most ${loadText(service.peak.load, unit)}, ${at} ${placeOfZone(scene.zone)}; ${of}.`,
  ];
}

function waveSentence({ at }: OverviewView, { planned }: Scene): readonly string[] {
  const rows = wavesOf(planned.plan);
  const index = Math.min(at, rows.length - 1);
  const row = rows[index];
  if (row === undefined) return ["No device has a wave."];
  return [
    `Wave ${index + 1} of ${rows.length}: ${nightSpan(row.from, row.to)} site-local, ${row.ring === "" ? "no ring" : row.ring}, ${row.sites.join(", ")}, ${counted(row.devices, "device")} of ${grouped(devicesOf(rows))}.`,
  ];
}

const lookSentence = ({ planned }: Scene): string =>
  `Look at: ${itemsOf(planned)
    .map(({ text }) => text)
    .join("; ")}.`;
