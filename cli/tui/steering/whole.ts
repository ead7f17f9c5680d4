/** What concerns the whole rollout: deadline, goal, waves, slot. */
import {
  day,
  done,
  duration,
  durationText,
  hour,
  parseDuration,
  type Scenario,
  shareText,
} from "../../../src/index.js";
import type { Scene } from "../scene.js";
import { askedIn, writtenAt } from "./asked.js";
import type { Choice, Target } from "./steer.js";

const one = { id: "", label: "", fixed: null, note: "" };

export function deadlineTargets(scene: Scene): readonly Target[] {
  const asked = askedIn(scene);
  const now = writtenAt(asked, "deadline") ?? durationText(asked.scenario.deadline);
  return [
    {
      ...one,
      now,
      form: {
        kind: "text",
        start: now,
        hint: "from the release to the end of the last wave, such as 7d, 36h or 5d12h",
        step: daysStepped,
        stepWords: "a day",
        signs: true,
      },
      change: (text) =>
        done({ words: `deadline ${text}`, edits: [{ kind: "set", path: ["deadline"], value: text }] }),
    },
  ];
}

function daysStepped(text: string, by: number): string | null {
  const now = parseDuration(text);
  return now.ok && now.value + by * day > 0 ? durationText(duration(now.value + by * day)) : null;
}

const goals: readonly Choice[] = [
  { value: "fastest", about: "every device as soon as the limits allow: least exposure" },
  { value: "flattest", about: "the calmest load by the deadline: least rise, then least exposure" },
];

export const goalTargets = (scene: Scene): readonly Target[] => [
  chosen(askedIn(scene).scenario.goal, goals, (value) => ({
    words: `goal ${value}`,
    key: "goal",
    data: value,
  })),
];

const slots: readonly Choice[] = [
  { value: "5m", about: "the finest: three times the work of 15 minutes for the optimizer" },
  { value: "10m", about: "finer than the usual one" },
  { value: "15m", about: "the usual one" },
  { value: "20m", about: "coarser than the usual one" },
  { value: "30m", about: "coarse: what happens inside half an hour is left to the headroom" },
  { value: "60m", about: "the coarsest, and the quickest to plan" },
];

export function slotTargets(scene: Scene): readonly Target[] {
  const { slot } = askedIn(scene).scenario;
  const now = slots.find(({ value }) => {
    const length = parseDuration(value);
    return length.ok && length.value === slot;
  });
  return [
    chosen(now?.value ?? durationText(slot), slots, (value) => ({
      words: `slots of ${value}`,
      key: "slot",
      data: value,
    })),
  ];
}

type Few = Choice & { readonly within: number; readonly hours: number; readonly data: unknown };
const few: readonly Few[] = [
  {
    value: "few",
    within: 0.02,
    hours: 2,
    data: "few",
    about: "as few start times as keep the goal within 2 %, each spread over 2 h at most",
  },
  {
    value: "few, within 5%",
    within: 0.05,
    hours: 2,
    data: { few: "5%" },
    about: "fewer still, for a goal missed by 5 % at most",
  },
  {
    value: "few, over 4h",
    within: 0.02,
    hours: 4,
    data: { spread: "4h" },
    about: "where the tool can spread one start over 4 h",
  },
];
const wavesChoices: readonly Choice[] = [
  { value: "fine", about: "any slot may be a start: the best plan there is" },
  ...few,
];

export const wavesTargets = (scene: Scene): readonly Target[] => [
  chosen(wavesNow(askedIn(scene).scenario.waves), wavesChoices, (value) => ({
    words: `waves ${value}`,
    key: "waves",
    data: few.find((each) => each.value === value)?.data ?? value,
  })),
];

function wavesNow(waves: Scenario["waves"]): string {
  if (waves.kind === "fine") return "fine";
  const { tolerance, spread } = waves;
  const usual = few.find(({ within, hours }) => within === tolerance && hours * hour === spread);
  return usual?.value ?? `few, within ${shareText(tolerance)}, over ${durationText(spread)}`;
}

/** One of a few values of a key of the scenario; what is now is marked, even where it is none of them. */
const chosen = (
  now: string,
  choices: readonly Choice[],
  change: (value: string) => { readonly words: string; readonly key: string; readonly data: unknown },
): Target => ({
  ...one,
  now,
  form: { kind: "choice", choices },
  change: (value) => {
    const { words, key, data } = change(value);
    return done({ words, edits: [{ kind: "set", path: [key], value: data }] });
  },
});
