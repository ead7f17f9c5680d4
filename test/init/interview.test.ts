import { describe, expect, test } from "vitest";
import { givenInterview } from "../../cli/init/given.js";
import { answered, back, interviewOf, stepOf, tried } from "../../cli/init/interview.js";
import { around, asked, interviewed, settled, textOf } from "./given.js";

const plain = { "fleet.csv": "device,site,timezone\npc1,Berlin,Europe/Berlin\npc2,Oslo,Europe/Oslo\n" };

const questionOf = async (
  files: Readonly<Record<string, string>>,
  answers: Readonly<Record<string, string>>,
) => {
  const step = stepOf(await interviewed(files, answers));
  return step.kind === "ask" ? step.question : null;
};

describe("what is asked", () => {
  test("of a whole inventory is only what it cannot say", async () => {
    expect(asked(await interviewed(plain))).toEqual([
      "inventory",
      "profile",
      "service",
      "capacity",
      "window",
      "deadline",
      "calendar",
    ]);
  });

  test("is the background only where a capacity is known", async () => {
    expect(asked(await interviewed(plain, { capacity: "40/s" }))).toContain("background");
  });

  test("is the zone of a background's day where the sites have several", async () => {
    const interview = await interviewed(plain, { capacity: "40/s", background: "8/s" });
    expect(asked(interview)).toContain("timezone");
    expect(textOf(interview)).toMatch(/^timezone: Europe\/Berlin +# .*a guess/m);
  });

  test("is which column names the device where none does, with its first cells to tell it by", async () => {
    const question = await questionOf({ "a.csv": "Kennung,Standort\nX1,Berlin\nX2,Wien\n" }, {});
    expect(question).toMatchObject({
      id: "column.device",
      fallback: null,
      choices: [
        { value: "Kennung", about: "X1, X2" },
        { value: "Standort", about: "Berlin, Wien" },
      ],
    });
  });

  test("is which column is the site, and none is an answer", async () => {
    const files = { "a.csv": "Kennung,Standort\nX1,Berlin\n" };
    const with_ = await interviewed(files, { "column.device": "1", "column.site": "Standort" });
    expect(textOf(with_)).toContain("fleet: { file: a.csv, columns: { device: Kennung, site: Standort } }");
    const without = await interviewed(files, { "column.device": "Kennung" });
    expect(textOf(without)).toContain("fleet: { file: a.csv, columns: { device: Kennung } }");
  });

  test("takes a column for the zone's whose cells are zones, and says why", async () => {
    const interview = await interviewed({ "a.csv": "Name,Location,Zeitzone\npc1,Wien,Europe/Vienna\n" });
    expect(interview.answers.get("column.timezone")).toEqual({ text: "Zeitzone", by: "nobody" });
    expect(asked(interview)).not.toContain("zones");
  });

  test("is which of several columns it is, the likeliest first", async () => {
    const question = await questionOf(
      { "ad.csv": "DNSHostName,Name,Enabled\npc1.a,PC1,True\n" },
      { "column.device": "?" },
    );
    expect(question).toMatchObject({ id: "column.device", fallback: "Name", guess: "the likeliest of them" });
    expect(question?.choices.map(({ value }) => value)).toEqual(["DNSHostName", "Name"]);
  });
});

describe("zones", () => {
  const files = { "a.csv": "device,site\npc1,Berlin\npc2,New York office\npc3,Plant 7\n" };

  test("are guessed by the names of sites, and the rest is asked for", async () => {
    const interview = await interviewed(files);
    expect(asked(interview)).toEqual(expect.arrayContaining(["zones", "timezone"]));
    const text = textOf(interview);
    expect(text).toMatch(/^ {2}Berlin: \{ timezone: Europe\/Berlin \} +# a guess, by the site's name$/m);
    expect(text).toMatch(/^ {2}New York office: \{ timezone: America\/New_York \} +# a guess/m);
    expect(text).toMatch(
      /^timezone: Europe\/Vienna +# of devices that name no zone \(Plant 7\), a guess: check it$/m,
    );
  });

  test("are not taken from names where somebody says no", async () => {
    const interview = await interviewed(files, { zones: "no", timezone: "Asia/Tokyo" });
    expect(textOf(interview)).not.toContain("a guess, by the site's name");
    expect(textOf(interview)).toMatch(
      /^timezone: Asia\/Tokyo +# of devices that name no zone \(Berlin, New York office, Plant 7\)$/m,
    );
  });

  test("of a site's other devices go before its name", async () => {
    const interview = await interviewed({
      "a.csv": "device,site,tz\npc1,London,America/Toronto\npc2,London,\n",
    });
    expect(textOf(interview)).toMatch(
      /^ {2}London: \{ timezone: America\/Toronto \} +# a guess, that of the site's other/m,
    );
  });
});

describe("profiles", () => {
  const files = {
    "a.csv": "device,tz,profile\na,UTC,kiosk\nb,UTC,notebooks\nc,UTC,Abt. 3\nd,UTC,windows-server\n",
  };

  test("whose names say what they are come in one question, others in one each", async () => {
    const interview = await interviewed(files, { "profile.Abt. 3": "windows-laptop" });
    expect(asked(interview).filter((id) => id.startsWith("profile"))).toEqual(["profiles", "profile.Abt. 3"]);
    const text = textOf(interview);
    expect(text).toMatch(/^ {2}kiosk: \{ extends: windows-kiosk \} +# a guess, by its name$/m);
    expect(text).toMatch(/^ {2}notebooks: \{ extends: windows-laptop \} +# a guess, by its name$/m);
    expect(text).toMatch(/# Laptops, many .*\n {2}"Abt. 3": \{ extends: windows-laptop \}$/m);
    expect(text).not.toMatch(/^ {2}windows-server/m);
  });

  test("are asked for one by one where somebody says no", async () => {
    const interview = await interviewed(files, { profiles: "no", "profile.kiosk": "windows-office" });
    expect(textOf(interview)).toMatch(/^ {2}kiosk: \{ extends: windows-office \} +# Desk PCs/m);
  });
});

describe("an answer", () => {
  test.each([
    ["capacity", "40", '"40" is not a rate'],
    ["capacity", "0/s", 'a capacity of "0/s" lets nothing through'],
    ["window", "at night", '"at night" is not a window'],
    ["window", "Mon-Fri 21:00-05:00; noon", '"noon" is not a window'],
    ["deadline", "7", '"7" is not a duration'],
    ["service", "fax", '"fax" is not among them'],
    ["inventory", "\u0007", "this is no path of a file"],
  ])("to %s of %j is asked for again: %s", async (id, text, message) => {
    const { objection, answers } = await interviewed(plain, { [id]: text });
    expect(objection?.question).toBe(id);
    expect(objection?.problems[0]?.message).toContain(message);
    expect(objection?.problems[0]?.hint).toBeDefined();
    expect(answers.has(id)).toBe(false);
  });

  test("may be a choice's number, its beginning, or its name in other case", async () => {
    for (const service of ["2", "vpn", "VPN-Concentrator"])
      expect((await interviewed(plain, { service })).answers.get("service")?.text).toBe("vpn-concentrator");
  });

  test("that is typed is told, though it is the default", async () => {
    expect(textOf(await interviewed(plain, { deadline: "7d" }))).toMatch(/^deadline: 7d /m);
    expect(textOf(await interviewed(plain))).toMatch(/^# deadline: 7d /m);
  });

  test("can be taken back, and with it what was found", async () => {
    let interview = await settled(answeredInventory(), plain);
    const before = back(interview);
    expect(before?.answers.size).toBe(0);
    interview = before as typeof interview;
    expect(stepOf(interview)).toMatchObject({ kind: "ask", question: { id: "inventory" } });
    expect(back(interview)).toBeNull();
  });

  test("that makes a plan impossible is asked for again, with the ones that belong to it", async () => {
    const interview = tried(await interviewed(plain), [
      {
        code: "window.never-open",
        message: "never opens",
        place: { file: "scenario.yaml", line: 3, path: "window" },
      },
    ]);
    expect(interview.objection).toMatchObject({
      question: "window",
      problems: [{ message: "never opens", place: undefined }],
    });
    expect(stepOf(interview)).toMatchObject({ kind: "ask", question: { id: "window" } });
    expect(interview.answers.has("deadline")).toBe(false);
  });
});

const answeredInventory = () => {
  const start = interviewOf(around);
  const step = stepOf(start);
  if (step.kind !== "ask") throw new Error("nothing is asked");
  return answered(start, step.question, "fleet.csv");
};

describe("an inventory that cannot be used", () => {
  test.each([
    ["is not there", {}, "no such file"],
    ["is empty", { "x.csv": "" }, "the file is empty"],
    ["has no row", { "x.csv": "device,site\n" }, "there is a header but no row"],
    ["has no usable row", { "x.csv": "device,tz\n,UTC\n" }, "none of the 1 rows names a usable device"],
    ["has two columns of one name", { "x.csv": "name,name\na,b\n" }, "may all be the device"],
    ["is a workbook", { "x.csv": Buffer.from("504b030414000600", "hex") }, "binary file"],
    ["has an open quote", { "x.csv": 'device\n"pc1\n' }, "never closed"],
  ])("because it %s is asked for again", async (_, files, message) => {
    const interview = await interviewed(files, { inventory: "x.csv" }, { files: [] });
    expect(interview.objection?.question).toBe("inventory");
    expect(interview.objection?.problems[0]?.message).toContain(message);
  });
});

describe("options", () => {
  test("answer their questions, checked before anything is read", () => {
    const given = new Map([
      ["window", "noon"],
      ["capacity", "lots"],
      ["timezone", "Berlin"],
      ["profile", "fridge"],
    ]);
    const start = givenInterview(around, given);
    expect(start.ok ? [] : start.problems.map(({ place }) => place?.path)).toEqual([
      "--timezone",
      "--profile",
      "--capacity",
      "--window",
    ]);
  });

  test("are written as their question writes them", () => {
    const start = givenInterview(
      around,
      new Map([
        ["timezone", "W. Europe Standard Time"],
        ["service", "vpn"],
      ]),
    );
    expect(start.ok && start.value.answers.get("timezone")).toEqual({ text: "Europe/Berlin", by: "command" });
    expect(start.ok && start.value.answers.get("service")?.text).toBe("vpn-concentrator");
  });
});

describe("a scenario that is there already", () => {
  const taken = { isTaken: true, files: ["scenario.yaml", "b.yaml", "fleet.csv"] };

  test("goes only where somebody says yes", async () => {
    const refused = await interviewed(plain, {}, taken);
    expect(refused.objection?.question).toBe("out");
    const agreed = await interviewed(plain, { out: "yes" }, taken);
    expect(stepOf(agreed)).toMatchObject({ kind: "try", file: "scenario.yaml" });
  });

  test("stays where another name is given, which must be free and YAML", async () => {
    const other = await interviewed(plain, { out: "plans/c.yaml" }, taken);
    expect(stepOf(other)).toMatchObject({ kind: "try", file: "plans/c.yaml" });
    expect(textOf(other)).toContain("fleet: { file: ../fleet.csv }");
    for (const out of ["b.yaml", "c.csv", "."])
      expect((await interviewed(plain, { out }, taken)).objection?.question).toBe("out");
  });
});
