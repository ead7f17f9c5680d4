/** Forms of a document that say how devices might be staggered otherwise, and how they are today. */
import { done } from "../problem.js";
import { day, duration, minute } from "../units.js";
import { atOnceForm, atOnceHint, parseAtOnce } from "./at-once.js";
import { suggestion } from "./nearest.js";
import type { Policy, PolicyOf, RestartRing } from "./policy.js";
import { policyDefaults, ringsPresets } from "./presets/policies.js";
import { ringShareFault } from "./ring-shares.js";
import { byName, codec, name, number, refuse, share, span, strict, wait, z } from "./schema-forms.js";

const atOnce = codec(z.union([z.string(), z.number()], { error: atOnceHint }), parseAtOnce, atOnceForm);
const period = span(minute, duration(90 * day));
const kind = <Kind extends keyof typeof policyDefaults>(word: Kind) => z.literal(word);

const ring = strict(
  {
    share: share
      .optional()
      .describe("Share of the whole fleet, drawn by chance; else the scenario's ring of that name"),
    defer: wait.describe("Not offered before the release and this"),
    deadline: wait.describe("From when the device finds it: by then it restarts, whoever is at work"),
    grace: wait.describe("At least so long after the restart is pending"),
  },
  "write { defer: 0d, deadline: 2d, grace: 1d }",
);
const rings = byName(ring, "write { pilot: { defer: 0d, deadline: 2d, grace: 1d }, broad: { ... } }").check(
  ({ value, issues }) => {
    const shares = [...value.values()].map((each) => each.share);
    const fault = shares.every((each) => each === undefined) ? null : ringShareFault(shares);
    if (fault === null) return;
    const at = [...value.keys()][fault.ring] ?? "";
    refuse({ issues }, [at], { ...fault, code: "ring.share" });
  },
);

const forms = {
  unmanaged: strict({ kind: kind("unmanaged") }),
  "big-bang": strict({
    kind: kind("big-bang"),
    deadline: wait.optional().describe("From the release; that of the scenario where left out"),
    before: share.describe("Share that may come before it, as unmanaged devices do"),
  }),
  "window-start": strict({ kind: kind("window-start") }),
  "random-delay": strict({
    kind: kind("random-delay"),
    over: wait.describe("Each device at random within this, from its window's start"),
  }),
  "hash-phased": strict({
    kind: kind("hash-phased"),
    over: z
      .union([z.literal("all"), wait], { error: "write a time such as 54h, or all" })
      .describe("From the ring's opening; all: to its end"),
  }),
  even: strict({
    kind: kind("even"),
    over: z.enum(["window", "all"]).describe("The first window, or all of them"),
  }),
  rings: strict({
    kind: kind("rings"),
    extends: z.enum(Object.keys(ringsPresets)).optional().describe("Rings of a product"),
    rings: rings.describe("Deferral, deadline and grace of each ring"),
  }),
  waves: strict({
    kind: kind("waves"),
    sizes: z
      .array(atOnce, { error: "write a list such as [1%, 10%, 100%]" })
      .min(1)
      .max(1_000)
      .describe("Devices of each wave; the last is repeated"),
    pause: period.describe("From the start of a wave to that of the next"),
  }),
  lock: strict({
    kind: kind("lock"),
    atOnce: atOnce.describe("Devices at a time: a number, or a share such as 5%"),
    perSite: z.boolean({ error: "write true or false" }).describe("Whether each site has a lock of its own"),
    settle: wait.describe("After a device is back, before the next may go"),
  }),
  rate: strict({
    kind: kind("rate"),
    devices: atOnce.describe("In each period: a number, or a share of the fleet"),
    every: period.describe("Length of a period"),
    safeMode: z.boolean({ error: "write true or false" }).describe("One device in the first period"),
  }),
  ramp: strict({
    kind: kind("ramp"),
    first: number(1, 1e9, "write a whole number such as 1").describe("Devices of the first step"),
    most: atOnce.describe("Of a step: a number, or a share of the fleet"),
    every: period.describe("Length of a step"),
  }),
  "deadline-rate": strict({
    kind: kind("deadline-rate"),
    most: atOnce.describe("In an hour: a number, or a share of the fleet"),
  }),
  optimal: strict({
    kind: kind("optimal"),
    goal: z.enum(["fastest", "flattest"]).optional().describe("That of the scenario where left out"),
  }),
};

const kinds = Object.keys(policyDefaults);
const hint = ({ input }: { readonly input?: unknown }): string => {
  const word = typeof input === "object" && input !== null && "kind" in input ? input.kind : undefined;
  if (typeof word === "string") return suggestion(word, kinds);
  return `write { kind: ... }, one of ${kinds.join(" ")}`;
};

const inFull = z.discriminatedUnion("kind", Object.values(forms) as unknown as Forms, { error: hint });
type Forms = [
  typeof forms.unmanaged,
  (typeof forms)["big-bang"],
  (typeof forms)["window-start"],
  (typeof forms)["random-delay"],
  (typeof forms)["hash-phased"],
  typeof forms.even,
  typeof forms.rings,
  typeof forms.waves,
  typeof forms.lock,
  typeof forms.rate,
  typeof forms.ramp,
  (typeof forms)["deadline-rate"],
  typeof forms.optimal,
];
type PolicyForm = z.output<typeof inFull>;

export const policy = codec(
  inFull,
  (form) => done(policyIn(form)),
  policyForm,
  (value) => typeof value === "object" && value !== null && "kind" in value,
);
export const policies = byName(policy, 'write { "my rings": { kind: rings, rings: { ... } } }');
const todayHint = "write the name of a policy, or { kind: rings, rings: { ... } }";
export const today = z.union([name, policy], { error: todayHint });

/** As an admin writes them: what has a default may be left out. */
const asWritten = z.union(
  Object.entries(forms).map(([word, form]) =>
    (form as typeof forms.lock).partial().required({ kind: true }).describe(word),
  ),
);
export const policiesAsWritten = byName(asWritten, 'write { "my rings": { kind: rings, rings: { ... } } }');
export const todayAsWritten = z.union([name, asWritten], { error: todayHint });

function policyIn(form: PolicyForm): Policy {
  switch (form.kind) {
    case "big-bang":
      return { ...form, deadline: form.deadline ?? null };
    case "rings":
      return { kind: form.kind, rings: new Map([...form.rings].map(([ring, own]) => [ring, ringOf(own)])) };
    case "optimal":
      return { ...form, goal: form.goal ?? null };
    default:
      return form;
  }
}

const ringOf = ({ share, ...times }: z.output<typeof ring>): RestartRing => ({
  share: share ?? null,
  ...times,
});

function policyForm(policy: Policy): PolicyForm {
  switch (policy.kind) {
    case "big-bang": {
      const { deadline, ...rest } = policy;
      return deadline === null ? rest : { ...rest, deadline };
    }
    case "rings":
      return ringsForm(policy);
    case "optimal": {
      const { kind, goal } = policy;
      return goal === null ? { kind } : { kind, goal };
    }
    case "waves":
      return { ...policy, sizes: [...policy.sizes] };
    default:
      return policy;
  }
}

const ringsForm = ({ kind, rings }: PolicyOf<"rings">): PolicyForm => ({
  kind,
  rings: new Map(
    [...rings].map(([name, { share, ...ring }]) => [name, share === null ? ring : { share, ...ring }]),
  ),
});
