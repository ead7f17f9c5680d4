/** What policies need not say, by kind; and the policies that are compared where a scenario names none. */
import type { PolicyKindName } from "../policy.js";
import { autopatchRings, autopatchSource } from "./habits.js";
import { assumed, type Preset, type Setting, sourced } from "./setting.js";

const choice = (value: unknown, why: string): Setting => ({
  value,
  basis: `a choice, not a number: ${why}`,
  guess: false,
});

export const policyDefaults: { readonly [Kind in PolicyKindName]: Preset["settings"] } = {
  unmanaged: {},
  "big-bang": { before: choice("0%", "one deadline and nothing else") },
  "window-start": {},
  "random-delay": {
    over: assumed("1h", "systemd's own default is none, RFC 3435 asks for 10 min of telephone gateways"),
  },
  "hash-phased": {
    over: sourced(
      "54h",
      "phased updates of Ubuntu, wiki.ubuntu.com/PhasedUpdates: 10 % at once and 10 % more every 6 h; read 2026-11",
    ),
  },
  even: { over: choice("window", "one night, as a restart schedule has it") },
  rings: {},
  waves: {
    sizes: assumed(["1%", "10%", "100%"], "a few, some, everybody: what most guides show"),
    pause: assumed("1d", "a night apart"),
  },
  lock: {
    atOnce: sourced(1, "kured, cmd/kured/main.go: --concurrency is 1 unless set; read 2026-11"),
    perSite: choice(true, "a site is taken for a cluster"),
    settle: sourced("0m", "kured, cmd/kured/main.go: --lock-release-delay is 0 unless set; read 2026-11"),
  },
  rate: {
    devices: assumed("1%", "the products have no number of their own that fits every fleet"),
    every: assumed("15m", "clients ask often enough to use up a period"),
    safeMode: choice(false, "Nebraska has it off unless set"),
  },
  ramp: {
    first: assumed(1, "one device shows whether it works"),
    most: sourced(
      50,
      "SendCommand of AWS Systems Manager, docs.aws.amazon.com: MaxConcurrency is 50 unless set; read 2026-11",
    ),
    every: assumed("15m", "the product goes on as commands end, and publishes no time"),
  },
  "deadline-rate": { most: assumed("10%", "a tenth of the fleet in an hour is what an admin still watches") },
  optimal: {},
};

/** Rings under the name of the product whose they are. */
export const ringsPresets: Readonly<Record<string, Preset>> = {
  "autopatch-2022": {
    about: "Windows Autopatch as it came in 2022: Test, First, Fast and Broad.",
    settings: {
      rings: sourced(
        {
          Test: { share: "0%", defer: "0d", deadline: "0d", grace: "0d" },
          First: { share: "1%", defer: "1d", deadline: "2d", grace: "2d" },
          Fast: { share: "9%", defer: "6d", deadline: "2d", grace: "2d" },
          Broad: { share: "90%", defer: "9d", deadline: "5d", grace: "2d" },
        },
        "Windows Autopatch, 'Windows quality updates' and 'Update management' (Microsoft, 2022); nobody is put into Test by itself",
      ),
    },
  },
  "autopatch-today": {
    about: "The default Autopatch group: Test, three rings and Last.",
    settings: {
      rings: {
        value: {
          Test: { share: "0%", ...autopatchRings.Test },
          Ring1: { share: "1%", ...autopatchRings.Ring1 },
          Ring2: { share: "9%", ...autopatchRings.Ring2 },
          Ring3: { share: "90%", ...autopatchRings.Ring3 },
          Last: { share: "0%", ...autopatchRings.Last },
        },
        basis: `${autopatchSource}; assumption: shares as in 2022, nobody in Test and Last`,
        guess: true,
      },
    },
  },
};

/** By name, as a scenario would declare them: every kind once, of rings and of the optimum each that there is. */
export const usualPolicies: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  unmanaged: { kind: "unmanaged" },
  "big-bang": { kind: "big-bang" },
  "window-start": { kind: "window-start" },
  "random-delay": { kind: "random-delay" },
  "hash-phased": { kind: "hash-phased" },
  even: { kind: "even" },
  "autopatch-2022": { kind: "rings", extends: "autopatch-2022" },
  "autopatch-today": { kind: "rings", extends: "autopatch-today" },
  waves: { kind: "waves" },
  lock: { kind: "lock" },
  rate: { kind: "rate" },
  ramp: { kind: "ramp" },
  "deadline-rate": { kind: "deadline-rate" },
  "optimal fastest": { kind: "optimal", goal: "fastest" },
  "optimal flattest": { kind: "optimal", goal: "flattest" },
};
