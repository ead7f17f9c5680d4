/** The screens by name, in the order of their number keys. */
export const screenNames = [
  "overview",
  "calendar",
  "load",
  "schedule",
  "policies",
  "simulate",
  "why",
  "frontier",
  "export",
] as const;
export type ScreenName = (typeof screenNames)[number];

/** Where the titles find no room. */
export const shortTitles: Readonly<Record<ScreenName, string>> = {
  overview: "Over",
  calendar: "Cal",
  load: "Load",
  schedule: "Sched",
  policies: "Policy",
  simulate: "Sim",
  why: "Why",
  frontier: "Front",
  export: "Export",
};
