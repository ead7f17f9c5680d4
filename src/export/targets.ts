/** Every target of `export PLAN --to NAME`. To add one: write its file, add its name here, add its golden. */
import { csv } from "./csv.js";
import { ics } from "./ics.js";
import { json } from "./json.js";
import { markdown } from "./markdown.js";
import type { ExportTarget } from "./target.js";

export const exportTargets = { csv, json, ics, markdown } satisfies Record<string, ExportTarget>;

export type ExportTargetName = keyof typeof exportTargets;
