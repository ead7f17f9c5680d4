/** Words and figures that everything told of a simulation shares. */
import { cleanLine } from "./clean.js";
import {
  dayTime,
  grouped,
  type Instant,
  loadFigure,
  type LoadUnit,
  percent,
  rateUnit,
  type SimulatedService,
  wallOf,
} from "../../src/index.js";
import type { Told } from "../simulation.js";
import { highest } from "./columns.js";
import type { ReportFrame } from "./report-frame.js";

export type SimulationFrame = ReportFrame & {
  /** In which times are told. */
  readonly zone: string;
};

export const whenText = (at: Instant, { zone }: Pick<SimulationFrame, "zone">): string =>
  dayTime(wallOf(at, zone));

/** What a service counts, one of it, and who waits for it. */
const words = {
  signIns: { events: "sign-ins", event: "sign-in", who: "people who", without: "locked out" },
  calls: { events: "calls", event: "call", who: "callers who", without: "not served" },
  restarts: { events: "restarts", event: "restart", who: "devices that", without: "not served" },
  offline: { events: "devices offline", event: "device", who: "devices that", without: "not served" },
} as const;

export const wordsOf = ({ counts }: Pick<SimulatedService, "counts">): (typeof words)[keyof typeof words] =>
  words[counts];

/** "84 sign-ins a minute" */
export const ratedText = (load: number, unit: LoadUnit, service: Pick<SimulatedService, "counts">): string =>
  `${loadFigure(load, unit)} ${ratedWords(unit, service)}`;

/** "sign-ins a minute" */
export const ratedWords = ({ suffix }: LoadUnit, service: Pick<SimulatedService, "counts">): string =>
  wordsOf(service).events + ({ "/s": " a second", "/min": " a minute", "/h": " an hour" }[suffix] ?? "");

/** Of what it serves at its best, so that a flood of retries does not make a small figure of it. */
export const unitOfSimulated = ({ counts, run }: SimulatedService): LoadUnit =>
  counts === "offline"
    ? { suffix: " devices", factor: 1 }
    : rateUnit(highest([...run.goodput, ...finite(run.capacity)]));

const finite = (values: Float64Array): Float64Array => values.filter(Number.isFinite);

/** Null where the capacity is unknown. */
export const capacityOf = ({ peakUtilisation, run }: SimulatedService): Float64Array | null =>
  peakUtilisation === null ? null : run.capacity;

/** Three figures: a simulation knows no more. "84", "1,230", "412,000" */
export function countText(count: number): string {
  const step = count < 1000 ? 1 : 10 ** (Math.floor(Math.log10(count)) - 2);
  return grouped(Math.round(count / step) * step);
}

/** A load in capacities: "76 %", "9.6 times", "41 times"; Infinity: "none left". */
export function utilisationText(used: number): string {
  if (used === Infinity) return "none left";
  return used < MOST_PERCENT ? percent(used) : `${grouped(used, used < 10 ? 1 : 0)} times`;
}

/** Above, people think in times. */
const MOST_PERCENT = 2;

/** "76 % of its capacity" */
export const ofCapacity = (used: number): string =>
  used === Infinity
    ? "more than nothing, and no capacity was left"
    : `${utilisationText(used)} ${used < MOST_PERCENT ? "of " : ""}its capacity`;

/** "with the plan" */
export function policyWords({ policy }: Pick<Told, "policy">): string {
  if (policy === "unmanaged") return "when nobody plans";
  return policy === "optimal" ? "with the plan" : `with the policy ${cleanLine(policy)}`;
}

/** "PLAN" */
export function policyTitle({ policy }: Pick<Told, "policy">): string {
  if (policy === "unmanaged") return "NOBODY PLANS";
  return policy === "optimal" ? "PLAN" : cleanLine(policy);
}

/** Signed in of those who want to be, by cell, devices that are down aside; null: nobody knows who wants to be. */
export const onlineShares = ({ wanted, run }: SimulatedService): readonly number[] | null =>
  wanted === null
    ? null
    : Array.from(run.online, (online, cell) => {
        const wanting = (wanted[cell] as number) - (run.rebooting[cell] as number);
        return wanting > 0 ? Math.min(1, online / wanting) : 1;
      });
