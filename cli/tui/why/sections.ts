/** Everything that is told of why a plan is as it is, in the order in which an admin asks. */
import { devicesOf } from "../../../src/index.js";
import type { Scene } from "../scene.js";
import { glyphs } from "../../text/glyphs.js";
import { type Style, styleFor } from "../../text/style.js";
import type { Frame, Room } from "../screen.js";
import { explainedSections } from "./limits.js";
import type { Section } from "./outline.js";
import { distancesSection, givenSections, guessesSection, leftSection, proofSection } from "./told.js";

type Made = {
  readonly explanation: Scene["facts"]["explanation"];
  readonly width: number;
  readonly style: Style;
  readonly sections: readonly Section[];
};

const remembered = new WeakMap<Scene["planned"], Made>();

/** @param frame of the lines of an entry: what stands before them is not counted */
export function sectionsOf(scene: Scene, frame: Frame): readonly Section[] {
  const known = madeBefore(scene, frame);
  if (known?.style === frame.style) return known.sections;
  const { width, style } = frame;
  const { explanation } = scene.facts;
  const made = { explanation, width, style, sections: sectionsIn(scene, frame) };
  remembered.set(scene.planned, made);
  return made.sections;
}

/** The same sections in whatever colours: for keys, which ask how many there are and how long, and draw none. */
export const sectionsSized = (scene: Scene, room: Room): readonly Section[] =>
  madeBefore(scene, room)?.sections ??
  sectionsOf(scene, { ...room, style: styleFor({ colour: false }), glyphs: glyphs.unicode });

function madeBefore({ planned, facts }: Scene, { width }: Room): Made | null {
  const made = remembered.get(planned);
  return made?.width === width && made.explanation === facts.explanation ? made : null;
}

function sectionsIn({ planned, facts }: Scene, frame: Frame): readonly Section[] {
  const left = leftSection(planned, frame);
  const isLeft = devicesOf(planned.plan.unscheduled) > 0;
  return [
    ...givenSections(planned, frame),
    ...(isLeft ? [left] : []),
    ...explainedSections(planned, facts.explanation, frame),
    ...(isLeft ? [] : [left]),
    ...distancesSection(planned, frame),
    proofSection(planned, frame),
    guessesSection(planned, frame),
  ];
}
