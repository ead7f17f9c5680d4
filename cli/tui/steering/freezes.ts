/** The scenario's freezes, and the changes that move, add and remove one. */
import {
  clockText,
  dayText,
  done,
  type Duration,
  type Edit,
  failed,
  isEntries,
  type Moment,
  type Outcome,
  parseMoment,
  type Path,
  type Problem,
  quoted,
  suggestion,
  type WallTime,
} from "../../../src/index.js";
import type { Scene } from "../scene.js";
import type { Change } from "../change.js";
import { askedIn, sitesIn } from "./asked.js";

export type FreezeItem = {
  /** Where it stands; null: nowhere in `freezes` (holidays of a site). */
  readonly path: Path | null;
  /** When, as the list tells it. */
  readonly when: string;
  readonly whom: string;
  /** From and to as written; null: it repeats, or comes from a file. */
  readonly span: Span | null;
  /** Why it cannot be moved here, and where it can; null: it can. */
  readonly fixed: string | null;
};

export type Span = {
  readonly from: string;
  readonly to: string;
  /** Site names; null: every site. */
  readonly sites: readonly string[] | null;
  /** It asks for more than sites: whom it concerns is changed in the file. */
  readonly isOther: boolean;
};

export function freezesIn(scene: Scene): readonly FreezeItem[] {
  const { data, scenario } = askedIn(scene);
  const listed = ["freezes", "never"].flatMap((key) =>
    (Array.isArray(data[key]) ? (data[key] as readonly unknown[]) : []).map((written, at) =>
      itemOf(written, [key, at]),
    ),
  );
  const holidays = [...scenario.sites].flatMap(([site, { holidays: code }]): readonly FreezeItem[] =>
    code === null
      ? []
      : [
          {
            path: null,
            when: `holidays ${code}`,
            whom: site,
            span: null,
            fixed: "holidays of the site: change sites in the file",
          },
        ],
  );
  return [...listed, ...holidays];
}

function itemOf(written: unknown, path: Path): FreezeItem {
  if (!isEntries(written))
    return { path, when: String(written), whom: "every site", span: null, fixed: fromFile(String(written)) };
  const whom = whomText(written);
  const { from, to, calendar, on, during, rrule } = written;
  if (from === undefined || to === undefined) {
    const when = String(calendar ?? on ?? during ?? rrule);
    return { path, when, whom, span: null, fixed: calendar === undefined ? repeats : fromFile(when) };
  }
  const span = { from: String(from), to: String(to), ...sitesOf(written) };
  return { path, when: `${momentWords(span.from)} to ${momentWords(span.to)}`, whom, span, fixed: null };
}

const repeats = "it repeats: change its rule in the file";
const fromFile = (file: string): string =>
  /[./\\]/.test(file)
    ? `its times are in ${file}: change them there`
    : "public holidays: change the code in the file";

type Written = Readonly<Record<string, unknown>>;

function sitesOf({ sites, who }: Written): Pick<Span, "sites" | "isOther"> {
  if (who === undefined) return { sites: Array.isArray(sites) ? sites.map(String) : null, isOther: false };
  if (isEntries(who) && Object.keys(who).length === 1 && who.site !== undefined)
    return { sites: [who.site].flat().map(String), isOther: false };
  return { sites: null, isOther: true };
}

function whomText(written: Written): string {
  const { sites, isOther } = sitesOf(written);
  if (!isOther) return sites === null ? "every site" : sites.join(", ");
  return Object.entries(isEntries(written.who) ? written.who : {})
    .map(([key, names]) => `${key} ${[names].flat().join(", ")}`)
    .join("; ");
}

/** "Thu 13 18:00" of "2026-08-13T18:00"; with its offset where it has one. */
export function momentWords(text: string): string {
  const at = wallIn(text);
  return at === null ? text : `${dayText(at)} ${clockText(at)}${offsetIn(text)}`;
}

const offsetIn = (text: string): string => {
  const offset = /T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.exec(text)?.[1] ?? "";
  return offset === "" ? "" : ` ${offset}`;
};

/** What the clock shows where it is written; null: it is no time. */
export function wallIn(text: string): WallTime | null {
  const moment: Outcome<Moment> = parseMoment(text.replace(/(?:Z|[+-]\d{2}:\d{2})$/, ""));
  return moment.ok && moment.value.kind === "wall" ? moment.value.at : null;
}

/** The same form so much later; null: it is no time. */
export function movedMoment(text: string, by: Duration | number): string | null {
  const at = wallIn(text);
  if (at === null) return null;
  const next = new Date(at + by).toISOString();
  const seconds = next.slice(17, 19) === "00" ? "" : next.slice(16, 19);
  return `${next.slice(0, 16)}${seconds}${offsetIn(text).trim()}`;
}

/** What was typed of a freeze. `sites`: names with a comma between; empty or "every site": all. */
export type Typed = { readonly from: string; readonly to: string; readonly sites: string };

export const everySite = "every site";

/** `item` null: a new one. */
export function freezeChange(scene: Scene, item: FreezeItem | null, typed: Typed): Outcome<Change> {
  const [from, to] = [typed.from.trim(), typed.to.trim()];
  const sites = sitesTyped(scene, typed.sites, item);
  const problems = [parseMoment(from), parseMoment(to), sites].flatMap((each) =>
    each.ok ? [] : each.problems,
  );
  if (problems.length > 0 || !sites.ok) return failed(...problems);
  const when = `${momentWords(from)} to ${momentWords(to)}`;
  if (item === null) {
    const value = { from, to, ...(sites.value === null ? {} : { sites: sites.value }) };
    return done({
      words: `freeze ${when} at ${sitesText(sites.value)}`,
      edits: [{ kind: "add", path: [listKey(scene)], value }],
    });
  }
  const { path, span } = item;
  if (path === null || span === null) return failed({ code: "freeze.fixed", message: item.fixed ?? "" });
  const whom = span.isOther ? item.whom : sitesText(sites.value);
  const isSame = span.isOther || sameSites(sites.value, span.sites);
  return done({
    words: `freeze ${item.when} is now ${when}, ${whom}`,
    edits: [
      { kind: "set", path: [...path, "from"], value: from },
      { kind: "set", path: [...path, "to"], value: to },
      ...(isSame ? [] : siteEdits(scene, path, sites.value)),
    ],
  });
}

const sameSites = (a: readonly string[] | null, b: readonly string[] | null): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

const listKey = (scene: Scene): string => {
  const { data } = askedIn(scene);
  return data.freezes === undefined && data.never !== undefined ? "never" : "freezes";
};

/** `sites` and `who: { site }` mean the same; what is there is changed. */
function siteEdits(scene: Scene, path: Path, sites: readonly string[] | null): readonly Edit[] {
  const { data } = askedIn(scene);
  const [key = "", at = 0] = path;
  const list: unknown = data[key];
  const written: unknown = Array.isArray(list) ? list[Number(at)] : null;
  const has = isEntries(written) && written.who !== undefined ? "who" : "sites";
  if (sites === null) return [{ kind: "remove", path: [...path, has] }];
  return [{ kind: "set", path: has === "who" ? [...path, "who", "site"] : [...path, "sites"], value: sites }];
}

function sitesTyped(scene: Scene, text: string, item: FreezeItem | null): Outcome<readonly string[] | null> {
  // A name may have a comma: what nobody touched is not taken apart.
  if (item?.span != null && text === sitesText(item.span.sites)) return done(item.span.sites);
  const names = text
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
  if (names.length === 0 || text.trim().toLowerCase() === everySite) return done(null);
  const known = sitesIn(scene);
  const problems = names.flatMap((name): readonly Problem[] =>
    known.includes(name)
      ? []
      : [{ code: "site.unknown", message: `no site ${quoted(name)}`, hint: suggestion(name, known) }],
  );
  return problems.length > 0 ? failed(...problems) : done(names);
}

export const sitesText = (sites: readonly string[] | null): string => sites?.join(", ") ?? everySite;

export const freezeRemoved = ({ path, when, whom }: FreezeItem): Change | null =>
  path === null ? null : { words: `no freeze ${when}, ${whom}`, edits: [{ kind: "remove", path }] };
