/**
 * The report as one page: no script, nothing fetched, light and dark, for the screen, for paper and for being read aloud. A pure
 * function of what was worked out: the same answer gives the same bytes.
 */
import type { Making, ReportAnswer } from "../report.js";
import { answer } from "./answer.js";
import { assumptions, basis } from "./basis.js";
import { frameOf } from "./frame.js";
import { limits } from "./limits.js";
import { markup, textOfMarkup } from "./markup.js";
import { policies } from "./policies.js";
import { services } from "./services.js";
import { styleSheet } from "./style-sheet.js";
import { waves } from "./waves.js";

export function reportPage(told: ReportAnswer, making: Making): string {
  const { planned, explanation } = told;
  const frame = frameOf(planned);
  const title = `${planned.settled.scenario.name ?? "unnamed scenario"}: restarts planned`;
  return textOfMarkup(markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="second-tuesday ${making.version}">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>
${styleSheet}</style>
</head>
<body>
<main>
${answer(told, frame)}
${services(told, frame)}
${waves(planned, frame)}
${policies(told)}
${limits(planned, explanation, frame)}
${assumptions(planned)}
${basis(planned, told.text, making)}
</main>
</body>
</html>
`);
}
