import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { acts, call, contentsOf, run, temporaryFolder, write } from "./command.js";

const home = temporaryFolder();
const folder = path.join(home, "work");
const now = ["--now", "2026-08-01T00:00:00Z"];
const fleet = [
  "device,site,timezone,profile",
  ...Array.from({ length: 40 }, (_, at) => `pc${at},Berlin,Europe/Berlin,office`),
  ...Array.from({ length: 20 }, (_, at) => `nb${at},Oslo,Europe/Oslo,laptop`),
  ",Oslo,Europe/Oslo,laptop",
].join("\n");

beforeEach(() => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  write(folder, { "fleet.csv": fleet });
});

const scenarioIn = (name = "scenario.yaml") => readFileSync(path.join(folder, name), "utf8");

describe("init, its answers piped", () => {
  test("asks, writes a scenario, plans it, and prints the plan alone on standard output", async () => {
    const input = [
      "fleet.csv",
      "yes",
      "vpn",
      "28/min",
      "2/min",
      "Europe/Berlin",
      "Mon-Fri 22:00-05:00",
      "9d",
      "microsoft",
    ].join("\n");
    const { code, stdout, stderr } = await run(["init", ...now], { cwd: folder, input });
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^FITS {3}unnamed scenario/);
    expect(stderr).toContain(
      "fleet.csv: 61 rows, 60 devices, 1 row that cannot be used\n  line 62: no device name",
    );
    expect(stderr).toContain("\nwrote scenario.yaml\n");
    expect(scenarioIn()).toMatch(/^window: Mon-Fri 22:00-05:00 /m);
    expect(scenarioIn()).toMatch(/^deadline: 9d /m);
    expect(scenarioIn()).toMatch(/^ {4}background: \{ peak: 2\/min, shape: office-day \}/m);
    expect((await call(["plan", "scenario.yaml", ...now], { cwd: folder })).stdout).toBe(stdout);
  }, 60_000);

  test("takes the defaults for what is not answered, and names guesses", async () => {
    const { code, stderr } = await call(["init", "fleet.csv", ...now], { cwd: folder });
    expect(code).toBe(0);
    expect(stderr).toContain("profiles        yes (by their names)\n");
    expect(stderr).toContain("capacity        unknown (default)\n");
    expect(scenarioIn()).toMatch(/^ {2}office: \{ extends: windows-office \} +# a guess, by its name$/m);
    expect(scenarioIn()).toMatch(/^# deadline: 7d /m);
  });

  test.each([
    ["holds a wrong answer", ["init", "fleet.csv"], "\n\n40\n\n", 'capacity: "40" is not a rate'],
    [
      "holds more answers than questions",
      ["init", "fleet.csv"],
      "\n\n\n\n\n\n7d\n",
      "more answers than questions",
    ],
    ["names no inventory where several may be it", ["init"], "", "nobody answered: Where is the inventory?"],
    ["names a file that is not there", ["init", "none.csv"], "", "none.csv: no such file"],
    ["names a folder", ["init", "."], "", ".: a directory, but a file is needed"],
    ["names an empty file", ["init", "empty.csv"], "", "empty.csv: the file is empty: it has no header"],
    [
      "names a file without a device column",
      ["init", "plain.csv"],
      "",
      "nobody answered: Which column names the device?",
    ],
    [
      "gives an option that is wrong",
      ["init", "fleet.csv", "--capacity", "lots"],
      "",
      '--capacity: "lots" is not a rate',
    ],
    [
      "writes what is no YAML",
      ["init", "fleet.csv", "--out", "fleet.csv"],
      "",
      '--out: "fleet.csv" is no name for a scenario',
    ],
    [
      "writes into a file's folder",
      ["init", "fleet.csv", "--out", "fleet.csv/a.yaml"],
      "",
      "fleet.csv: not a folder",
    ],
  ])("that %s exits 2 and writes nothing", async (_, argv, input, message) => {
    write(folder, { "other.csv": "device\npc\n", "empty.csv": "", "plain.csv": "Kennung,Ort\nX1,Berlin\n" });
    const before = contentsOf(folder);
    const { code, stdout, stderr } = await call([...argv, ...now], { cwd: folder, input });
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/nothing was written\.\n$/);
    expect(contentsOf(folder)).toEqual(before);
  });
});

test("devices that no window of theirs fits are left over, told by exit code 3 like those of plan", async () => {
  const short = ["--window", "Sat 10:00-20:00", "--deadline", "1d"];
  const { code, stdout } = await call(["init", "fleet.csv", "--yes", ...short, ...now], { cwd: folder });
  expect(code).toBe(3);
  expect(stdout).toMatch(/^DOES NOT FIT {3}60 of 60 devices have no wave/);
  expect(scenarioIn()).toMatch(/^deadline: 1d /m);
});

describe("a scenario that is there", () => {
  const mine = "# mine\n";
  beforeEach(() => write(folder, { "scenario.yaml": mine }));

  test("is not written over without a word", async () => {
    const { code, stderr } = await call(["init", "fleet.csv", "--yes", ...now], { cwd: folder });
    expect(code).toBe(2);
    expect(stderr).toContain("scenario.yaml is there already");
    expect(stderr).toContain("--force writes over it; --out names another");
    expect(scenarioIn()).toBe(mine);
  });

  test("is with --force, with yes, and stays with another name", async () => {
    expect((await call(["init", "fleet.csv", ...now], { cwd: folder, input: "august.yaml\n" })).code).toBe(0);
    expect(scenarioIn()).toBe(mine);
    expect(scenarioIn("august.yaml")).toContain("fleet: { file: fleet.csv }");
    expect((await call(["init", "fleet.csv", ...now], { cwd: folder, input: "yes\n" })).code).toBe(0);
    expect(scenarioIn()).toContain("fleet: { file: fleet.csv }");
    write(folder, { "scenario.yaml": mine });
    expect((await call(["init", "fleet.csv", "--force", "--yes", ...now], { cwd: folder })).code).toBe(0);
    expect(scenarioIn()).not.toBe(mine);
  });
});

describe("inventories as admins have them", () => {
  const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, "utf16le")]);
  test.each([
    [
      "a semicolon CSV with Excel's first line",
      "sep=;\r\nComputername;Standort\r\nPC1;Berlin\r\nPC2;Wien\r\n",
      "",
      "device     Computername",
    ],
    [
      "UTF-16, as Excel saves Unicode text",
      utf16("Name\tLocation\r\nPC1\tBerlin\r\nPC2\tRom\r\n"),
      "",
      "site    Location",
    ],
    [
      "Intune's",
      "Device ID,Device name,Enrollment date,Last check-in,OS version,Serial number,Management name,Category\n1,PC1,2024,2026,10.0,S1,m1,Office\n",
      "",
      "device     Device name",
    ],
    [
      "Active Directory's, with PowerShell's first line",
      '#TYPE Microsoft.ActiveDirectory.Management.ADComputer\n"DistinguishedName","DNSHostName","Enabled","Name"\n"CN=PC1,OU=Berlin","pc1.contoso.com","True","PC1"\n',
      "",
      "device     Name",
    ],
    ["MECM's", "Name,ClientVersion,DeviceOS,IsActive\nPC1,5.0,Windows 11,True\n", "", "device     Name"],
    ["Snipe-IT's", "ID,Asset Name,Serial,Location\n1,PC1,S1,Berlin\n", "", "device     Asset Name"],
    ["NetBox's", "name,device_role,site,status\nsrv1,server,ber1,active\n", "", "device     name"],
    [
      "a count by site",
      "site,devices,time zone\nBerlin,400,Europe/Berlin\nOslo,20,W. Europe Standard Time\n",
      "",
      "devices",
    ],
  ])("%s becomes a scenario that plans", async (_, content, input, taken) => {
    write(folder, { "export.csv": content });
    const { code, stderr } = await call(["init", "export.csv", ...now], { cwd: folder, input });
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(stderr.replace(/ +/g, " ")).toContain(taken.replace(/ +/g, " "));
  });

  test("drive no terminal with what stands in them", async () => {
    const bad = "\u001b]0;owned\u0007\u202e";
    write(folder, { "export.csv": `"${bad}","x${bad}",site\nPC1,"${bad}","${bad}"\nPC2,b,Berlin\n` });
    const { code, stdout, stderr } = await call(["init", "export.csv", ...now], {
      cwd: folder,
      input: "1\n",
    });
    expect(code).toBe(0);
    expect(acts(stdout + stderr)).toBe(false);
    expect(acts(scenarioIn())).toBe(false);
    expect(existsSync(path.join(folder, "scenario.yaml"))).toBe(true);
  });
});
