/** What the answer stands on: every number that is not the admin's own, the scenario as it was written, how the page was made. */
import { type Assumption, assumptionsOf, type Planned } from "../../src/index.js";
import type { Making } from "../report.js";
import { type Markup, markup, nothing } from "./markup.js";
import { table } from "./table.js";

export function assumptions({ settled, plan }: Planned): Markup {
  const used = assumptionsOf(
    settled.scenario,
    plan.cohorts.map(({ profile }) => profile),
  );
  const guesses = used.filter(({ guess }) => guess).length;
  return markup`<section aria-labelledby="assumptions">
<h2 id="assumptions">Assumptions</h2>
<p>${
    used.length === 0
      ? "Every number is yours."
      : `${used.length} numbers are not yours, ${guesses} of them guesses. Write your own into the scenario under these names.`
  }</p>
${
  used.length === 0
    ? nothing
    : table<Assumption>({
        caption: "Numbers that are not yours",
        rows: used,
        widths: [21, 29, 9, 41],
        columns: [
          { title: "Setting", align: "left", cell: ({ setting }) => breakable(setting) },
          { title: "Value", align: "left", cell: ({ value }) => value },
          { title: "", align: "left", cell: ({ guess }) => (guess ? "guess" : "sourced") },
          { title: "Where it is from", align: "left", cell: ({ basis }) => basis },
        ],
      })
}
</section>`;
}

/** A path may be broken after each of its steps. */
const breakable = (path: string): Markup =>
  markup`${path.split(/(?<=\.)/).map((step) => markup`${step}<wbr>`)}`;

/** Characters of a scenario shown at most: a fleet written into it can be long. */
const LONGEST = 60_000;

export function basis(
  { settled, resolved }: Planned,
  text: string | null,
  { version, command }: Making,
): Markup {
  return markup`<section aria-labelledby="basis">
<h2 id="basis">The scenario</h2>
${text === null ? markup`<p>A bare inventory: the scenario is in the command below.</p>` : markup`<pre>${shown(text)}</pre>`}
${text !== null && text.length > LONGEST ? markup`<p>Cut after ${LONGEST} characters.</p>` : nothing}
<h2 id="making">How this page was made</h2>
<dl class="terms">
<div><dt>Command</dt><dd><code>${command}</code></dd></div>
<div><dt>Version</dt><dd>second-tuesday ${version}</dd></div>
<div><dt>Scenario</dt><dd><code>${resolved.digest}</code>, every outside reference answered: what <code>plan --out</code> writes as scenario.resolved.json</dd></div>
${settled.inputs.map(
  ({ path, sha256 }) => markup`<div><dt>Read</dt><dd>${path} <code>sha256:${sha256}</code></dd></div>\n`,
)}</dl>
<p>The same scenario and the same files give the same page, byte for byte. <code>second-tuesday check</code> computes the proof again from what <code>plan --out</code> writes.</p>
</section>`;
}

/** As an editor shows it: the ends of lines and tabs are no hidden characters here. */
const shown = (text: string): string =>
  text.slice(0, LONGEST).replaceAll("\r\n", "\n").replaceAll("\t", "    ");
