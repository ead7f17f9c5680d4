import type { IBufferCell } from "@xterm/headless";

export const main: string;
export const keys: Readonly<
  Record<
    | "up"
    | "down"
    | "right"
    | "left"
    | "shiftRight"
    | "shiftLeft"
    | "pageDown"
    | "pageUp"
    | "home"
    | "end"
    | "enter"
    | "escape"
    | "tab"
    | "ctrlC"
    | "backspace",
    string
  >
>;

type Sought = string | RegExp | ((text: string) => boolean);

export type Seat = {
  /** The rows of the screen, without blanks at their ends. */
  readonly rows: () => readonly string[];
  readonly text: () => string;
  readonly buffer: () => "normal" | "alternate";
  /** Everything written so far. */
  readonly written: () => string;
  readonly press: (...keys: readonly string[]) => void;
  readonly resize: (columns: number, rows: number) => void;
  readonly kill: (signal: string) => void;
  readonly cells: (y: number) => readonly (IBufferCell | undefined)[];
  /** Milliseconds from this key (null: from now) until the screen has it. */
  readonly timed: (key: string | null, what: Sought) => Promise<number>;
  /** Until the screen has it, or it is too late: then the error shows the screen. */
  readonly until: (what: Sought, milliseconds?: number) => Promise<void>;
  readonly ended: Promise<{ readonly exitCode: number; readonly signal: number | undefined }>;
  readonly pid: number;
};

export type SeatOptions = {
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
};

export function seated(argv: readonly string[], options?: SeatOptions): Seat;
