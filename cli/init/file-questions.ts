/** Where the scenario goes, and where the inventory is. */
import { done, failed, type Outcome } from "../../src/index.js";
import type { Interview, Question } from "./question.js";

/** For "write over what is there". */
export const overwrite = "yes";

export function outQuestions({ around }: Interview): readonly Question[] {
  if (!around.isTaken) return [];
  return [
    {
      id: "out",
      label: "written to",
      prompt: `${around.out} is there already. Write over it (${overwrite}), or to which other file?`,
      why: "What is there is lost when it is written over.",
      choices: [],
      isOpen: true,
      fallback: null,
      guess: "",
      check: (text) => outOf(text.trim(), around),
    },
  ];
}

function outOf(text: string, { out, files }: Interview["around"]): Outcome<string> {
  if (/^y(?:es)?$/i.test(text)) return done(overwrite);
  const problem = whyNoScenario(text);
  if (problem !== null) return problem;
  if (text !== out && !files.includes(text)) return done(text);
  const hint = `${overwrite} writes over ${out}; or name another file`;
  return failed({ code: "init.taken", message: `${text} is there already`, hint });
}

/** Comments stand in YAML alone; null: it may be one. */
export function whyNoScenario(path: string) {
  if (/[^/\\]\.ya?ml$/i.test(path) && !/\p{Cc}/u.test(path)) return null;
  const message =
    path === "" ? "no file is named" : `${JSON.stringify(path.slice(0, 60))} is no name for a scenario`;
  return failed({
    code: "init.out",
    message,
    hint: "write a name that ends in .yaml, such as scenario.yaml",
  });
}

export const isTable = (file: string): boolean => /\.(?:csv|tsv|txt)$/i.test(file);

export function inventoryQuestions({ around }: Interview): readonly Question[] {
  const tables = around.files.filter(isTable);
  const [only = null] = tables.length === 1 ? tables : [];
  return [
    {
      id: "inventory",
      label: "inventory",
      prompt: "Where is the inventory?",
      why: "A CSV file with a row for each device: an export of Intune, Configuration Manager or Active Directory, or a table of your own.",
      choices: tables.slice(0, 12).map((value) => ({ value, about: "" })),
      isOpen: true,
      fallback: only,
      guess: only === null ? "" : "the only table in this folder",
      check: (text) => inventoryOf(text.trim(), tables),
    },
  ];
}

/** Whether it can be read shows when it is looked at. */
function inventoryOf(text: string, tables: readonly string[]): Outcome<string> {
  const numbered = /^\d{1,2}$/.test(text) ? tables[Number(text) - 1] : undefined;
  const path = numbered ?? (/^(["']).*\1$/.test(text) ? text.slice(1, -1) : text);
  if (path !== "" && path.length <= 4_096 && !/\p{Cc}/u.test(path)) return done(path);
  const message = path === "" ? "no file is named" : "this is no path of a file";
  return failed({
    code: "init.inventory",
    message,
    hint: "write the path of a CSV file, such as devices.csv",
  });
}
