/** Windows as a scenario writes them, and the same with another window for a site or for every site. Data alone. */
import { isEntries } from "../../../src/index.js";

/** One window of a list and whom it concerns. */
export type Entry = {
  /** As it is written. */
  readonly written: unknown;
  /** Without whom it concerns: a text in the short form, or an object. */
  readonly when: unknown;
  /** null: every site. */
  readonly sites: readonly string[] | null;
  /** It asks for more than sites (a ring, a tag): it stays whatever sites get. */
  readonly isOther: boolean;
};

export const entriesOf = (written: unknown): readonly Entry[] =>
  (written === undefined ? [] : [written].flat()).map(entryOf);

function entryOf(written: unknown): Entry {
  if (!isEntries(written)) return { written, when: written, sites: null, isOther: false };
  const { who, ...rest } = written;
  const when = typeof rest.during === "string" && Object.keys(rest).length === 1 ? rest.during : rest;
  if (who === undefined) return { written, when, sites: null, isOther: false };
  const isOfSites = isEntries(who) && Object.keys(who).length === 1 && who.site !== undefined;
  if (!isOfSites) return { written, when, sites: null, isOther: true };
  return { written, when, sites: [who.site].flat().map(String), isOther: false };
}

/** As it is read: "Mon-Fri 21:00-05:00", "windows.ics", "4d after the release 22:00 for 6h". */
export function whenText({ when }: Entry): string {
  if (!isEntries(when)) return String(when);
  if (when.calendar !== undefined) return String(when.calendar);
  if (when.from !== undefined) return `${String(when.from)} to ${String(when.to)}`;
  if (when.afterRelease !== undefined)
    return `${String(when.afterRelease)} after the release ${String(when.at)} for ${String(when.lasts)}`;
  return `${String(when.rrule)} for ${String(when.lasts)}`;
}

export const concerns = ({ sites, isOther }: Entry, site: string): boolean =>
  !isOther && (sites === null || sites.includes(site));

/** The site's windows are these alone, but for those of single rings, tags or devices; `all`: sites that the others name instead. */
export function withSiteWindows(
  entries: readonly Entry[],
  site: string,
  windows: readonly string[],
  all: readonly string[],
): readonly Entry[] {
  const others = entries.flatMap((entry): readonly Entry[] => {
    if (!concerns(entry, site)) return [entry];
    if (windows.includes(whenText(entry))) return [entry];
    const sites = (entry.sites ?? all).filter((each) => each !== site);
    return sites.length === 0 ? [] : [{ ...entry, sites }];
  });
  const own = windows.reduce<readonly Entry[]>((list, when) => withOwn(list, site, when), others);
  return own.map((entry) => merged(entry, all));
}

/** A window that other sites have already has this one besides. */
function withOwn(entries: readonly Entry[], site: string, when: string): readonly Entry[] {
  if (entries.some((entry) => whenText(entry) === when && concerns(entry, site))) return entries;
  const same = entries.findIndex((entry) => entry.when === when && entry.sites !== null && !entry.isOther);
  if (same < 0) return [...entries, { written: null, when, sites: [site], isOther: false }];
  return entries.map((entry, at) =>
    at === same ? { ...entry, sites: [...(entry.sites ?? []), site] } : entry,
  );
}

const merged = (entry: Entry, all: readonly string[]): Entry =>
  entry.sites !== null && all.every((site) => entry.sites?.includes(site))
    ? { ...entry, sites: null }
    : entry;

/** Every site has these windows and no other, but for single rings, tags or devices. */
export const withEveryWindow = (entries: readonly Entry[], windows: readonly string[]): readonly Entry[] => [
  ...windows.map((when): Entry => ({ written: null, when, sites: null, isOther: false })),
  ...entries.filter(({ isOther }) => isOther),
];

/** What is as it was stays as it was written. */
export function writtenEntries(entries: readonly Entry[], before: readonly Entry[]): readonly unknown[] {
  return entries.map((entry) => {
    const { when, sites, written } = entry;
    const old = before.find((each) => each.written === written && written !== null);
    if (old !== undefined && JSON.stringify(old.sites) === JSON.stringify(sites)) return written;
    if (entry.isOther) return written;
    if (sites === null) return when;
    const who = { site: sites.length === 1 ? sites[0] : sites };
    return {
      ...(isEntries(when) ? when : isPath(String(when)) ? { calendar: when } : { during: when }),
      who,
    };
  });
}

/** As the scenario tells the path of a calendar from a window. */
export const isPath = (text: string): boolean => /[/\\]|\.ics$/i.test(text);
