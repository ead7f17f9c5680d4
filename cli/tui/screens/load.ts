/** Load: what each service carries over time, against its limit. */
import {
  day,
  type Instant,
  type Planned,
  type ServiceForecast,
  slotOf,
  slotStart,
  wallOf,
} from "../../../src/index.js";
import type { Ink } from "../../text/chart.js";
import { loadPicture, type Shown } from "../charts/load-picture.js";
import { serviceNamed } from "../charts/service-course.js";
import { mostZoom, spanOf } from "../charts/span.js";
import type { Scene } from "../scene.js";
import { type Binding, type Screen, stays, type Turn } from "../screen.js";

export type LoadView = {
  /** Id; null: the tightest. */
  readonly service: string | null;
  /** The slot pointed at has this moment in it; null: the service's busiest. */
  readonly at: Instant | null;
  /** How often the horizon is halved. */
  readonly zoom: number;
  readonly ink: Ink;
};

/** Slots on show at least: each many columns wide. */
const LEAST_SLOTS = 12;

export const loadScreen: Screen<LoadView> = {
  title: "Load",
  about: "what each service carries over time, against its limit",
  start: { service: null, at: null, zoom: 0, ink: "blocks" },
  wishes: (_view, { rival }) => [{ topic: "simulation", rival }],
  keys: keys(),
  draw(view, scene, frame) {
    const service = serviceNamed(scene.planned, view.service);
    return service === null
      ? { lines: ["The plan has no service."], says: ["The plan has no service."] }
      : loadPicture(service, shownOf(view, service, scene.planned), scene, frame);
  },
};

function keys(): readonly Binding<LoadView>[] {
  return [
    {
      keys: ["[", "up"],
      label: "service",
      about: "the service before",
      act: (view, scene) => otherService(view, scene, -1),
    },
    {
      keys: ["]", "down"],
      label: "",
      about: "the next service",
      act: (view, scene) => otherService(view, scene, 1),
    },
    {
      keys: ["left"],
      label: "slot",
      about: "one slot earlier",
      act: (view, scene) => moved(view, scene, -1),
    },
    { keys: ["right"], label: "", about: "one slot later", act: (view, scene) => moved(view, scene, 1) },
    {
      keys: ["shift+left", "pageup"],
      label: "day",
      about: "a day earlier",
      act: (view, scene) => moved(view, scene, -daySlots(scene.planned)),
    },
    {
      keys: ["shift+right", "pagedown"],
      label: "",
      about: "a day later",
      act: (view, scene) => moved(view, scene, daySlots(scene.planned)),
    },
    { keys: ["n"], label: "next peak", about: "the busiest slot of the next busy day", act: toNextPeak },
    {
      keys: ["+", "="],
      label: "zoom",
      about: "half of the time, in the middle what is pointed at",
      act: (view, scene) => zoomed(view, scene, 1),
    },
    { keys: ["-"], label: "", about: "twice the time", act: (view, scene) => zoomed(view, scene, -1) },
    {
      keys: ["b"],
      label: "braille",
      about: "blocks or braille, which is finer but is not in every font",
      act: (view) => stays({ ...view, ink: view.ink === "blocks" ? "braille" : "blocks" }),
    },
    {
      keys: ["home"],
      label: "",
      about: "the first slot",
      act: (view, scene) => moved(view, scene, -Infinity),
    },
    { keys: ["end"], label: "", about: "the last slot", act: (view, scene) => moved(view, scene, Infinity) },
  ];
}

const daySlots = ({ rollout: { grid } }: Planned): number => Math.round(day / grid.slot);

function otherService(view: LoadView, { planned }: Scene, by: 1 | -1): Turn<LoadView> {
  const { services } = planned.plan;
  const service = serviceNamed(planned, view.service);
  if (service === null) return stays(view);
  const next = services[(services.indexOf(service) + by + services.length) % services.length];
  return stays({ ...view, service: next?.id ?? null });
}

/** Of what is pointed at, within the horizon whatever plan it was pointed at in. */
function slotAt({ at }: LoadView, { peak }: ServiceForecast, { rollout: { grid } }: Planned): number {
  const slot = at === null ? peak.slot : slotOf(grid, at);
  return Math.max(0, Math.min(grid.slots - 1, slot));
}

function moved(view: LoadView, { planned }: Scene, by: number): Turn<LoadView> {
  const service = serviceNamed(planned, view.service);
  if (service === null) return stays(view);
  const { grid } = planned.rollout;
  const to = Math.max(0, Math.min(grid.slots - 1, slotAt(view, service, planned) + by));
  return stays({ ...view, at: slotStart(grid, to) });
}

function toNextPeak(view: LoadView, scene: Scene): Turn<LoadView> {
  const { planned } = scene;
  const service = serviceNamed(planned, view.service);
  if (service === null) return stays(view);
  const now = slotAt(view, service, planned);
  const peaks = peaksOf(service, scene);
  const next = peaks.find((slot) => slot > now) ?? peaks[0] ?? now;
  return stays({ ...view, at: slotStart(planned.rollout.grid, next) });
}

/** Share of the highest load from which on a day is a busy one. */
const BUSY = 0.5;

/** The busiest slot of each local day, where it is a busy day. */
function peaksOf({ load, peak }: ServiceForecast, { planned: { rollout }, zone }: Scene): readonly number[] {
  const byDay = new Map<number, number>();
  load.forEach((value, slot) => {
    const date = Math.floor(wallOf(slotStart(rollout.grid, slot), zone) / day);
    const best = byDay.get(date);
    if (best === undefined || value > (load[best] ?? 0)) byDay.set(date, slot);
  });
  const least = BUSY * (load[peak.slot] ?? 0);
  return [...byDay.values()].filter((slot) => (load[slot] ?? 0) >= least);
}

function zoomed(view: LoadView, { planned }: Scene, by: 1 | -1): Turn<LoadView> {
  const most = mostZoom(planned.rollout.grid.slots, LEAST_SLOTS);
  return stays({ ...view, zoom: Math.max(0, Math.min(most, view.zoom + by)) });
}

function shownOf(view: LoadView, service: ServiceForecast, planned: Planned): Shown {
  const { slots } = planned.rollout.grid;
  const cursor = slotAt(view, service, planned);
  return {
    cursor,
    span: spanOf(slots, cursor, Math.min(view.zoom, mostZoom(slots, LEAST_SLOTS))),
    ink: view.ink,
  };
}
