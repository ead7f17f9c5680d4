/** A plan from its text, and the JSON Schema of one. The plan's format is the contract of docs/formats.md. */
import { failed, done, type Outcome, type Problem } from "../problem.js";
import { type Path, pathText } from "../scenario/place.js";
import { z } from "../scenario/schema-forms.js";
import { type Plan, unscheduledReasons } from "./plan.js";

const count = z.number().int().nonnegative();
const amount = z.number().nonnegative();
const series = z.array(amount);
const range = z.tuple([count, count]);
const levelName = z.enum(["unscheduled", "rise", "exposure"]);

const planSchema = z.strictObject({
  format: z.literal("second-tuesday/plan@1"),
  name: z.string().nullable(),
  policy: z.string(),
  goal: z.enum(["fastest", "flattest"]),
  scenarioDigest: z.string().regex(/^sha256:[0-9a-f]{64}$/),
  release: z.iso.datetime(),
  deadline: z.iso.datetime(),
  grid: z.strictObject({ start: z.iso.datetime(), slotMinutes: z.number().positive(), slots: count }),
  rings: z.array(z.strictObject({ name: z.string(), opens: z.iso.datetime(), closes: z.iso.datetime() })),
  groups: z.array(z.string()),
  cohorts: z.array(
    z.strictObject({
      id: z.string(),
      site: z.string(),
      profile: z.string(),
      ring: z.string(),
      group: z.string().nullable(),
      timezone: z.string(),
      tags: z.array(z.string()),
      device: z.string().nullable(),
      devices: count,
      open: z.array(range),
    }),
  ),
  waves: z.array(
    z.strictObject({
      cohort: z.string(),
      slot: count,
      start: z.iso.datetime(),
      end: z.iso.datetime(),
      devices: count,
    }),
  ),
  starts: z
    .array(
      z.strictObject({
        site: z.string(),
        timezone: z.string(),
        ring: z.string(),
        slots: range,
        start: z.iso.datetime(),
        end: z.iso.datetime(),
        devices: count,
        cohorts: z.array(z.strictObject({ cohort: z.string(), devices: count })),
      }),
    )
    .nullable(),
  unscheduled: z.array(
    z.strictObject({
      cohort: z.string(),
      devices: count,
      reason: z.enum(unscheduledReasons),
      detail: z.string(),
    }),
  ),
  excluded: z.array(z.strictObject({ cohort: z.string(), devices: count, reason: z.string() })),
  expectedLate: amount,
  services: z.array(
    z.strictObject({
      id: z.string(),
      counts: z.enum(["signIns", "restarts", "offline", "calls"]),
      capacity: series.nullable(),
      limit: series.nullable(),
      background: series,
      load: series,
      peak: z.strictObject({ slot: count, load: amount, utilisation: amount.nullable() }),
    }),
  ),
  certificate: z.strictObject({
    status: z.enum(["proven", "bounded", "stopped"]),
    levels: z.array(
      z.strictObject({
        name: levelName,
        unit: z.enum(["devices", "share", "device-hours"]),
        value: amount,
        relaxed: amount,
        bound: amount,
        gap: amount,
      }),
    ),
    prices: z.array(
      z.union([
        z.strictObject({
          level: levelName,
          row: z.enum(["limit", "rise"]),
          service: z.string(),
          slot: count,
          price: amount,
        }),
        z.strictObject({
          level: levelName,
          row: z.literal("held"),
          held: z.literal("unscheduled"),
          price: amount,
        }),
      ]),
    ),
  }),
}) satisfies z.ZodType<Plan>;

export const planJsonSchema = (): unknown => z.toJSONSchema(planSchema, { io: "input" });

export function readPlan(text: string, file: string): Outcome<Plan> {
  const parsed = parseJson(text, file);
  if (!parsed.ok) return parsed;
  const read = planSchema.safeParse(parsed.value);
  if (read.success) return done(read.data);
  return failed(
    ...read.error.issues.slice(0, MOST_PROBLEMS).map(({ path, message }): Problem => ({
      code: "plan.format",
      message,
      hint: "a plan is written by `second-tuesday plan --out DIR`; edit the scenario and plan again",
      place: { file, path: pathText(path as Path) },
    })),
  );
}

/** Enough to see that a file is not a plan. */
const MOST_PROBLEMS = 20;

function parseJson(text: string, file: string): Outcome<unknown> {
  try {
    return done(JSON.parse(text));
  } catch (error) {
    return failed({
      code: "plan.not-json",
      message: `not JSON: ${(error as Error).message}`,
      hint: "give the plan.json that `second-tuesday plan --out DIR` wrote",
      place: { file },
    });
  }
}
