/**
 * The simulator: what a simulator of each scene and a run of it take, how that grows, whether memory does, and whole clients beside
 * the fluid. Processor time of one process each, garbage collection in other threads included.
 */
import { inProcess } from "./process.mjs";
import { growths } from "./simulate-scenes.mjs";
import { countText, durationText, tableText } from "./table.mjs";

/** Scene, course, noise, runs. */
const scenes = {
  contoso: [
    ["contoso", "planned", "none", 20],
    ["contoso", "planned", "usual", 20],
    ["contoso", "unmanaged", "none", 5],
  ],
  skype: [
    ["skype", "unmanaged", "none", 5],
    ["skype", "spread", "none", 5],
  ],
  zones: [
    ["zones", "spread", "none", 10],
    ["zones", "spread", "usual", 10],
  ],
  runs: [10, 40, 160].map((runs) => ["contoso", "planned", "usual", runs]),
};
const growing = Object.fromEntries(
  Object.entries(growths).map(([by, all]) => [by, all.map((scene) => [scene, "spread", "usual", 10])]),
);
const cases = { ...scenes, ...growing };
const fleets = [500, 8_000, 128_000];

export const names = [...Object.keys(cases), "twin"];
export const byDefault = names;

export async function measure(chosen, limitMs, talk) {
  const results = [];
  for (const name of chosen) {
    const steps = [];
    for (const words of name === "twin" ? fleets.map((clients) => [clients]) : cases[name]) {
      talk(`simulate: ${words.join(" ")}`);
      const script = name === "twin" ? "twin-case.mjs" : "simulate-case.mjs";
      steps.push({ words, ...(await inProcess(script, words.map(String), limitMs)) });
    }
    results.push({ name, steps, power: Object.hasOwn(growing, name) ? powerOf(steps) : null });
  }
  return results;
}

/** p where a run's time grows as size to the p, between the first and the last size; null where one did not finish. */
function powerOf(steps) {
  const [first, last] = [steps[0], steps.at(-1)];
  if (first.runMs === undefined || last.runMs === undefined) return null;
  const sizeOf = ({ words: [scene] }) => Number(scene.split(" ")[0]);
  return Math.log(last.runMs / first.runMs) / Math.log(sizeOf(last) / sizeOf(first));
}

export function text(results, limitMs) {
  const twin = results.find(({ name }) => name === "twin");
  const others = results.filter(({ name }) => name !== "twin");
  return [
    ...(others.length > 0 ? [sceneTable(others, limitMs)] : []),
    ...(twin === undefined ? [] : [twinTable(twin.steps, limitMs)]),
  ].join("\n\n");
}

const sceneTable = (results, limitMs) =>
  tableText(
    [
      "",
      "course",
      "noise",
      "minutes x services",
      "simulator",
      "first run",
      "a run",
      "runs",
      "MB",
      "before",
      "grows as",
    ],
    results.flatMap(({ name, steps, power }) =>
      steps.map(({ words: [scene, course, noise, runs], ...step }, i) => [
        scene,
        course,
        noise,
        ...(step.runMs === undefined
          ? [unfinished(step, limitMs)]
          : [
              `${countText(step.minutes)} x ${step.services}`,
              ...[step.makeMs, step.firstMs, step.runMs].map(durationText),
              runs,
              step.megabytes,
              step.before,
              power === null || i < steps.length - 1 ? "" : `${name}^${power.toFixed(2)}`,
            ]),
      ]),
    ),
    3,
  );

const twinTable = (steps, limitMs) =>
  tableText(
    ["an hour in seconds", "fluid", "whole clients", "times the fluid", "MB"],
    steps.map(({ words: [clients], ...step }) => [
      `${countText(clients)} clients`,
      ...(step.twinMs === undefined
        ? [unfinished(step, limitMs)]
        : [
            ...[step.fluidMs, step.twinMs].map(durationText),
            (step.twinMs / step.fluidMs).toFixed(1),
            step.megabytes,
          ]),
    ]),
    1,
  );

const unfinished = ({ limit, failed }, limitMs) => (limit ? `> ${limitMs / 1_000} s` : failed);
