/** The marks of charts and tables: blocks by default (some Windows consoles lack braille), ASCII where even those are missing. */
export type Glyphs = {
  /** Nine fillings of a cell from below, empty first. */
  readonly up: readonly string[];
  /** Nine fillings of a cell from the left, empty first. */
  readonly right: readonly string[];
  readonly ghost: string;
  /** What is there anyway, where it is told apart from what comes on top. */
  readonly background: string;
  readonly limit: string;
  readonly capacity: string;
  /** Under the column of a chart that is pointed at. */
  readonly pointer: string;
  /** Before the line of a list that is marked. */
  readonly marker: string;
  /** Charts may be drawn with it. */
  readonly braille: boolean;
  /** In one-line charts: more than the chart can show. */
  readonly over: string;
  readonly axis: string;
  /** Where an axis begins under a rule. */
  readonly tee: string;
  readonly corner: string;
  /** Corners of a box. */
  readonly topLeft: string;
  readonly topRight: string;
  readonly bottomLeft: string;
  readonly bottomRight: string;
  readonly rule: string;
  readonly ellipsis: string;
  /** In calendars: a night with an open window, an event, a day that is not told about. */
  readonly window: string;
  readonly event: string;
  readonly outside: string;
  /** The line that keys move. */
  readonly mark: string;
  /** Under it lies the time that keys move. */
  readonly cursor: string;
  readonly deadline: string;
  /** Five darknesses, empty first. */
  readonly shade: readonly string[];
  readonly own: string;
  readonly rival: string;
  readonly sorted: string;
  /** Keys that type no sign. */
  readonly keys: Readonly<Record<string, string>>;
};

export const glyphs = {
  unicode: {
    up: [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    right: [" ", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"],
    ghost: "░",
    background: "▒",
    limit: "┈",
    capacity: "═",
    pointer: "▲",
    marker: "▸",
    braille: true,
    over: "!",
    axis: "│",
    tee: "┬",
    corner: "└",
    topLeft: "┌",
    topRight: "┐",
    bottomLeft: "└",
    bottomRight: "┘",
    rule: "─",
    ellipsis: "…",
    window: "▒",
    event: "•",
    outside: "·",
    mark: "▸",
    cursor: "▾",
    deadline: "┊",
    shade: [" ", "░", "▒", "▓", "█"],
    own: "◆",
    rival: "○",
    sorted: "▾",
    keys: { left: "←", right: "→", up: "↑", down: "↓", enter: "⏎", shift: "⇧" },
  },
  ascii: {
    up: [" ", "_", "_", ".", ".", ":", ":", "#", "#"],
    right: [" ", "-", "-", "-", "-", "=", "=", "#", "#"],
    ghost: "'",
    background: "%",
    limit: "-",
    capacity: "=",
    pointer: "^",
    marker: ">",
    braille: false,
    over: "!",
    axis: "|",
    tee: "+",
    corner: "+",
    topLeft: "+",
    topRight: "+",
    bottomLeft: "+",
    bottomRight: "+",
    rule: "-",
    ellipsis: "..",
    window: "=",
    event: "*",
    outside: ".",
    mark: ">",
    cursor: "v",
    deadline: ":",
    shade: [" ", "-", "=", "%", "#"],
    own: "@",
    rival: "o",
    sorted: "v",
    keys: {},
  },
} satisfies Record<string, Glyphs>;
