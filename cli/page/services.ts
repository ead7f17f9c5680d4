/** What every service is asked: a table, then a picture of each, then what comes of the overloads. */
import {
  dayTime,
  type Fate,
  fateOf,
  instantOfIso,
  isOver,
  limitAtPeak,
  loadFigure,
  type LoadUnit,
  meansOver,
  minute,
  type Planned,
  type ServiceForecast,
  type SimulatedService,
  slotsOver,
  slotStart,
  span,
  startOfSlot,
  unitOf,
  wallOf,
} from "../../src/index.js";
import type { ReportAnswer } from "../report.js";
import type { Told } from "../simulation.js";
import { highest } from "../text/columns.js";
import { limitSource, loadWords } from "../text/report-services.js";
import { storyLines } from "../text/simulation-story.js";
import { countText } from "../text/simulation-words.js";
import { type PageFrame, paragraphs, unbroken, whenText } from "./frame.js";
import { loadChart } from "./load-chart.js";
import { type Markup, markup, nothing } from "./markup.js";
import { table } from "./table.js";

type Row = {
  readonly service: ServiceForecast;
  readonly index: number;
  readonly unit: LoadUnit;
  /** When nobody plans; null: nobody simulated it. */
  readonly against: Against | null;
};

type Against = {
  readonly simulated: SimulatedService;
  /** The mean over each slot of the plan. */
  readonly offered: readonly number[];
};

export function services(answer: ReportAnswer, frame: PageFrame): Markup {
  const { planned, simulated } = answer;
  const rows = planned.plan.services.map((service, index): Row => {
    const against = simulated.against === null ? null : againstOf(simulated.against, service, planned);
    return { service, index, unit: unitOf(service), against };
  });
  return markup`<section aria-labelledby="services">
<h2 id="services">What every service is asked</h2>
<p>The plan beside what would happen if nobody planned: every client restarts as its own settings make it. Loads are means over ${planned.plan.grid.slotMinutes} minutes; sign-ins that fail and come again are in them.</p>
${serviceTable(planned, rows, frame)}
${rows.some(({ service }) => service.load.length > 0) ? legend : nothing}
${rows.map((row) => serviceFigure(answer, row, frame))}</section>`;
}

function againstOf({ simulation }: Told, { id }: ServiceForecast, { rollout }: Planned): Against | null {
  const simulated = simulation.services.find((service) => service.id === id);
  if (simulated === undefined) return null;
  const cells = rollout.grid.slot / simulation.grid.slot;
  return { simulated, offered: meansOver(simulated.run.offered, cells) };
}

const figure = (load: number, unit: LoadUnit): string => `${loadFigure(load, unit)}${unit.suffix}`;

function serviceTable(planned: Planned, rows: readonly Row[], frame: PageFrame): Markup {
  const { plan } = planned;
  return table<Row>({
    caption: `Services: limits and busiest moments (times of ${frame.place})`,
    rows,
    columns: [
      { title: "Service", align: "left", cell: ({ service }) => service.id },
      {
        title: "Limit",
        align: "right",
        cell: ({ service, unit }) =>
          service.limit === null ? "unknown" : figure(limitAtPeak(service) ?? 0, unit),
      },
      {
        title: "Your capacity",
        align: "left",
        cell: ({ service, index, unit }) => limitSource(planned, service, index, unit),
      },
      {
        title: "Plan, busiest",
        align: "left",
        cell: ({ service, unit }) =>
          `${figure(service.peak.load, unit)}, ${whenText(startOfSlot(plan, service.peak.slot), frame)}${overText(slotsOver(service), planned)}`,
      },
      { title: "Nobody plans, busiest", align: "left", cell: (row) => againstText(planned, row, frame) },
      { title: "What comes of it", align: "left", cell: ({ against }) => fateText(against, frame) },
    ],
  });
}

const overText = (slots: number, { rollout }: Planned): string =>
  slots === 0 ? "" : `, over the limit for ${span(slots * rollout.grid.slot)}`;

function againstText(planned: Planned, { service, unit, against }: Row, frame: PageFrame): string {
  if (against === null) return "";
  const { offered } = against;
  const most = highest(offered);
  const when = whenText(slotStart(planned.rollout.grid, offered.indexOf(most)), frame);
  const over = offered.filter((load, slot) => isOver(load, service.limit?.[slot])).length;
  return `${figure(most, unit)}, ${when}${overText(over, planned)}`;
}

const fateWords: Readonly<Record<Exclude<Fate, "calm">, string>> = {
  recovered: "overloaded, and heals",
  failing: "overloaded, and does not heal",
};

function fateText(against: Against | null, frame: PageFrame): string {
  if (against === null) return "";
  const { simulated } = against;
  if (simulated.peakUtilisation === null) return "unknown";
  const fate = fateOf(simulated);
  if (fate === "calm") return "holds";
  const healed =
    simulated.recoveredAt === null ? "" : ` ${dayTime(wallOf(simulated.recoveredAt, frame.zone))}`;
  const failed = simulated.failed < 1 ? "" : `; ${countText(simulated.failed)} attempts fail`;
  return `${fateWords[fate]}${healed}${failed}`;
}

const key = (name: string, words: string): Markup =>
  markup`<li><svg class="swatch" viewBox="0 0 28 12" aria-hidden="true">${
    name === "plan"
      ? markup`<path class="plan" d="M0 11V4H28V11Z"/>`
      : markup`<path class="${name}" d="M0 6H28"/>`
  }</svg>${words}</li>`;

const legend = markup`<ul class="legend" aria-label="Lines of the pictures">
${[
  key("plan", "with the plan"),
  key("against", "when nobody plans"),
  key("background", "background"),
  key("limit", "limit"),
  key("capacity", "capacity"),
  key("deadline", "deadline"),
]}
</ul>`;

function serviceFigure({ planned, simulated }: ReportAnswer, row: Row, frame: PageFrame): Markup {
  const { service, unit, index, against } = row;
  const stories = [
    { words: "With the plan", told: simulated.told },
    { words: "When nobody plans", told: simulated.against },
  ].map(({ words, told }) => storyOf(words, told, service, { scene: simulated.scene, frame }));
  return markup`<figure>
<figcaption><strong>${service.id}</strong>, ${loadWords(service)}, days of ${frame.place}</figcaption>
${loadChart(
  {
    id: `load-${index}`,
    title: `${service.id}: ${loadWords(service)}`,
    description: description(planned, row, frame),
    service,
    unit,
    grid: planned.rollout.grid,
    deadline: instantOfIso(planned.plan.deadline),
    against: against?.offered ?? null,
  },
  frame,
)}
${stories}</figure>
`;
}

/** The picture in sentences. */
function description(planned: Planned, row: Row, frame: PageFrame): string {
  const { service, unit, against } = row;
  const { plan, rollout } = planned;
  const limit =
    service.limit === null
      ? "Its capacity is unknown."
      : `Its limit is ${figure(limitAtPeak(service) ?? 0, unit)}.`;
  const over = slotsOver(service);
  const own = `With the plan the load is at most ${figure(service.peak.load, unit)}, ${whenText(startOfSlot(plan, service.peak.slot), frame)}${over === 0 ? "" : `; it is over the limit for ${span(over * plan.grid.slotMinutes * minute)}`}.`;
  if (against === null) return `${own} ${limit}`;
  const most = highest(against.offered);
  const when = whenText(slotStart(rollout.grid, against.offered.indexOf(most)), frame);
  return `${own} ${limit} When nobody plans the load is at most ${figure(most, unit)}, ${when}: ${fateText(against, frame)}.`;
}

/** Of an overload; nothing where there was none. */
function storyOf(
  words: string,
  told: Told | null,
  { id }: ServiceForecast,
  { scene, frame }: { readonly scene: ReportAnswer["simulated"]["scene"]; readonly frame: PageFrame },
): Markup {
  const simulated = told?.simulation.services.find((service) => service.id === id);
  if (told === null || simulated === undefined || fateOf(simulated) === "calm") return nothing;
  const lines = storyLines(simulated, told, scene, { ...unbroken, zone: frame.zone });
  return markup`<div class="story"><h3>${words}</h3>
${paragraphs(lines)}</div>
`;
}
