/** Who a freeze, a window, a pin, an exclusion or a turn concerns. */
import { pathText } from "./place.js";
import type { Scenario, Selector } from "./scenario.js";
import { windowsPath } from "./window.js";

/** What a selector asks of a cohort. */
export type Selectable = {
  readonly site: string;
  readonly profile: string;
  readonly ring: string;
  readonly group: string | null;
  readonly timezone: string;
  readonly tags: readonly string[];
  /** null: not one of the devices that a selector names. */
  readonly device: string | null;
};

export function fits(who: Selector | null, cohort: Selectable): boolean {
  if (who === null) return true;
  const { site, profile, ring, group, timezone, tags, device } = cohort;
  const isAmong = (names: readonly string[] | null, name: string | null): boolean =>
    names === null || (name !== null && names.includes(name));
  return (
    isAmong(who.site, site) &&
    isAmong(who.profile, profile) &&
    isAmong(who.ring, ring) &&
    isAmong(who.group, group) &&
    isAmong(who.timezone, timezone) &&
    (who.tag === null || who.tag.some((tag) => tags.includes(tag))) &&
    (who.device === null || (device !== null && who.device.map(deviceKey).includes(deviceKey(device))))
  );
}

/** Names of devices compare without case, as Windows host names do. */
export const deviceKey = (name: string): string => name.toLowerCase();

/** The one device that a selector names and nothing else; null: it asks for more. */
export function namedDevice({ device, ...others }: Selector): string | null {
  const isAlone = device?.length === 1 && Object.values(others).every((names) => names === null);
  return isAlone ? (device[0] ?? null) : null;
}

export type SelectorUse = {
  readonly who: Selector;
  /** For messages: `freezes[0]`. */
  readonly path: string;
};

/** Every selector of the scenario and where it stands. */
export function selectorsOf(scenario: Scenario): readonly SelectorUse[] {
  const { profiles, freezes, pins, exclude } = scenario;
  const lists = new Map([...profiles].map(([name, { windows }]) => [windows, windowsPath(profiles, name)]));
  const windows = [...lists].flatMap(([list, path]) => list.map(({ who }) => ({ who, path })));
  const used: readonly { readonly who: Selector | null; readonly path: string }[] = [
    ...freezes,
    ...windows,
    ...pins,
    ...exclude,
    ...turnsOf(scenario),
  ];
  return used.flatMap(({ who, path }) => (who === null ? [] : [{ who, path }]));
}

/** Those of `order`, for messages as `order.dc.sequence[0]`. */
const turnsOf = ({ order }: Scenario): readonly SelectorUse[] =>
  [...order].flatMap(([group, { sequence, last }]) => [
    ...sequence.map((who, i) => ({ who, path: pathText(["order", group, "sequence", i]) })),
    ...last.map((who, i) => ({ who, path: pathText(["order", group, "last", i]) })),
  ]);

/** What tells devices of one cohort apart because some selector asks for it. */
export type Marks = {
  readonly tags: ReadonlySet<string>;
  /** Keys (`deviceKey`) of the devices named. */
  readonly devices: ReadonlySet<string>;
};

export function marksOf(scenario: Scenario): Marks {
  const selectors = selectorsOf(scenario).map(({ who }) => who);
  return {
    tags: new Set(selectors.flatMap(({ tag }) => tag ?? [])),
    devices: new Set(selectors.flatMap(({ device }) => (device ?? []).map(deviceKey))),
  };
}

export const everyone: Selector = {
  site: null,
  profile: null,
  ring: null,
  group: null,
  timezone: null,
  tag: null,
  device: null,
};
