/**
 * From the document as written to the document in full: presets laid under what the admin wrote, defaults filled in, and each
 * number that is not the admin's own noted with its source. Works on unchecked data; what it does not understand it leaves.
 */
import { flowText } from "./document.js";
import { normalName } from "./name.js";
import { pathText } from "./place.js";
import { fewDefaults, orderDefaults, scenarioDefaults } from "./presets/defaults.js";
import { policyDefaults, ringsPresets } from "./presets/policies.js";
import { habitsDefaults, habitsPresets } from "./presets/habits.js";
import { commonProfile, profileDefaults, profilePresets } from "./presets/profiles.js";
import { peersDefaults, retriesDefaults, serviceDefaults, servicePresets } from "./presets/services.js";
import type { Preset } from "./presets/setting.js";
import type { Assumption } from "./scenario.js";

export type Expanded = { readonly data: unknown; readonly assumptions: readonly Assumption[] };

type Entries = Readonly<Record<string, unknown>>;

export const isEntries = (value: unknown): value is Entries =>
  typeof value === "object" && value !== null && !Array.isArray(value);

export function expand(data: unknown): Expanded {
  if (!isEntries(data)) return { data, assumptions: [] };
  const assumptions: Assumption[] = [];
  const filled = fill(data, scenarioDefaults, [], assumptions);
  const profile = data.profile ?? defaultProfile(data, assumptions);
  const profiles = data.profiles ?? {};
  return {
    data: {
      ...filled,
      profile,
      waves: expandWaves(filled.waves, assumptions),
      profiles: isEntries(profiles) ? expandProfiles(profiles, assumptions) : profiles,
      ...(isEntries(data.services) ? { services: expandServices(data.services, assumptions) } : {}),
      ...(isEntries(data.order) ? { order: expandOrder(data.order, assumptions) } : {}),
      ...(isEntries(data.policies) ? { policies: expandPolicies(data.policies, assumptions) } : {}),
      ...(isEntries(data.today) ? { today: expandPolicy(data.today, ["today"], assumptions) } : {}),
    },
    assumptions,
  };
}

/** Lays `settings` under `written` and notes those that show. */
function fill(
  written: Entries,
  settings: Preset["settings"],
  path: readonly string[],
  assumptions: Assumption[],
): Entries {
  const missing = Object.entries(settings).filter(([key]) => !Object.hasOwn(written, key));
  for (const [key, { value, basis, guess }] of missing)
    assumptions.push({ setting: pathText([...path, key]), value: flowText(value), basis, guess });
  return { ...Object.fromEntries(missing.map(([key, { value }]) => [key, value])), ...written };
}

/** `few` alone is few with its defaults. */
function expandWaves(waves: unknown, assumptions: Assumption[]): unknown {
  const written = waves === "few" ? {} : waves;
  return isEntries(written) ? fill(written, fewDefaults, ["waves"], assumptions) : written;
}

function defaultProfile(data: Entries, assumptions: Assumption[]): string {
  const [only, ...more] = isEntries(data.profiles) ? Object.keys(data.profiles) : [];
  if (only !== undefined && more.length === 0) return only;
  const basis = "assumption: the most common kind of client, for devices that name no profile";
  assumptions.push({ setting: "profile", value: commonProfile, basis, guess: true });
  return commonProfile;
}

function expandProfiles(declared: Entries, assumptions: Assumption[]): Entries {
  const names = Object.keys(declared).map(normalName);
  const unchanged = Object.keys(profilePresets).filter((name) => !names.includes(name));
  const all = [...Object.entries(declared), ...unchanged.map((name) => [name, { extends: name }] as const)];
  return Object.fromEntries(all.map(([name, entry]) => [name, expandProfile(name, entry, assumptions)]));
}

function expandProfile(name: string, entry: unknown, assumptions: Assumption[]): unknown {
  if (!isEntries(entry)) return entry;
  const path = ["profiles", normalName(name)];
  const wanted = entry.extends ?? normalName(name);
  const preset =
    entry.extends === undefined ? find(profilePresets, wanted) : presetOrAny(profilePresets, wanted);
  const filled = fill(entry, preset?.settings ?? {}, path, assumptions);
  const whole = fill(filled, profileDefaults, path, assumptions);
  const unmanaged = expandHabits(whole.unmanaged, [...path, "unmanaged"], assumptions);
  // Weight 1 is no number anybody has to defend: it leaves exposure as it is.
  return { weight: 1, ...whole, unmanaged };
}

/** A name alone is that preset. */
function expandHabits(written: unknown, path: readonly string[], assumptions: Assumption[]): unknown {
  const habits = typeof written === "string" ? { extends: written } : written;
  if (!isEntries(habits)) return habits;
  const preset = habits.extends === undefined ? undefined : presetOrAny(habitsPresets, habits.extends);
  return fill(habits, preset?.settings ?? habitsDefaults, path, assumptions);
}

function expandServices(services: Entries, assumptions: Assumption[]): Entries {
  const entries = Object.entries(services).map(([id, entry]) => {
    if (!isEntries(entry)) return [id, entry];
    const path = ["services", normalName(id)];
    const preset = entry.preset === undefined ? undefined : presetOrAny(servicePresets, entry.preset);
    const { peers } = entry;
    const whole = isEntries(peers)
      ? { ...entry, peers: fill(peers, peersDefaults, [...path, "peers"], assumptions) }
      : entry;
    const fromPreset = fill(whole, preset?.settings ?? {}, path, assumptions);
    const filled = {
      counts: "signIns",
      signIns: 1,
      ...fill(fromPreset, serviceDefaults, path, assumptions),
    };
    // Devices that may be offline at once are no attempts: nothing rests on how these are retried.
    const noted = filled.counts === "offline" ? [] : assumptions;
    return [id, { ...filled, retries: expandRetries(entry.retries, preset, path, noted) }];
  });
  return Object.fromEntries(entries);
}

function expandRetries(
  written: unknown = {},
  preset: Preset | undefined,
  path: readonly string[],
  assumptions: Assumption[],
): unknown {
  if (!isEntries(written)) return written;
  return fill(written, preset?.retries ?? retriesDefaults, [...path, "retries"], assumptions);
}

const expandOrder = (order: Entries, assumptions: Assumption[]): Entries =>
  Object.fromEntries(
    Object.entries(order).map(([group, entry]) => [
      group,
      isEntries(entry) ? fill(entry, orderDefaults, ["order", normalName(group)], assumptions) : entry,
    ]),
  );

const expandPolicies = (policies: Entries, assumptions: Assumption[]): Entries =>
  Object.fromEntries(
    Object.entries(policies).map(([name, entry]) => [
      name,
      expandPolicy(entry, ["policies", normalName(name)], assumptions),
    ]),
  );

/** Of a kind that nobody knows nothing is filled in. */
export function expandPolicy(
  entry: unknown,
  path: readonly string[],
  assumptions: Assumption[] = [],
): unknown {
  if (!isEntries(entry) || typeof entry.kind !== "string") return entry;
  const kinds: Readonly<Record<string, Preset["settings"]>> = policyDefaults;
  const preset = entry.extends === undefined ? undefined : presetOrAny(ringsPresets, entry.extends);
  const settings = Object.hasOwn(kinds, entry.kind) ? kinds[entry.kind] : undefined;
  return fill(entry, { ...settings, ...(entry.kind === "rings" ? preset?.settings : {}) }, path, assumptions);
}

const find = (presets: Readonly<Record<string, Preset>>, name: unknown): Preset | undefined =>
  typeof name === "string" && Object.hasOwn(presets, name) ? presets[name] : undefined;

// A misspelt preset is one problem; without this, each of its keys would be a missing one as well.
const presetOrAny = (presets: Readonly<Record<string, Preset>>, name: unknown): Preset | undefined =>
  find(presets, name) ?? Object.values(presets)[0];
