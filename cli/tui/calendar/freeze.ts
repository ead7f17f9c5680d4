/** From what is marked to the dialog of a freeze. */
import {
  type AgendaEntry,
  type Instant,
  isoInstant,
  isoWall,
  momentOf,
  type Scenario,
  wallOf,
} from "../../../src/index.js";
import { fieldOf } from "../field.js";
import type { Scene } from "../scene.js";
import type { Intent } from "../screen.js";
import { entriesIn } from "./events.js";
import type { Place } from "./place.js";
import { type CalendarView, markedPoint, markedSpan, placeOf } from "./view.js";

/** A new one over what is marked, at the site on show. */
export function newFreeze(view: CalendarView, scene: Scene): Intent {
  const place = placeOf(view, scene);
  const { start, end } = markedSpan(view, scene);
  const [from, to] = [wallText(start, place.zone), wallText(end, place.zone)];
  // Of an hour that comes twice the readings of the clock would be no time at all.
  const isClear = from < to;
  return opened(
    null,
    isClear ? from : isoInstant(start),
    isClear ? to : isoInstant(end),
    place.site === null ? [] : [place.site],
  );
}

const wallText = (at: Instant, zone: string): string =>
  isoWall(wallOf(at, zone)).slice(0, "2026-08-13T18:00".length);

const opened = (index: number | null, from: string, to: string, sites: readonly string[]): Intent => ({
  kind: "open",
  dialog: {
    name: "freeze",
    view: {
      at: index ?? 0,
      draft: {
        index,
        from: fieldOf(from),
        to: fieldOf(to),
        sites: fieldOf(sites.filter((site) => site !== "").join(", ")),
        focus: "whole",
      },
      problem: null,
    },
  },
});

/** That of the marked day or hour; null: there is none. What only a calendar file can change is told so. */
export function freezeAt(view: CalendarView, scene: Scene): Intent | null {
  const place = placeOf(view, scene);
  const entries = entriesIn(place, markedPoint(view, scene)).filter(({ kind }) => kind === "freeze");
  const [first] = entries;
  if (first === undefined) return null;
  const found = entries.flatMap((entry) => indexOf(entry, place, scene) ?? [])[0];
  if (found === undefined)
    return {
      kind: "say",
      text: "this freeze is not a single span of the scenario: change its calendar or rule there",
    };
  const freeze = scene.planned.settled.scenario.freezes[found.listed] as Span;
  return opened(found.written, momentText(freeze.from), momentText(freeze.to), freeze.who?.site ?? []);
}

type Span = Extract<Scenario["freezes"][number], { readonly kind: "span" }>;

const momentText = (moment: Span["from"]): string =>
  moment.kind === "instant" ? isoInstant(moment.at) : isoWall(moment.at).slice(0, "2026-08-13T18:00".length);

/** Which of the scenario's freezes it is, if only one can be: by list, and as it is written. */
function indexOf(
  { start, end }: AgendaEntry,
  { site, zone, restarts }: Place,
  scene: Scene,
): { readonly listed: number; readonly written: number } | null {
  const zones = site === null ? new Set(restarts.map(({ cohort }) => cohort.timezone)).add(zone) : [zone];
  const found = scene.planned.settled.scenario.freezes.flatMap((freeze, listed) => {
    const written = /^freezes\[(\d+)\]$/.exec(freeze.path)?.[1];
    if (freeze.kind !== "span" || written === undefined) return [];
    const isSite = site === null || (freeze.who?.site ?? [site]).includes(site);
    const isThen = [...zones].some(
      (each) => momentOf(freeze.from, each) === start && momentOf(freeze.to, each) === end,
    );
    return isSite && isThen ? [{ listed, written: Number(written) }] : [];
  });
  return found.length === 1 ? (found[0] ?? null) : null;
}
