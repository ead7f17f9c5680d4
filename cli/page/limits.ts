/** What limits the plan: the hours that hold it up and what they cost, what was tried, what is left out. */
import {
  type BindingRun,
  type Explanation,
  type Plan,
  type Planned,
  type ServiceForecast,
  unitOf,
} from "../../src/index.js";
import { levelWords, reasonLines, unitOfLevel } from "../text/explain.js";
import { figureAtMost, spanText, unitWords } from "../text/explain-words.js";
import { type PageFrame, paragraphs, unbroken } from "./frame.js";
import { type Markup, markup, nothing } from "./markup.js";
import { table } from "./table.js";

/** Rows of each table at most. */
const MOST_RUNS = 12;

export const limits = (planned: Planned, explanation: Explanation, frame: PageFrame): Markup =>
  markup`<section aria-labelledby="limits">
<h2 id="limits">What limits it</h2>
${(["unscheduled", "exposure"] as const).map((level) => runTable(planned, explanation, level, frame))}
${paragraphs(reasonLines(planned, explanation, unbroken))}
</section>`;

function runTable(
  { plan }: Planned,
  { limits: all }: Explanation,
  level: BindingRun["level"],
  frame: PageFrame,
): Markup {
  const runs = all.filter((run) => run.level === level);
  const { intro, none, title } = levelWords[level];
  if (runs.length === 0) return level === "unscheduled" ? nothing : markup`<p>${none}</p>`;
  const unit = (run: BindingRun) => unitOf(serviceOf(plan, run));
  return markup`<p>${intro}</p>
${table<BindingRun>({
  caption: `What binds, most valuable first (times of ${frame.place})`,
  rows: runs.slice(0, MOST_RUNS),
  columns: [
    { title: "Service", align: "left", cell: ({ service }) => service },
    { title: "When", align: "left", cell: ({ from, to }) => spanText(plan, from, to, frame.zone) },
    { title: "One more", align: "left", cell: (run) => unitWords(serviceOf(plan, run), unit(run)) },
    {
      title: `${title.slice(0, 1)}${title.slice(1).toLowerCase()}`,
      align: "right",
      cell: (run) => `${figureAtMost(run.price / unit(run).factor)} ${unitOfLevel[level]}`,
    },
    {
      title: "Held by",
      align: "left",
      cell: ({ row }) => (row === "rise" ? "goal flattest" : "its limit"),
    },
  ],
})}
`;
}

const serviceOf = ({ services }: Plan, { service: id }: BindingRun): ServiceForecast =>
  services.find((service) => service.id === id) as ServiceForecast;
