/** What a screen is, and a dialog: state, keys as data, and a picture of both. Its name stands in a table (screens/screens.ts, dialogs/dialogs.ts). */
import type { ExportTargetName } from "../../src/index.js";
import type { Glyphs } from "../text/glyphs.js";
import type { Style } from "../text/style.js";
import type { Change } from "./change.js";
import type { Dialog } from "./dialogs/dialog.js";
import type { Key, KeyName } from "./keys.js";
import type { Scene, Wish } from "./scene.js";
import type { ScreenName } from "./screen-names.js";

export { type ScreenName, screenNames } from "./screen-names.js";

/** Cells that a picture has. */
export type Room = { readonly width: number; readonly height: number };

export type Frame = Room & { readonly style: Style; readonly glyphs: Glyphs };

export type Picture = {
  /** At most `height`, none wider than `width`; texts of others are cleaned already. */
  readonly lines: readonly string[];
  /** The same for ears: whole sentences, one for each chart and table, in the order of reading. */
  readonly says: readonly string[];
};

export type Face<View> = {
  /** One word. */
  readonly title: string;
  /** In the order in which the footer shows them. */
  readonly keys: readonly Binding<View>[];
  draw(view: View, scene: Scene, frame: Frame): Picture;
  /** Sees a key before any binding does, where text is typed; null: the key is somebody else's. */
  capture?(view: View, key: Key, scene: Scene, room: Room): Turn<View> | null;
};

export type Screen<View> = Face<View> & {
  /** One sentence for help. */
  readonly about: string;
  readonly start: View;
  /** While this is so, it is given a key named "tick" ten times a second. */
  plays?(view: View): boolean;
  /** What it would like to know to draw this; asked for as soon as the thread is free, the first first. */
  wishes?(view: View, scene: Scene): readonly Wish[];
};

export type Binding<View> = {
  /** The first is shown. */
  readonly keys: readonly KeyName[];
  /** A word or two for the footer; empty: only help tells of it. */
  readonly label: string;
  /** One clause for help. */
  readonly about: string;
  act(view: View, scene: Scene, room: Room): Turn<View>;
};

/** What a key brings about: the view after it, and what is wanted of others. */
export type Turn<View> = { readonly view: View; readonly intents?: readonly Intent[] };

export type Intent =
  | { readonly kind: "go"; readonly screen: ScreenName }
  | { readonly kind: "open"; readonly dialog: Dialog }
  | { readonly kind: "close" }
  /** Whom Load and Simulate hold against the plan. */
  | { readonly kind: "rival"; readonly policy: string | null }
  /** The scenario is changed and planned again. */
  | { readonly kind: "change"; readonly change: Change }
  | { readonly kind: "undo" | "redo" }
  /** `sure`: what is not saved is given up. */
  | { readonly kind: "leave"; readonly sure?: true }
  /** Under this path; null: where it came from. */
  | { readonly kind: "save"; readonly path: string | null }
  | { readonly kind: "export"; readonly target: ExportTargetName; readonly path: string }
  /** All that `plan --out` writes. */
  | { readonly kind: "write"; readonly folder: string }
  | { readonly kind: "theme"; readonly theme: string }
  | { readonly kind: "zone" }
  /** As if this key had been pressed on the screen. */
  | { readonly kind: "press"; readonly key: Key }
  /** A line above the footer. */
  | { readonly kind: "say"; readonly text: string };

export const stays = <View>(view: View): Turn<View> => ({ view });
