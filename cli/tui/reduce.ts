/** The one reducer: from a state and what happens to the next state. Nothing else changes anything. */
import path from "node:path";
import { dialogNamed } from "./dialogs/dialogs.js";
import type { Event } from "./events.js";
import { intended } from "./intents.js";
import type { Key } from "./keys.js";
import { bodyRoom, dialogRoom } from "./layout.js";
import { noFacts, type Scene } from "./scene.js";
import { type Binding, type Face, type Room, screenNames, type Turn } from "./screen.js";
import { screenNamed } from "./screens/screens.js";
import { backTo, currentOf, readAs } from "./script.js";
import { shellBindingOf } from "./shell-keys.js";
import { type Answer, answerOf, sceneOf, type State } from "./state.js";
import { factOf, withFact } from "./wants.js";

export function reduce(state: State, event: Event): State {
  switch (event.kind) {
    case "key":
      return pressed(state, event.key);
    case "resized":
      return { ...state, size: event.size };
    case "clock":
      return { ...state, now: event.now };
    case "begun":
      return begun(state, event);
    case "progressed":
      return progressed(state, event);
    case "planned":
      return planned(state, event);
    case "told":
      return withAnswer(state, event.version, ({ facts, ...answer }) => ({
        ...answer,
        facts: withFact(
          facts,
          event.wish,
          event.outcome.ok
            ? { state: "known", value: event.outcome.value }
            : { state: "failed", problems: event.outcome.problems },
        ),
      }));
    case "ran":
      return ran(state, event);
    case "broke":
      return { ...state, exit: { kind: "bug", error: event.error } };
  }
}

/** A dialog sees a key first, then the screen, then the shell. A tick is the screen's alone. */
function pressed(before: State, key: Key): State {
  const state = key.name === "tick" ? before : { ...before, notice: null };
  const scene = sceneOf(state);
  if (key.name === "ctrl+c" && (scene === null || state.dialog?.name === "quit"))
    return intended(state, { kind: "leave", sure: true }, press);
  if (scene === null) return waiting(state, key);
  if (key.name !== "tick" && state.dialog !== null) {
    const { name, view } = state.dialog;
    const turn = turnOf(dialogNamed(name), view, key, { scene, room: dialogRoom(state.size) });
    if (turn !== null) return after({ ...state, dialog: { name, view: turn.view } as State["dialog"] }, turn);
    return key.name === "ctrl+c" ? intended(state, { kind: "leave" }, press) : state;
  }
  const { screen, views } = state;
  const turn = turnOf(screenNamed(screen), views[screen], key, { scene, room: bodyRoom(state.size) });
  if (turn !== null) return after({ ...state, views: { ...views, [screen]: turn.view } }, turn);
  return key.name === "tick" ? state : shellKey(state, key, scene);
}

const press = (state: State, key: Key): State => pressed(state, key);

type Around = { readonly scene: Scene; readonly room: Room };

/** null: it knows no such key. */
function turnOf(face: Face<unknown>, view: unknown, key: Key, { scene, room }: Around): Turn<unknown> | null {
  const captured = face.capture?.(view, key, scene, room) ?? null;
  if (captured !== null) return captured;
  const binding = face.keys.find(({ keys }: Binding<unknown>) => keys.includes(key.name));
  return binding?.act(view, scene, room) ?? null;
}

const after = (state: State, { intents = [] }: Turn<unknown>): State =>
  intents.reduce((next, intent) => intended(next, intent, press), state);

function shellKey(state: State, key: Key, scene: Scene): State {
  if (key.name === "escape") return stopped(state);
  if (key.name === "tab" || key.name === "shift+tab") return nextScreen(state, key.name === "tab" ? 1 : -1);
  const intents = shellBindingOf(key)?.intents(scene) ?? [];
  return intents.reduce((next, intent) => intended(next, intent, press), state);
}

/** There is nothing to look at yet: one goes where one wants to look, or leaves. */
function waiting(state: State, key: Key): State {
  if (key.name === "q") return intended(state, { kind: "leave", sure: true }, press);
  if (key.name === "tab" || key.name === "shift+tab") return nextScreen(state, key.name === "tab" ? 1 : -1);
  const screen = screenNames[Number(key.name) - 1];
  return screen === undefined ? state : { ...state, screen };
}

function nextScreen(state: State, by: number): State {
  const names = Object.keys(state.views) as (keyof State["views"])[];
  const at = (names.indexOf(state.screen) + by + names.length) % names.length;
  return { ...state, screen: names[at] ?? state.screen };
}

/** The change that is being solved is taken back. */
function stopped(state: State): State {
  const shown = answerOf(state);
  if (shown === null || currentOf(state.script).id === state.shown) return state;
  return {
    ...state,
    script: backTo(state.script, shown.version, null),
    solving: null,
    notice: { text: "taken back", isBad: false },
  };
}

function begun(state: State, { want, at }: Extract<Event, { kind: "begun" }>): State {
  if (want.kind === "plan")
    return { ...state, solving: { version: want.version, since: at, progress: null } };
  return withAnswer(state, want.version, (answer) => ({
    ...answer,
    facts: withFact(answer.facts, want.wish, { state: "asked", progress: null }),
  }));
}

function progressed(state: State, { want, progress }: Extract<Event, { kind: "progressed" }>): State {
  if (want.kind === "plan")
    return state.solving?.version === want.version
      ? { ...state, solving: { ...state.solving, progress } }
      : state;
  return withAnswer(state, want.version, (answer) =>
    factOf(answer.facts, want.wish).state === "asked"
      ? { ...answer, facts: withFact(answer.facts, want.wish, { state: "asked", progress }) }
      : answer,
  );
}

function planned(state: State, { version, outcome, took }: Extract<Event, { kind: "planned" }>): State {
  if (currentOf(state.script).id !== version) return state;
  if (outcome.ok) {
    const { planned, text } = outcome.value;
    const script = readAs(state.script, version, text);
    const answer = { version: currentOf(script), planned, facts: noFacts, took };
    const answers = kept(state).set(version, answer);
    return { ...state, script, answers, shown: version, solving: null };
  }
  const { problems } = outcome;
  const shown = answerOf(state);
  if (shown === null) return { ...state, solving: null, exit: { kind: "refused", problems } };
  return {
    ...state,
    solving: null,
    script: backTo(state.script, shown.version, version),
    dialog: { name: "problems", view: { problems, from: 0 } },
  };
}

/** Plans that undoing comes back to are there at once; so many, for they may be large. */
const MOST_KEPT = 6;

function kept({ answers, script, shown }: State): Map<number, Answer> {
  const needed = new Set([script.saved, shown, currentOf(script).id]);
  const rest = [...answers.keys()].filter((id) => !needed.has(id)).slice(-MOST_KEPT);
  return new Map([...answers].filter(([id]) => needed.has(id) || rest.includes(id)));
}

function withAnswer(state: State, version: number, change: (answer: Answer) => Answer): State {
  const answer = state.answers.get(version);
  if (answer === undefined) return state;
  return { ...state, answers: new Map(state.answers).set(version, change(answer)) };
}

function ran(state: State, { text, problems, saved }: Extract<Event, { kind: "ran" }>): State {
  const next = { ...state, errands: state.errands.slice(1) };
  if (problems.length > 0) return { ...next, dialog: { name: "problems", view: { problems, from: 0 } } };
  const isElsewhere = saved !== undefined && path.dirname(saved.path) !== path.dirname(state.file);
  const warning = isElsewhere ? "; the files that it names are looked for beside it" : "";
  const told = { ...next, notice: { text: text + warning, isBad: false } };
  return saved === undefined
    ? told
    : { ...told, file: saved.path, script: { ...state.script, saved: saved.version } };
}
