/** Who a freeze, a window, a pin or an exclusion concerns. */
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

export type SelectorUse = {
  readonly who: Selector;
  /** For messages: `freezes[0]`. */
  readonly path: string;
};

/** Every selector of the scenario and where it stands. */
export function selectorsOf({ profiles, freezes, pins, exclude }: Scenario): readonly SelectorUse[] {
  const lists = new Map([...profiles].map(([name, { windows }]) => [windows, windowsPath(profiles, name)]));
  const windows = [...lists].flatMap(([list, path]) => list.map(({ who }) => ({ who, path })));
  const used: readonly { readonly who: Selector | null; readonly path: string }[] = [
    ...freezes,
    ...windows,
    ...pins,
    ...exclude,
  ];
  return used.flatMap(({ who, path }) => (who === null ? [] : [{ who, path }]));
}

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
