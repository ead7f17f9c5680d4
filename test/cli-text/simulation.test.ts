import { describe, expect, test } from "vitest";
import {
  type Scene,
  type SimulationAnswer,
  type SimulationAsked,
  type Told,
  withoutMishaps,
} from "../../cli/simulation.js";
import { widthOf } from "../../cli/text/fit.js";
import { type Glyphs, glyphs } from "../../cli/text/glyphs.js";
import { simulationReport } from "../../cli/text/simulation.js";
import { styleFor } from "../../cli/text/style.js";
import { at, simulated, told } from "./simulation-fixture.js";
import { terminalInjections } from "./hostile-terminal.js";

const scene = (changes: Partial<Scene> = {}, asked: Partial<SimulationAsked> = {}): Scene => ({
  name: "Contoso, August 2026",
  zone: "Europe/Berlin",
  slot: 900_000,
  mended: new Map(),
  notes: [],
  ...changes,
  asked: { ...withoutMishaps, ...asked },
});

const [calm, heals, collapses] = [
  simulated("login", "calm"),
  simulated("login", "heals"),
  simulated("p2p", "collapses"),
];
const planned = told("optimal", [calm, { ...calm, id: "p2p" }]);
const nobody = told("unmanaged", [heals, collapses]);

const plain = styleFor({ colour: false });
const drawn = (answer: Partial<SimulationAnswer>, width = 100, marks: Glyphs = glyphs.unicode) =>
  simulationReport(
    { scene: scene(), told: planned, against: null, ...answer },
    {
      width,
      style: plain,
      glyphs: marks,
    },
  );
/** Every paragraph on one line. */
const flat = (lines: readonly string[]): string => lines.join("\n").replace(/\n {9}/g, " ");

describe("the report of a simulation", () => {
  test.each([44, 80, 120])(
    "with the plan and without at %d columns is as it was read by eye",
    async (width) => {
      const lines = drawn({ against: nobody }, width);
      for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
      await expect(`${lines.join("\n")}\n`).toMatchFileSnapshot(`golden/simulation-${width}.txt`);
    },
  );

  test.each([40, 60, 160, 200])("is never wider than %d columns, in colour or in ASCII", (width) => {
    for (const marks of [glyphs.unicode, glyphs.ascii])
      for (const line of drawn({ against: nobody }, width, marks))
        expect(widthOf(line)).toBeLessThanOrEqual(width);
    const lines = simulationReport(
      { scene: scene(), told: nobody, against: null },
      { width, style: styleFor({ colour: true }), glyphs: glyphs.ascii },
    );
    expect(lines.join("\n")).toMatch(/\u001b\[31mCOLLAPSES/);
    expect(lines.join("\n").replace(/\u001b\[\d+m/g, "")).toMatch(/^[\n\x20-\x7e]*$/);
  });

  test("of one policy has no table, and no drawing of what is calm", () => {
    const text = flat(drawn({}));
    expect(text).toMatch(
      /^HOLDS {3}Contoso, August 2026 {3}times of Berlin\nWith the plan no service is over/,
    );
    expect(text).toContain("CALM     login: never over 58.4 % of its capacity (Wed 12 02:00), 41.6 % of it");
    expect(text).not.toMatch(/SERVICE|capacity {3}days|WITH THE PLAN/);
  });

  test("draws a calm service that was asked for by name", () => {
    const text = flat(drawn({ scene: scene({}, { service: "login" }), told: told("optimal", [calm]) }));
    expect(text).toMatch(/^login, sign-ins a minute .* days Berlin$/m);
  });

  test("says whether an outage heals by itself, because its fault was mended, or not at all", () => {
    expect(flat(drawn({ told: nobody }))).toMatch(
      /^HEALS {4}By itself Thu 13 08:37, 1 h 37 min after it began\. Stopping every restart .* changed nothing\.$/m,
    );
    const mended = scene({ mended: new Map([["login", at(36 * 60 + 67)]]) });
    expect(flat(drawn({ scene: mended, told: nobody }))).toMatch(
      /^HEALS {4}Thu 13 08:37, 1 h 37 min after it began and 30 min after its fault was mended\. It fed itself \(metastable\): stopping every restart an hour after it began would not have healed it before its fault was mended\./m,
    );
    expect(flat(drawn({ told: nobody }))).toMatch(
      /^HEALS {4}Not by Fri 14 19:00, the end .* It feeds itself \(metastable\): stopping every restart an hour after it began would not have healed it by Fri 14 19:00 either\.$/m,
    );
  });

  test("says what stopping the restarts would have saved, and that it was not the only outage", () => {
    const outage = heals.outage === null ? null : { ...heals.outage, withoutTrigger: at(36 * 60 + 70) };
    const service = { ...heals, outage, recoveredAt: at(60 * 60) };
    const text = flat(drawn({ told: told("unmanaged", [service]) }));
    expect(text).toContain(
      "Had every restart been stopped an hour after it began, it would have been over Thu 13 08:10.",
    );
    expect(text).toContain("It was not the only time: the last was over Fri 14 07:00.");
  });

  test("tells online shares only where it is known who wants to be signed in", () => {
    expect(drawn({ told: nobody }).join("\n")).not.toContain("people signed in");
    const wanting = { ...heals, wanted: heals.run.online.map(() => heals.clients) };
    const text = flat(drawn({ told: told("unmanaged", [wanting]) }));
    expect(text).toMatch(/only 4\d % of the people who wanted to be were signed in/);
    expect(text).toMatch(/^people signed in, of those who want to be$/m);
  });

  test("of unknown capacity says what it would take", () => {
    const text = flat(drawn({ told: told("optimal", [simulated("vpn", "heals", true)]) }));
    expect(text).toMatch(/^UNKNOWN/);
    expect(text).toMatch(
      /CALM {5}vpn: capacity unknown, so nothing can fail; it would have to serve [\d,]+ sign-ins a minute, /,
    );
  });

  test("of several runs says in how many something failed, and from where to where the figures go", () => {
    const [well, badly] = [told("optimal", [calm]).runs, told("optimal", [heals]).runs];
    const runs = [...badly, ...well, ...well, ...well, ...well] as Told["runs"];
    const many: Told = { ...told("optimal", [heals]), runs };
    const text = flat(drawn({ scene: scene({}, { noise: "usual", runs: 5, seed: 7 }), told: many }));
    expect(text).toContain("With the plan more is asked of login than can be served in 1 of 5 runs.");
    expect(text).toMatch(/^WHAT IF {2}the usual goes wrong \(seed 7 to 11\)$/m);
    expect(text).toMatch(/^login +58 % \(58 % to 7\.8 times\)$/m);
    expect(text).toMatch(/^ {2}healed +in every such run$/m);
    expect(text).toContain("median of 5 runs, and from 5 to 95 % of them; drawn below is the first, seed 7");
  });

  test("says what was taken out of the world or put right in it, and whom nobody restarts", () => {
    const asked = { without: ["bug", "reboots"], fixAt: at(0), herd: true } as const;
    const text = flat(drawn({ scene: scene({}, asked), told: { ...planned, unscheduled: 1 } }));
    expect(text).toContain(
      "WHAT IF  peers have no fault; nobody restarts; the fault of peers is mended Tue 11 19:00; every wave starts all at once",
    );
    expect(text).toContain("LEFT OUT 1 device without a wave: nobody restarts them");
  });

  test("tells the story of a few services, and names the others", () => {
    const many = Array.from({ length: 7 }, (_, i) => ({ ...heals, id: `login/${i}` }));
    const text = flat(drawn({ told: told("unmanaged", many) }));
    expect(text.match(/^BEGINS/gm)).toHaveLength(4);
    expect(text).toContain(
      "ALSO     over their capacity: login/4, login/5, login/6 (--service ID tells the story of one)",
    );
  });

  test.each(terminalInjections)("shows the name %j and does not obey it", (name) => {
    const services = [
      { ...heals, id: name },
      { ...calm, id: `${name}2` },
    ];
    const lines = drawn({ scene: scene({ name }), told: told("unmanaged", services) });
    expect(lines.join("")).not.toMatch(/[\x00-\x1f\x7f-\x9f]/);
  });
});
