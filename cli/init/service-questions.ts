/** What restarts put load on, and what it can carry. */
import { done, servicePresets } from "../../src/index.js";
import { oneOf, readAs } from "./checks.js";
import type { Choice, Interview, Question } from "./question.js";

/** A service of which no preset is known. */
export const noPreset = "login";

/** What a preset's service is called in the scenario; of others the preset's own name. */
const ids: Readonly<Record<string, string>> = {
  "vpn-concentrator": "vpn",
  "vdi-broker": "vdi",
  "radius-802.1x": "radius",
  "active-directory": "login",
  "voip-registrar": "telephones",
  "p2p-overlay": "overlay",
  "service-desk": "desk",
};

export const serviceId = (service: string): string => ids[service] ?? service;
export const presetOf = (service: string): string | null => (service === noPreset ? null : service);

export const serviceChoices: readonly Choice[] = [
  { value: noPreset, about: "Whatever your clients sign in to after a restart." },
  ...Object.entries(servicePresets).map(([value, { about }]) => ({ value, about })),
];

export const serviceQuestions = (): readonly Question[] => [
  {
    id: "service",
    label: "service",
    prompt: "Which service do you fear for when many devices restart?",
    why: "The plan keeps the load on it under its limit. More services can be written into the scenario later.",
    choices: serviceChoices,
    isOpen: false,
    fallback: noPreset,
    guess: "",
    check: oneOf(serviceChoices),
  },
];

const unknown: Choice = {
  value: "unknown",
  about: "the plan is as flat as can be, and says what the service must carry for it",
};

export function capacityQuestions({ answers }: Interview): readonly Question[] {
  const service = answers.get("service")?.text ?? noPreset;
  const unit = unitOf(service);
  return [
    {
      id: "capacity",
      label: "capacity",
      prompt: `How many ${unit} can it serve: ${exampleOf(service)}, or unknown?`,
      why: "What you measured or saw it carry on a bad morning, not what the data sheet says. Unknown is a good answer.",
      choices: [unknown],
      isOpen: true,
      fallback: unknown.value,
      guess: "",
      check: readAs((capacity) => ({ services: { login: { ...presetKey(service), capacity } } })),
    },
  ];
}

const presetKey = (service: string) => {
  const preset = presetOf(service);
  return preset === null ? {} : { preset };
};

const unitOf = (service: string): string => {
  const counts = servicePresets[service]?.settings["counts"]?.value;
  return counts === "calls" ? "calls" : counts === "restarts" ? "restarts" : "sign-ins";
};

const exampleOf = (service: string): string => (unitOf(service) === "calls" ? "40/h" : "40/s, 600/min");

const noBackground: Choice = { value: "none", about: "nobody knows it, or there is hardly any" };

/** Of a service whose capacity is unknown there is no limit that a background could take a part of. */
export function backgroundQuestions({ answers }: Interview): readonly Question[] {
  const capacity = answers.get("capacity")?.text ?? unknown.value;
  if (capacity === unknown.value) return [];
  const service = answers.get("service")?.text ?? noPreset;
  const check = readAs((peak) => ({
    services: { login: { capacity: "unknown", background: { peak, shape: "office-day" } } },
  }));
  return [
    {
      id: "background",
      label: "background",
      prompt: `How many ${unitOf(service)} come anyway, in the busiest minutes of an ordinary day: ${exampleOf(service)}, or none?`,
      why: "It takes its part of the capacity. Spread over the day as in an office, until you give measured load.",
      choices: [noBackground],
      isOpen: true,
      fallback: noBackground.value,
      guess: "",
      check: (text) => (text.trim() === noBackground.value ? done(noBackground.value) : check(text)),
    },
  ];
}
