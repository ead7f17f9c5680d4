/** Options that change the scenario are its first change: seen, undone and saved like any other. */
import {
  done,
  type Edit,
  editScenario,
  failed,
  isEntries,
  type Outcome,
  readDocument,
} from "../../src/index.js";
import { type Given, textOf } from "../commands/command.js";
import { overriding, scenarioText } from "../request.js";
import { type Script, unread } from "./script.js";

export type GivenScript = {
  /** Undefined: the command line changes nothing. */
  readonly script: Script | undefined;
  /** What else it says. */
  readonly options: Given;
};

export async function givenScript(file: string, options: Given): Promise<Outcome<GivenScript>> {
  const named = overriding.filter((name) => textOf(options, name) !== undefined);
  if (named.length === 0) return done({ script: undefined, options });
  const text = await scenarioText(file, options);
  if (!text.ok) return text;
  const document = readDocument(text.value, file);
  if (!document.ok) return document;
  const { data } = document.value;
  const services = isEntries(data) && isEntries(data.services) ? Object.keys(data.services) : [];
  const edits = named.flatMap((name) => editsOf(name, textOf(options, name) ?? "", services));
  const edited = editScenario(text.value, edits);
  if (!edited.ok) return failed(...edited.problems);
  const words = named.map((name) => `--${name} ${textOf(options, name) ?? ""}`).join(" ");
  return done({
    script: {
      versions: [
        { ...unread.versions[0], id: 0, text: text.value, words: "as it was read" },
        { id: 1, text: edited.value, words },
      ],
      at: 1,
      saved: 0,
      nextId: 2,
    },
    options: Object.fromEntries(
      Object.entries(options).filter(([name]) => !overriding.some((each) => each === name)),
    ),
  });
}

/** The headroom is that of every service. */
const editsOf = (name: string, value: string, services: readonly string[]): readonly Edit[] =>
  name === "headroom"
    ? services.map((id) => ({ kind: "set", path: ["services", id, name], value }))
    : [{ kind: "set", path: [name], value }];
