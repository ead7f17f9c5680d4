/** Rings that the soaks before them, or their own date, keep from opening before the deadline. */
import { momentOf } from "../calendar/freezes.js";
import { slotStart } from "../calendar/grid.js";
import type { Rollout } from "../rollout.js";
import { pathText } from "../scenario/place.js";
import { durationText } from "../scenario/quantity.js";
import type { Ring } from "../scenario/scenario.js";
import { type Instant, instant } from "../units.js";
import type { Around } from "./around.js";
import type { Found } from "./finding.js";
import { timeWords } from "./words.js";

export function ringsTooLate({ rollout, scenario }: Around): readonly Found[] {
  const late = firstLate(rollout);
  if (late === null) return [];
  const { ring, soaked, opens } = late;
  const { timezone, deadline } = rollout;
  const index = (scenario.rings ?? []).findIndex(({ name }) => name === (soaked ?? ring).name);
  const key = soaked === null ? "opens" : "soak";
  const why =
    soaked === null ? "" : `, after a soak of ${durationText(soaked.soak)} in ring "${soaked.name}"`;
  return [
    {
      message: `ring "${ring.name}" opens ${timeWords(opens, timezone)} at the earliest${why}, and the deadline is ${timeWords(deadline, timezone)}: none of its devices restarts`,
      hint: `${soaked === null ? "let it open earlier" : "shorten the soak"}, or move the deadline`,
      place: { path: index < 0 ? "deadline" : pathText(["rings", index, key]) },
      first: opens,
      zone: timezone,
    },
  ];
}

type LateRing = {
  readonly ring: Ring;
  /** The ring whose soak it waits for; null: it has a date of its own. */
  readonly soaked: Ring | null;
  readonly opens: Instant;
};

/** The first ring that opens too late; those after it wait for it. Ring dates as in stagger/rings.ts, at their earliest. */
function firstLate(rollout: Rollout): LateRing | null {
  const { rings, release, deadline, timezone } = rollout;
  let opens = release;
  for (const [k, ring] of rings.entries()) {
    const before = rings[k - 1] ?? null;
    const soaked = ring.opens === null ? before : null;
    const end = soaked === null ? null : firstWaveEnd(soaked, opens, rollout);
    if (soaked !== null && end !== null) opens = instant(end + soaked.soak);
    if (ring.opens !== null) opens = instant(Math.max(opens, momentOf(ring.opens, timezone)));
    if (opens >= deadline) return { ring, soaked, opens };
  }
  return null;
}

/** The soonest that every cohort of the ring can have had a wave; null: none has a slot, and nothing soaks. */
function firstWaveEnd({ name }: Ring, opens: Instant, { demands, grid }: Rollout): Instant | null {
  const ends = demands
    .filter(({ cohort, isPinned }) => cohort.ring === name && !isPinned)
    .flatMap(({ behaviour }) => {
      const slot = behaviour.slots.find((open) => slotStart(grid, open) >= opens);
      return slot === undefined ? [] : [slotStart(grid, slot + 1)];
    });
  return ends.length === 0 ? null : ends.reduce((latest, end) => (end > latest ? end : latest));
}
