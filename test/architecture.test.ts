/** The house rules that no type can state: who may import whom, and what src/ must not touch. */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";

/** The pipeline, in its order: a stage imports only from stages above it. */
const stages = [
  "scenario",
  "calendar",
  "fleet",
  "client",
  "service",
  "stagger",
  "policy",
  "evaluate",
  "lint",
  "plan",
  "explain",
  "export",
];

/** Files that belong to no stage: everyone stands on these. */
const ground = ["src/units.ts", "src/problem.ts", "src/remembered.ts", "src/rollout.ts", "src/progress.ts"];

/** Each outside library and the one file (of Ink and React: the one folder) that may import it. */
const doors: Readonly<Record<string, string>> = {
  rrule: "src/calendar/recurrence.ts",
  "glpk.js/node": "src/stagger/glpk.ts",
  "ical.js": "src/calendar/ical.ts",
  "@date-fns/tz": "src/calendar/zone.ts",
  "date-holidays": "src/calendar/holidays.ts",
  papaparse: "src/fleet/csv.ts",
  yaml: "src/scenario/document.ts",
  zod: "src/scenario/schema-forms.ts",
  commander: "cli/program.ts",
  tinypool: "cli/solving/solving.ts",
  "string-width": "cli/text/fit.ts",
  "windows-iana": "src/scenario/zone-name.ts",
  "d3-scale": "cli/page/draw.ts",
  "d3-shape": "cli/page/draw.ts",
  "date-fns/constants": "src/units.ts",
  ink: "cli/tui/",
  react: "cli/tui/",
};

/** Pure parts of Node; the rest of it is the world. */
const pureBuiltIns = ["node:crypto", "node:util"];

type Import = { readonly from: string; readonly to: string; readonly isType: boolean };

const filesOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => path.posix.join(folder, name.replaceAll(path.sep, "/")))
    .sort();

const sources = new Map(
  [...filesOf("src"), ...filesOf("cli")].map((file) => [file, readFileSync(file, "utf8")]),
);

/** Static and dynamic imports and re-exports; own files by their path, anything else by its name. */
function importsOf(file: string, text: string): readonly Import[] {
  const statements =
    /^(?:import|export)\s+(type\s)?(?:[^"';]*?\sfrom\s*)?"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)/gm;
  return [...text.matchAll(statements)].map(([, type, fixed, dynamic]) => {
    const name = fixed ?? dynamic ?? "";
    const isOwn = name.startsWith(".");
    const to = isOwn ? path.posix.join(path.posix.dirname(file), name).replace(/\.js$/, ".ts") : name;
    return { from: file, to, isType: type !== undefined };
  });
}

const imports = [...sources].flatMap(([file, text]) => importsOf(file, text));
const shown = ({ from, to }: Import): string => `${from} imports ${to}`;
const stageOf = (file: string): string | undefined => /^src\/([^/]+)\//.exec(file)?.[1];
const isBuiltIn = (name: string): boolean => name.startsWith("node:");
const isOwn = (name: string): boolean => /^(?:src|cli)\//.test(name);

describe("the architecture", () => {
  test("every import is seen: of own files each exists", () => {
    const missing = imports.filter(({ to }) => isOwn(to) && !sources.has(to));
    expect(missing.map(shown)).toEqual([]);
    expect(imports.length).toBeGreaterThan(300);
  });

  test("every folder of src is a stage of the pipeline", () => {
    const folders = new Set([...sources.keys()].map(stageOf).filter((stage) => stage !== undefined));
    expect([...folders].filter((folder) => !stages.includes(folder))).toEqual([]);
  });

  // Types count too: a stage that only borrows the shape of a later one still cannot be read without it.
  test.each(stages)("%s imports only from stages above it and from the ground", (stage) => {
    const allowed = stages.slice(0, stages.indexOf(stage) + 1);
    const wrong = imports.filter(({ from, to }) => {
      if (stageOf(from) !== stage || !isOwn(to)) return false;
      const other = stageOf(to);
      return other === undefined ? !ground.includes(to) : !allowed.includes(other);
    });
    expect(wrong.map(shown)).toEqual([]);
  });

  // The rollout is the shape the first five stages hand to the others: it may name their types, and runs nothing of them.
  test("the ground runs nothing of the stages", () => {
    const wrong = imports.filter(
      ({ from, to, isType }) => ground.includes(from) && isOwn(to) && !ground.includes(to) && !isType,
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test("no two files import each other, not even roundabout", () => {
    const next = new Map<string, string[]>();
    for (const { from, to, isType } of imports)
      if (isOwn(to) && !isType) next.set(from, [...(next.get(from) ?? []), to]);
    expect(cycle(next)).toEqual([]);
  });

  test("the command line imports only the public face", () => {
    const wrong = imports.filter(
      ({ from, to }) => from.startsWith("cli/") && to.startsWith("src/") && to !== "src/index.ts",
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test("src knows nothing of the command line", () => {
    expect(
      imports.filter(({ from, to }) => from.startsWith("src/") && to.startsWith("cli/")).map(shown),
    ).toEqual([]);
  });

  test("each outside library has its one door", () => {
    const isThrough = (door: string | undefined, from: string): boolean =>
      door !== undefined && (door.endsWith("/") ? from.startsWith(door) : from === door);
    const wrong = imports.filter(
      ({ from, to }) => !isOwn(to) && !isBuiltIn(to) && !isThrough(doors[to], from),
    );
    expect(wrong.map(shown)).toEqual([]);
  });

  test("every library of package.json has a door", () => {
    const { dependencies } = JSON.parse(readFileSync("package.json", "utf8")) as {
      dependencies: Record<string, string>;
    };
    const packages = Object.keys(doors).map((name) => /^(?:@[^/]+\/)?[^/]+/.exec(name)?.[0]);
    expect(Object.keys(dependencies).filter((name) => !packages.includes(name))).toEqual([]);
  });

  test("src has no clock, no dice, no disk and no console", () => {
    const forbidden = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|\bconsole\.|\bperformance\./;
    const touching = [...sources].flatMap(([file, text]) =>
      file.startsWith("src/")
        ? text
            .split("\n")
            .flatMap((line, l) =>
              forbidden.test(withoutComment(line)) ? [`${file}:${l + 1} ${line.trim()}`] : [],
            )
        : [],
    );
    expect(touching).toEqual([]);
    const worldly = imports.filter(
      ({ from, to }) => from.startsWith("src/") && isBuiltIn(to) && !pureBuiltIns.includes(to),
    );
    expect(worldly.map(shown)).toEqual([]);
  });
});

const withoutComment = (line: string): string => line.replace(/\/\/.*$|^\s*\/?\*.*$/, "");

/** A ring of files that import one another; empty: none. */
function cycle(next: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): readonly string[] => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const to of next.get(file) ?? []) {
      const found = visit(to, [...way, file]);
      if (found.length > 0) return found;
    }
    done.add(file);
    return [];
  };
  for (const file of next.keys()) {
    const found = visit(file, []);
    if (found.length > 0) return found;
  }
  return [];
}
