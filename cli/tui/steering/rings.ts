/** A ring's share of the fleet, where rings are cut from it. */
import { done, durationText, type Edit, grouped, type Ring, share, shareText } from "../../../src/index.js";
import type { Scene } from "../scene.js";
import { askedIn } from "./asked.js";
import { shareStepped } from "./services.js";
import type { Target } from "./steer.js";

export function ringTargets(scene: Scene): readonly Target[] {
  const asked = askedIn(scene).scenario.rings;
  const rings = asked ?? scene.planned.settled.placed.rings;
  return rings.map((ring, at): Target => {
    const start = shareText(shareOf(ring, rings));
    return {
      id: ring.name,
      label: ring.name,
      now:
        ring.share === null && isCut(rings) && rings.length > 1
          ? `the rest, ${start}`
          : isCut(rings)
            ? start
            : "",
      fixed: fixedWords(rings, at),
      note: devicesWords(scene, ring),
      form: {
        kind: "text",
        start,
        hint: "a share of the whole fleet, such as 5%; devices are cut by the hash of their names",
        step: (text, by) => shareStepped(text, by * (stepOf(text, by) / 100), 1),
        stepWords: "1 point, from 10 % on 5",
        signs: true,
      },
      change: (text) =>
        done({
          words: `ring ${ring.name} ${text}`,
          edits: asked === null ? [writtenOut(rings, at, text)] : shareEdits(asked, at, text),
        }),
    };
  });
}

/** One ring alone is cut as well: it takes all. */
const isCut = (rings: readonly Ring[]): boolean =>
  rings.length === 1 || rings.some((ring) => ring.share !== null);

function fixedWords(rings: readonly Ring[], at: number): string | null {
  if (!isCut(rings)) return "the inventory says who is in it: change its ring column";
  if (rings.length === 1) return "the only ring: add others in the file";
  return at === rings.length - 1 ? "takes what the others leave" : null;
}

const shareOf = (ring: Ring, rings: readonly Ring[]) =>
  ring.share ??
  share(Math.max(0, Math.round((1 - rings.reduce((sum, each) => sum + (each.share ?? 0), 0)) * 1e6) / 1e6));

const stepOf = (text: string, by: number): number => {
  const now = Number.parseFloat(text);
  return now > 10 || (now === 10 && by > 0) ? 5 : 1;
};

/** A scenario without rings gets those that it has had all the time. */
const writtenOut = (rings: readonly Ring[], at: number, text: string): Edit => ({
  kind: "set",
  path: ["rings"],
  value: rings.map(({ name, share, soak }, each) => ({
    name,
    ...(each === at ? { share: text } : share === null ? {} : { share: shareText(share) }),
    ...(soak > 0 ? { soak: durationText(soak) } : {}),
  })),
});

/** The last ring takes the rest, so that the shares sum to the whole again. */
const shareEdits = (rings: readonly Ring[], at: number, text: string): readonly Edit[] => [
  { kind: "set", path: ["rings", at, "share"], value: text },
  ...(rings.at(-1)?.share == null
    ? []
    : [{ kind: "remove", path: ["rings", rings.length - 1, "share"] } as const]),
];

function devicesWords({ planned }: Scene, { name }: Ring): string {
  const of = planned.plan.cohorts.filter(({ ring }) => ring === name);
  return `in the plan on show ${grouped(of.reduce((sum, { devices }) => sum + devices, 0))} devices`;
}
