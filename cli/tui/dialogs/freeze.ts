/** Freeze */
import { stays, type Face } from "../screen.js";
import type { FreezeView } from "./dialog.js";

export const freezeDialog: Face<FreezeView> = {
  title: "Freeze",
  keys: [
    {
      keys: ["escape"],
      label: "back",
      about: "change nothing",
      act: (view) => ({ ...stays(view), intents: [{ kind: "close" }] }),
    },
  ],
  draw: () => ({ lines: ["Freeze"], says: [] }),
};
