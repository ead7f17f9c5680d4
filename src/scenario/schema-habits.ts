/** `unmanaged` of a profile: what clients do when nobody plans. */
import { done, failed, type Outcome } from "../problem.js";
import { day, duration, minute } from "../units.js";
import type { ApplyHabit, Detection, Habits, LocalHours, RingHabits } from "./habits.js";
import { quoted } from "./place.js";
import { habitsPresets } from "./presets/habits.js";
import { clockText, parseClock } from "./quantity.js";
import type { Presence } from "./scenario.js";
import { started } from "./schema-calendar.js";
import { delay, presence } from "./schema-delay.js";
import { byName, codec, date, refuse, rule, share, span, spoken, strict, wait, z } from "./schema-forms.js";

const hoursHint = "write hours such as 08:00-17:00";

function parseHours(text: string): Outcome<LocalHours> {
  const [from = "", to = "", ...more] = text.split(/[-\u2013]/);
  const ends = [from, to].map(parseClock);
  const [start, end] = ends;
  if (start?.ok !== true || end?.ok !== true || more.length > 0 || start.value === end.value)
    return failed({
      code: "hours.syntax",
      message: `${quoted(text)} are not hours of a day`,
      hint: hoursHint,
    });
  return done({ from: start.value, to: end.value });
}
const hoursText = ({ from, to }: LocalHours): string => `${clockText(from)}-${clockText(to)}`;
const hours = spoken(hoursHint, parseHours, hoursText);

const detectHint =
  'write { every: 22h, less: 20% }, { every: 22h, more: 4h } or { rrule: "FREQ=DAILY;BYHOUR=6", spread: ... }';
const every = span(minute, duration(31 * day));
const start = date
  .optional()
  .describe("First local date the rule counts from; needed with INTERVAL or COUNT");
const detectForms = z.union(
  [
    strict({
      every: every.describe("A poll so long after the one before"),
      less: share.describe("or less, by up to this share at random"),
    }),
    strict({
      every: every.describe("A poll so long after the one before"),
      more: wait.describe("and up to this at random"),
    }),
    strict({
      rrule: rule.describe("When it looks, in site-local time"),
      start,
      spread: delay.describe("How much later"),
    }).check((payload) => void started(payload.value, payload)),
  ],
  { error: detectHint },
);
type DetectForm = z.output<typeof detectForms>;

function detectionOf(form: DetectForm): Detection {
  if ("rrule" in form) {
    const { rrule, start, spread } = form;
    return { kind: "rule", rule: rrule, start: start ?? null, spread };
  }
  const { every } = form;
  if ("less" in form) return { kind: "poll", from: duration(Math.round(every * (1 - form.less))), to: every };
  return { kind: "poll", from: every, to: duration(every + form.more) };
}

function detectForm(detection: Detection): DetectForm {
  if (detection.kind === "rule") {
    const { rule, start, spread } = detection;
    return { rrule: rule, ...(start === null ? {} : { start }), spread };
  }
  const { from, to } = detection;
  return { every: from, more: duration(to - from) };
}
const detect = codec(detectForms, (form) => done(detectionOf(form)), detectForm);

/** Of shares that are meant to be a whole. */
const ROUNDING = 1e-6;

const whole = <Part extends { readonly share: number }>(parts: readonly Part[]): boolean =>
  Math.abs(parts.reduce((sum, part) => sum + part.share, 0) - 1) <= ROUNDING;

const power = z
  .array(strict({ share, on: z.literal("always").or(presence) }), {
    error:
      "write a list such as [{ share: 20%, on: always }, { share: 80%, on: { rrule: ..., spread: ..., lasts: 9h } }]",
  })
  .min(1)
  .max(20)
  .refine(whole, { error: "the shares of power do not sum to 100%" });

const applyHint =
  "write a list of { share, at: shutdown }, { share, at: person, after }, { share, at: schedule, rrule, missed } or { share, at: automatic, after }";
const apply = z
  .array(
    z.discriminatedUnion(
      "at",
      [
        strict({ share, at: z.literal("shutdown") }),
        strict({
          share,
          at: z.literal("person"),
          after: delay.describe("Time of being on from when the restart is pending"),
          hours: hours.optional().describe("Hours in which the person is there"),
        }),
        strict({
          share,
          at: z.literal("schedule"),
          rrule: rule.describe("When it restarts, in site-local time"),
          start,
          missed: wait
            .optional()
            .describe("Off then: this after it is next on; not made up for where left out"),
        }).check((payload) => void started(payload.value, payload)),
        strict({
          share,
          at: z.literal("automatic"),
          after: delay.describe("Time of being on outside the active hours"),
        }),
      ],
      { error: applyHint },
    ),
    { error: applyHint },
  )
  .min(1)
  .max(20)
  .refine(whole, { error: "the shares of apply do not sum to 100%" });
type ApplyForm = z.output<typeof apply>[number];

const deadline = strict(
  {
    after: wait.describe("From the start of its clock"),
    grace: wait.describe("At least so long after the restart is pending"),
    counts: z.enum(["discovery", "offer"]).describe("What starts its clock"),
  },
  "write { after: 7d, grace: 2d, counts: discovery }",
);
const ring = strict({
  defer: wait.optional(),
  deadline: wait.optional().describe("The deadline's `after`"),
  grace: wait.optional(),
});

const none = z.literal("none");
const habitsForm = strict({
  extends: z
    .enum(Object.keys(habitsPresets))
    .optional()
    .describe("A preset; what stands beside it overrides it"),
  defer: wait.describe("Not offered before the release and this"),
  detect: detect.describe("How a device finds the update"),
  download: delay.describe("Time of being on until it is downloaded"),
  install: delay.describe("Time of being on until the restart is pending"),
  power: power.describe("When devices are on; the shares sum to 100%"),
  apply: apply.describe("How the restart comes; the shares sum to 100%"),
  lead: delay.describe("From the decision to the restart, where no person asks for it"),
  activeHours: z
    .union([none, hours], { error: `${hoursHint}, or none` })
    .describe("Restarts that no person asks for begin outside these local hours"),
  deadline: z
    .union([none, deadline], { error: "write { after: 7d, grace: 2d, counts: discovery }, or none" })
    .describe("From when on they begin inside the active hours too"),
  rings: byName(ring, "write { pilot: { defer: 0d, deadline: 1d, grace: 1d } }").describe(
    "What rings have of their own",
  ),
});
const habitsInFull = habitsForm.check(({ value, issues }) => {
  if (value.deadline !== "none") return;
  for (const [name, own] of value.rings)
    if (own.deadline !== undefined || own.grace !== undefined)
      refuse({ issues }, ["rings", name], {
        code: "habits.no-deadline",
        message: "a ring has a deadline of its own, and there is none",
        hint: "write deadline: { after: 7d, grace: 2d, counts: discovery }",
      });
});
type HabitsForm = z.output<typeof habitsForm>;

export const habits = codec(habitsInFull, (form) => done(habitsIn(form)), habitsFormOf);

/** As an admin writes it: the name of a preset, or what differs from one. */
export const habitsAsWritten = z.union([z.enum(Object.keys(habitsPresets)), habitsForm.partial()]);

function habitsIn({ activeHours, deadline, rings, apply, power, ...form }: HabitsForm): Habits {
  const { defer, detect, download, install, lead } = form;
  return {
    defer,
    detect,
    download,
    install,
    power: power.map(({ share, on }) => ({ share, on: on === "always" ? on : onTimes(on) })),
    apply: apply.map(applyOf),
    lead,
    activeHours: activeHours === "none" ? null : activeHours,
    deadline: deadline === "none" ? null : deadline,
    rings: new Map([...rings].map(([name, own]) => [name, ringOf(own)])),
  };
}

const ringOf = ({ defer, deadline, grace }: z.output<typeof ring>): RingHabits => ({
  defer: defer ?? null,
  deadline: deadline ?? null,
  grace: grace ?? null,
});

const onTimes = ({ rrule, start, spread, lasts }: z.output<typeof presence>): Presence => ({
  rule: rrule,
  start: start ?? null,
  spread,
  lasts,
});

function applyOf(form: ApplyForm): ApplyHabit {
  switch (form.at) {
    case "person":
      return { ...form, hours: form.hours ?? null };
    case "schedule": {
      const { share, at, rrule, start, missed } = form;
      return { share, at, rule: rrule, start: start ?? null, missed: missed ?? null };
    }
    case "shutdown":
    case "automatic":
      return form;
  }
}

function habitsFormOf({ activeHours, deadline, rings, apply, power, ...habits }: Habits): HabitsForm {
  return {
    ...habits,
    power: power.map(({ share, on }) => ({ share, on: on === "always" ? on : onTimesForm(on) })),
    apply: apply.map(applyForm),
    activeHours: activeHours ?? "none",
    deadline: deadline ?? "none",
    rings: new Map([...rings].map(([name, own]) => [name, given(own)])),
  };
}

const onTimesForm = ({ rule, start, spread, lasts }: Presence) => ({
  rrule: rule,
  ...given({ start }),
  spread,
  lasts,
});

function applyForm(habit: ApplyHabit): ApplyForm {
  switch (habit.at) {
    case "person": {
      const { hours, ...rest } = habit;
      return { ...rest, ...given({ hours }) };
    }
    case "schedule": {
      const { share, at, rule, start, missed } = habit;
      return { share, at, rrule: rule, ...given({ start, missed }) };
    }
    case "shutdown":
    case "automatic":
      return habit;
  }
}

/** Without what is null: a document leaves that out. */
const given = <Entries extends object>(
  entries: Entries,
): { [Key in keyof Entries]?: NonNullable<Entries[Key]> } =>
  Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== null)) as never;
