import { describe, expect, test } from "vitest";
import { interviewOf, type Step } from "../../cli/init/interview.js";
import { clean } from "../../cli/text/clean.js";
import { widthOf } from "../../cli/text/fit.js";
import { drawInit } from "../../cli/tui/init/draw.js";
import { initView, type InitView, lookedInit, pressInit, triedInit } from "../../cli/tui/init/view.js";
import { surveyInventory } from "../../src/fleet/survey.js";
import { terminalInjections } from "../cli-text/hostile-terminal.js";
import { around, opened } from "../init/given.js";
import { colourFrame, plainFrame } from "./scene.js";

const fleet = "device,site,timezone\npc1,Berlin,Europe/Berlin\npc2,Oslo,Europe/Oslo\n,Oslo,Europe/Oslo\n";
const files = { "fleet.csv": fleet };
const room = { width: 80, height: 23 };

const start = () => initView(interviewOf({ ...around, files: ["fleet.csv", "other.csv"] }));
const key = (name: string) => ({ name, text: [...name].length === 1 ? name : "" });
const paste = (text: string) => ({ name: text, text });

/** What the world answers is answered at once. */
async function pressed(view: InitView, ...names: readonly string[]): Promise<InitView> {
  let now = view;
  for (const name of names)
    now = await answeredBy(
      pressInit(now, name.length > 1 && name.startsWith("=") ? paste(name.slice(1)) : key(name), room).view,
    );
  return now;
}

async function answeredBy(view: InitView, all: Readonly<Record<string, string>> = files): Promise<InitView> {
  const { step } = view;
  if (step.kind === "try") return triedInit(view, []);
  if (step.kind !== "look") return view;
  const { file, columns } = step.look;
  return answeredBy(lookedInit(view, await surveyInventory({ file, columns, open: opened(all)(file) })), all);
}

const idOf = (step: Step): string => (step.kind === "ask" ? step.question.id : step.kind);

describe("keys", () => {
  test("mark a choice and take it", async () => {
    const view = await pressed(start(), "down", "up", "enter");
    expect(view.interview.answers.get("inventory")).toEqual({ text: "fleet.csv", by: "person" });
    expect(idOf(view.step)).toBe("profile");
  });

  test("type what is no choice, and mend it", async () => {
    const view = await pressed(start(), "=fleet.cvs", "backspace", "backspace", "s", "v", "enter");
    expect(view.interview.answers.get("inventory")?.text).toBe("fleet.csv");
  });

  test("take the default where nothing is marked otherwise, and it counts as nobody's", async () => {
    const view = await pressed(start(), "=fleet.csv", "enter", "enter", "down", "enter");
    expect(view.interview.answers.get("profile")).toEqual({ text: "windows-office", by: "nobody" });
    expect(view.interview.answers.get("service")).toEqual({ text: "vpn-concentrator", by: "person" });
  });

  test("keep what was wrong, to be mended, and say what is wrong", async () => {
    const view = await pressed(start(), "=fleet.csv", "enter", "enter", "enter", "=40", "enter");
    expect([idOf(view.step), view.field.text]).toEqual(["capacity", "40"]);
    expect(drawInit(view, plainFrame(80, 23)).lines.join("\n")).toContain(
      '! "40" is not a rate; write a rate such as 40/s',
    );
    expect((await pressed(view, "=/s", "enter")).interview.answers.get("capacity")?.text).toBe("40/s");
  });

  test("go back to the question before, and out of the first", async () => {
    const view = await pressed(start(), "=fleet.csv", "enter", "enter");
    expect(idOf(view.step)).toBe("service");
    const before = await pressed(view, "escape");
    expect(idOf(before.step)).toBe("profile");
    const first = await pressed(before, "escape");
    expect(idOf(first.step)).toBe("inventory");
    expect(pressInit(first, key("escape"), room).wants).toBe("leave");
  });

  test("drop what is typed before they go back", async () => {
    const view = await pressed(start(), "x", "escape");
    expect([idOf(view.step), view.field.text]).toEqual(["inventory", ""]);
  });

  test("write nothing before the text was on show, then do at enter", async () => {
    let view = await pressed(start(), "=fleet.csv", "enter");
    const six = ["profile", "service", "capacity", "window", "deadline", "calendar"];
    view = await pressed(view, ...six.map(() => "enter"));
    expect(idOf(view.step)).toBe("done");
    expect(drawInit(view, plainFrame(80, 23)).lines.join("\n")).toContain(
      "Write this to scenario.yaml and plan it?",
    );
    expect(pressInit(view, key("enter"), room).wants).toBe("write");
    expect(idOf((await pressed(view, "escape")).step)).toBe("calendar");
  });

  test("wait while the inventory is read, but ctrl+c leaves at any time", () => {
    const reading = pressInit({ ...start(), at: 0 }, key("enter"), room).view;
    expect(idOf(reading.step)).toBe("look");
    expect(pressInit(reading, key("enter"), room)).toEqual({ view: reading, wants: "nothing" });
    expect(pressInit(reading, key("ctrl+c"), room).wants).toBe("leave");
  });
});

describe("the picture", () => {
  const sizes = [
    [60, 17],
    [76, 17],
    [80, 23],
    [120, 39],
    [200, 59],
  ] as const;

  test.each(sizes)("stays within %i x %i at every question", async (width, height) => {
    let view = start();
    for (let step = 0; step < 12; step++) {
      for (const frame of [plainFrame(width, height), colourFrame(width, height)]) {
        const { lines, says } = drawInit(view, frame);
        expect(lines).toHaveLength(height);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
        expect(says.length).toBeGreaterThan(0);
      }
      view = step === 0 ? await pressed(view, "=fleet.csv", "enter") : await pressed(view, "enter");
    }
    expect(idOf(view.step)).toBe("done");
  });

  test("shows the question, its choices with the marked one, and what was found", async () => {
    const view = await pressed(start(), "=fleet.csv", "enter", "down");
    expect(drawInit(view, plainFrame(76, 23)).lines).toEqual([
      "─ A new scenario ─────────────────────────────────── question 2 of about 7 ─",
      "inventory  fleet.csv",
      "",
      "What kind of clients are the devices?",
      "It says how long updates take to arrive, how long a restart lasts and who",
      "signs in after it.",
      "",
      "  windows-office  Desk PCs that stay on or are woken; machine and person si…",
      "▸ windows-laptop  Laptops, many of them shut or elsewhere at night; those r…",
      "  windows-kiosk   Kiosks, tills and displays: no person signs in.",
      "  windows-server  Servers: always on, well connected, slower to come back.",
      "  linux-server    Servers that fetch packages with apt's timer.",
      "",
      "─ Found ────────────────────────────────────────────── 8 of 11 lines, pgdn ─",
      "fleet.csv: 3 rows, 2 devices, 1 row that cannot be used",
      "  line 4: no device name",
      "",
      "TAKEN FOR  COLUMN    FOR EXAMPLE",
      "device     device    pc1, pc2",
      "site       site      Berlin, Oslo",
      "timezone   timezone  Europe/Berlin, Europe/Oslo",
      "",
      "⏎ take   ↓ choose   esc back   pgdn found   ^c leave",
    ]);
  });

  test("is told to ears in whole sentences", async () => {
    const view = await pressed(start(), "=fleet.csv", "enter");
    expect(drawInit(view, plainFrame(80, 23)).says).toEqual([
      "What kind of clients are the devices?",
      "It says how long updates take to arrive, how long a restart lasts and who signs in after it.",
      "5 choices: windows-office, windows-laptop, windows-kiosk, windows-server, linux-server.",
      "Marked is windows-office: Desk PCs that stay on or are woken; machine and person sign in.",
    ]);
  });

  test.each(terminalInjections)("is not driven by a file or a header that holds %j", async (text) => {
    const name = text.replace(/[\r\n"]/g, "");
    const hostile = { "fleet.csv": `"${name}","${name}2",tz\nx,"${name}",UTC\ny,"${name}3",UTC\n` };
    let view = initView(interviewOf({ ...around, files: [`${name}.csv`, "fleet.csv"] }));
    const pictures = [drawInit(view, plainFrame(120, 39))];
    for (const typed_ of ["fleet.csv", "1", "2"]) {
      const typed = pressInit(view, paste(typed_), room).view;
      pictures.push(drawInit(typed, plainFrame(120, 39)));
      view = await answeredBy(pressInit(typed, key("enter"), room).view, hostile);
      pictures.push(drawInit(view, plainFrame(120, 39)));
    }
    for (const { lines, says } of pictures)
      for (const line of [...lines, ...says]) {
        expect(line).toBe(clean(line).replaceAll("\n", ""));
        expect(widthOf(line)).toBeLessThanOrEqual(1_000);
      }
  });
});
