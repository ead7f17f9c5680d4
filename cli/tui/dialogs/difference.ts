/** The plan on show against the saved one. */
import type { Face } from "../screen.js";

export const differenceDialog: Face<{ readonly from: number }> = {
  title: "Difference",
  keys: [
    {
      keys: ["escape"],
      label: "back",
      about: "back to the screen",
      act: (view) => ({ view, intents: [{ kind: "close" }] }),
    },
  ],
  draw: () => ({ lines: ["Difference"], says: [] }),
};
