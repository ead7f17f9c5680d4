/** Everything the terminal's picture follows from. Data alone. */
import type { Instant, Planned, Problem, Progress } from "../../src/index.js";
import { placeOfZone, reportZone } from "../text/report-frame.js";
import type { Dialog } from "./dialogs/dialog.js";
import type { Facts, Scene } from "./scene.js";
import type { ScreenName } from "./screen.js";
import { screens, type Views } from "./screens/screens.js";
import { changesSinceSaved, currentOf, isUnsaved, type Script, unread, type Version } from "./script.js";
import type { ThemeName } from "./theme.js";

export type State = {
  /** As it was given. */
  readonly file: string;
  readonly size: Size;
  readonly now: Instant;
  readonly theme: ThemeName;
  /** Which of `zonesOf`. */
  readonly zone: number;
  readonly rival: string | null;
  readonly screen: ScreenName;
  readonly views: Views;
  readonly dialog: Dialog | null;
  readonly notice: Notice | null;
  readonly script: Script;
  readonly solving: Solving | null;
  /** By version of the script: plans, and what else is known of them. */
  readonly answers: ReadonlyMap<number, Answer>;
  /** Version whose plan is on show; null: none yet. */
  readonly shown: number | null;
  /** Done by the world, in this order. */
  readonly errands: readonly Errand[];
  readonly exit: Exit | null;
};

/** Cells. */
export type Size = { readonly columns: number; readonly rows: number };

export type Notice = { readonly text: string; readonly isBad: boolean };

export type Answer = {
  /** Of which this is the plan. */
  readonly version: Version;
  readonly planned: Planned;
  readonly facts: Facts;
  /** Milliseconds. */ readonly took: number;
};

export type Solving = {
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly since: number;
  readonly progress: Progress | null;
};

export type Errand =
  | { readonly kind: "save"; readonly path: string; readonly version: number; readonly text: string }
  | { readonly kind: "export"; readonly path: string; readonly text: string }
  | { readonly kind: "write"; readonly folder: string; readonly planned: Planned };

export type Exit =
  | { readonly kind: "left" }
  /** The scenario cannot be planned, and there is nothing to show. */
  | { readonly kind: "refused"; readonly problems: readonly Problem[] }
  | { readonly kind: "bug"; readonly error: unknown };

export type Opening = Pick<State, "file" | "size" | "now" | "theme"> & {
  readonly screen?: ScreenName;
  /** What the command line changes of it already; as the file has it unless given. */
  readonly script?: Script | undefined;
};

export const opening = ({ screen = "overview", script = unread, ...given }: Opening): State => ({
  ...given,
  screen,
  zone: 0,
  rival: null,
  views: Object.fromEntries(
    Object.entries(screens).map(([name, { start }]) => [name, start]),
  ) as unknown as Views,
  dialog: null,
  notice: null,
  script,
  solving: null,
  answers: new Map(),
  shown: null,
  errands: [],
  exit: null,
});

export const answerOf = (state: State): Answer | null =>
  state.shown === null ? null : (state.answers.get(state.shown) ?? null);

/** null: there is no plan yet. */
export function sceneOf(state: State): Scene | null {
  const answer = answerOf(state);
  if (answer === null) return null;
  const { planned, facts } = answer;
  const current = currentOf(state.script);
  return {
    planned,
    saved: state.answers.get(state.script.saved)?.planned ?? planned,
    isOld: current.id !== state.shown,
    facts,
    screen: state.screen,
    changes: changesSinceSaved(state.script),
    zone: zoneOf(state, planned),
    now: state.now,
    rival: state.rival,
    text: current.text ?? "",
    file: state.file,
  };
}

/** In which times can be told: the scenario's own first, then UTC, then those of its sites, of most devices first. */
export function zonesOf(planned: Planned): readonly string[] {
  const devices = new Map<string, number>();
  for (const cohort of planned.plan.cohorts)
    devices.set(cohort.timezone, (devices.get(cohort.timezone) ?? 0) + cohort.devices);
  const sites = [...devices].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([zone]) => zone);
  return [...new Set([reportZone(planned), "UTC", ...sites])];
}

const zoneOf = ({ zone }: State, planned: Planned): string => {
  const zones = zonesOf(planned);
  return zones[zone % zones.length] ?? "UTC";
};

export const zoneName = placeOfZone;

export const hasUnsaved = ({ script }: State): boolean => isUnsaved(script);
