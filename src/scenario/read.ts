/** The scenario stage: text in, a scenario that nothing later doubts out, or every problem it has. */
import { done, failed, type Outcome, type Place, type Problem } from "../problem.js";
import { buildScenario, writtenScenario } from "./build.js";
import { readDocument } from "./document.js";
import { expand, isEntries } from "./expand.js";
import { type Fault, parsePath, type Path, pathText } from "./place.js";
import { referenceFaults } from "./references.js";
import type { Scenario } from "./scenario.js";
import { decodeDocument, encodeDocument } from "./schema.js";

/**
 * Values that take the place of those in the document, by top-level key, in the form a document has them: `{ deadline: "9d" }`.
 * `headroom` is that of every service. Problems with them name the command line's option.
 */
export type Overrides = Readonly<Record<string, unknown>>;

export function readScenario(
  text: string,
  { file }: { readonly file?: string | undefined } = {},
  overrides: Overrides = {},
): Outcome<Scenario> {
  const document = readDocument(text, file);
  if (!document.ok) return document;
  const data = overridden(document.value.data, overrides);
  const { data: inFull, assumptions } = expand(data);
  const decoded = decodeDocument(inFull);
  const faults = [...(decoded.ok ? [] : decoded.faults), ...referenceFaults(data)];
  const place = (path: Path): Place => overridePlace(path, overrides) ?? document.value.placeOf(path);
  if (!decoded.ok || faults.length > 0) return failed(...placed(faults, place));
  return done({ ...buildScenario(decoded.value), assumptions });
}

/** Problems that later stages find know a path of the scenario, or a file that it names: here they get line and column too. */
export function located<P extends Problem>(
  problems: readonly P[],
  text: string,
  { file }: { readonly file?: string | undefined },
  overrides: Overrides,
): readonly P[] {
  const document = readDocument(text, file);
  if (!document.ok) return problems;
  const { data, placeOf } = document.value;
  return problems.map((problem) => {
    const { file: named, path } = problem.place ?? {};
    if (named === undefined && path !== undefined) {
      const steps = asWritten(parsePath(path), data);
      return { ...problem, place: overridePlace(steps, overrides) ?? { ...placeOf(steps), path } };
    }
    // Of a file that cannot be read, or holidays that nobody knows, it is the scenario's line that is wrong.
    const isFile = problem.code.startsWith("file.");
    const isReference = named !== undefined && (isFile || problem.code.startsWith("holidays."));
    const naming = isReference ? pathTo(named, data) : null;
    if (naming === null) return problem;
    const message = isFile ? `${named}: ${problem.message}` : problem.message;
    return { ...problem, message, place: placeOf(naming) };
  });
}

/** A path names windows as `windows`, for which `window` may stand. */
function asWritten(path: Path, data: unknown): Path {
  let at = data;
  return path.map((step) => {
    const isOther = step === "windows" && isEntries(at) && !Object.hasOwn(at, step);
    const written = isOther ? "window" : step;
    at = isEntries(at) || Array.isArray(at) ? (at as Readonly<Record<string, unknown>>)[written] : undefined;
    return written;
  });
}

const fileKeys: ReadonlySet<unknown> = new Set(["file", "csv", "calendar", "holidays", "window", "windows"]);
/** Lists in which a bare text is the path of a calendar. */
const fileLists: ReadonlySet<unknown> = new Set(["never", "freezes", "window", "windows"]);

/** The first place in the document that names the file; null: none does. */
function pathTo(named: string, data: unknown, path: Path = []): Path | null {
  if (data === named && (fileKeys.has(path.at(-1)) || fileLists.has(path.at(-2)))) return path;
  if (typeof data !== "object" || data === null) return null;
  for (const [key, value] of Object.entries(data)) {
    const found = pathTo(named, value, [...path, Array.isArray(data) ? Number(key) : key]);
    if (found !== null) return found;
  }
  return null;
}

/**
 * The scenario as a document, presets and defaults written out: reading its JSON gives the same scenario. Only the profiles named
 * (and the default one) where `profiles` is given.
 */
export const scenarioDocument = (scenario: Scenario, profiles?: Iterable<string>): unknown =>
  encodeDocument(writtenScenario(scenario, profiles));

function overridden(data: unknown, { headroom, ...overrides }: Overrides): unknown {
  if (!isEntries(data)) return data;
  const whole = { ...data, ...overrides };
  if (headroom === undefined || !isEntries(whole.services)) return whole;
  const services = Object.entries(whole.services).map(([id, service]) => [
    id,
    isEntries(service) ? { ...service, headroom } : service,
  ]);
  return { ...whole, services: Object.fromEntries(services) };
}

function overridePlace([section, , key]: Path, overrides: Overrides): Place | undefined {
  const option = section === "services" && key === "headroom" ? "headroom" : section;
  if (typeof option !== "string" || !Object.hasOwn(overrides, option)) return undefined;
  return { path: `--${option}` };
}

/** In the document's order; a headroom given once and wrong for each service is one problem. */
function placed(faults: readonly Fault[], placeOf: (path: Path) => Place): readonly Problem[] {
  const problems = faults.map(({ path, ...fault }): Problem => ({ ...fault, place: placeOf(path) }));
  const seen = new Set<string>();
  return problems
    .filter(({ code, message, place }) => {
      const key = [code, message, place?.path].join("\0");
      return !seen.has(key) && seen.add(key);
    })
    .sort(
      (a, b) =>
        (a.place?.line ?? 0) - (b.place?.line ?? 0) || (a.place?.column ?? 0) - (b.place?.column ?? 0),
    );
}

/** Of the profiles the fleet turned out to have, those that may never restart. */
export function windowProblems(scenario: Scenario, usedProfiles: Iterable<string>): readonly Problem[] {
  return [...new Set(usedProfiles)]
    .filter((name) => scenario.profiles.get(name)?.windows.length === 0)
    .map((name) => ({
      code: "profile.no-window",
      message: `profile "${name}" has no window`,
      hint: "write window: Mon-Fri 21:00-05:00 at the top, or in the profile",
      place: { path: pathText(["profiles", name, "windows"]) },
    }));
}

/**
 * What the plan rests on besides the admin's own numbers, without profiles that no device has, and without what unmanaged clients
 * do where no managed device does so too (`isUnmanaged`: it counts all the same). No plan rests on other policies.
 */
export function assumptionsOf(
  scenario: Scenario,
  usedProfiles: Iterable<string>,
  isUnmanaged = false,
): Scenario["assumptions"] {
  const used = [...new Set(usedProfiles)].map((name) => ({
    prefix: `${pathText(["profiles", name])}.`,
    isNatural: isUnmanaged || scenario.profiles.get(name)?.early !== 0,
  }));
  return scenario.assumptions.filter(({ setting }) => {
    if (/^(?:policies|today)[.[]/.test(setting)) return false;
    if (!/^profiles[.[]/.test(setting)) return true;
    const own = used.find(({ prefix }) => setting.startsWith(prefix));
    return own !== undefined && (own.isNatural || !setting.startsWith(`${own.prefix}unmanaged`));
  });
}
