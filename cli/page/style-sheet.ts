/** How the page looks. Contrast is at least 4.5 to 1 for text and 3 to 1 for lines, on both grounds; no meaning hangs on a colour alone. */
import { type Markup, markup } from "./markup.js";

export const styleSheet: Markup = markup`:root {
  color-scheme: light dark;
  --ground: #ffffff; --raised: #f4f6f8; --line: #d5dbe1; --ink: #1c2128; --quiet: #57606a;
  --plan: #1f6feb; --plan-soft: #9cc3f7; --against: #b3400a; --limit: #1c2128; --open: #dfe6ee;
  --good: #1a6b36; --bad: #b3261e; --warn: #8a5300;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161b; --raised: #1b2128; --line: #38414c; --ink: #e8edf2; --quiet: #a3afbb;
    --plan: #6cabff; --plan-soft: #2b5894; --against: #ff9c63; --limit: #e8edf2; --open: #2a323c;
    --good: #63c784; --bad: #ff8d84; --warn: #e8b04c;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", "Helvetica Neue", Arial, sans-serif; }
main { max-width: 808px; margin: 0 auto; padding: 32px 24px 64px; }
h1 { font-size: 27px; line-height: 1.25; margin: 0 0 10px; overflow-wrap: anywhere; }
h2 { font-size: 20px; line-height: 1.3; margin: 44px 0 8px; padding-top: 14px; border-top: 1px solid var(--line); }
h3 { font-size: 14px; margin: 12px 0 2px; }
p { margin: 0 0 12px; max-width: 70ch; }
code, pre { font: 12.5px/1.5 ui-monospace, "Cascadia Mono", Consolas, Menlo, monospace; }
code { overflow-wrap: anywhere; }
pre { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 12px 14px; margin: 0 0 12px; white-space: pre-wrap; overflow-wrap: anywhere; }
.verdict { display: inline-block; border: 2px solid; border-radius: 6px; padding: 0 10px; margin-right: 6px; letter-spacing: 0.03em; }
.fits { color: var(--good); } .fails { color: var(--bad); } .needs { color: var(--warn); }
.lead { font-size: 17px; }
.key { display: grid; grid-template-columns: repeat(auto-fit, minmax(164px, 1fr)); gap: 10px; margin: 18px 0; }
.key div { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: 8px 12px; overflow-wrap: anywhere; }
.key dt { color: var(--quiet); font-size: 13px; }
.key dd { margin: 0; }
.key strong { display: block; font-size: 19px; line-height: 1.3; }
.key span { color: var(--quiet); font-size: 13px; }
.terms { margin: 0 0 12px; }
.terms div { display: grid; grid-template-columns: 88px 1fr; gap: 0 12px; padding: 3px 0; }
.terms dt { color: var(--quiet); grid-column: 1; }
.terms dd { margin: 0; grid-column: 2; overflow-wrap: anywhere; }
.wide-terms div { grid-template-columns: 180px 1fr; font-size: 13.5px; }
.wide { overflow-x: auto; margin: 0 0 16px; }
table { border-collapse: collapse; width: 100%; font-size: 13.5px; line-height: 1.4; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--quiet); padding: 0 0 4px; font-size: 13px; }
th, td { text-align: left; vertical-align: top; padding: 4px 10px 4px 0; border-bottom: 1px solid var(--line); font-weight: normal; overflow-wrap: break-word; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--quiet); font-size: 12.5px; vertical-align: bottom; }
tbody th { font-weight: 600; }
.figure { text-align: right; white-space: nowrap; }
thead .figure { white-space: normal; }
small { display: block; color: var(--quiet); font-size: 12px; font-weight: normal; }
.fixed { table-layout: fixed; }
.fixed th, .fixed td { overflow-wrap: anywhere; }
.fixed th, .fixed td { padding-right: 6px; }
.best { font-weight: 600; }
.letter { display: inline-block; min-width: 1.3em; color: var(--quiet); }
.dimmed th, .dimmed td { color: var(--quiet); }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; list-style: none; margin: 0 0 8px; padding: 0; font-size: 13px; color: var(--quiet); }
.swatch { width: 28px; height: 12px; margin-right: 6px; vertical-align: -1px; }
figure { margin: 0 0 22px; }
figcaption { margin: 0 0 2px; }
.story { font-size: 13.5px; }
.story .terms { margin: 0; }
svg[role="img"] { display: block; width: 100%; height: auto; }
svg text { fill: var(--quiet); font-size: 11.5px; font-family: inherit; font-variant-numeric: tabular-nums; }
svg path { fill: none; }
.days path, .values path { stroke: var(--line); stroke-width: 1; }
.values text { text-anchor: end; }
.middle { text-anchor: middle; }
.end { text-anchor: end; }
.base { stroke: var(--quiet); stroke-width: 1; }
svg path.plan { fill: var(--plan-soft); stroke: var(--plan); stroke-width: 1.3; }
.background { stroke: var(--quiet); stroke-width: 1; stroke-dasharray: 1 2.5; }
.against { stroke: var(--against); stroke-width: 1.6; stroke-dasharray: 5 2.5; }
.limit { stroke: var(--limit); stroke-width: 1.2; stroke-dasharray: 8 3 2 3; }
.capacity { stroke: var(--limit); stroke-width: 1.4; }
.deadline, .release { stroke: var(--quiet); stroke-width: 1.4; stroke-dasharray: 2 2; }
svg .ceiling { text-anchor: end; fill: var(--ink); paint-order: stroke; stroke: var(--ground); stroke-width: 3px; }
svg .leaves { fill: var(--against); paint-order: stroke; stroke: var(--ground); stroke-width: 3px; }
svg .site { fill: var(--ink); font-weight: 600; }
svg .ring { text-anchor: end; }
.open { fill: var(--open); }
svg path.wave { fill: var(--plan); }
.beyond { fill: var(--open); }
.frontier { stroke: var(--plan); stroke-width: 1.8; }
.point { fill: var(--plan); }
.dot circle { fill: var(--ground); stroke: var(--quiet); stroke-width: 1.5; }
.dot text { text-anchor: middle; fill: var(--ink); font-weight: 600; }
.dot.own circle { stroke: var(--plan); stroke-width: 3; }
.dot.today circle { stroke: var(--against); stroke-width: 3; stroke-dasharray: 3 2; }
@media (max-width: 640px) {
  main { padding: 20px 14px 40px; }
  figure { overflow-x: auto; }
  svg[role="img"] { min-width: 600px; }
  .terms div { grid-template-columns: 1fr; }
  .terms dt, .terms dd { grid-column: 1; }
}
@media print {
  :root {
    color-scheme: light;
    --ground: #ffffff; --raised: #ffffff; --line: #c3cad2; --ink: #000000; --quiet: #444c56;
    --plan: #1a5fc4; --plan-soft: #a9cbf5; --against: #a33a08; --limit: #000000; --open: #dde4ec;
    --good: #145c2d; --bad: #a3221b; --warn: #7a4900;
  }
  @page { margin: 15mm 14mm; }
  * { print-color-adjust: exact; }
  body { font-size: 10pt; }
  p { max-width: none; break-inside: avoid; }
  .key strong { font-size: 12pt; }
  main { max-width: none; padding: 0; }
  h2, h2 + p, h3, figcaption, caption, thead, .legend { break-after: avoid; }
  figure svg, .key, .terms div, tr { break-inside: avoid; }
  figcaption + svg, .legend { break-before: avoid; }
  .wide { overflow: visible; }
  thead { display: table-header-group; }
  pre { border: none; padding: 0; font-size: 8.5pt; }
  table { font-size: 9pt; }
}
`;
