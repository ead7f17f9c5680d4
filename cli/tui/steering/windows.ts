/** A site's window: its own one, and the general one then names the sites that keep it, since windows of a site add up. */
import {
  counted,
  done,
  type Edit,
  failed,
  isEntries,
  type Outcome,
  parseWindow,
  type Problem,
} from "../../../src/index.js";
import type { Scene } from "../scene.js";
import type { Change } from "../change.js";
import { askedIn, sitesIn } from "./asked.js";
import type { Form, Target } from "./steer.js";
import {
  concerns,
  entriesOf,
  type Entry,
  isPath,
  whenText,
  withEveryWindow,
  withSiteWindows,
  writtenEntries,
} from "./window-lists.js";

/** Windows that stand together: those of the scenario, or of a profile that has its own. */
type Listed = {
  /** null: of every profile without windows of its own. */
  readonly profile: string | null;
  readonly path: readonly string[];
  readonly window: unknown;
  readonly windows: unknown;
  readonly entries: readonly Entry[];
  readonly sites: readonly string[];
};

export const windowTargets = (scene: Scene): readonly Target[] => {
  const all = sitesIn(scene);
  return listsIn(scene).flatMap((list) => [
    everySite(list, all),
    ...(all.length > 1 ? list.sites.map((site) => siteTarget(list, site, all)) : []),
  ]);
};

function listsIn(scene: Scene): readonly Listed[] {
  const { data } = askedIn(scene);
  const profiles = isEntries(data.profiles) ? data.profiles : {};
  const { cohorts } = scene.planned.plan;
  const own = Object.entries(profiles).flatMap(([profile, of]) =>
    isEntries(of) && (of.window !== undefined || of.windows !== undefined) ? [[profile, of] as const] : [],
  );
  const owners = new Set(own.map(([profile]) => profile));
  const listed = (profile: string | null, path: readonly string[], of: typeof data): Listed => {
    const isOf = (each: string): boolean => (profile === null ? !owners.has(each) : each === profile);
    const sites = [...new Set(cohorts.filter((cohort) => isOf(cohort.profile)).map(({ site }) => site))];
    const entries = [...entriesOf(of.window), ...entriesOf(of.windows)];
    return { profile, path, window: of.window, windows: of.windows, entries, sites };
  };
  const lists = [
    listed(null, [], data),
    ...own.map(([profile, of]) => listed(profile, ["profiles", profile], of)),
  ];
  return lists.filter(({ sites, entries }) => sites.length > 0 && entries.length > 0);
}

const labelOf = (site: string, { profile }: Listed): string =>
  profile === null ? site : `${site}, ${profile}`;

const besides = ({ entries }: Listed): string => {
  const others = entries.filter(({ isOther }) => isOther).length;
  return others === 0
    ? ""
    : `${counted(others, "window")} of single rings, tags or devices stay${others === 1 ? "s" : ""}`;
};

function everySite(list: Listed, all: readonly string[]): Target {
  const ofSites = list.entries.filter(({ isOther }) => !isOther);
  const most = Math.max(...ofSites.map((entry) => reach(entry, all)));
  const general = ofSites.filter((entry) => reach(entry, all) === most);
  const own = new Set(ofSites.flatMap((entry) => (reach(entry, all) < most ? (entry.sites ?? []) : []))).size;
  const start = general.map(whenText).join("; ");
  return {
    id: JSON.stringify([list.profile, null]),
    label: labelOf(all.length > 1 ? "every site" : (all[0] ?? "every site"), list),
    now: own === 0 ? start : `${start}; ${counted(own, "site")} with another`,
    fixed: null,
    note: besides(list),
    form: formOf(start),
    change: (text) =>
      changed(list, text, `window of ${labelOf("every site", list)}`, (windows) =>
        withEveryWindow(list.entries, windows),
      ),
  };
}

const reach = ({ sites }: Entry, all: readonly string[]): number => sites?.length ?? all.length;

function siteTarget(list: Listed, site: string, all: readonly string[]): Target {
  const own = list.entries.filter((entry) => concerns(entry, site));
  const now = own.map(whenText).join("; ");
  const shared = own.filter(({ sites }) => sites === null).length;
  const names = shared === 0 ? "" : "the general window will name the other sites: one that is new gets none";
  return {
    id: JSON.stringify([list.profile, site]),
    label: labelOf(site, list),
    now,
    fixed: null,
    note: [names, besides(list)].filter((words) => words !== "").join("; "),
    form: formOf(now),
    change: (text) =>
      changed(list, text, `window of ${labelOf(site, list)}`, (windows) =>
        withSiteWindows(list.entries, site, windows, all),
      ),
  };
}

const formOf = (now: string): Form => ({
  kind: "text",
  start: now,
  hint: "Mon-Fri 21:00-05:00, 21:00-05:00 (every day), or several with ; between",
  step: earlier,
  stepWords: "begins an hour sooner or later",
  signs: false,
});

/** Each window begins so many hours sooner, and ends when it did. */
function earlier(text: string, by: number): string | null {
  const shape = /(\d{1,2}):(\d{2})(\s*[-\u2013]\s*)(\d{1,2}:\d{2})/g;
  let isWhole = shape.test(text);
  const next = text.replace(
    shape,
    (same: string, hours: string, minutes: string, dash: string, end: string) => {
      const start = `${String((Number(hours) - by + 24) % 24).padStart(2, "0")}:${minutes}`;
      if (start === end.padStart(5, "0")) isWhole = false;
      return isWhole ? `${start}${dash}${end}` : same;
    },
  );
  return isWhole ? next : null;
}

function changed(
  list: Listed,
  text: string,
  what: string,
  entriesWith: (windows: readonly string[]) => readonly Entry[],
): Outcome<Change> {
  const windows = text.split(";").map((each) => each.trim());
  // What was there already and is no short form (a rule, a date) may stay as it is.
  const known = new Map(list.entries.map((entry) => [whenText(entry), entry]));
  const problems = windows.flatMap((each): readonly Problem[] => {
    if (known.has(each) || isPath(each)) return [];
    const parsed = parseWindow(each);
    return parsed.ok ? [] : parsed.problems;
  });
  if (problems.length > 0) return failed(...problems);
  const entries = entriesWith(windows).map((entry) => {
    const same = typeof entry.when === "string" ? known.get(entry.when) : undefined;
    return same === undefined ? entry : { ...entry, when: same.when };
  });
  return done({ words: `${what} ${windows.join("; ")}`, edits: editsOf(list, entries) });
}

/** Under the key that is there; where both are, all under `windows`. */
function editsOf(
  { path, window, windows, entries: before }: Listed,
  entries: readonly Entry[],
): readonly Edit[] {
  const written = writtenEntries(entries, before);
  const key = windows === undefined ? "window" : "windows";
  const wasList = Array.isArray(windows ?? window);
  const value = written.length === 1 && !wasList ? written[0] : written;
  return [
    { kind: "set", path: [...path, key], value },
    ...(window !== undefined && windows !== undefined
      ? [{ kind: "remove", path: [...path, "window"] } as const]
      : []),
  ];
}
