/** What does not fit, how far from collapse, how well it is proven, what is guessed: what the plan itself tells. */
import {
  type Assumption,
  assumptionsOf,
  counted,
  devicesOf,
  grouped,
  percent,
  percentAtMost,
  type Plan,
  type Planned,
  proofSentence,
} from "../../../src/index.js";
import { backgroundLines } from "../../text/background-first.js";
import { cleanLine } from "../../text/clean.js";
import { distanceRows, distanceWords, isSafe, mainText, peersSentence, rank } from "../../text/distance.js";
import { leftTexts } from "../../text/explain.js";
import { groupLines } from "../../text/groups.js";
import { peersLines } from "../../text/peers-words.js";
import { lateText } from "../../text/report-end.js";
import { brokenLines } from "../../text/report-frame.js";
import { fewProof, fewText } from "../../text/starts.js";
import type { Frame } from "../screen.js";
import type { Entry, Section } from "./outline.js";
import { steers } from "./steers.js";

/** Services that are full, or of which restarts take a part, before anything is planned; groups and their turns. */
export function givenSections(planned: Planned, frame: Frame): readonly Section[] {
  const { filled, peers, groups } = planned;
  const section = (
    id: string,
    title: string,
    summary: string,
    lines: readonly string[],
  ): readonly Section[] =>
    lines.length === 0 ? [] : [{ id, title, summary, entries: [{ lines, act: null }] }];
  return [
    ...section(
      "filled",
      "What the background fills",
      filled.map(({ service }) => cleanLine(service)).join(", "),
      backgroundLines(planned, filled, frame),
    ),
    ...section(
      "groups",
      "Whose devices take turns",
      groups.map(({ name }) => cleanLine(name)).join(", "),
      groupLines(planned, frame),
    ),
    ...section(
      "peers",
      "What restarts take away",
      peers.map(({ service }) => cleanLine(service)).join(", "),
      peersLines(planned, peers, frame),
    ),
  ];
}

export function leftSection(planned: Planned, frame: Frame): Section {
  const { plan, remedies } = planned;
  const left = devicesOf(plan.unscheduled);
  const late = Math.round(plan.expectedLate);
  const { shut, crowded, queued } = remedies.changes;
  const changes = [...new Set([...crowded, ...queued, ...shut])];
  const paragraph = (text: string): readonly string[] => brokenLines(text, frame.width, "");
  return {
    id: "left",
    title: "What does not fit",
    summary:
      left === 0
        ? `every device has a wave${late === 0 ? "" : `, ${grouped(late)} expected late`}`
        : `${counted(left, "device")} left out`,
    entries: [
      ...leftTexts(plan.unscheduled).map((text): Entry => ({
        // The ways out follow, each on its own.
        lines: paragraph(changes.length === 0 ? text : (text.split(";")[0] ?? text)),
        act: null,
      })),
      ...changes.map((words): Entry => ({
        lines: paragraph(`would fit with ${words} (planned again: they fit)`),
        ...steers.change(words, remedies.edits[words] ?? []),
      })),
      { lines: paragraph(`late: ${lateText(plan.expectedLate)}`), act: null },
    ],
  };
}

export function distancesSection(planned: Planned, frame: Frame): readonly Section[] {
  const { distances } = planned;
  const worst = [...distances].sort((a, b) => rank(a) - rank(b)).find((distance) => !isSafe(distance));
  if (distances.length === 0) return [];
  const [head = "", ...rows] = distanceRows(planned, distances, frame);
  return [
    {
      id: "distances",
      title: "How far from collapse",
      summary:
        worst === undefined
          ? "every service recovers from any backlog"
          : cleanLine(`${worst.service} ${mainText(planned, worst)}`),
      entries: distances.map((distance, i) => ({
        ...(i === 0 ? { before: [...brokenLines(distanceWords.intro, frame.width, ""), head] } : {}),
        lines: [
          rows[i] ?? "",
          ...(distance.peers === null
            ? []
            : brokenLines(peersSentence(planned, distance), frame.width - 2, "  ")),
        ],
        says: cleanLine(`${distance.service} ${mainText(planned, distance)}`),
        ...steers.capacity(planned, distance.service),
      })),
      after: brokenLines(distanceWords.heads, frame.width, "").map(frame.style.dim),
    },
  ];
}

export function proofSection({ plan, few }: Planned, frame: Frame): Section {
  const { certificate, groups } = plan;
  const gap = certificate.levels.reduce((most, level) => Math.max(most, level.gap), 0);
  const texts = [
    proofSentence(certificate, groups),
    ...(few === null ? [] : [...fewProof(few), fewText(few)]),
  ];
  return {
    id: "proof",
    title: "How well it is proven",
    summary:
      certificate.levels.length === 0
        ? "not at all"
        : certificate.status === "proven"
          ? "optimal"
          : `${certificate.status}, gap ${percentAtMost(gap)}`,
    entries: [
      ...texts.map((text): Entry => ({ lines: brokenLines(text, frame.width, ""), act: null })),
      ...certificate.levels.map((level): Entry => ({
        lines: brokenLines(levelText(level), frame.width, ""),
        act: null,
      })),
    ],
  };
}

type Level = Plan["certificate"]["levels"][number];

/** "exposure 181,402.5 device-hours, bound 181,345.2, gap 0.032 %" */
function levelText({ name, unit, value, bound, gap }: Level): string {
  const figure = (amount: number): string =>
    unit === "share" ? percent(amount) : grouped(amount, unit === "devices" ? 0 : 1);
  const told = unit === "share" ? figure(value) : `${figure(value)} ${unit}`;
  return `${name} ${told}, bound ${figure(bound)}, gap ${gap === 0 ? "none" : percentAtMost(gap)}`;
}

export function guessesSection({ settled, plan }: Planned, frame: Frame): Section {
  const used = assumptionsOf(
    settled.scenario,
    plan.cohorts.map(({ profile }) => profile),
  );
  const guesses = used.filter(({ guess }) => guess);
  const others = used.filter(({ guess }) => !guess);
  return {
    id: "guesses",
    title: "What is guessed",
    summary: used.length === 0 ? "nothing" : `${guesses.length} of ${used.length} numbers that are not yours`,
    entries: [...guesses, ...others].map((assumption) => assumptionEntry(assumption, frame)),
  };
}

/** Room for the sign of a guess. */
const SIGN = "  ";

function assumptionEntry({ setting, value, basis, guess }: Assumption, { width, style }: Frame): Entry {
  const [head = "", ...rest] = brokenLines(`${setting}: ${value}`, width, SIGN);
  return {
    lines: [
      guess ? head.replace(SIGN, "? ") : head,
      ...rest,
      ...brokenLines(basis, width, "      ").map(guess ? style.yellow : style.dim),
    ],
    says: cleanLine(`${setting}: ${value}${guess ? ", a guess" : ""}; ${basis}`),
    act: null,
  };
}
