/** The marks of charts and tables: blocks by default (some Windows consoles lack braille), ASCII where even those are missing. */
export type Glyphs = {
  /** Nine fillings of a cell from below, empty first. */
  readonly up: readonly string[];
  /** Nine fillings of a cell from the left, empty first. */
  readonly right: readonly string[];
  readonly ghost: string;
  readonly limit: string;
  /** In one-line charts: more than the chart can show. */
  readonly over: string;
  readonly axis: string;
  readonly corner: string;
  readonly rule: string;
  readonly ellipsis: string;
  /** In calendars: a night with an open window, an event, a day that is not told about. */
  readonly window: string;
  readonly event: string;
  readonly outside: string;
  /** Before the line of a list that is marked; where the next sign is typed. */
  readonly mark: string;
  readonly cursor: string;
};

export const glyphs = {
  unicode: {
    up: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    right: [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
    ghost: "░",
    limit: "┈",
    over: "!",
    axis: "│",
    corner: "└",
    rule: "─",
    ellipsis: "…",
    window: "▒",
    event: "•",
    outside: "·",
    mark: "▸",
    cursor: "▏",
  },
  ascii: {
    up: [" ", "_", "_", ".", ".", ":", ":", "#", "#"],
    right: [" ", "-", "-", "-", "-", "=", "=", "#", "#"],
    ghost: "'",
    limit: "-",
    over: "!",
    axis: "|",
    corner: "+",
    rule: "-",
    ellipsis: "..",
    window: "=",
    event: "*",
    outside: ".",
    mark: ">",
    cursor: "_",
  },
} satisfies Record<string, Glyphs>;
