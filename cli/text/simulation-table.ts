/** The figures of a simulation side by side: of the policies, and over runs what most of them have in common. */
import {
  type Fate,
  type FigureName,
  type ServiceFigures,
  percent,
  type SimulatedService,
  type Spread,
  type SpreadFigures,
  spreadFigures,
} from "../../src/index.js";
import type { Told } from "../simulation.js";
import { hoursText } from "./simulation-story.js";
import {
  countText,
  policyTitle,
  type SimulationFrame,
  utilisationText,
  whenText,
  wordsOf,
} from "./simulation-words.js";
import { table } from "./table.js";

/** Of one policy and one service. */
type Cell = {
  readonly service: SimulatedService;
  readonly figures: ServiceFigures;
  readonly spread: SpreadFigures;
  readonly runs: number;
};

type Row = {
  readonly what: string;
  readonly isHead: boolean;
  readonly text: (cell: Cell) => string;
  readonly cells: readonly (Cell | null)[];
};

/**
 * @param services ids, in the order of the rows
 * @param told the policies, in the order of the columns
 */
export function figureTable(
  services: readonly string[],
  told: readonly Told[],
  frame: SimulationFrame,
): readonly string[] {
  const rows = services.flatMap((id) => rowsOf(id, told, frame));
  if (rows.length === 0) return [];
  const { style } = frame;
  return table<Row>(
    [
      {
        title: "SERVICE",
        align: "left",
        keep: "always",
        least: 10,
        cell: ({ what, isHead }) => (isHead ? what : `  ${what}`),
        paint: ({ isHead }) => (isHead ? style.bold : (text) => text),
      },
      ...told.map(({ policy }, p) => ({
        title: policyTitle({ policy }),
        align: "right" as const,
        keep: "always" as const,
        cell: ({ cells, text }: Row) => {
          const cell = cells[p] ?? null;
          return cell === null ? "-" : text(cell);
        },
        paint: ({ cells, isHead }: Row) =>
          isHead && cells[p] != null ? paintOf(cells[p], style) : (text: string) => text,
      })),
    ],
    rows,
    { ...frame, ellipsis: frame.glyphs.ellipsis },
  );
}

const paintOf = ({ figures: { fate } }: Cell, style: SimulationFrame["style"]) =>
  ({ calm: style.green, recovered: style.yellow, failing: style.red })[fate];

/** The busiest moment; and where it was over its capacity in some run, what came of it. */
function rowsOf(id: string, told: readonly Told[], frame: SimulationFrame): readonly Row[] {
  const cells = told.map((each) => cellOf(id, each));
  const named = cells.find((cell) => cell !== null)?.service;
  if (named === undefined) return [];
  const { events, without } = wordsOf(named);
  const row = (what: string, text: Row["text"]): Row => ({ what, isHead: false, text, cells });
  const head: Row = { what: id, isHead: true, text: peakText, cells };
  if (cells.every((cell) => cell === null || isCalm(cell))) return [head];
  return [
    head,
    row("over its capacity", (cell) => figure(cell, "hoursOverCapacity", hoursText)),
    row(`failed ${events}`, (cell) => figure(cell, "failed", countText)),
    row(`hours ${without}`, (cell) => figure(cell, "outageUserHours", countText)),
    row("healed", (cell) => endText(cell, frame)),
  ];
}

function cellOf(id: string, { simulation, runs }: Told): Cell | null {
  const s = simulation.services.findIndex((service) => service.id === id);
  const service = simulation.services[s];
  if (service === undefined) return null;
  const of = runs.map(({ services }) => services[s] as ServiceFigures);
  return { service, figures: of[0] as ServiceFigures, spread: spreadFigures(of), runs: of.length };
}

const isCalm = ({ spread: { recovered } }: Cell): boolean => recovered === null;

const peakText = (cell: Cell): string =>
  cell.spread.peakUtilisation === null ? "unknown" : figure(cell, "peakUtilisation", utilisationText);

/** "9 h (7 h to 12 h)": the median, and from 5 to 95 % of the runs where that is another text. */
function figure({ spread, runs }: Cell, name: FigureName, text: (value: number) => string): string {
  const { median, p5, p95 } = spread[name] as Spread;
  const [middle, low, high] = [text(median), text(p5), text(p95)];
  return runs === 1 || low === high ? middle : `${middle} (${low} to ${high})`;
}

const endWords: Readonly<Record<Exclude<Fate, "recovered">, string>> = {
  calm: "-",
  failing: "not by the end",
};

const recoveredText = (share: number | null): string =>
  share === null ? "-" : share === 1 ? "in every such run" : `in ${percent(share)} of such runs`;

function endText(cell: Cell, frame: SimulationFrame): string {
  const { figures, service, spread, runs } = cell;
  if (runs > 1) return recoveredText(spread.recovered);
  return figures.fate === "recovered" && service.recoveredAt !== null
    ? whenText(service.recoveredAt, frame)
    : endWords[figures.fate === "recovered" ? "failing" : figures.fate];
}
