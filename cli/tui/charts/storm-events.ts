/** What happens in a simulation, each with its minute: overloads, how bad they become, when they are over. */
import {
  type Episode,
  episodesOf,
  type Grid,
  instantOfIso,
  loadFigure,
  loadText,
  minute,
  percent,
  type Plan,
  type SimulatedService,
  slotOf,
  span,
} from "../../../src/index.js";
import type { SimulationAnswer, Told } from "../../simulation.js";
import { cleanLine } from "../../text/clean.js";
import { triggerText } from "../../text/simulation-story.js";
import { countText } from "../../text/simulation-words.js";
import { isOverloaded, stormOf } from "./storm.js";

export type StormEvent = {
  readonly minute: number;
  /** Policy that it happens with; null: whatever the policy. */
  readonly policy: string | null;
  /** Cleaned. */
  readonly text: string;
};

/** In the order in which they happen. */
export const eventsOf = (answer: SimulationAnswer, plan: Plan): readonly StormEvent[] =>
  [...troubleOf(answer), ...planEvents(plan, answer.told)].sort((a, b) => a.minute - b.minute);

const known = new WeakMap<SimulationAnswer, readonly StormEvent[]>();

function troubleOf(answer: SimulationAnswer): readonly StormEvent[] {
  const remembered = known.get(answer);
  if (remembered !== undefined) return remembered;
  const { told, against } = answer;
  const made = (against === null ? [told] : [told, against]).flatMap((each) =>
    each.simulation.services.flatMap((service) => serviceEvents(service, each)),
  );
  known.set(answer, made);
  return made;
}

function serviceEvents(
  service: SimulatedService,
  { policy, simulation: { grid } }: Told,
): readonly StormEvent[] {
  const id = cleanLine(service.id);
  const event = (at: number, text: string): StormEvent => ({ minute: at, policy, text: `${id}: ${text}` });
  const worst = service.outage === null ? -1 : slotOf(grid, service.outage.from);
  const episodes = joined(episodesOf({ ...service, grid }));
  return [
    ...episodes.flatMap(([from, to]) => [
      event(from, beginning(service, from, worst >= from && worst < to)),
      ...(to >= grid.slots ? [] : [event(to, `recovered, ${span((to - from) * minute)} after it began`)]),
    ]),
    ...worstMoments(service, grid).map(([at, text]) => event(at, text)),
  ];
}

/** Minutes of calm between two overloads that are told as one. */
const CALM = 60;

const joined = (episodes: readonly Episode[]): readonly Episode[] =>
  episodes.reduce<readonly Episode[]>((all, [from, to]) => {
    const last = all.at(-1);
    return last !== undefined && from - last[1] < CALM
      ? [...all.slice(0, -1), [last[0], to]]
      : [...all, [from, to]];
  }, []);

function beginning(service: SimulatedService, at: number, isWorst: boolean): string {
  const { unit, capacity } = stormOf(service);
  const [asked, whole] = [service.run.offered[at] ?? 0, capacity?.[at] ?? 0];
  const what = isOverloaded(service, at)
    ? `demand above capacity, ${loadFigure(asked, unit)} of ${loadText(whole, unit)}`
    : "people who want to be signed in are not";
  const cause = isWorst && service.outage !== null ? ` ${triggerText(service, service.outage.trigger)}` : "";
  return cause === "" ? what : `${what}.${cause}`.replace(/\.$/, "");
}

function worstMoments(
  { outage, wanted }: SimulatedService,
  grid: Grid,
): readonly (readonly [number, string])[] {
  if (outage === null) return [];
  const { lowest, backlog } = outage;
  return [
    ...(wanted !== null && lowest.online < 0.995
      ? [[slotOf(grid, lowest.at), `worst, ${percent(lowest.online)} of the people are signed in`] as const]
      : []),
    ...(backlog.clients >= 1
      ? [
          [
            slotOf(grid, backlog.at),
            `worst, ${countText(backlog.clients)} failed and wait to try again`,
          ] as const,
        ]
      : []),
  ];
}

function planEvents(
  { release, deadline, rings }: Plan,
  { policy, simulation: { grid } }: Told,
): readonly StormEvent[] {
  const at = (iso: string): number => Math.max(0, slotOf(grid, instantOfIso(iso)));
  return [
    { minute: at(release), policy: null, text: "updates are released" },
    ...rings.map(({ name, opens }) => ({ minute: at(opens), policy, text: `ring ${cleanLine(name)} opens` })),
    { minute: at(deadline), policy: null, text: "deadline" },
  ].filter((event) => event.minute < grid.slots);
}

/** The first after `minute`; null: nothing happens any more. */
export const eventAfter = (events: readonly StormEvent[], minute: number): StormEvent | null =>
  events.find((event) => event.minute > minute) ?? null;

/** A while before the first trouble; the start where there is none. */
export function stormStart(answer: SimulationAnswer): number {
  const first = troubleOf(answer).reduce((least, event) => Math.min(least, event.minute), Infinity);
  return Number.isFinite(first) ? Math.max(0, first - CALM) : 0;
}
