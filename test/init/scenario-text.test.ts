import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { serviceChoices } from "../../cli/init/service-questions.js";
import { readScenario } from "../../src/scenario/read.js";
import { interviewed, textOf } from "./given.js";

const read = (text: string) => {
  const scenario = readScenario(text, { file: "scenario.yaml" });
  if (!scenario.ok) throw new Error(`${JSON.stringify(scenario.problems)}\n${text}`);
  return scenario.value;
};

const contoso = { "fleet.csv": readFileSync("examples/contoso/fleet.csv", "utf8") };

test("the scenario of the built-in example's fleet is this", async () => {
  const text = textOf(
    await interviewed(contoso, {
      service: "vpn-concentrator",
      capacity: "28/min",
      background: "8/min",
      window: "Mon-Fri 21:00-05:00",
    }),
  );
  expect(text).toMatchInlineSnapshot(`
    "# A scenario of second-tuesday, begun with \`second-tuesday init\`.
    # Plan it:  second-tuesday plan scenario.yaml
    # What stands behind a # holds by default, or shows a form: take the # away and write your own.
    # Keys and their forms: docs/formats.md, by chapter. Numbers of presets with their sources: plan --assumptions
    version: 1                                          # of this format
    # name: My rollout                                  # title of the plan

    release: { calendar: microsoft, on: next }          # whose updates (nobody chose); on: a month such as 2026-08, or next
    window: Mon-Fri 21:00-05:00                         # when restarts may start, site-local; other forms: When and who
    # deadline: 7d                                      # every wave ends before release + this
    # goal: fastest                                     # fastest: least exposure; flattest: least rise of load
    # waves: fine                                       # fine: any slot; few: a handful of start times to build
    # slot: 15m                                         # step of the plan: 5m 10m 15m 20m 30m 60m
    # freezes: [ { calendar: freezes.ics } ]            # when no restart may start; none by default

    # 12,210 rows: 12,210 usable devices
    # taken for: device device, site site, profile profile, timezone timezone
    fleet: { file: fleet.csv }                          # the inventory, from this file's folder; other columns: Inventory
    # cut by a hash of the name; soak: the wait before the next
    # rings: [ { name: pilot, share: 1%, soak: 24h }, { name: broad } ]

    timezone: Europe/Berlin                             # of times that belong to no site, a guess: check it
    # zones and public holidays of sites
    # sites: { Berlin: { timezone: Europe/Berlin, holidays: DE-BE } }

    # kinds of clients; what stands beside extends differs from the preset
    profiles:
      office: { extends: windows-office }               # a guess, by its name
      laptop: { extends: windows-laptop }               # a guess, by its name
      kiosk: { extends: windows-kiosk }                 # a guess, by its name
      server: { extends: windows-server }               # a guess, by its name

    services:                                           # what restarts put load on; more keys: Scenario, Service
      # A VPN gateway: people who are away sign in when they are next there
      vpn:
        preset: vpn-concentrator                        # what stands below goes before it
        capacity: 28/min                                # what it can serve
        # headroom: 40%                                 # share of the capacity left unused
        # what comes anyway; the shape is a guess, on the clock of timezone; or { csv: load.csv }, measured
        background: { peak: 8/min, shape: office-day }
        # sites: [ Berlin ]                             # those it serves; every site by default

    # And more: exclude, pins, order (groups that take turns), change, today, policies: docs/formats.md
    "
  `);
  expect(read(text).services.get("vpn")).toMatchObject({ preset: "vpn-concentrator", headroom: 0.4 });
});

test.each(serviceChoices.map(({ value }) => value))("a scenario for %s reads back", async (service) => {
  const files = { "a.csv": "device,tz\npc,UTC\n" };
  for (const capacity of ["unknown", "40/min"]) {
    const scenario = read(textOf(await interviewed(files, { service, capacity })));
    expect([...scenario.services.values()][0]?.preset).toBe(service === "login" ? null : service);
  }
});

test("several windows are a list, and every answer that was given stands in it", async () => {
  const scenario = read(
    textOf(
      await interviewed(contoso, {
        window: "Mon-Fri 21:00-05:00; Sat 08:00-20:00",
        deadline: "9d",
        calendar: "oracle",
      }),
    ),
  );
  expect(scenario.profiles.get("office")?.windows.map(({ text }) => text)).toEqual([
    "Mon-Fri 21:00-05:00",
    "Sat 08:00-20:00",
  ]);
  expect(scenario.deadline).toBe(9 * 86_400_000);
  expect(scenario.release).toMatchObject({ calendar: "oracle-cpu" });
});

describe("what nobody said", () => {
  test("stands as a comment, which taken in changes no value", async () => {
    const files = { "a.csv": "device,tz,ring\na,UTC,pilot\nb,UTC,broad\nc,UTC,broad\n" };
    for (const inventory of [contoso, files]) {
      const text = textOf(await interviewed(inventory));
      const unsaid = text
        .split("\n")
        .filter((line) => /^\s*# \w+: /.test(line) && !/Plan it|taken for|rows/.test(line));
      expect(unsaid.length).toBeGreaterThan(8);
      for (const line of unsaid) read(text.replace(line, line.replace("# ", "")));
    }
  });

  test("leaves each default what it is", async () => {
    const text = textOf(await interviewed({ "a.csv": "device,tz\na,UTC\n" }));
    const defaults = ["deadline", "goal", "waves", "slot", "    headroom"];
    const taken = defaults.reduce(
      (all, key) => all.replace(new RegExp(`^( *)# (${key.trim()}:.*)$`, "m"), "$1$2"),
      text,
    );
    expect(taken).not.toBe(text);
    const values = (scenario: ReturnType<typeof read>) => ({ ...scenario, assumptions: null });
    expect(values(read(taken))).toEqual(values(read(text)));
  });
});

describe("odd names", () => {
  const odd = [
    "no",
    "null",
    "0101",
    "1e3",
    "~",
    "a: b",
    "# c",
    "- d",
    "{e}",
    "[f",
    "'g",
    '"h',
    "i\\",
    "&j",
    "*k",
    "!l",
    "%m",
    "@n",
    "`o",
    "<<",
    "日本",
    "St. Gallen",
    "p, q",
    "2026-08-11",
    "21:00",
    "Ünï",
    "👩‍🚀".replace("\u200d", ""),
    "x".repeat(200),
    "x".repeat(201),
    "__proto__",
    "constructor",
  ];
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;

  test.each(odd)("as a site and as a profile: %s", async (name) => {
    const csv = `device,site,tz,profile\na,${cell(name)},Europe/Oslo,${cell(name)}\nb,${cell(name)},,${cell(name)}\nc,X,UTC,\n`;
    const interview = await interviewed({ "a.csv": csv });
    const scenario = read(textOf(interview));
    if (name.length > 200 || /__proto__|constructor/.test(name)) {
      // No document can name it: its devices take the default zone, and it is no profile.
      expect(scenario.sites.size).toBe(0);
      expect(scenario.timezone).not.toBeNull();
    } else {
      expect(scenario.sites.get(name.normalize("NFC"))?.timezone).toBe("Europe/Oslo");
      expect(scenario.profiles.has(name.normalize("NFC"))).toBe(true);
    }
  });

  test.each(odd.filter((name) => !/^x+$/.test(name)))("as a column and as a file: %s", async (name) => {
    const file = `${name}.csv`;
    const csv = `${cell(name)},tz\npc1,UTC\n`;
    const interview = await interviewed({ [file]: csv }, { inventory: file, "column.device": name });
    expect(interview.objection).toBeNull();
    expect(read(textOf(interview)).fleet).toEqual({
      file,
      columns: new Map([["device", name.normalize("NFC")]]),
    });
  });

  test("cannot end a comment and begin a key", async () => {
    const csv = `"device\nwindow: 00:00-24:00",tz,"rin\u0007g"\npc1,UTC,x\n`;
    const interview = await interviewed({ "a.csv": csv }, { "column.device": "1" });
    expect(read(textOf(interview)).deadline).toBe(7 * 86_400_000);
    expect(textOf(interview)).not.toMatch(/^window: 00:00/m);
  });
});
