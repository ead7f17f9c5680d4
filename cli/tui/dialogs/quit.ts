/** Somebody leaves, and there is something unsaved. */
import { counted } from "../../../src/index.js";
import { cleanLine } from "../../text/clean.js";
import { truncate } from "../../text/fit.js";
import { type Face } from "../screen.js";

export const quitDialog: Face<Record<never, never>> = {
  title: "Not saved",
  keys: [
    {
      keys: ["s", "S"],
      label: "save",
      about: "save the scenario",
      act: (view) => ({ view, intents: [{ kind: "close" }, { kind: "save", path: null }] }),
    },
    {
      keys: ["q", "ctrl+c"],
      label: "quit without",
      about: "give the changes up",
      act: (view) => ({ view, intents: [{ kind: "leave", sure: true }] }),
    },
    {
      keys: ["escape"],
      label: "stay",
      about: "stay",
      act: (view) => ({ view, intents: [{ kind: "close" }] }),
    },
  ],
  draw: (_view, { changes }, { width, height, glyphs }) => ({
    lines: [
      `${counted(changes.length, "change")} of the scenario ${changes.length === 1 ? "is" : "are"} not saved:`,
      ...changes
        .slice(-Math.max(1, height - 2))
        .map((words) => truncate(`  ${cleanLine(words)}`, width, glyphs.ellipsis)),
    ],
    says: [`${counted(changes.length, "change")} not saved: ${changes.join("; ")}.`],
  }),
};
