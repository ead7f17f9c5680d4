/** Wrong input of every kind: exit 2, all problems at once with their places and ways out, and nothing written. */
import { execFileSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, symlinkSync, writeSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { acts, call, run, scenario, temporaryFolder, write } from "./command.js";

const folder = temporaryFolder();
const bare = ["--window", "21:00-05:00", "--now", "2026-08-01"];

/** A line of errors, from its place to the way out. */
const errors = async (argv: readonly string[]): Promise<readonly string[]> => {
  const { code, stdout, stderr } = await call(["plan", ...argv, "--out", path.join(folder, "out")], {
    cwd: folder,
  });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(existsSync(path.join(folder, "out")), "nothing is written").toBe(false);
  expect(stderr).not.toMatch(/\n\s+at |Error:/);
  expect(acts(stderr)).toBe(false);
  const lines = stderr.trimEnd().split("\n");
  expect(lines.at(-1)).toBe(
    `${lines.length - 1} problem${lines.length === 2 ? "" : "s"}, nothing was written.`,
  );
  for (const line of lines.slice(0, -1)) expect(line).toMatch(/^error .+ \[[a-z-]+(?:\.[a-z-]+)?\]/);
  return lines.slice(0, -1).map((line) => line.replace(/^error /, ""));
};

/** 200 MB on one line, in pieces that fit any memory. */
function bigFile(name: string): void {
  const file = openSync(path.join(folder, name), "w");
  const piece = Buffer.alloc(1 << 20, "a");
  for (let megabytes = 0; megabytes < 200; megabytes++) writeSync(file, piece);
  closeSync(file);
}

beforeAll(() => {
  mkdirSync(path.join(folder, "folder.csv"));
  mkdirSync(path.join(folder, "folder.yaml"));
  mkdirSync(path.join(folder, "taken", "plan.json"), { recursive: true });
  execFileSync("mkfifo", ["pipe.csv", "pipe.yaml"], { cwd: folder });
  symlinkSync("/dev/zero", path.join(folder, "zero.csv"));
  symlinkSync("/dev/zero", path.join(folder, "zero.yaml"));
  bigFile("big.csv");
  bigFile("big.yaml");
  const levels = [
    "a: &a [x,x,x,x,x,x,x,x,x]",
    ..."bcdefghi".split("").map((l, i) => `${l}: &${l} [${Array(9).fill(`*${"abcdefgh"[i]}`).join(",")}]`),
  ];
  write(folder, {
    "empty.csv": "",
    "header.csv": "device,site\n",
    "gz.csv": gzipSync("device\npc1\n"),
    "binary.csv": Buffer.from([0x64, 0x0a, 0, 1, 2, 3]),
    "latin1.csv": Buffer.from("device,site,timezone\npc1,M\xfcnchen,Europe/Berlin\n", "latin1"),
    "quote.csv": 'device,site\n"pc1,HQ\npc2,HQ\n',
    "twice.csv": "name,name\npc1,pc2\n",
    "columns.csv": "serial,colour\n1,red\n",
    "nozone.csv": "device,site\npc1,HQ\n",
    "good.csv": "device,timezone\npc1,Europe/Berlin\n",
    "load.csv": "time,perSecond\n2026-08-03T00:00:00Z,1\n",
    "bomb.yaml": `${levels.join("\n")}\n`,
    "deep.yaml": "[".repeat(20_000),
    "latin1.yaml": Buffer.from("name: M\xfcnchen\n", "latin1"),
    "empty.yaml": "",
    "syntax.yaml": "version: 1\n  release: [\n",
    "one.ics":
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20260811T170000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    "dcs.csv":
      "device,timezone,group\nDC-01,Europe/Berlin,controllers\nDC-02,Europe/Berlin,controllers\npc1,Europe/Berlin,\n",
    "fine.yaml": scenario(),
  });
});

describe("a scenario", () => {
  test.each([
    ["missing", "nope.yaml", "nope.yaml: no such file [file.unreadable]  check the path"],
    ["that is a folder", "folder.yaml", "folder.yaml: a directory, but a file is needed [file.not-a-file]"],
    [
      "that is a pipe",
      "pipe.yaml",
      "pipe.yaml: a pipe or a device, but a regular file is needed [file.not-a-file]",
    ],
    [
      "that is /dev/zero",
      "zero.yaml",
      "zero.yaml: a pipe or a device, but a regular file is needed [file.not-a-file]",
    ],
    ["of 200 MB on one line", "big.yaml", "big.yaml: more than 64 MB [file.too-large]"],
    ["that is not UTF-8", "latin1.yaml", "latin1.yaml: not UTF-8 text [file.not-text]"],
    ["that is empty", "empty.yaml", "empty.yaml:1:1: the document is empty [document.empty]"],
    ["that is a YAML alias bomb", "bomb.yaml", "bomb.yaml:2:"],
    [
      "nested without end",
      "deep.yaml",
      "deep.yaml:1:66: the document is nested more than 64 levels deep [document.too-deep]",
    ],
  ])("%s", async (_, file, line) => {
    const found = await errors([file]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(line);
  });

  test("with many things wrong tells them all, each with line and column", async () => {
    write(folder, {
      "many.yaml": scenario({
        release: "{ calendar: microsoft, on: 2026-13 }",
        fleet: "[ { site: A, devices: 0 }, { site: B, devices: -3 }, { site: C, devices: .nan } ]",
        window: "Mon-Fri 25:00-05:00",
        deadline: "7x",
        services: "{ vpn: { preset: vpn-concentrator, capacity: -4/s }, b: { capacity: .nan } }",
        more: "servces: {}\nprofiles: { p: { extends: windows-office, windows: [ { rrule: 'FREQ=SOMETIMES', lasts: 8h } ] } }",
      }),
    });
    const found = await errors(["many.yaml"]);
    expect(found.map((line) => line.split(": ")[0])).toEqual([
      "many.yaml:3:33 release.on",
      "many.yaml:4:21 fleet[0].devices",
      "many.yaml:4:46 fleet[1].devices",
      "many.yaml:4:72 fleet[2].devices",
      "many.yaml:5:1 window",
      "many.yaml:6:1 deadline",
      "many.yaml:7:46 services.vpn.capacity",
      "many.yaml:7:69 services.b.capacity",
      "many.yaml:8:1 servces",
      "many.yaml:9:56 profiles.p.windows[0].rrule",
    ]);
    expect(found.join("\n")).toContain('unknown key "servces" [key.unknown]  did you mean "services"?');
    for (const line of found) expect(line, "a way out").toMatch(/\] {2}\S/);
    const asProcess = await run(["plan", "many.yaml"], { cwd: folder });
    expect(asProcess).toEqual(await call(["plan", "many.yaml"], { cwd: folder }));
  });

  test.each([
    [
      "an inventory that is missing",
      { fleet: "{ file: none.csv }" },
      4,
      "fleet.file: none.csv: no such file [file.unreadable]",
    ],
    [
      "an inventory that is a folder",
      { fleet: "{ file: folder.csv }" },
      4,
      "fleet.file: folder.csv: a directory, but a file is needed",
    ],
    [
      "a freeze calendar that is a folder",
      { more: "freezes: [ { calendar: ./folder.csv } ]" },
      8,
      "freezes[0].calendar: ./folder.csv: a directory",
    ],
    [
      "a measured load that is missing",
      { services: "{ login: { capacity: 4/s, background: { csv: no.csv } } }" },
      7,
      "services.login.background.csv: no.csv: no such file",
    ],
    [
      "an unknown calendar",
      { release: "{ calendar: mircosoft, on: 2026-08 }" },
      3,
      'release.calendar: no calendar "mircosoft" [calendar.unknown]',
    ],
    [
      "a month without a release",
      { release: "{ calendar: ./one.ics, on: 2026-09 }" },
      3,
      'release: no release in 2026-09 in "./one.ics" [release.none]  the nearest: 2026-08-11',
    ],
    [
      "a presence that never comes",
      {
        more: 'profiles: { windows-office: { extends: windows-office, presence: { rrule: "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;BYHOUR=8;BYMINUTE=0", spread: { fixed: 0m }, lasts: 1h } } }',
      },
      8,
      "presence: people of profile",
    ],
  ])("with %s says where", async (name, changes, line, text) => {
    const file = `${name.replaceAll(" ", "-")}.yaml`;
    write(folder, { [file]: scenario(changes) });
    const found = await errors([file]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(new RegExp(`^${file}:${line}:\\d+ `));
    expect(found[0]).toContain(text);
  });

  test("with files missing everywhere tells them all", async () => {
    write(folder, {
      "gone.yaml": scenario({
        release: "{ calendar: ./zz.ics, on: 2026-08 }",
        fleet: "{ file: none.csv }",
        services: "{ login: { capacity: 4/s, background: { csv: no.csv } } }",
        more: "freezes: [ { calendar: ./folder.csv } ]",
      }),
    });
    expect((await errors(["gone.yaml"])).map((line) => line.split(" ")[1])).toEqual([
      "release.calendar:",
      "fleet.file:",
      "freezes[0].calendar:",
      "services.login.background.csv:",
    ]);
  });
});

describe("turns of groups", () => {
  const withOrder = (order: string): string =>
    scenario({ fleet: "{ file: dcs.csv }", more: `rings: [{ name: all, share: 100% }]\norder: ${order}` });

  test.each([
    [
      "values that are none",
      "{ controllers: { atOnce: 0, settle: soon, sequence: dc-01, capacityOf: logn, first: [dc-01] } }",
      [
        "order.controllers.atOnce: 0 is no number of devices [order.at-once]  write a number of devices such as 1",
        'order.controllers.settle: "soon" is not a duration [duration.syntax]',
        'order.controllers.sequence: expected a list, not "dc-01" [value.type]  write a list such as [dc-03, dc-02]',
        'order.controllers.capacityOf: there is no service "logn" [service.unknown]  did you mean "login"?',
        'order.controllers.first: unknown key "first" [key.unknown]',
      ],
    ],
    [
      "a group that nobody is in",
      "{ controlers: {} }",
      [
        'order.controlers: no device of the fleet is in the group "controlers" [order.unknown-group]  did you mean "controllers"?',
      ],
    ],
    [
      "devices that are not in the group, or in two places",
      "{ controllers: { sequence: [dc01, pc1, DC-02], last: [dc-02, { site: Rome }] } }",
      [
        'order.controllers.sequence[0]: no device of the group is "dc01" [order.nobody]  did you mean "DC-01"?',
        'order.controllers.sequence[1]: no device of the group is "pc1" [order.nobody]  known: DC-01, DC-02',
        "order.controllers.last[0]: its devices stand in order.controllers.sequence[2] already [order.twice]",
        "order.controllers.last[1]: no device of the group is meant by this [order.nobody]",
      ],
    ],
  ])("with %s", async (_, order, expected) => {
    write(folder, { "turns.yaml": withOrder(order) });
    const found = await errors(["turns.yaml"]);
    expect(found).toHaveLength(expected.length);
    for (const text of expected) expect(found.join("\n")).toContain(text);
    for (const line of found) expect(line).toMatch(/^turns\.yaml:\d+:\d+ order\./);
  });
});

describe("an inventory", () => {
  test.each([
    ["missing", "nope.csv", "nope.csv: no such file [file.unreadable]"],
    ["that is a folder", "folder.csv", "folder.csv: a directory, but a file is needed"],
    ["that is a pipe", "pipe.csv", "pipe.csv: a pipe or a device, but a regular file is needed"],
    ["that is /dev/zero", "zero.csv", "zero.csv: a pipe or a device, but a regular file is needed"],
    ["of 200 MB on one line", "big.csv", "big.csv:1: the row that starts here is longer than 1 MB"],
    ["that is empty", "empty.csv", "empty.csv: the file is empty"],
    ["with a header alone", "header.csv", "header.csv: there is a header but no row"],
    ["that is packed", "gz.csv", "gz.csv: this is a binary file (gzip), not CSV"],
    ["that is binary", "binary.csv", "binary.csv:2: this is a binary file"],
    ["that is not UTF-8", "latin1.csv", "latin1.csv:2: these bytes are not UTF-8"],
    ["with a quote that nothing closes", "quote.csv", "quote.csv:2: "],
    ["with the same column twice", "twice.csv", 'twice.csv:1: columns 1 ("name") and 2 ("name")'],
    ["without a column of devices", "columns.csv", "columns.csv:1: no column names the devices"],
    ["whose devices have no zone", "nozone.csv", "nozone.csv:2: none of the 1 rows names a usable device"],
  ])("%s", async (_, file, line) => {
    const found = await errors([file, ...bare]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(line);
  });
});

describe("options", () => {
  test("of a bare inventory are told by their own names, all at once", async () => {
    const argv = [
      "good.csv",
      "--window",
      "25:00-1",
      "--capacity",
      "-4/s",
      "--profile",
      "foo",
      "--timezone",
      "Mars/X",
      "--headroom",
      "200%",
      "--deadline",
      "7x",
      "--slot",
      "7m",
      "--goal",
      "best",
      "--now",
      "x",
      "--policy",
      "p",
    ];
    const places = (await errors(argv)).map((line) => line.split(": ")[0]);
    expect([...places].sort()).toEqual([
      "--capacity",
      "--deadline",
      "--goal",
      "--headroom",
      "--now",
      "--policy",
      "--profile",
      "--slot",
      "--timezone",
      "--window",
    ]);
  });

  test.each(["NaN", "0/s", "-1/s", ""])("--capacity %j is refused", async (capacity) => {
    const found = await errors(["good.csv", ...bare, "--capacity", capacity]);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/^--capacity: /);
  });

  test("--window is asked for, and what else is wrong told with it", async () => {
    const found = await errors(["nope.csv", "--now", "garbage"]);
    expect(found.map((line) => line.split(": ")[0])).toEqual(["--now", "--window", "nope.csv"]);
  });

  test("that go with an inventory are refused beside a scenario", async () => {
    const found = await errors(["fine.yaml", "--capacity", "4/s", "--window", "21:00-05:00"]);
    expect(found.map((line) => line.split(": ")[0])).toEqual(["--window", "--capacity"]);
  });
});

describe("a place to write to", () => {
  const refused = async (out: string) => {
    const { code, stdout, stderr } = await call(["plan", "fine.yaml", "--out", out], { cwd: folder });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).not.toMatch(/\n\s+at |Error:/);
    return stderr;
  };

  test("that is a file is refused, and the file stays", async () => {
    expect(await refused("good.csv")).toContain("good.csv: not a folder [file.not-written]");
    expect(await refused("good.csv/below")).toContain("not a folder [file.not-written]");
  });

  test("that is a device is refused", async () => {
    expect(await refused("/dev/null")).toContain("/dev/null: not a folder [file.not-written]");
  });

  test("where a folder has a file's name is refused", async () => {
    expect(await refused("taken")).toContain("a folder stands where a file is to be written");
    expect(readdirSync(path.join(folder, "taken"))).toEqual(["plan.json"]);
  });

  // Node 20's own recursive mkdir never ends here.
  test("where no folder can be made is refused, without a hang", async () => {
    expect(await refused("/proc/second-tuesday")).toContain("a folder cannot be made here");
  });

  test("that is not named is refused", async () => {
    expect(await refused("")).toContain("--out: no folder is named [option]");
  });
});
