/** Every dialog. To add one: its view to dialog.ts, its face here. */
import type { Face } from "../screen.js";
import type { DialogName } from "./dialog.js";
import { differenceDialog } from "./difference.js";
import { freezeDialog } from "./freeze.js";
import { helpDialog } from "./help.js";
import { paletteDialog } from "./palette.js";
import { problemsDialog } from "./problems.js";
import { quitDialog } from "./quit.js";
import { saveDialog } from "./save.js";
import { steerDialog } from "./steer.js";

const dialogs = {
  help: helpDialog,
  palette: paletteDialog,
  steer: steerDialog,
  freeze: freezeDialog,
  difference: differenceDialog,
  save: saveDialog,
  quit: quitDialog,
  problems: problemsDialog,
} satisfies { readonly [Name in DialogName]: unknown };

/** A dialog whatever its view: a view is only ever given to the dialog it came from. */
export const dialogNamed = (name: DialogName): Face<unknown> => dialogs[name] as Face<unknown>;
