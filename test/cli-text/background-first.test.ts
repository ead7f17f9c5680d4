/** What report and explain say before anything else where the background alone fills a service; and of peers. */
import { describe, expect, test } from "vitest";
import { glyphs } from "../../cli/text/glyphs.js";
import { explainLines } from "../../cli/text/explain.js";
import { report } from "../../cli/text/report.js";
import { styleFor } from "../../cli/text/style.js";
import { explain } from "../../src/explanation.js";
import { deltaProfile, release } from "../support/scenarios.js";
import { type Document, planned, solver } from "../support/planning.js";

const frame = { width: 200, style: styleFor({ colour: false }), glyphs: glyphs.unicode };

const plain = { ...deltaProfile, window: "21:00-01:00" };
/** Restarts sign in on the morning after. */
const person = {
  ...plain,
  presence: { rrule: "FREQ=DAILY;BYHOUR=8;BYMINUTE=0", spread: { uniform: ["0m", "60m"] }, lasts: "9h" },
  signIn: [{ share: "100%", at: "presence" }],
};

/** Sixty devices that sign in as they restart, on one of four slots an hour from 21:00 to 01:00. */
const night = (service: Document, changes: Document = {}): Document => ({
  version: 1,
  timezone: "Europe/Berlin",
  release: { at: release },
  deadline: "24h",
  rings: [{ name: "all" }],
  fleet: [{ site: "Berlin", profile: "plain", ring: "all", devices: 60 }],
  profiles: { plain },
  services: { login: { capacity: "100/h", headroom: "40%", ...service } },
  ...changes,
});

async function texts(document: Document): Promise<{ readonly report: string; readonly explain: string }> {
  const found = await planned(document);
  const explanation = explain(found, null, await solver(), () => undefined);
  // Sentences, wherever a line breaks.
  const said = (lines: readonly string[]): string => lines.join("\n").replace(/\n {9}/g, " ");
  return { report: said(report(found, frame)), explain: said(explainLines(found, explanation, frame)) };
}

const firstOf = (text: string): string => text.split("\n\n")[0] ?? "";

describe("where the background alone fills a service", () => {
  test("all the time, that is said first, with what would leave room, and as the reason", async () => {
    const said = await texts(night({ background: { peak: "60/h", shape: "flat" } }));
    const first =
      "FIRST    The background alone fills login in all 16 slots in which restarts would put load on it (4 h: Tue 11 21:00-Wed 12 01:00, Berlin). " +
      "At worst, Tue 11 21:00, it is 60/h and takes all that a headroom of 40 % leaves of 100/h. No restart may put load there. " +
      "A headroom of 39 % instead of 40 %, or a capacity above 100/h, would leave some room there.";
    expect(firstOf(said.report)).toBe(first);
    expect(firstOf(said.explain)).toBe(first);
    expect(said.report).toContain("DOES NOT FIT   60 of 60 devices have no wave");
    const why =
      "capacity: whenever these devices restart, they put load on login where the background alone fills it";
    expect(said.report).toContain(`60 ${why}`);
    expect(said.explain).toContain(`60 devices, ${why};`);
  });

  test("up to the load that survives so many at once, less to spare for helps, and no headroom", async () => {
    const said = await texts(
      night({
        background: { peak: "60/h", shape: "flat" },
        headroom: "0%",
        retries: { backoff: "30m", giveUp: "0%", failureCost: "80%" },
        spareFor: 25,
      }),
    );
    // 100/h - 25 x 80 % / 30 min = 60/h.
    expect(firstOf(said.report)).toContain(
      "it is 60/h and takes all that may be used of 100/h if 25 sign-ins at once are to be survived. No restart may put load there. " +
        "Less to spare for, or a capacity above 100/h, would leave some room there.",
    );
    expect(said.report).toContain("100/h, survives 25 sign-ins at once");
  });

  test("over the capacity, only a capacity helps; the goal flattest cannot count it", async () => {
    const said = await texts(
      night({ background: { peak: "120/h", shape: "flat" }, headroom: "0%" }, { goal: "flattest" }),
    );
    expect(firstOf(said.report)).toContain(
      "it is 2/min and takes its whole capacity of 1.7/min; in all of these slots it is over the capacity itself. " +
        "No restart may put load there. No headroom would leave room there, only a capacity above 2/min. " +
        "It reaches the capacity, so login takes no part in what goal flattest makes least.",
    );
  });

  test("in some slots, how many, when and the worst are told, and devices that need not be there have waves", async () => {
    // 62 an hour are there at half past eight: around it the slots hold no more than sixty on average.
    const said = await texts(
      night(
        { background: { peak: "62/h", shape: "office-day" } },
        {
          deadline: "48h",
          profiles: { plain: person, kiosk: plain },
          fleet: [
            { site: "Berlin", profile: "plain", ring: "all", devices: 60 },
            { site: "Berlin", profile: "kiosk", ring: "all", devices: 10 },
          ],
        },
      ),
    );
    expect(firstOf(said.report)).toContain(
      "FIRST    The background alone fills login in 2 of the 40 slots in which restarts would put load on it (30 min: Wed 12 08:15-08:30, Thu 13 08:15-08:30, Berlin).",
    );
    expect(said.report).toContain("60 of 70 devices have no wave");
  });

  test("where no restart reaches it, nothing is said, but under flattest that it takes no part", async () => {
    const elsewhere = { background: { peak: "99/h", shape: "office-day" } };
    const fastest = await texts(night(elsewhere));
    expect(fastest.report).not.toContain("FIRST");
    expect(fastest.explain).not.toContain("FIRST");
    const over = { background: { peak: "130/h", shape: "office-day" } };
    expect((await texts(night(over))).report).not.toContain("FIRST");
    expect(firstOf((await texts(night(over, { goal: "flattest" }))).report)).toBe(
      "FIRST    The background of login reaches the capacity, so login takes no part in what goal flattest makes least.",
    );
  });

  test("a service of unknown capacity is never full", async () => {
    const said = await texts(night({ capacity: "unknown", background: { peak: "90/h", shape: "flat" } }));
    expect(said.report).not.toContain("FIRST");
  });
});

test("the report says that a limit leaves room for chance, and that what clients do is a guess", async () => {
  const { report: chance } = await texts(night({ capacity: "10/s", headroom: "auto" }));
  expect(chance).toContain("600/min - 12 % (auto)");
  const { report: spare } = await texts(night({ capacity: "10/s", headroom: "auto", spareFor: 300 }));
  // 10/s - 300 x (50 % - 10 %) / 30 s = 6/s.
  expect(spare).toContain("600/min, survives 300 sign-ins at once (guess)");
});

describe("peers", () => {
  const peers = {
    profiles: { plain: "10%" },
    each: "5/h",
    promotion: "15m",
    clients: 20,
    signInAgain: "50%",
  };

  test("are named with what they carry, the worst that restarts take away, and their orphans", async () => {
    const said = await texts(night({ peers }));
    const line =
      /PEERS {4}login: about 6 of 60 plain devices carry 30\/h of its 100\/h; restarts take at most [\d.]+ % of it away, Tue 11 2\d:\d\d Berlin; about 60 clients sign in again as their peers restart/;
    expect(said.report).toMatch(line);
    expect(said.explain).toMatch(line);
    expect(said.report).toContain("100/h - 40 %, peers up");
  });

  test("that no device is are said too", async () => {
    const services = {
      login: { capacity: "100/h", peers: { ...peers, profiles: { "windows-kiosk": "1%" } } },
    };
    expect((await texts(night({}, { services }))).report).toContain(
      "login: no device of this fleet is a peer, so restarts take nothing of its capacity away",
    );
  });

  test("whose profile has no wave are said to stay", async () => {
    const shut = night({ peers, background: { peak: "60/h", shape: "flat" } });
    expect((await texts(shut)).report).toContain("this plan restarts none of them");
  });
});
