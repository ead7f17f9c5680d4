/** What the command line asks to be planned: a scenario file with overrides, or a bare inventory with a service of its own. */
import path from "node:path";
import {
  done,
  failed,
  instant,
  type Outcome,
  parseDate,
  parseInstant,
  type Problem,
  type Request,
} from "../src/index.js";
import { type Given, textOf, wrongOption } from "./commands/command.js";
import { inputsBeside, readText } from "./files.js";
import type { World } from "./world.js";

/** Options that take the place of a key of the scenario. */
const overriding = ["goal", "headroom", "deadline", "slot"] as const;
/** Options that only a bare inventory has use for. */
const inventoryOnly = ["window", "capacity", "profile", "timezone"] as const;

export const isInventory = (file: string): boolean => /\.(csv|tsv|txt)$/i.test(file);

export async function requestOf(world: World, file: string, options: Given): Promise<Outcome<Request>> {
  const now = nowOf(world, options);
  if (!now.ok) return now;
  const overrides = Object.fromEntries(
    overriding.flatMap((name) =>
      textOf(options, name) === undefined ? [] : [[name, textOf(options, name)]],
    ),
  );
  const folder = path.dirname(path.resolve(file));
  const common = { file, now: now.value, inputs: await inputsBeside(folder) };
  if (isInventory(file)) {
    const text = inventoryScenario(path.basename(file), options);
    return text.ok ? done({ ...common, file: "", text: text.value, overrides }) : text;
  }
  const stray = inventoryOnly.filter((name) => textOf(options, name) !== undefined);
  if (stray.length > 0) return failed(...stray.map((name) => strayOption(name, file)));
  const text = await readText(file);
  return text.ok ? done({ ...common, text: text.value, overrides }) : text;
}

function nowOf(world: World, options: Given): Outcome<Request["now"]> {
  const text = textOf(options, "now");
  if (text === undefined) return done(instant(Math.floor(world.now() / 1000) * 1000));
  const at = parseInstant(text);
  if (at.ok) return at;
  const date = parseDate(text);
  if (date.ok) return done(instant(date.value));
  return failed(wrongOption("--now", `"${text}" is no instant`, "write 2026-08-11T17:00:00Z, or a date"));
}

const strayOption = (name: string, file: string): Problem =>
  wrongOption(
    `--${name}`,
    `goes with a bare inventory (.csv), and ${file} is a scenario`,
    `write \`${name}\` into the scenario`,
  );

/** One service `login` for all sites. */
function inventoryScenario(file: string, options: Given): Outcome<string> {
  const window = textOf(options, "window");
  if (window === undefined) {
    return failed(
      wrongOption(
        "--window",
        "a bare inventory needs a window",
        "add --window 21:00-05:00, site-local; or --window 'Mon-Fri 21:00-05:00'",
      ),
    );
  }
  const written = (name: string, key = name) =>
    textOf(options, name) === undefined ? {} : { [key]: textOf(options, name) };
  return done(
    JSON.stringify({
      version: 1,
      name: file,
      release: { calendar: "microsoft", on: "next" },
      fleet: { file },
      window,
      ...written("deadline"),
      ...written("profile"),
      ...written("timezone"),
      services: { login: { capacity: textOf(options, "capacity") ?? "unknown", ...written("headroom") } },
    }),
  );
}
