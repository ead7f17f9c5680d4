/** What is drawn of a service: the plan's load, what is there anyway, its lines, and what the rival would bring. */
import {
  type FluidRun,
  type LoadUnit,
  meansOver,
  type Planned,
  type ServiceForecast,
  tightest,
  unitOf,
} from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { highest } from "../../text/columns.js";
import { type Scene, simulationOf } from "../scene.js";

export type ServiceCourse = {
  readonly service: ServiceForecast;
  readonly unit: LoadUnit;
  /** By slot, the mean of its minutes; null: not known. */
  readonly rival: readonly number[] | null;
};

export function courseOf(scene: Scene, service: ServiceForecast): ServiceCourse {
  const fact = simulationOf(scene, scene.rival);
  const against = fact.state === "known" ? fact.value.against : null;
  const run = against?.simulation.services.find(({ id }) => id === service.id)?.run ?? null;
  const perSlot = scene.planned.plan.grid.slotMinutes;
  return { service, unit: unitOf(service), rival: run === null ? null : slotMeans(run, perSlot) };
}

/** Thousands of minutes are added up once, not once a picture. */
const means = new WeakMap<FluidRun, readonly number[]>();

function slotMeans(run: FluidRun, minutes: number): readonly number[] {
  const known = means.get(run);
  if (known !== undefined) return known;
  const made = meansOver(run.offered, minutes);
  means.set(run, made);
  return made;
}

/** The service of this id; where there is none, the tightest. Null: the plan has no services. */
export const serviceNamed = ({ plan }: Planned, id: string | null): ServiceForecast | null =>
  plan.services.find((service) => service.id === id) ?? tightest(plan.services) ?? plan.services[0] ?? null;

/** So many times what the plan and the lines need may be drawn: of more, the plan would be a flat line at the bottom. */
const TALLEST = 1.5;

/** Up to where a picture of it goes, at least and at most. */
export function heightsOf({ service, rival }: ServiceCourse): {
  readonly reach: number;
  readonly top: number;
} {
  const own = Math.max(highest(service.load), highest(service.limit ?? []));
  const whole = highest(service.capacity ?? []);
  const least = Math.max(own, whole <= TALLEST * own ? whole : 0);
  const top = TALLEST * least;
  return { reach: Math.max(least, Math.min(top, highest(rival ?? []))), top };
}

/** "unmanaged" */
export const rivalName = ({ rival }: Pick<Scene, "rival">): string =>
  rival === null ? "unmanaged" : cleanLine(rival);
