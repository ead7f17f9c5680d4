/**
 * The door to zod: the forms that values of a document have, each read into a quantity and written back. Every object is strict.
 * `error` of a schema is the way out it gives, or for an unknown key the known ones; faults.ts words the rest.
 */
import { z } from "zod";
import { done, failed, type Outcome } from "../problem.js";
import { day, type Duration, duration, isoInstant, perSecond, second } from "../units.js";
import { parseName } from "./name.js";
import { quoted } from "./place.js";
import {
  dateText,
  durationText,
  forms,
  momentText,
  parseDate,
  parseDuration,
  parseInstant,
  parseMoment,
  parseRate,
  parseShare,
  rateText,
  shareText,
} from "./quantity.js";
import { parseRule, ruleText } from "./rule.js";
import { parseZoneName } from "./zone-name.js";

export { z };

export type Payload = { readonly issues: z.core.$ZodRawIssue[] };
export type Refusal = { readonly code: string; readonly message: string; readonly hint?: string | undefined };

export function refuse(payload: Payload, path: (string | number)[], { code, message, hint }: Refusal): void {
  payload.issues.push({ code: "custom", input: undefined, path, message, params: { code, hint } });
}

/** Notes the problems of a parse where zod collects them. */
export function settle<T>(outcome: Outcome<T>, payload: Payload): T {
  if (outcome.ok) return outcome.value;
  for (const problem of outcome.problems) refuse(payload, [], problem);
  return z.NEVER;
}

/**
 * What stands in a document and what it means. Written back, a union tries each of its forms (and zod skips checks while it does),
 * so a form refuses here what is not its own.
 */
export const codec = <Form extends z.ZodType, T>(
  form: Form,
  read: (written: z.output<Form>, payload: Payload) => Outcome<T>,
  print: (value: T) => z.output<Form>,
  isOwn: (value: unknown) => boolean = (value) => value !== undefined,
) =>
  z.codec(form, z.custom<T>(), {
    decode: (written, payload) => settle(read(written, payload), payload),
    encode: (value, payload) => (isOwn(value) ? print(value) : settle(foreign, payload)),
  });
const foreign = failed({ code: "value.form", message: "a value of another form" });

/** A text that is a quantity. */
export const spoken = <T>(hint: string, parse: (text: string) => Outcome<T>, print: (value: T) => string) =>
  codec(z.string({ error: hint }), parse, print);

export const strict = <S extends z.core.$ZodLooseShape>(shape: S, hint?: string) =>
  z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? Object.keys(shape).join(" ") : hint),
  });

export function within<T extends number>(
  parse: (text: string) => Outcome<T>,
  [least, most]: readonly [T, T],
  print: (value: T) => string,
) {
  return (text: string): Outcome<T> => {
    const parsed = parse(text);
    if (!parsed.ok || (parsed.value >= least && parsed.value <= most)) return parsed;
    const hint = `from ${print(least)} to ${print(most)}`;
    return failed({ code: "value.range", message: `${quoted(text)} is out of range`, hint });
  };
}

export const number = (least: number, most: number, hint: string) =>
  z.number({ error: hint }).min(least).max(most);
export const span = (least: Duration, most: Duration) =>
  spoken(forms.duration, within(parseDuration, [least, most], durationText), durationText);
export const rate = spoken(forms.rate, within(parseRate, [perSecond(0), perSecond(1e9)], rateText), rateText);

export const year = duration(366 * day);
export const wait = span(duration(0), year);
export const length = span(second, duration(31 * day));
export const share = codec(
  z.union([z.string(), z.number()], { error: forms.share }),
  parseShare,
  shareText,
).meta({
  id: "share",
  description: "A share of a whole: 40% or 0.4",
});
export const someShare = share.refine((value) => value > 0, {
  error: "a share of nothing leaves nothing to plan",
});
export const moment = spoken(forms.moment, parseMoment, momentText);
export const instant = spoken(forms.instant, parseInstant, isoInstant);
export const date = spoken(forms.date, parseDate, dateText);
export const rule = spoken("write a rule such as FREQ=WEEKLY;BYDAY=MO,TU;BYHOUR=21", parseRule, ruleText);
export const name = spoken("write a name; quote it where it is a number", parseName, (text) => text);
export const names = z.array(name, { error: "write a list of names such as [Berlin]" }).min(1);
export const zone = spoken("write a zone such as Europe/Berlin", parseZoneName, (text) => text);
export const file = z
  .string({ error: "write the path of a file" })
  .min(1)
  .max(4_096)
  .regex(/^\P{Cc}*$/u);

/** A mapping by name; names that differ only in Unicode form or space are one name written twice. */
export const byName = <V extends z.ZodType>(value: V, hint: string) =>
  codec(
    z.record(z.string(), value, { error: hint }),
    (entries, payload) => done(named(Object.entries(entries) as [string, z.output<V>][], payload)),
    (map) => Object.fromEntries(map) as Record<string, z.output<V>>,
    (value) => value instanceof Map,
  );

function named<V>(entries: readonly (readonly [string, V])[], payload: Payload): ReadonlyMap<string, V> {
  const map = new Map<string, V>();
  for (const [key, value] of entries) {
    const parsed = parseName(key);
    if (!parsed.ok) for (const problem of parsed.problems) refuse(payload, [key], problem);
    else if (map.has(parsed.value)) refuse(payload, [key], twice(`the name ${quoted(parsed.value)}`));
    else map.set(parsed.value, value);
  }
  return map;
}

export const twice = (what: string): Refusal => ({
  code: "name.twice",
  message: `${what} stands twice`,
  hint: "give each its own name",
});
