import { describe, expect, test } from "vitest";
import { markdown } from "../../src/export/markdown.js";
import { inert } from "../../src/export/markdown-text.js";
import { proofSentence } from "../../src/export/proof.js";
import type { Certificate, Plan } from "../../src/plan/plan.js";
import { contoso, renamed } from "./plan-fixture.js";

const { levels, prices } = contoso.certificate;
const certificate = (status: Certificate["status"]): Certificate => ({ status, levels, prices });

describe("the change request", () => {
  test("has a row for each ring and site, in the order in which they begin", () => {
    const rows = markdown.write(contoso).match(/^\| (pilot|broad) +\| \w+/gm);
    expect(rows?.map((row) => row.replace(/[| ]+/g, " ").trim())).toEqual([
      "pilot Pune",
      "pilot Berlin",
      "pilot NYC",
      "broad Pune",
      "broad Berlin",
      "broad NYC",
    ]);
  });

  test("names a service over its limit before everything else in the risk", () => {
    const [login] = contoso.services;
    if (login === undefined) throw new Error("fixture");
    const over = {
      ...login,
      load: login.load.map((value, slot) => (slot === 246 || slot === 247 ? 3.7 : value)),
    };
    const text = markdown.write({ ...contoso, services: [over] });
    expect(text).toContain("## Risk\n\n- **login is over its limit for 30 min.**");
    expect(text).not.toContain("No service is over its limit");
  });

  test("lists a site without a single wave", () => {
    const waves = contoso.waves.filter(({ cohort }) => cohort !== "NYC/office/broad");
    expect(markdown.write({ ...contoso, waves })).toMatch(
      /\| broad \| NYC +\| +2,970 \| +0 \| - +\| - +\| +0 \| America\/New_York \|/,
    );
  });

  test("of a plan without waves is written too", () => {
    const empty: Plan = { ...contoso, waves: [], cohorts: [], services: [], unscheduled: [] };
    expect(markdown.write(empty)).toContain("No device is left out.");
  });

  test("a hostile name opens no tag, no cell, no line and turns no text", () => {
    const name = "<script>alert(1)</script> | **bold** `x` [a](b)\r\n# heading \u202egpj";
    const text = markdown.write(renamed(name));
    expect(text).not.toMatch(/[\r\u202e]|<script|^# heading/m);
    const lines = text.split("\n").filter((line) => line.includes("&lt;script&gt;") && line.startsWith("|"));
    expect(lines).toHaveLength(1);
    expect(lines[0]?.replaceAll("\\|", "").split("|")).toHaveLength(10);
  });

  test("an underscore inside a word stays as it is; one at its edge would make it slanted", () => {
    expect(inert("America/New_York _x_ a_")).toBe("America/New_York \\_x\\_ a\\_");
  });
});

describe("the proof in one sentence", () => {
  test("says optimal only with the status proven", () => {
    expect(proofSentence(certificate("proven"))).toMatch(/^This plan is optimal: /);
    expect(proofSentence(certificate("bounded"))).not.toContain("optimal");
    expect(proofSentence(certificate("stopped"))).not.toContain("optimal");
    expect(proofSentence({ status: "proven", levels: [], prices: [] })).not.toContain("optimal");
  });

  test("rounds the gap up, so that it stays true", () => {
    const [, exposure] = levels;
    if (exposure === undefined) throw new Error("fixture");
    const sentence = proofSentence({ status: "bounded", levels: [{ ...exposure, gap: 3.21e-4 }], prices });
    expect(sentence).toBe(
      "Under the same limits, windows and ring dates no plan has over 0.033 % less exposure (device-hours between release and restart).",
    );
  });

  test("counts the devices that no plan can place", () => {
    const [unscheduled] = levels;
    if (unscheduled === undefined) throw new Error("fixture");
    const open = { ...unscheduled, bound: 10.4, gap: 0.13 };
    expect(proofSentence({ status: "bounded", levels: [open], prices }, ["dc", "sql"])).toBe(
      "Under the same limits, windows and ring dates, and with the same turns of dc and sql, no plan leaves fewer than 11 devices unplanned.",
    );
    expect(proofSentence({ status: "stopped", levels: [open], prices })).toBe(
      "The search stopped at a limit of work, so a better plan may exist; but under the same limits, windows and ring dates no plan leaves fewer than 11 devices unplanned.",
    );
  });
});
