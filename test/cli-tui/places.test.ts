/** Every screen, driven through a real pseudo-terminal at three sizes: keys in, cells out. */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import hostile from "../hostile-cases.json" with { type: "json" };
import { temporaryFolder } from "../cli/command.js";
import { keys, type Seat, seated } from "./pty.js";

const scenario = `# What is to be kept: this line,
version: 1
name: Places # and this one
release: { at: 2026-08-11T17:00:00Z }
timezone: Europe/Berlin
fleet:
  - { site: Berlin, devices: 300 }
  - { site: Pune, devices: 100, timezone: Asia/Kolkata }
window: Mon-Fri 21:00-05:00 # site-local
deadline: 7d
freezes:
  - { from: 2026-08-14T12:00, to: 2026-08-15T12:00, sites: [Pune] } # stocktaking
services:
  vpn: { preset: vpn-concentrator, capacity: 6/min } # one box
  login: { preset: active-directory, capacity: 2/s, background: { peak: 0.3/s, shape: office-day } }
`;

/** All of them in `npm run check:places`; the narrowest, where most can go wrong, always. */
const sizes = (
  [
    [80, 24],
    [120, 40],
    [200, 60],
  ] as const
).slice(0, process.env["SIZES"] === "all" ? 3 : 1);

async function opened(columns: number, rows: number): Promise<{ seat: Seat; folder: string; file: string }> {
  const folder = temporaryFolder();
  const file = path.join(folder, "places.yaml");
  writeFileSync(file, scenario);
  const seat = seated(["tui", "places.yaml", "--now", "2026-08-12T05:42:00Z"], {
    columns,
    rows,
    cwd: folder,
  });
  await seat.until("planned in");
  return { seat, folder, file };
}

/** Of the body: header and footer say much the same everywhere. */
const bodyOf = (text: string): string => text.split("\n").slice(2, -3).join("\n");

/** The keys bring this about on the body. */
async function brings(seat: Seat, pressed: readonly string[], what: RegExp): Promise<void> {
  seat.press(...pressed);
  await seat.until((text) => what.test(bodyOf(text)));
}

/** The keys change something on the body. */
async function moves(seat: Seat, ...pressed: readonly string[]): Promise<void> {
  const before = bodyOf(seat.text());
  seat.press(...pressed);
  await seat.until((text) => bodyOf(text) !== before);
}

describe.each(sizes)("at %d x %d", (columns, rows) => {
  test("one looks at a plan from every side", async () => {
    const { seat, folder } = await opened(columns, rows);
    await brings(seat, [], /FITS/);
    await moves(seat, "]");

    await brings(seat, ["2"], /August 2026/);
    await moves(seat, keys.right);
    await brings(seat, [keys.enter], /Thu 13 Aug/);
    seat.press(keys.escape);

    await brings(seat, ["3"], /limit/);
    await moves(seat, keys.right);
    await moves(seat, "+");
    await brings(seat, ["b"], /[\u2801-\u28ff]/u);

    await brings(seat, ["4"], /Berlin\//);
    await brings(seat, ["/", ..."pune"], /2 of 4 cohorts/);
    expect(bodyOf(seat.text())).not.toMatch(/Berlin\/windows-office\/broad/);
    await brings(seat, [keys.enter, keys.enter], /Kolkata|Asia/);
    await moves(seat, keys.escape);

    await brings(seat, ["6"], /NOBODY PLANS/);
    await moves(seat, " ");
    // It goes on by itself.
    await moves(seat);
    await moves(seat);
    seat.press(" ");

    await brings(seat, ["7"], /What limits it/);
    await moves(seat, " ");

    await brings(seat, ["8"], /knee|least rise|fastest/);

    await brings(seat, ["9"], /markdown/);
    await brings(seat, [keys.down, keys.enter], /y\b/);
    seat.press("y");
    await seat.until(/wrote /);
    expect(existsSync(path.join(folder, "plans/2026-08/waves.csv"))).toBe(true);

    await brings(seat, ["5"], /even/);
    await moves(seat, keys.down);
    seat.press("q");
    expect((await seat.ended).exitCode).toBe(0);
    expect(seat.buffer()).toBe("normal");
  });

  test("one changes it, sees what that does, takes it back, and saves it", async () => {
    const { seat, file } = await opened(columns, rows);
    seat.press("d");
    await seat.until("Deadline");
    seat.press(keys.up, keys.up, keys.enter);
    await seat.until((text) => /^ Places \*/.test(text) && text.includes("planned in"));
    seat.press("D");
    await brings(seat, [], /7d.*9d|deadline/i);
    seat.press(keys.escape, "u");
    await seat.until(/undone: .*9d/);
    expect(seat.text()).toMatch(/^ Places {3}/);
    seat.press("y");
    await seat.until((text) => /^ Places \*/.test(text));
    seat.press("q");
    await seat.until("not saved");
    seat.press("s", keys.enter);
    await seat.until("saved places.yaml");
    expect(readFileSync(file, "utf8")).toBe(scenario.replace("deadline: 7d", "deadline: 9d"));
    seat.press("q");
    expect((await seat.ended).exitCode).toBe(0);
  });
});

test("a change that cannot be planned is told, and the plan stays", async () => {
  const { seat, file } = await opened(100, 30);
  seat.press("w");
  await seat.until("Window");
  seat.press(keys.enter, ...Array<string>(30).fill(keys.backspace), ..."Xyz", keys.enter);
  await seat.until((text) => /cannot|no such|Xyz/.test(bodyOf(text)));
  seat.press(keys.escape, keys.escape, keys.escape);
  await seat.until(/^ Places {3}/);
  expect(readFileSync(file, "utf8")).toBe(scenario);
});

test("hostile names change nothing outside their cell", async () => {
  const folder = temporaryFolder();
  // A file with NUL in it is no CSV and is refused whole.
  const inputs = hostile
    .filter(({ group, input }) => group === "tui" && !input.includes("\u0000"))
    .map(({ input }) => input);
  expect(inputs.length).toBeGreaterThan(5);
  const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
  const rows = inputs.flatMap((name, i) => [
    `${quoted(name)},${quoted(`site${i}${name}`)}`,
    `pc${i},${quoted(name)}`,
  ]);
  writeFileSync(path.join(folder, "fleet.csv"), `device,site\n${rows.join("\n")}\npc,Berlin\n`);
  const seat = seated(
    ["tui", "fleet.csv", "--window", "21:00-05:00", "--timezone", "UTC", "--now", "2026-08-01T00:00:00Z"],
    { columns: 80, rows: 24, cwd: folder },
  );
  await seat.until("planned in");
  for (const screen of "123456789") {
    seat.press(screen);
    await seat.until(new RegExp(`\\[${screen} \\w+\\]`));
    await seat.until((text) => /q quit\n$/.test(text));
    for (const row of seat.rows()) expect(row.length).toBeLessThanOrEqual(2 * 80);
  }
  const written = seat.written();

  expect(written).not.toMatch(/[\u0007\u0000\u0080-\u009f\u200b\u202e]/u);
  seat.press("q");
  expect((await seat.ended).exitCode).toBe(0);
});
