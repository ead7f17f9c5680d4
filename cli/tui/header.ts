/** The first two lines: what is planned, until when, how it stands; and where one is. */
import { dateText, dayTime, instantOfIso, type Instant, wallOf } from "../../src/index.js";
import { cleanLine } from "../text/clean.js";
import { padEnd, truncate, widthOf } from "../text/fit.js";
import { sideBySide } from "../text/report-frame.js";
import type { Pen } from "./pen.js";
import { screenNames, shortTitles } from "./screen-names.js";
import { screenNamed } from "./screens/screens.js";
import { currentOf } from "./script.js";
import { answerOf, hasUnsaved, sceneOf, type State, zoneName } from "./state.js";

export function headerLines(state: State, { style, glyphs }: Pen): readonly string[] {
  const { columns } = state.size;
  const status = statusOf(state);
  const room = columns - widthOf(status) - 3;
  const [name = "", ...facts] = factsOf(state);
  const title = truncate(name, Math.max(8, Math.min(room - 2, 44)), glyphs.ellipsis);
  const rest = sideBySide(["", ...facts], "   ", Math.max(0, room - widthOf(title)));
  return [
    padEnd(` ${style.bold(title)}${rest}`, columns - widthOf(status) - 1) + painted(state, status, style),
    tabs(state, style),
  ];
}

const painted = (state: State, status: string, style: Pen["style"]): string =>
  isSettled(state) ? style.green(status) : style.yellow(status);

const isSettled = (state: State): boolean => currentOf(state.script).id === state.shown;

function factsOf(state: State): readonly string[] {
  const scene = sceneOf(state);
  if (scene === null) return [cleanLine(state.file)];
  const { planned, zone } = scene;
  const { plan, settled } = planned;
  const at = (when: Instant): string => dayTime(wallOf(when, zone));
  const release = instantOfIso(plan.release);
  return [
    `${cleanLine(settled.scenario.name ?? state.file)}${hasUnsaved(state) ? " *" : ""}`,
    `release ${dateText(wallOf(release, zone)).replace(/ \d{4}$/, "")} ${at(release).slice(-5)}`,
    `deadline ${at(instantOfIso(plan.deadline))}`,
    `goal ${plan.goal}`,
    zoneName(zone),
  ];
}

function statusOf(state: State): string {
  if (!isSettled(state)) return state.shown === null && state.solving === null ? "reading" : "planning";
  const took = answerOf(state)?.took ?? 0;
  return `planned in ${(took / 1000).toFixed(1)} s`;
}

function tabs({ screen, size }: State, style: Pen["style"]): string {
  const titles = screenNames.map((name) => screenNamed(name).title);
  const isWide = titles.reduce((sum, title) => sum + title.length + 4, 0) <= size.columns;
  return screenNames
    .map((name, i) => {
      const isOn = name === screen;
      const label = `${i + 1} ${isWide || isOn ? titles[i] : shortTitles[name]}`;
      return isOn ? style.inverse(style.bold(`[${label}]`)) : style.dim(` ${label} `);
    })
    .join("");
}

/** What the first line says, for ears. */
export function headerSays(state: State): readonly string[] {
  const { screen } = state;
  return [`${factsOf(state).join(", ")}, ${statusOf(state)}.`, `Screen ${screenNamed(screen).title}.`];
}
