/** Every command. To add one: write its file, add its name here, add its test. */
import { calendarCommand } from "./calendar.js";
import { checkCommand } from "./check.js";
import type { Command } from "./command.js";
import { exportCommand } from "./export.js";
import { planCommand } from "./plan.js";
import { schemaCommand } from "./schema.js";

export const commands: readonly Command[] = [
  planCommand,
  checkCommand,
  calendarCommand,
  exportCommand,
  schemaCommand,
];
