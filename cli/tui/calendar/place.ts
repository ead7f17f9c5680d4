/** Whose calendar is on show: that of all sites on one clock, or of one site on its own. */
import {
  type AgendaEntry,
  groupBy,
  instantOfIso,
  type Plan,
  type Restart,
  type SiteAgenda,
} from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { placeOfZone } from "../../text/report-frame.js";
import { restartsIn } from "../restarts.js";
import type { Scene } from "../scene.js";

export type Place = {
  /** Cleaned. */
  readonly label: string;
  /** null: all. */
  readonly site: string | null;
  /** On whose clock days begin. */
  readonly zone: string;
  /** A second clock beside it; null: there is only one. */
  readonly otherZone: string | null;
  readonly entries: readonly AgendaEntry[];
  readonly restarts: readonly Restart[];
  readonly siteCount: number;
};

type Remembered = {
  readonly agenda: Scene["facts"]["agenda"];
  readonly zone: string;
  readonly places: readonly Place[];
};

const placesOfPlan = new WeakMap<Plan, Remembered>();

/** All sites first, where there are several. */
export function placesOf(scene: Scene): readonly Place[] {
  const { zone, planned } = scene;
  const { agenda } = scene.facts;
  const last = placesOfPlan.get(planned.plan);
  if (last !== undefined && last.agenda === agenda && last.zone === zone) return last.places;
  const places = placesIn(scene);
  placesOfPlan.set(planned.plan, { agenda, zone, places });
  return places;
}

function placesIn(scene: Scene): readonly Place[] {
  const { planned, zone } = scene;
  const agendas = agendasIn(scene);
  const restarts = groupBy(restartsIn(planned.plan), ({ cohort }) => keyOf(cohort.site, cohort.timezone));
  const siteCount = new Set(agendas.map(({ site }) => site)).size;
  const own = agendas.map(({ site, timezone, entries }): Place => {
    const several = agendas.filter((each) => each.site === site).length > 1;
    return {
      label: cleanLine((site || "no site") + (several ? ` (${placeOfZone(timezone)})` : "")),
      site: site ?? "",
      zone: timezone,
      otherZone: otherThan(timezone, zone),
      entries,
      restarts: restarts.get(keyOf(site ?? "", timezone)) ?? [],
      siteCount,
    };
  });
  if (own.length === 1) return own;
  const all: Place = {
    label: siteCount === 2 ? "both sites" : `all ${siteCount} sites`,
    site: null,
    zone,
    otherZone: otherThan(zone, "UTC"),
    entries: merged(agendas),
    restarts: restartsIn(planned.plan),
    siteCount,
  };
  return [all, ...own];
}

const keyOf = (site: string, zone: string): string => JSON.stringify([site, zone]);

const otherThan = (zone: string, other: string): string | null =>
  zone === other ? (zone === "UTC" ? null : "UTC") : other;

/** Until the agenda is known: the dates that the plan itself tells. */
function agendasIn({ facts, planned }: Scene): readonly SiteAgenda[] {
  const { cohorts, release, deadline } = planned.plan;
  const soaks = soaksOf(planned.plan);
  if (facts.agenda.state === "known" && facts.agenda.value.length > 0)
    return facts.agenda.value.map(({ entries, ...of }) => ({
      ...of,
      entries: [...entries.filter(({ kind }) => kind !== "soak"), ...soaks].sort((a, b) => a.start - b.start),
    }));
  const at = (kind: AgendaEntry["kind"], iso: string, summary: string): AgendaEntry => ({
    kind,
    start: instantOfIso(iso),
    end: instantOfIso(iso),
    summary,
    sites: null,
  });
  const entries = [
    at("release", release, "release"),
    at("deadline", deadline, "every wave has ended"),
    ...soaks,
  ];
  return [...groupBy(cohorts, ({ site, timezone }) => keyOf(site, timezone)).values()].map(([cohort]) => ({
    site: cohort?.site ?? "",
    timezone: cohort?.timezone ?? "UTC",
    entries,
  }));
}

/** An agenda tells the earliest there can be; the plan knows when they are. */
const soaksOf = ({ rings }: Plan): readonly AgendaEntry[] =>
  rings.flatMap(({ name, closes }, r) => {
    const opens = rings[r + 1]?.opens ?? closes;
    const [start, end] = [instantOfIso(closes), instantOfIso(opens)];
    return start < end ? [{ kind: "soak", start, end, summary: `after ${name}`, sites: null }] : [];
  });

/** What is the same at several sites is one entry that names them. */
function merged(agendas: readonly SiteAgenda[]): readonly AgendaEntry[] {
  const entries = agendas.flatMap((agenda) => agenda.entries);
  const alike = groupBy(entries, ({ kind, start, end, summary }) =>
    JSON.stringify([kind, start, end, summary]),
  );
  return [...alike.values()]
    .map((same): AgendaEntry => {
      const [first] = same as readonly [AgendaEntry];
      const isEverywhere = same.some(({ sites }) => sites === null);
      return {
        ...first,
        sites: isEverywhere ? null : [...new Set(same.flatMap(({ sites }) => sites ?? []))],
      };
    })
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

/** Why windows and freezes may be missing; null: they are all there. */
export function missingText({ facts }: Scene): string | null {
  const { agenda } = facts;
  switch (agenda.state) {
    case "known":
      return null;
    case "unknown":
      return "windows and freezes are not known yet";
    case "asked":
      return "reading windows and freezes";
    case "failed":
      return cleanLine(
        `windows and freezes cannot be told: ${agenda.problems[0]?.message ?? "no reason is given"}`,
      );
  }
}
