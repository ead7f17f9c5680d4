/** What screens and dialogs want of the shell, carried out: each is one change of the state. */
import path from "node:path";
import { exportTargets } from "../../src/index.js";
import { isInventory } from "../request.js";
import { fieldOf } from "./field.js";
import type { Key } from "./keys.js";
import type { Intent } from "./screen.js";
import { changed, currentOf, redone, undone } from "./script.js";
import { answerOf, type Errand, hasUnsaved, type State, zonesOf } from "./state.js";
import { themeNames } from "./theme.js";

/** @param press what a key does, for intents that are one */
export function intended(state: State, intent: Intent, press: (state: State, key: Key) => State): State {
  switch (intent.kind) {
    case "go":
      return { ...state, screen: intent.screen, dialog: null };
    case "open":
      return { ...state, dialog: intent.dialog };
    case "close":
      return { ...state, dialog: null };
    case "rival":
      return { ...state, rival: intent.policy };
    case "change":
      return changedTo(state, intent.change);
    case "undo":
    case "redo":
      return turned(state, intent.kind);
    case "leave":
      return hasUnsaved(state) && intent.sure !== true
        ? { ...state, dialog: { name: "quit", view: {} } }
        : { ...state, exit: { kind: "left" } };
    case "save":
      return saving(state, intent.path);
    case "export":
      return withPlan(state, ({ plan }) => ({
        kind: "export",
        path: intent.path,
        text: exportTargets[intent.target].write(plan),
      }));
    case "write":
      return withPlan(state, (planned) => ({ kind: "write", folder: intent.folder, planned }));
    case "theme":
      return themed(state, intent.theme);
    case "zone":
      return nextZone(state);
    case "say":
      return { ...state, notice: { text: intent.text, isBad: false } };
    case "press":
      return press(state, intent.key);
  }
}

function changedTo(state: State, change: Extract<Intent, { kind: "change" }>["change"]): State {
  const script = changed(state.script, change);
  if (!script.ok)
    return { ...state, dialog: { name: "problems", view: { problems: script.problems, from: 0 } } };
  return shownNow({ ...state, script: script.value });
}

function turned(state: State, kind: "undo" | "redo"): State {
  const script = kind === "undo" ? undone(state.script) : redone(state.script);
  if (script.at === state.script.at)
    return { ...state, notice: { text: `nothing to ${kind}`, isBad: false } };
  const { words } = kind === "undo" ? currentOf(state.script) : currentOf(script);
  return shownNow({
    ...state,
    script,
    notice: { text: `${kind === "undo" ? "undone" : "done again"}: ${words}`, isBad: false },
  });
}

/** A plan that is known already is shown at once. */
function shownNow(state: State): State {
  const { id } = currentOf(state.script);
  return state.answers.has(id) ? { ...state, shown: id, solving: null } : state;
}

/** Of a bare inventory nobody wrote a scenario: it becomes a file of its own. */
function saving(state: State, as: string | null): State {
  const { text, id } = currentOf(state.script);
  if (text === null) return state;
  if (as !== null) return errand(state, { kind: "save", path: as, version: id, text });
  const own = isInventory(state.file) ? path.join(path.dirname(state.file), "scenario.yaml") : state.file;
  return { ...state, dialog: { name: "save", view: { field: fieldOf(own) } } };
}

const errand = (state: State, next: Errand): State => ({ ...state, errands: [...state.errands, next] });

/** Only a plan of the scenario as it stands is given away. */
function withPlan(
  state: State,
  make: (planned: NonNullable<ReturnType<typeof answerOf>>["planned"]) => Errand,
): State {
  const answer = answerOf(state);
  if (answer === null || currentOf(state.script).id !== state.shown)
    return { ...state, notice: { text: "still planning: nothing was written", isBad: true } };
  return errand(state, make(answer.planned));
}

function themed(state: State, name: string): State {
  const known = themeNames.find((each) => each === name);
  const theme = known ?? themeNames[(themeNames.indexOf(state.theme) + 1) % themeNames.length] ?? "dark";
  return { ...state, theme, notice: { text: `colours: ${theme}`, isBad: false } };
}

function nextZone(state: State): State {
  const answer = answerOf(state);
  if (answer === null) return state;
  const zones = zonesOf(answer.planned);
  const zone = (state.zone + 1) % zones.length;
  return { ...state, zone, notice: { text: `times in ${zones[zone] ?? ""}`, isBad: false } };
}
