/**
 * The benchmark: `npm run bench`, with `-- --json` for programs, `-- --limit 60` for the seconds a case may take (120), and names to choose
 * from: groups (solver, growth, steps, pipeline, simulate, compare, tui, calendar) and their cases: `-- solver medium`, `-- growth cohorts`, `-- solver xl`.
 * Everything runs in processes of its own, quick things first. Times are wall time: on a busy machine only ratios of one run mean much.
 */
import { availableParallelism, loadavg } from "node:os";
import * as compare from "./compare.mjs";
import * as growth from "./growth.mjs";
import * as pipeline from "./pipeline.mjs";
import * as rules from "./rules.mjs";
import * as simulate from "./simulate.mjs";
import * as solver from "./solver.mjs";
import * as steps from "./steps.mjs";
import * as tui from "./tui.mjs";

const groups = { calendar: rules, tui, simulate, compare, pipeline, growth, steps, solver };

/** Cases by group: those named, of the groups named; a group's own choice where none of its cases is named. */
function chosenOf(words) {
  const named = Object.keys(groups).filter((group) => words.includes(group));
  const cases = words.filter((word) => !Object.hasOwn(groups, word));
  const open = named.length > 0 ? named : Object.keys(groups);
  const unknown = cases.filter((name) => !open.some((group) => groups[group].names.includes(name)));
  if (unknown.length > 0) throw new Error(`unknown: ${unknown.join(", ")}; ${usage()}`);
  return open
    .map((group) => [group, groups[group].names.filter((name) => cases.includes(name))])
    .map(([group, found]) => {
      const isWhole = found.length === 0 && (cases.length === 0 || named.includes(group));
      return [group, isWhole ? groups[group].byDefault : found];
    })
    .filter(([, found]) => found.length > 0);
}

const usage = () =>
  Object.entries(groups)
    .map(([group, { names }]) => `${group} (${names.join(" ")})`)
    .join(", ");

function parsed(words) {
  const limit = words.indexOf("--limit");
  const seconds = limit === -1 ? 120 : Number(words[limit + 1]);
  if (!(seconds > 0)) throw new Error("--limit needs seconds");
  const rest = words.filter(
    (word, i) => word !== "--json" && (limit === -1 || (i !== limit && i !== limit + 1)),
  );
  return { isJson: words.includes("--json"), limitMs: seconds * 1_000, chosen: chosenOf(rest) };
}

const { isJson, limitMs, chosen } = parsed(process.argv.slice(2));
const talk = (doing) => process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${doing}` : "");
const load = () => loadavg()[0].toFixed(1);
const machine = { node: process.version, cpus: availableParallelism(), limitSeconds: limitMs / 1_000 };
if (!isJson) console.log(`node ${machine.node}, ${machine.cpus} CPUs, load ${load()} before`);
const results = {};
for (const [group, names] of chosen) {
  results[group] = await groups[group].measure(names, limitMs, talk);
  talk("");
  if (!isJson)
    console.log(`\n== ${group}, load now ${load()}\n${groups[group].text(results[group], limitMs)}`);
}
if (isJson) console.log(JSON.stringify({ ...machine, loadAfter: load(), results }, null, 2));
