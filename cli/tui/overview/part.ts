/** What each part of the overview is drawn from, and how it is called. */
import type { Glyphs } from "../../text/glyphs.js";
import type { Style } from "../../text/style.js";
import type { Scene } from "../scene.js";
import type { Pane } from "./pane.js";

export const partNames = ["safe", "now", "curve", "waves", "limits", "look"] as const;
export type PartName = (typeof partNames)[number];

export type OverviewView = {
  /** Id of the service whose curve is drawn; null: the tightest. */
  readonly service: string | null;
  /** Which wave is marked. */
  readonly at: number;
  /** Which part enter tells more of. */
  readonly focus: PartName;
};

/** `width`: cells that the part has. */
export type PartFrame = { readonly width: number; readonly style: Style; readonly glyphs: Glyphs };

export type Part = Pane<PartName>;

/** A part that is lines in the order of their importance. */
export const partOf = (
  name: PartName,
  title: string,
  lines: readonly string[],
  least: number,
  right = "",
): Part => ({
  name,
  title,
  right,
  least: Math.min(least, lines.length),
  most: lines.length,
  draw: ({ height }) => lines.slice(0, height),
});

/** The index of the service whose curve is drawn; -1: there are no services. */
export function chosenService({ planned }: Scene, { service }: OverviewView): number {
  const { services } = planned.plan;
  const chosen = services.findIndex(({ id }) => id === service);
  return chosen >= 0 ? chosen : services.findIndex(({ id }) => id === tightestId(services));
}

function tightestId(services: Scene["planned"]["plan"]["services"]): string | null {
  const used = ({ peak, limit }: (typeof services)[number]): number =>
    limit === null ? 0 : peak.load / (limit[peak.slot] ?? Infinity);
  const [most] = [...services].sort((a, b) => used(b) - used(a));
  return most?.id ?? null;
}
