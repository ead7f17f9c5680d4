/** When restarts may start, and what the rollout begins and ends with. */
import { scenarioDefaults } from "../../src/index.js";
import { oneOf, readAs } from "./checks.js";
import type { Choice, Interview, Question } from "./question.js";

/** Windows, parted by semicolons. */
export const windowsIn = (text: string): readonly string[] =>
  text
    .split(";")
    .map((window) => window.trim())
    .filter((window) => window !== "");

const usualWindows: readonly Choice[] = [
  { value: "Mon-Fri 21:00-05:00", about: "the nights of working days" },
  { value: "21:00-05:00", about: "every night" },
  { value: "Sat,Sun 22:00-06:00", about: "the nights of the weekend" },
];

export const windowQuestions = (): readonly Question[] => [
  {
    id: "window",
    label: "windows",
    prompt: "When may restarts start?",
    why: "On the clock of each site; the days are those a night begins on. Several are parted by semicolons.",
    choices: usualWindows,
    isOpen: true,
    fallback: usualWindows[0]?.value ?? null,
    guess: "the nights of working days",
    check: readAs((text) => {
      const windows = windowsIn(text);
      return { window: windows.length === 0 ? text : windows };
    }),
  },
];

const usualDeadline = String(scenarioDefaults["deadline"]?.value);
const usualDeadlines: readonly Choice[] = [
  { value: usualDeadline, about: "what Microsoft suggests for quality updates" },
  { value: "3d", about: "for what is being exploited already" },
  { value: "14d", about: "two weekends" },
];

export const deadlineQuestions = (): readonly Question[] => [
  {
    id: "deadline",
    label: "deadline",
    prompt: "How long after the release must all have restarted?",
    why: "Every wave ends before it. Sooner is safer against attacks, later is calmer for the service.",
    choices: usualDeadlines,
    isOpen: true,
    fallback: usualDeadline,
    guess: "",
    check: readAs((deadline) => ({ deadline })),
  },
];

/** The calendar that most need. */
const usualCalendar = "microsoft";

export const calendarQuestions = ({ around: { calendars } }: Interview): readonly Question[] => [
  {
    id: "calendar",
    label: "releases",
    prompt: "Whose releases are rolled out?",
    why: "The plan is made for the next one; in the scenario a month can take its place.",
    choices: calendars.toSorted(
      (a, b) => Number(b.value === usualCalendar) - Number(a.value === usualCalendar),
    ),
    isOpen: false,
    fallback: usualCalendar,
    guess: "",
    check: oneOf(calendars),
  },
];
