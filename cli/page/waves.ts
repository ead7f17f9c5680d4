/** Who restarts when: a picture by site and ring, and the same as a table in the time of each site. */
import { counted, devicesOf, grouped, type Planned, wallOf } from "../../src/index.js";
import { fewText } from "../text/starts.js";
import { nightSpan, siteNames, type WaveRow, waveRows } from "../text/waves.js";
import type { PageFrame } from "./frame.js";
import { type Markup, markup, nothing } from "./markup.js";
import { table } from "./table.js";
import { waveChart } from "./wave-chart.js";

/** Rows at most: beyond, nobody reads them on paper. */
const MOST_ROWS = 60;

export function waves({ plan, few }: Planned, frame: PageFrame): Markup {
  if (plan.waves.length === 0)
    return markup`<section aria-labelledby="who">
<h2 id="who">Who restarts when</h2>
<p>No device has a wave.</p>
</section>`;
  const { picture, leftOut } = waveChart(plan, frame);
  const bySite = waveRows(plan, wallOf, "site");
  const rows = bySite.length <= MOST_ROWS ? bySite : waveRows(plan, wallOf, "night");
  const more = rows.slice(MOST_ROWS);
  const siteCount = new Set(plan.cohorts.map(({ site }) => site)).size;
  return markup`<section aria-labelledby="who">
<h2 id="who">Who restarts when</h2>
<p>Pale: the hours in which restarts may begin. Full: waves, the higher the more devices. Days of ${frame.place}.${
    leftOut === 0
      ? ""
      : ` The ${counted(leftOut, "row")} of the smallest sites are left out; waves.csv has all.`
  }</p>
<figure>
${picture}
</figure>
${few === null ? nothing : markup`<p>${fewText(few)}.</p>`}
${table<WaveRow>({
  caption: "Waves by night, in the time of each site",
  rows: rows.slice(0, MOST_ROWS),
  columns: [
    { title: "Site-local time", align: "left", cell: ({ from, to }) => nightSpan(from, to) },
    { title: "Ring", align: "left", cell: ({ ring }) => ring || "-" },
    { title: "Sites", align: "left", cell: ({ sites }) => siteNames(sites, siteCount) },
    { title: "Devices", align: "right", cell: ({ devices }) => grouped(devices) },
    { title: "Starts", align: "right", cell: ({ starts }) => grouped(starts) },
  ],
})}
${more.length === 0 ? nothing : markup`<p>And ${counted(more.length, "more row")}, ${counted(devicesOf(more), "device")}: waves.csv has all.</p>`}
</section>`;
}
