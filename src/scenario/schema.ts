/**
 * The door to zod: a document in full (presets and defaults filled in by expand.ts) into typed values and back. Every object is
 * strict. `error` of a schema is the way out it gives, or for an unknown key the known ones; faults.ts words the rest.
 */
import { z } from "zod";
import { done, failed, type Outcome } from "../problem.js";
import { day, type Duration, duration, isoInstant, minute, perSecond, second } from "../units.js";
import { backgroundForm, backgroundHint, backgroundOf } from "./background.js";
import { capacityFault, capacityHint, capacityText, parseCapacity } from "./capacity.js";
import { delayForm, delayHint, delayOf } from "./delay.js";
import { type Issue, issueFaults } from "./faults.js";
import { fleetForm, fleetOf } from "./fleet-request.js";
import { parseName } from "./name.js";
import { type Fault, quoted } from "./place.js";
import { profilePresets } from "./presets/profiles.js";
import { servicePresets } from "./presets/services.js";
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
  parseReleaseDay,
  parseShare,
  rateText,
  releaseDayText,
  shareText,
} from "./quantity.js";
import { ringShareFault } from "./ring-shares.js";
import { parseRule, ruleText } from "./rule.js";
import { startNeededBy } from "./rule-limits.js";
import type { WindowRule } from "./scenario.js";
import { parseZoneName } from "./zone-name.js";
import { parseWindow, type WrittenWindow, windowForm, windowOf, writtenWindow } from "./window.js";

/** For the one other format, plan.json: plan/read.ts. */
export { z };

type Payload = { readonly issues: z.core.$ZodRawIssue[] };
type Refusal = { readonly code: string; readonly message: string; readonly hint?: string | undefined };

function refuse(payload: Payload, path: (string | number)[], { code, message, hint }: Refusal): void {
  payload.issues.push({ code: "custom", input: undefined, path, message, params: { code, hint } });
}

/** Notes the problems of a parse where zod collects them. */
function settle<T>(outcome: Outcome<T>, payload: Payload): T {
  if (outcome.ok) return outcome.value;
  for (const problem of outcome.problems) refuse(payload, [], problem);
  return z.NEVER;
}

/**
 * What stands in a document and what it means. Written back, a union tries each of its forms (and zod skips checks while it does),
 * so a form refuses here what is not its own.
 */
const codec = <Form extends z.ZodType, T>(
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
const spoken = <T>(hint: string, parse: (text: string) => Outcome<T>, print: (value: T) => string) =>
  codec(z.string({ error: hint }), parse, print);

const strict = <S extends z.core.$ZodLooseShape>(shape: S, hint?: string) =>
  z.strictObject(shape, {
    error: (issue) => (issue.code === "unrecognized_keys" ? Object.keys(shape).join(" ") : hint),
  });

function within<T extends number>(
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

const number = (least: number, most: number, hint: string) => z.number({ error: hint }).min(least).max(most);
const span = (least: Duration, most: Duration) =>
  spoken(forms.duration, within(parseDuration, [least, most], durationText), durationText);
const rate = spoken(forms.rate, within(parseRate, [perSecond(0), perSecond(1e9)], rateText), rateText);

const year = duration(366 * day);
const wait = span(duration(0), year);
const length = span(second, duration(31 * day));
const share = codec(z.union([z.string(), z.number()], { error: forms.share }), parseShare, shareText).meta({
  id: "share",
  description: "A share of a whole: 40% or 0.4",
});
const someShare = share.refine((value) => value > 0, { error: "a share of nothing leaves nothing to plan" });
const moment = spoken(forms.moment, parseMoment, momentText);
const instant = spoken(forms.instant, parseInstant, isoInstant);
const date = spoken(forms.date, parseDate, dateText);
const rule = spoken("write a rule such as FREQ=WEEKLY;BYDAY=MO,TU;BYHOUR=21", parseRule, ruleText);
const name = spoken("write a name; quote it where it is a number", parseName, (text) => text);
const names = z.array(name, { error: "write a list of names such as [Berlin]" }).min(1);
const zone = spoken("write a zone such as Europe/Berlin", parseZoneName, (text) => text);
const file = z
  .string({ error: "write the path of a file" })
  .min(1)
  .max(4_096)
  .regex(/^\P{Cc}*$/u);

/** A mapping by name; names that differ only in Unicode form or space are one name written twice. */
const byName = <V extends z.ZodType>(value: V, hint: string) =>
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

const twice = (what: string): Refusal => ({
  code: "name.twice",
  message: `${what} stands twice`,
  hint: "give each its own name",
});

const delayForms = z.union(
  [
    strict({ fixed: wait }),
    strict({ uniform: z.tuple([wait, wait], { error: "write from and to: [0h, 22h]" }) }),
    strict({ exponential: strict({ mean: span(second, year) }) }),
    strict({ lognormal: strict({ median: span(second, year), p95: wait }) }),
    strict({
      points: z
        .array(z.tuple([wait, share]).readonly())
        .min(1)
        .max(10_000)
        .readonly(),
    }),
  ],
  { error: delayHint },
);
const delay = codec(delayForms, delayOf, (value) => delayForm(value) as z.output<typeof delayForms>).meta({
  id: "delay",
  description: `A waiting time: ${delayHint}`,
});

const windowLong = strict({
  rrule: rule.describe("RFC 5545 rule in site-local time"),
  lasts: length.describe("Real time from its start"),
  start: date.optional().describe("First local date the rule counts from; needed with INTERVAL or COUNT"),
});
const window = codec(
  z.union([z.string(), windowLong], { error: windowForm }),
  (written, payload) =>
    typeof written === "string" ? parseWindow(written) : done(windowOf(started(written, payload))),
  (value: WindowRule): string | WrittenWindow => writtenWindow(value),
  (value) => value !== undefined && !Array.isArray(value),
).meta({ id: "window", description: "When restarts may start, in site-local time: Mon-Fri 21:00-05:00" });
const windows = z.union([window, z.array(window)], { error: windowForm });

function started<W extends Pick<WrittenWindow, "rrule" | "start">>(written: W, payload: Payload): W {
  const need = startNeededBy(written.rrule);
  if (need === null || written.start !== undefined) return written;
  const message = `the rule needs a first date, because of ${need}`;
  refuse(payload, [], { code: "rule.start", message, hint: "add start: 2026-01-05" });
  return written;
}

const presence = strict(
  {
    rrule: rule.describe("When the person (or whatever signs in late) arrives, in site-local time"),
    start: windowLong.shape.start,
    spread: delay.describe("How much later than the rule says"),
    lasts: length.describe("How long the person stays"),
  },
  "write presence: none or { rrule: ..., spread: { uniform: [0m, 90m] }, lasts: 9h }",
).check((payload) => void started(payload.value, payload));

const signIn = strict({
  share: z
    .union([number(0, 1_000, "at most 1000"), share], { error: "write sign-ins per restart: 100% or 1.5" })
    .describe("Sign-ins per restart; the entries' shares need not sum to 1"),
  at: z
    .enum(["boot", "presence"])
    .optional()
    .describe("After the offline time (boot), or when the person is there"),
  after: delay.optional().describe("How long after that"),
  displaces: share.optional().describe("Share that would have signed in anyway"),
  services: names.optional().describe("Service ids; every service of the site where left out"),
});

const profile = strict({
  extends: z
    .enum(Object.keys(profilePresets))
    .optional()
    .describe("A preset; what stands beside it overrides it"),
  window: windows.optional().describe("When restarts may start; else that of the scenario"),
  windows: windows.optional().describe("The same as window"),
  detect: delay.describe("Release to detection"),
  download: delay.describe("Detection to downloaded"),
  install: delay.describe("Downloaded to staged"),
  lead: delay.describe("Wave to restart: installing in the window, countdown"),
  offline: delay.describe("Restart to reachable again"),
  poweredOn: share.describe("Share of staged devices that are on in their window"),
  presence: z.literal("none").or(presence).optional().describe("When people are at their devices"),
  signIn: z
    .array(signIn, { error: "write a list of sign-ins" })
    .describe("What signs in because of a restart"),
  weight: number(0, 1e6, "write a number such as 1").describe("Multiplies exposure"),
});
const profileInFull = profile.check(({ value, issues }) => {
  const present = value.presence !== undefined && value.presence !== "none";
  const waits = value.signIn.some(({ at }) => at === "presence");
  if (present || (value.poweredOn === 1 && !waits)) return;
  const message = waits
    ? "sign-ins wait for a person, and the profile has no presence"
    : "devices that are off restart when a person is there, and the profile has no presence";
  refuse({ issues }, [waits ? "signIn" : "poweredOn"], {
    code: "profile.presence",
    message,
    hint: "add presence, or extend a preset that has one: windows-office or windows-laptop",
  });
});

const backgroundForms = z.union(
  [
    z.literal("none"),
    strict({
      peak: rate.describe("The busiest moment of an ordinary day"),
      shape: z.enum(["flat", "office-day"]),
      timezone: zone.optional(),
    }),
    strict({ csv: file.describe("Columns time,perSecond: the mean until the next row") }),
    strict({
      start: instant,
      every: span(second, day),
      perSecond: z
        .array(number(0, 1e9, "write a number per second"))
        .min(1)
        .max(1_000_000)
        .readonly(),
    }),
  ],
  { error: backgroundHint },
);
const background = codec(backgroundForms, (form) => done(backgroundOf(form)), backgroundForm);

const capacity = codec(
  z.union([z.string(), z.number()], { error: capacityHint }),
  parseCapacity,
  capacityText,
);
const factor = number(0, 1_000, "write a number such as 1");
const factors = z.union([factor, byName(factor, "write { office: 1, kiosk: 0 }")], {
  error: "write a factor such as 1, or one for each profile: { office: 1, kiosk: 0 }",
});
const service = strict({
  preset: z
    .enum(Object.keys(servicePresets))
    .optional()
    .describe("A kind of service; what stands beside it overrides it"),
  capacity: capacity.describe("40/s, 600/min, 900/h or unknown; for counts: offline a number of devices"),
  headroom: share.describe("Share of capacity left unused"),
  counts: z.enum(["signIns", "restarts", "offline", "calls"]).describe("What of a restart is load on it"),
  background: background.describe("What happens anyway"),
  sites: names.optional().describe("Sites it serves; every site where left out"),
  per: z.literal("site").optional().describe("One instance a site"),
  signIns: factors.describe("Events for each one a client makes; for all profiles, or naming each"),
  spareFor: z.literal(0).optional().describe("Not available yet: 0"),
});
const serviceInFull = service.check(({ value, issues }) => {
  const fault = capacityFault(value.capacity, value.counts);
  if (fault !== null) refuse({ issues }, ["capacity"], fault);
  if (value.headroom < 1) return;
  const message = "a headroom of 100% leaves nothing to plan with";
  refuse({ issues }, ["headroom"], { code: "headroom.whole", message, hint: "write less, such as 20%" });
});

const ring = strict({
  name,
  share: share.optional().describe("Share of the whole fleet, cut by hash"),
  soak: wait.optional().describe("Wait before the next ring may start"),
  opens: moment.optional().describe("Fixed opening date"),
});
const rings = z
  .array(ring, { error: "write a list such as [{ name: pilot, share: 1%, soak: 24h }, { name: broad }]" })
  .min(1)
  .max(100)
  .check(({ value, issues }) => {
    for (const [index, { name }] of value.entries())
      if (value.slice(0, index).some((before) => before.name === name))
        refuse({ issues }, [index, "name"], { ...twice(`the ring ${quoted(name)}`), code: "ring.twice" });
    const fault = ringShareFault(value.map(({ share }) => share));
    if (fault !== null) refuse({ issues }, [fault.ring], { ...fault, code: "ring.share" });
  });

const mostDevices = 1e9;
const inlineFleet = z
  .array(
    strict({
      site: name.optional(),
      profile: name.optional(),
      ring: name.optional(),
      group: name.optional(),
      timezone: zone.optional(),
      devices: z.int({ error: "write a whole number" }).min(1).max(mostDevices),
    }),
  )
  .min(1)
  .max(1_000_000)
  .check(({ value, issues }) => {
    const sum = value.reduce((total, { devices }) => total + devices, 0);
    if (sum <= mostDevices) return;
    const message = `the fleet has ${sum} devices, more than ${mostDevices}`;
    refuse({ issues }, [], { code: "fleet.too-large", message, hint: "plan a part of it" });
  });
const columnName = z.string({ error: "write the file's column name" }).min(1).max(1_000).optional();
const columns = strict({
  device: columnName,
  site: columnName,
  profile: columnName,
  ring: columnName,
  group: columnName,
  timezone: columnName,
});
const fleetForms = z.union(
  [
    strict({
      file: file.describe("An inventory"),
      columns: columns.optional().describe("The file's names for our columns"),
    }),
    strict({ devices: inlineFleet }),
    inlineFleet,
  ],
  { error: "write { file: devices.csv } or a list such as [{ site: Berlin, devices: 4200 }]" },
);
const fleet = codec(
  fleetForms,
  (form) => done(fleetOf(form)),
  (value) => fleetForm(value) as z.output<typeof fleetForms>,
);

const freeze = z.union(
  [
    strict({ calendar: file.describe("An .ics file"), sites: names.optional() }),
    strict({ from: moment, to: moment, sites: names.optional() }).check(({ value: { from, to }, issues }) => {
      if (from.kind !== to.kind || from.at < to.at) return;
      const message = "the freeze ends before it begins";
      refuse({ issues }, ["to"], { code: "freeze.order", message, hint: "swap from and to" });
    }),
  ],
  { error: "write { from: 2026-08-14T18:00, to: 2026-08-17T06:00 } or { calendar: freezes.ics }" },
);

const release = z.union(
  [
    strict({ at: instant }),
    strict({
      calendar: file.describe("A shipped calendar such as microsoft, or an .ics file"),
      on: spoken(forms.releaseDay, parseReleaseDay, releaseDayText).describe(
        "A month, a local date, or next",
      ),
    }),
  ],
  { error: "write { calendar: microsoft, on: next } or { at: 2026-08-11T17:00Z }" },
);

const slotHint = "one of 5m 10m 15m 20m 30m 60m";
const slotMinutes = [5, 10, 15, 20, 30, 60];
const slot = spoken(
  slotHint,
  (text) => {
    const parsed = parseDuration(text);
    if (!parsed.ok || slotMinutes.includes(parsed.value / minute)) return parsed;
    return failed({ code: "slot.length", message: `a slot cannot be ${quoted(text)} long`, hint: slotHint });
  },
  durationText,
);

const scenarioShape = <P extends z.ZodType, S extends z.ZodType>(profile: P, service: S) => ({
  $schema: z.string().optional().describe("For editors; not read"),
  version: z.literal(1, { error: "write version: 1" }).describe("Of this format: 1"),
  name: z.string().min(1).max(200).optional().describe("Title of the plan"),
  timezone: zone.optional().describe("Of wall-clock values that belong to no site"),
  release: release.describe("When the updates appear"),
  slot: slot.describe(`Length of a planning slot: ${slotHint}`),
  deadline: span(minute, duration(90 * day)).describe("Every wave ends before release + deadline"),
  ready: someShare.describe("A slot opens to a cohort at this share of its readiness at the deadline"),
  goal: z.enum(["fastest", "flattest"]).describe("Least exposure, or least rise of load"),
  maxPerSlot: someShare.describe("Share of a cohort that may have its wave in one slot"),
  fleet: fleet.describe("Devices: a file, or a list"),
  sites: byName(strict({ timezone: zone }), "write { Berlin: { timezone: Europe/Berlin } }")
    .optional()
    .describe("Zones of sites"),
  profile: name.describe("Profile of devices that name none"),
  profiles: byName(profile, "write { office: { extends: windows-office } }").describe("Kinds of clients"),
  window: windows.optional().describe("When restarts of profiles without a window of their own may start"),
  windows: windows.optional().describe("The same as window"),
  rings: rings.optional().describe("In this order; each opens after the one before has soaked"),
  services: byName(service, "write { vpn: { preset: vpn-concentrator, capacity: unknown } }")
    .refine((services) => services.size > 0, { error: "there is no service to protect" })
    .describe("What restarts put load on"),
  freezes: z.array(freeze).optional().describe("When restarts may not start"),
  inputs: z
    .array(strict({ path: z.string(), sha256: z.string() }))
    .optional()
    .describe("Files a resolved scenario was made from; not read"),
});

const inFull = strict(scenarioShape(profileInFull, serviceInFull));

/** A document in full with every text a quantity. */
export type Written = z.output<typeof inFull>;
export type WrittenProfile = z.output<typeof profileInFull>;
export type WrittenService = z.output<typeof serviceInFull>;

export type Decoded =
  { readonly ok: true; readonly value: Written } | { readonly ok: false; readonly faults: readonly Fault[] };

export function decodeDocument(data: unknown): Decoded {
  const result = inFull.safeParse(data, { reportInput: true, error: () => "" });
  if (result.success) return { ok: true, value: result.data };
  return { ok: false, faults: issueFaults(result.error.issues as readonly Issue[]) };
}

export const encodeDocument = (written: Written): unknown => z.encode(inFull, written);

/** Draft 2020-12, of a document as an admin writes it: what has a default or may come from a preset is optional. */
export function scenarioJsonSchema(): unknown {
  const profileAsWritten = profile.partial({
    detect: true,
    download: true,
    install: true,
    lead: true,
    offline: true,
    poweredOn: true,
    signIn: true,
    weight: true,
  });
  const serviceAsWritten = service.partial({ headroom: true, counts: true, background: true, signIns: true });
  const asWritten = strict(scenarioShape(profileAsWritten, serviceAsWritten)).partial({
    slot: true,
    deadline: true,
    ready: true,
    goal: true,
    maxPerSlot: true,
    profile: true,
    profiles: true,
  });
  return { title: "A scenario of second-tuesday", ...z.toJSONSchema(asWritten, { io: "input" }) };
}
