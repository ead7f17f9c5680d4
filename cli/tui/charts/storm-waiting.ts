/** What stands where a simulation is not known: why, and what is being done about it. */
import { problemLine } from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { doingText } from "../../text/progress.js";
import { brokenLines } from "../../text/report-frame.js";
import { titleRule } from "../panes.js";
import { type Scene, simulationOf } from "../scene.js";
import type { Frame, Picture } from "../screen.js";
import { rivalName } from "./service-course.js";

export function waitingPicture(scene: Scene, frame: Frame): Picture {
  const says = sentences(scene);
  const lines = says.flatMap((sentence) => ["", ...brokenLines(sentence, frame.width, " ")]);
  return { lines: [titleRule("The storm", frame), ...lines].slice(0, frame.height), says };
}

function sentences(scene: Scene): readonly string[] {
  const fact = simulationOf(scene, scene.rival);
  const both = scene.rival === null ? "the plan, and nobody's plan" : `the plan, and ${rivalName(scene)}`;
  switch (fact.state) {
    case "known":
      return [];
    case "unknown":
      return [`Not simulated yet: ${both}. It begins as soon as the planner is free.`];
    case "asked":
      return [
        `Simulating ${both}, minute by minute${fact.progress === null ? "" : `: ${cleanLine(doingText(fact.progress))}`} ...`,
      ];
    case "failed":
      return [
        `This cannot be simulated: ${both}.`,
        ...fact.problems.map((problem) => cleanLine(problemLine(problem))),
      ];
  }
}
