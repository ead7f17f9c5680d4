/** Every command. To add one: write its file, add its name here, add its test. A command's file is loaded when it is called. */
import type { Command } from "./command.js";

export type CommandEntry = {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
  /** Asks the thread that solves, which then loads while the command does. */
  readonly solves?: true;
};

export const commands: readonly CommandEntry[] = [
  {
    name: "tui",
    summary: "open the plan in the terminal: look at it, change it, plan it again, save it",
    load: async () => (await import("./tui.js")).tuiCommand,
    solves: true,
  },
  {
    name: "plan",
    summary: "compute waves that keep every service under its limit, and prove how good they are",
    load: async () => (await import("./plan.js")).planCommand,
    solves: true,
  },
  {
    name: "check",
    summary: "hold a plan against its scenario: every device once, open hours, limits, proof",
    load: async () => (await import("./check.js")).checkCommand,
  },
  {
    name: "explain",
    summary: "say what limits a plan, at what price, and why a cohort does not restart earlier",
    load: async () => (await import("./explain.js")).explainCommand,
    solves: true,
  },
  {
    name: "frontier",
    summary: "plan between the least rise of load and the least exposure, and show what calm costs",
    load: async () => (await import("./frontier.js")).frontierCommand,
    solves: true,
  },
  {
    name: "simulate",
    summary: "show what would happen, minute by minute: with a plan, and when nobody plans",
    load: async () => (await import("./simulate.js")).simulateCommand,
    solves: true,
  },
  {
    name: "report",
    summary: "write one page for those who must approve: the answer, loads, waves, what limits, assumptions",
    load: async () => (await import("./report.js")).reportCommand,
    solves: true,
  },
  {
    name: "compare",
    summary: "hold every way to stagger against the optimum, on this fleet and in the same simulator",
    load: async () => (await import("./compare.js")).compareCommand,
    solves: true,
  },
  {
    name: "calendar",
    summary: "show what falls on which day, of a rollout or a calendar; `calendar lint` finds what is wrong",
    load: async () => (await import("./calendar.js")).calendarCommand,
  },
  {
    name: "init",
    summary: "begin: look at an inventory, ask what must be known, write a commented scenario and plan it",
    load: async () => (await import("./init.js")).initCommand,
    solves: true,
  },
  {
    name: "export",
    summary: "write a plan in the words of another tool",
    load: async () => (await import("./export.js")).exportCommand,
  },
  {
    name: "schema",
    summary: "print the JSON Schema of a scenario or a plan",
    load: async () => (await import("./schema.js")).schemaCommand,
  },
];
