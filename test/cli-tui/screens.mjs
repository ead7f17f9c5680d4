/**
 * Draws docs/screens anew from a real run of the built-in example: each screen as text, which docs/terminal.md shows, and the first one
 * as a picture for the README.
 * `npm run screens`; what it draws is to be looked at before it is committed.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { keys, seated } from "../support/seat.mjs";
import { pictureOf } from "./picture.mjs";

const scenario = "examples/contoso/scenario.yaml";
/** Wednesday morning after the release. */
const now = "2026-08-12T05:42:00Z";
const folder = "docs/screens";

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Each screen: its key, what is pressed there, what must be seen before it is drawn. */
const screens = [
  ["overview", "1", [], /FITS/],
  ["calendar", "2", [], /August 2026/],
  ["load", "3", [], /unmanaged +(?:<|\d)/],
  ["schedule", "4", [], /all together/],
  ["policies", "5", [], / even /],
  ["simulate", "6", ["j", "j", "j"], /NOBODY PLANS/],
  ["why", "7", [], /every window from/],
  ["frontier", "8", [], /fastest/],
  ["export", "9", [keys.end], /change-request/],
];

/** Until nothing has moved for two seconds. */
async function settled(seat) {
  for (let [still, last] = [0, ""]; still < 8;) {
    await pause(250);
    const seen = seat.text();
    still = seen === last ? still + 1 : 0;
    last = seen;
  }
}

mkdirSync(folder, { recursive: true });
for (const [columns, rows, which] of [
  [120, 40, screens],
  [80, 24, screens],
  [200, 60, screens.slice(0, 4)],
]) {
  const seat = seated(["tui", scenario, "--now", now], { columns, rows });
  await seat.until("planned in");
  for (const [name, key, more, needed] of which) {
    seat.press(key);
    await pause(300);
    seat.press(...more);
    await seat.until(needed, 90_000);
    await settled(seat);
    const text = `${seat.rows().join("\n").trimEnd()}\n`;
    writeFileSync(`${folder}/${name}-${columns}x${rows}.txt`, text);
    if (name === "overview" && columns === 120)
      writeFileSync(`${folder}/overview.svg`, pictureOf(seat, columns, rows - 1));
    process.stderr.write(`${name} ${columns}x${rows}\n`);
  }
  seat.press(keys.ctrlC);
  await pause(200);
  seat.kill("SIGKILL");
  await seat.ended;
}

let page = readFileSync("docs/terminal.md", "utf8");
for (const [name] of screens) {
  const shown = new RegExp(`(\\(screens/${name}-80x24\\.txt\\)\n\n\`\`\`\n)[^]*?(\`\`\`\n)`);
  if (!shown.test(page)) throw new Error(`docs/terminal.md has no place for ${name}`);
  page = page.replace(
    shown,
    (_, before, after) => before + readFileSync(`${folder}/${name}-120x40.txt`, "utf8") + after,
  );
}
writeFileSync("docs/terminal.md", page);
