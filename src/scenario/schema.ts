/**
 * A document in full (presets and defaults filled in by expand.ts) into typed values and back.
 */
import { failed, done } from "../problem.js";
import { day, duration, minute, second } from "../units.js";
import {
  backgroundFault,
  backgroundForm,
  backgroundHint,
  backgroundOf,
  onlineFault,
  onlineHint,
} from "./background.js";
import { capacityFault, capacityHint, capacityText, parseCapacity } from "./capacity.js";
import { type Issue, issueFaults } from "./faults.js";
import { fleetForm, fleetOf } from "./fleet-request.js";
import { type Fault, quoted } from "./place.js";
import { profilePresets } from "./presets/profiles.js";
import { servicePresets } from "./presets/services.js";
import { durationText, parseDuration } from "./quantity.js";
import type { Waves } from "./scenario.js";
import { ringShareFault } from "./ring-shares.js";
import { headroom, retries, retriesAsWritten, safetyFault, spareFor } from "./schema-overload.js";
import { delay, presence } from "./schema-delay.js";
import { habits, habitsAsWritten } from "./schema-habits.js";
import { peers, peersAsWritten, peersFault } from "./schema-peers.js";
import { change, exclusion, freeze, holidays, pin, release, windows } from "./schema-calendar.js";
import { order, orderAsWritten } from "./schema-order.js";
import { policies, policiesAsWritten, today, todayAsWritten } from "./schema-policies.js";
import {
  byName,
  codec,
  file,
  instant,
  moment,
  name,
  names,
  number,
  rate,
  refuse,
  share,
  someShare,
  span,
  spoken,
  strict,
  twice,
  wait,
  year,
  z,
  zone,
} from "./schema-forms.js";

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
  hotpatch: z
    .boolean({ error: "write true or false" })
    .optional()
    .describe("Whether hotpatch spares these devices the restart in most months"),
  weight: number(0, 1e6, "write a number such as 1").describe("Multiplies exposure"),
  unmanaged: habits.describe("What the devices do when nobody plans"),
  early: share.describe("Share that restarts as unmanaged devices do, if its wave has not come first"),
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

const online = z
  .union(
    [
      z.enum(["home-day", "office-hours"]),
      z
        .array(z.tuple([wait, share]).readonly())
        .min(1)
        .max(1_000)
        .readonly(),
    ],
    { error: onlineHint },
  )
  .check((payload) => {
    const fault = onlineFault(payload.value);
    if (fault !== null) refuse(payload, [], fault);
  });
const backgroundForms = z.union(
  [
    z.literal("none"),
    strict({
      peak: rate.describe("The busiest moment of an ordinary day"),
      shape: z.enum(["flat", "office-day"]),
      timezone: zone.optional(),
    }),
    strict({
      online: online.describe("Share of the clients that is signed in, by local time of each site"),
      session: span(second, year).describe("Mean length of a session"),
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
  headroom: headroom.describe("Share of capacity left unused; auto: what the safe load needs"),
  counts: z.enum(["signIns", "restarts", "offline", "calls"]).describe("What of a restart is load on it"),
  background: background.describe("What happens anyway"),
  sites: names.optional().describe("Sites it serves; every site where left out"),
  per: z.literal("site").optional().describe("One instance a site"),
  signIns: factors.describe("Events for each one a client makes; for all profiles, or naming each"),
  peers: peers.optional().describe("Clients that are a part of what the service can carry"),
  retries: retries.describe("What clients do when the service turns them away"),
  spareFor: spareFor.optional().describe("Sign-ins at once, besides the plan's, that must be survived"),
});
const serviceInFull = service.check(({ value, issues }) => {
  const fault = capacityFault(value.capacity, value.counts);
  if (fault !== null) refuse({ issues }, ["capacity"], fault);
  const unfit = value.peers === undefined ? null : peersFault(value.capacity, value.counts);
  if (unfit !== null) refuse({ issues }, ["peers"], unfit);
  const unsafe = safetyFault(value);
  if (unsafe !== null) refuse({ issues }, [unsafe.key], unsafe);
  const idle = backgroundFault(value.background, value.counts);
  if (idle !== null) refuse({ issues }, ["background"], idle);
  if (value.headroom === "auto" || value.headroom < 1) return;
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
      tags: z
        .array(name.refine((tag) => !/[,;|]/.test(tag), { error: "a tag has no comma, semicolon or bar" }))
        .optional()
        .describe("What selectors may ask for"),
      device: name.optional().describe("One device, by its name"),
      devices: z.int({ error: "write a whole number" }).min(1).max(mostDevices),
    }).check(({ value, issues }) => {
      if (value.device === undefined || value.devices === 1) return;
      const message = "an entry that names its device is one device";
      refuse({ issues }, ["devices"], { code: "fleet.one-device", message, hint: "write devices: 1" });
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
  tags: columnName,
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

const site = strict({
  timezone: zone.optional(),
  holidays: holidays
    .optional()
    .describe(
      "Public holidays, on which no restart starts: a code such as DE-BY, or the path of an .ics file",
    ),
});

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

const wavesHint = "write fine, few, or { few: 2%, spread: 2h }";
const few = strict({
  few: someShare.describe("Share by which the goal may be missed for the sake of few start times"),
  spread: span(minute, duration(day)).describe("Longest time over which the tool spreads one start"),
});
const wavesInFull = codec(
  z.union([z.literal("fine"), few], { error: wavesHint }),
  (written) =>
    done<Waves>(
      written === "fine" ? { kind: "fine" } : { kind: "few", tolerance: written.few, spread: written.spread },
    ),
  (waves) => (waves.kind === "fine" ? "fine" : { few: waves.tolerance, spread: waves.spread }),
);
const wavesAsWritten = z.union([z.enum(["fine", "few"]), few.partial()]);

const scenarioShape = <
  P extends z.ZodType,
  S extends z.ZodType,
  W extends z.ZodType,
  O extends z.ZodType,
  A extends z.ZodType,
  T extends z.ZodType,
>(
  profile: P,
  service: S,
  waves: W,
  order: O,
  policies: A,
  today: T,
) => ({
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
  waves: waves.describe("Waves in any slot, or from few start times"),
  fleet: fleet.describe("Devices: a file, or a list"),
  sites: byName(site, "write { Berlin: { timezone: Europe/Berlin } }")
    .optional()
    .describe("Zones and holidays of sites"),
  profile: name.describe("Profile of devices that name none"),
  profiles: byName(profile, "write { office: { extends: windows-office } }").describe("Kinds of clients"),
  window: windows.optional().describe("When restarts of profiles without a window of their own may start"),
  windows: windows.optional().describe("The same as window"),
  rings: rings.optional().describe("In this order; each opens after the one before has soaked"),
  services: byName(service, "write { vpn: { preset: vpn-concentrator, capacity: unknown } }")
    .refine((services) => services.size > 0, { error: "there is no service to protect" })
    .describe("What restarts put load on"),
  freezes: z.array(freeze).optional().describe("When restarts may not start"),
  never: z.array(freeze).optional().describe("The same as freezes"),
  pins: z.array(pin).optional().describe("Devices whose time is fixed"),
  exclude: z.array(exclusion).optional().describe("Devices left out of the plan, and why"),
  order: order.optional().describe("Groups whose devices take turns"),
  policies: policies.optional().describe("Other ways to stagger, to compare with"),
  today: today.optional().describe("How devices are staggered today: a policy, or the name of one"),
  change: change.optional().describe("No restart before it is approved and announced"),
  inputs: z
    .array(strict({ path: z.string(), sha256: z.string() }))
    .optional()
    .describe("Files a resolved scenario was made from; not read"),
});

const inFull = strict(scenarioShape(profileInFull, serviceInFull, wavesInFull, order, policies, today));

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
  const profileAsWritten = profile.extend({ unmanaged: habitsAsWritten }).partial({
    unmanaged: true,
    early: true,
    detect: true,
    download: true,
    install: true,
    lead: true,
    offline: true,
    poweredOn: true,
    signIn: true,
    weight: true,
  });
  const serviceAsWritten = service
    .extend({ peers: peersAsWritten.optional(), retries: retriesAsWritten.optional() })
    .partial({ headroom: true, counts: true, background: true, signIns: true });
  const asWritten = strict(
    scenarioShape(
      profileAsWritten,
      serviceAsWritten,
      wavesAsWritten,
      orderAsWritten,
      policiesAsWritten,
      todayAsWritten,
    ),
  ).partial({
    slot: true,
    deadline: true,
    ready: true,
    goal: true,
    maxPerSlot: true,
    waves: true,
    profile: true,
    profiles: true,
  });
  return { title: "A scenario of second-tuesday", ...z.toJSONSchema(asWritten, { io: "input" }) };
}
