/** What is marked in a calendar, as a sign and in words: a sign, or a colour, says nothing alone. */
import type { AgendaKind } from "../../src/index.js";
import type { Glyphs } from "./glyphs.js";
import type { ReportFrame } from "./report-frame.js";
import type { Style } from "./style.js";

export type AgendaMark = {
  /** One cell wide. */
  readonly sign: (glyphs: Glyphs) => string;
  readonly words: string;
  readonly paint: keyof Style;
};

/** In the order in which signs stand on a day. */
export const agendaMarks = {
  window: { sign: ({ window }) => window, words: "window", paint: "green" },
  release: { sign: () => "R", words: "release", paint: "bold" },
  deadline: { sign: () => "D", words: "deadline", paint: "red" },
  change: { sign: () => "C", words: "change approval", paint: "yellow" },
  soak: { sign: () => "S", words: "soak", paint: "yellow" },
  pin: { sign: () => "P", words: "pin", paint: "bold" },
  freeze: { sign: () => "F", words: "freeze", paint: "cyan" },
  holiday: { sign: () => "H", words: "holiday", paint: "cyan" },
  event: { sign: ({ event }) => event, words: "event", paint: "dim" },
} as const satisfies Record<AgendaKind, AgendaMark>;

export const agendaKinds = Object.keys(agendaMarks) as readonly AgendaKind[];

export function paintedSign(kind: AgendaKind, { style, glyphs }: ReportFrame): string {
  const { sign, paint } = agendaMarks[kind];
  return style[paint](sign(glyphs));
}
