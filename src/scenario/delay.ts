/** Waiting times as they stand in a document, with their quantities still quantities. */
import { done, failed, type Outcome } from "../problem.js";
import type { Duration, Share } from "../units.js";
import type { Delay } from "./scenario.js";

export type DelayForm =
  | { readonly fixed: Duration }
  | { readonly uniform: readonly [Duration, Duration] }
  | { readonly exponential: { readonly mean: Duration } }
  | { readonly lognormal: { readonly median: Duration; readonly p95: Duration } }
  | { readonly points: readonly (readonly [Duration, Share])[] };

export const delayHint =
  "write { fixed: 20m }, { uniform: [0h, 22h] }, { exponential: { mean: 1h } }, { lognormal: { median: 40m, p95: 6h } } or { points: [[0m, 10%], [1h, 100%]] }";

/** Why no distribution has this form; null where one has. */
function delayFault(form: DelayForm): string | null {
  if ("uniform" in form && form.uniform[0] > form.uniform[1]) return "uniform begins after its end";
  if ("lognormal" in form && form.lognormal.p95 <= form.lognormal.median)
    return "the p95 is not above the median";
  if (!("points" in form)) return null;
  const climbs = form.points.every(([at, part], index) => {
    const before = form.points[index - 1];
    return before === undefined || (at > before[0] && part >= before[1]);
  });
  if (!climbs) return "the points do not ascend";
  return form.points.at(-1)?.[1] === 1 ? null : "the last point's share is not 100%";
}

export function delayOf(form: DelayForm): Outcome<Delay> {
  const message = delayFault(form);
  return message === null ? done(delayIn(form)) : failed({ code: "delay.order", message, hint: delayHint });
}

function delayIn(form: DelayForm): Delay {
  if ("fixed" in form) return { kind: "fixed", value: form.fixed };
  if ("uniform" in form) return { kind: "uniform", from: form.uniform[0], to: form.uniform[1] };
  if ("exponential" in form) return { kind: "exponential", mean: form.exponential.mean };
  if ("lognormal" in form) return { kind: "lognormal", ...form.lognormal };
  return { kind: "points", points: form.points };
}

export function delayForm(delay: Delay): DelayForm {
  switch (delay.kind) {
    case "fixed":
      return { fixed: delay.value };
    case "uniform":
      return { uniform: [delay.from, delay.to] };
    case "exponential":
      return { exponential: { mean: delay.mean } };
    case "lognormal":
      return { lognormal: { median: delay.median, p95: delay.p95 } };
    case "points":
      return { points: delay.points };
  }
}
