/** The load of one service over the whole horizon. */
import { chartLegend } from "../../text/chart.js";
import { cleanLine } from "../../text/clean.js";
import { loadWords, serviceChart } from "../../text/report-services.js";
import type { Scene } from "../scene.js";
import { chosenService, type OverviewView, type Part, type PartFrame } from "./part.js";

/** Lines: with fewer the limit cannot be told from the load. */
const LEAST = 3;
const MOST = 30;

export function curvePart(scene: Scene, view: OverviewView, frame: PartFrame): Part | null {
  const r = chosenService(scene, view);
  const service = scene.planned.plan.services[r];
  if (service === undefined) return null;
  return {
    name: "curve",
    title: cleanLine(`${service.id}, ${loadWords(service)}`),
    right: chartLegend(
      { load: "plan", ghost: "all in one night", limit: service.limit === null ? null : "limit" },
      frame.glyphs,
      { ...frame.style, dim: (text) => text },
    ),
    least: LEAST,
    most: MOST,
    draw: ({ height, width }) =>
      height < LEAST ? [] : serviceChart(scene.planned, r, { ...frame, width, height, zone: scene.zone }),
  };
}
