import { describe, expect, test } from "vitest";
import { reportPage } from "../../cli/page/page.js";
import type { ReportAnswer } from "../../cli/report.js";
import { calendarInjections } from "../export/hostile-names.js";
import { terminalInjections } from "../cli-text/hostile-terminal.js";
import { making, told } from "./fixture.js";

const answer = await told();
const page = reportPage(answer, making);

const VOID = new Set(["meta", "link", "col", "wbr"]);

/** Elements in their order, each closed by its own name; what breaks that is an Error. */
function elementsOf(html: string): readonly string[] {
  const open: string[] = [];
  const seen: string[] = [];
  const body = html.replace(/^<!DOCTYPE html>\n/, "").replace(/<style>[^<]*<\/style>/, "");
  const outside = body.replace(
    /<(\/?)([a-zA-Z][a-zA-Z0-9]*)((?: [a-zA-Z-]+="[^"<>]*")*)(\/?)>/g,
    (...found) => {
      const [, closes, name, , closed] = found as unknown as [string, string, string, string, string];
      if (closes === "/") {
        const last = open.pop();
        if (last !== name) throw new Error(`</${name}> closes <${last ?? ""}>`);
      } else {
        seen.push(name);
        if (closed === "" && !VOID.has(name)) open.push(name);
      }
      return "";
    },
  );
  if (open.length > 0) throw new Error(`still open: ${open.join(" ")}`);
  const stray = /[<>]|&(?!(?:amp|lt|gt|quot|#39);)/.exec(outside);
  if (stray !== null) throw new Error(`stray ${outside.slice(stray.index, stray.index + 60)}`);
  return seen;
}

const renamed = (name: string): ReportAnswer => {
  const { planned, compared } = answer;
  const { plan, settled } = planned;
  return {
    ...answer,
    planned: {
      ...planned,
      settled: { ...settled, scenario: { ...settled.scenario, name } },
      plan: {
        ...plan,
        cohorts: plan.cohorts.map((cohort) => ({ ...cohort, site: name, ring: name })),
        services: plan.services.map((service, r) => (r === 0 ? { ...service, id: name } : service)),
        certificate: { ...plan.certificate, prices: [] },
      },
    },
    explanation: { ...answer.explanation, limits: [] },
    compared: compared && {
      ...compared,
      comparison: {
        ...compared.comparison,
        policies: compared.comparison.policies.map((policy) => ({ ...policy, name, about: name })),
      },
    },
    text: name,
  };
};

describe("the page of a report", () => {
  test("is well formed, and has every part", () => {
    const elements = elementsOf(page);
    const count = (name: string): number => elements.filter((each) => each === name).length;
    expect({ h1: count("h1"), main: count("main"), script: count("script") }).toEqual({
      h1: 1,
      main: 1,
      script: 0,
    });
    // Two services, the waves, the frontier; and the swatches of the legend, which nobody is told of.
    expect(page.match(/<svg id="[^"]+" role="img"/g)).toHaveLength(4);
    for (const heading of [
      "What every service is asked",
      "Who restarts when",
      "The plan beside other ways to stagger",
      "What limits it",
      "Assumptions",
      "The scenario",
      "How this page was made",
    ])
      expect(page).toContain(`>${heading}</h2>`);
  });

  test("tells the answer first, in the words of the terminal", () => {
    const main = page.slice(page.indexOf("<main>"));
    expect(main.slice(0, 160)).toContain(
      '<h1><span class="verdict fits">FITS</span> Small, August 2026</h1>',
    );
    expect(main).toContain("All 360 devices restart, and no service is over its limit in any 60 minutes.");
    expect(main).toContain(`<code>${answer.planned.resolved.digest}</code>`);
  });

  test("fetches nothing and allows nothing to be fetched", () => {
    expect(page).toContain("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    const links = [...page.matchAll(/\b(?:href|src|action|srcset|data|xlink:href)="([^"]*)"/g)];
    expect(links.map(([, to]) => to)).toEqual(["data:,"]);
    const urls = [...page.matchAll(/url\(([^)]*)\)/g)].map(([, to]) => to);
    expect(urls.filter((to) => !/^#load-\d-clip$/.test(to ?? ""))).toEqual([]);
    expect(page).not.toMatch(/@import|@font-face| on[a-z]+="/);
  });

  test("every picture has a title and a description, every id is there once, every table heads its rows and columns", () => {
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, named = ""] of page.matchAll(/aria-labelledby="([^"]+)"/g))
      for (const id of named.split(" ")) expect(ids).toContain(id);
    for (const picture of page.match(/<svg id=.*?<\/svg>/gs) ?? [])
      expect(picture).toMatch(/<title id="[^"]+">[^<]+<\/title>\n<desc id="[^"]+">[^<]+<\/desc>/);
    for (const table of page.match(/<table.*?<\/table>/gs) ?? []) {
      expect(table).toMatch(/<caption>[^<]+<\/caption>/);
      const rows = (table.match(/<tr/g) ?? []).length;
      expect(table.match(/<th scope="row"/g)).toHaveLength(rows - 1);
      expect(table).not.toMatch(/<th(?! scope=)[ >]/);
    }
  });

  test.each([
    ...calendarInjections,
    ...terminalInjections,
    "</style><script>alert(1)</script>",
    '" onload="alert(1)" x="',
    "'><img src=x onerror=alert(1)>",
    "<!-- ]]> --> &lt; &amp;amp;",
    "javascript:alert(1)",
  ])("a name like %j stays text", (name) => {
    const hostile = reportPage(renamed(name), making);
    expect(elementsOf(hostile).filter((each) => /^(?:script|img|iframe)$/.test(each))).toEqual([]);
    expect(hostile).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069]/,
    );
  });

  test("the same scenario gives the same bytes", async () => {
    expect(reportPage(await told(), making)).toBe(page);
  });

  test("without policies and frontier, and where devices are left out, it still stands", () => {
    const { planned } = answer;
    const [cohort] = planned.plan.cohorts;
    const unscheduled = [
      { cohort: cohort?.id ?? "", devices: 12, reason: "capacity" as const, detail: "login is full" },
    ];
    const bare = reportPage(
      {
        ...answer,
        planned: { ...planned, plan: { ...planned.plan, waves: [], unscheduled } },
        frontier: null,
        compared: null,
        text: null,
      },
      making,
    );
    elementsOf(bare);
    expect(bare).toContain('<span class="verdict fails">DOES NOT FIT</span>');
    expect(bare).toContain("12 of 360 devices have no wave.");
    expect(bare).toContain("No device has a wave.");
    expect(bare).toContain("A bare inventory");
  });
});
