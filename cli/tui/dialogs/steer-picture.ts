/** The picture of steering: a heading, a list or a line to type in, and what is wrong. */
import { cleanLine } from "../../text/clean.js";
import { truncate } from "../../text/fit.js";
import { brokenLines } from "../../text/report-frame.js";
import type { Scene } from "../scene.js";
import type { Frame, Picture } from "../screen.js";
import { nowText, type SteerName, steerNamed, steerNames } from "../steering/steers.js";
import type { SteerView } from "./dialog.js";
import { fieldLine, problemLines, type Row, rowLines } from "./rows.js";
import { type Stage, stageOf } from "./steer-stage.js";

type Part = { readonly heading: string; readonly body: readonly string[]; readonly foot: readonly string[] };

export function drawSteer(view: SteerView, scene: Scene, frame: Frame): Picture {
  const stage = stageOf(view, scene);
  const problem = problemLines(view.problem, frame);
  const { heading, body, foot } = partOf(stage, view, scene, {
    ...frame,
    height: Math.max(1, frame.height - 2 - problem.length),
  });
  const lines = [
    frame.style.bold(truncate(cleanLine(heading), frame.width, frame.glyphs.ellipsis)),
    "",
    ...body,
    ...(foot.length > 0 ? ["", ...foot] : []),
    ...(problem.length > 0 ? ["", ...problem] : []),
  ];
  return { lines: lines.slice(0, frame.height), says: saysOf(stage, view, scene).map(cleanLine) };
}

function partOf(stage: Stage, view: SteerView, scene: Scene, frame: Frame): Part {
  switch (stage.kind) {
    case "menu":
      return menuPart(view, scene, frame);
    case "targets":
      return targetsPart(stage, view, frame);
    case "choosing":
      return choicePart(stage, view, frame);
    case "typing":
      return typingPart(stage, view, frame);
  }
}

function menuPart({ at }: SteerView, scene: Scene, frame: Frame): Part {
  const rows = steerNames.map((name): Row => {
    const { key, title } = steerNamed(name);
    return { label: `${key}  ${title}`, value: nowText(name, scene), about: "", isFixed: false };
  });
  const marked = steerNamed(steerNames[at] ?? "capacity");
  const foot = brokenLines(`${marked.title}: ${marked.about}.`, frame.width, "").map((line) =>
    frame.style.dim(line),
  );
  return {
    heading: "What is to change?",
    body: rowLines(rows, at, frame.height - foot.length - 1, frame),
    foot: frame.height > foot.length + 4 ? foot : [],
  };
}

function targetsPart(
  { steer, targets }: Extract<Stage, { kind: "targets" }>,
  { at }: SteerView,
  frame: Frame,
): Part {
  const { title, about } = steerNamed(steer);
  const rows = targets.map(({ label, now, fixed }): Row => ({
    label,
    value: now,
    about: fixed ?? "",
    isFixed: fixed !== null,
  }));
  const heading = `${title}: ${about}`;
  if (rows.length === 0) return { heading, body: ["  nothing here can be changed"], foot: [] };
  const marked = targets[at];
  const text = marked?.fixed === null ? marked.note : "";
  const foot = text === "" ? [] : brokenLines(text, frame.width, "  ").map((line) => frame.style.dim(line));
  return { heading, body: rowLines(rows, at, frame.height - foot.length - 1, frame), foot };
}

const headingOf = (steer: SteerName, label: string): string =>
  label === "" ? steerNamed(steer).title : `${steerNamed(steer).title}: ${label}`;

function choicePart(
  { steer, target, choices }: Extract<Stage, { kind: "choosing" }>,
  { at }: SteerView,
  frame: Frame,
): Part {
  const rows = choices.map(({ value, about }): Row => {
    const isNow = value === target.now;
    return { label: value, value: isNow ? "now" : "", about, isFixed: false };
  });
  const isAmong = choices.some(({ value }) => value === target.now);
  const foot = isAmong
    ? []
    : [frame.style.dim(truncate(`  now ${cleanLine(target.now)}`, frame.width, frame.glyphs.ellipsis))];
  return {
    heading: `${headingOf(steer, target.label)}: ${steerNamed(steer).about}`,
    body: rowLines(rows, at, frame.height - foot.length - 1, frame),
    foot,
  };
}

function typingPart(
  { steer, target, form }: Extract<Stage, { kind: "typing" }>,
  { field }: SteerView,
  frame: Frame,
): Part {
  const { style, width, glyphs } = frame;
  const steps = `up and down${form.signs ? ", or + and -" : ""}: ${form.stepWords}`;
  const dim = (text: string): readonly string[] =>
    brokenLines(text, width, "  ").map((line) => style.dim(line));
  return {
    heading: headingOf(steer, target.label),
    body: [
      `${style.dim("  now  ")}${truncate(cleanLine(target.now), width - 7, glyphs.ellipsis)}`,
      fieldLine("  new  ", field, true, frame),
      "",
      ...dim(form.hint),
      ...dim(steps),
    ],
    foot: target.note === "" ? [] : dim(target.note),
  };
}

function saysOf(stage: Stage, { at, field, problem }: SteerView, scene: Scene): readonly string[] {
  const wrong = problem === null ? [] : [`${problem.message}. ${problem.hint ?? ""}`.trim()];
  switch (stage.kind) {
    case "menu": {
      const name = steerNames[at] ?? "capacity";
      const { title, about } = steerNamed(name);
      return [`What is to change? ${title}, ${about}. Now ${nowText(name, scene)}.`, ...wrong];
    }
    case "targets": {
      const marked = stage.targets[at];
      if (marked === undefined) return [`${steerNamed(stage.steer).title}: nothing here can be changed.`];
      const fixed = marked.fixed === null ? "" : ` It cannot be changed here: ${marked.fixed}.`;
      return [`${steerNamed(stage.steer).title} of ${marked.label}, now ${marked.now}.${fixed}`, ...wrong];
    }
    case "choosing": {
      const choice = stage.choices[at];
      return [
        `${headingOf(stage.steer, stage.target.label)}: ${choice?.value}, ${choice?.about}. Now ${stage.target.now}.`,
        ...wrong,
      ];
    }
    case "typing":
      return [
        `${headingOf(stage.steer, stage.target.label)}, now ${stage.target.now}, new ${field.text}. ${stage.form.hint}.`,
        ...wrong,
      ];
  }
}
