/** Under which name the scenario is saved. */
import { cleanLine } from "../../text/clean.js";
import { truncate } from "../../text/fit.js";
import { fieldText } from "../field-text.js";
import { type Field, typed } from "../field.js";
import { type Face, stays } from "../screen.js";

export const saveDialog: Face<{ readonly field: Field }> = {
  title: "Save the scenario",
  keys: [
    { keys: ["enter"], label: "save", about: "write the file, comments and all", act: stays },
    {
      keys: ["escape"],
      label: "back",
      about: "save nothing",
      act: (view) => ({ view, intents: [{ kind: "close" }] }),
    },
  ],
  capture(view, key) {
    if (key.name === "enter") {
      const path = view.field.text.trim();
      return path === "" ? stays(view) : { view, intents: [{ kind: "close" }, { kind: "save", path }] };
    }
    const field = typed(view.field, key);
    return field === null ? null : stays({ field });
  },
  draw({ field }, { changes }, { width, height, style, glyphs }) {
    const told = changes
      .slice(-Math.max(1, height - 4))
      .map((words) => truncate(`  ${cleanLine(words)}`, width, glyphs.ellipsis));
    return {
      lines: [
        `as ${fieldText(field, width - 4, style)}`,
        "",
        ...(changes.length > 0 ? [style.dim("changed since it was last saved"), ...told] : []),
      ],
      says: [`Save the scenario as ${field.text}.`, ...changes],
    };
  },
};
