/** The fluid simulator on one service with a constant load: plain numbers in, plain words out. */
import { type FluidInput, type FluidRun, simulateFluid } from "../../src/evaluate/fluid.js";
import { duration, second } from "../../src/units.js";
import { type Case, retriesOf } from "../support/overload.js";

export type Storm = Case & {
  /** Clients that ask at the first instant, all at once. */
  readonly atOnce?: number;
  /** Sign-ins a second on top of the load, and for how many seconds from the start. */
  readonly surge?: readonly [number, number];
  /** In seconds. */
  readonly lasts: number;
  /** Steps to one mean wait. */
  readonly fineness?: number;
};

const clients = 1e7;

/** One step a cell. The first cell has the trigger alone, so that what fails of it is exactly the backlog at the start. */
export function inputOf(given: Storm): FluidInput {
  const { load, capacity, backoff, atOnce = 0, surge: [extra, until] = [0, 0], fineness = 20 } = given;
  const step = backoff / fineness;
  const cells = Math.ceil(given.lasts / step) + 1;
  const constant = (value: number): Float64Array => new Float64Array(cells).fill(value);
  const pulse = constant(0);
  pulse[0] = atOnce / step;
  const perSecond = constant(0).map((_, i) =>
    i === 0 ? 0 : load + extra * Math.min(1, Math.max(0, until / step - (i - 1))),
  );
  return {
    cell: duration(step * second),
    clients,
    online: clients,
    capacity: constant(capacity),
    retries: retriesOf(given),
    ordinary: { kind: "renewals", perSecond },
    leaving: pulse,
    returning: pulse,
    peers: null,
  };
}

export const simulated = (given: Storm): FluidRun => simulateFluid(inputOf(given));

/** What has become of a service at the end of a run. */
export function endOf({ offered, goodput, backlog }: FluidRun): "recovered" | "collapsed" | "neither" {
  const [asked, served, waiting] = [
    offered.at(-1) as number,
    goodput.at(-1) as number,
    backlog.at(-1) as number,
  ];
  if (waiting < 1 && served >= asked * (1 - 1e-9)) return "recovered";
  return served < asked * 0.01 ? "collapsed" : "neither";
}
