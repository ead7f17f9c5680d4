/** What clients do when nobody plans. Numbers are starting points to be replaced by measured ones; each says where it is from. */
import { assumed, type Preset, type Setting, sourced } from "./setting.js";

const nothingHeldBack = (why: string): Setting => assumed("0d", why);
const atOnce = (why: string): Setting => assumed({ fixed: "0m" }, why);

const officeDays = {
  rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=0",
  spread: { uniform: ["0m", "90m"] },
  lasts: "9h",
};
const anyDay = { rrule: "FREQ=DAILY;BYHOUR=8;BYMINUTE=0", spread: { uniform: ["0h", "12h"] }, lasts: "4h" };

const homesAndOffices = assumed(
  [
    { share: "20%", on: "always" },
    { share: "60%", on: officeDays },
    { share: "20%", on: anyDay },
  ],
  "20 % always on is of Windows Update's own measurements (Gkantsidis et al., SIGCOMM 2006); office hours and the irregular rest are guesses",
);
const offices = assumed(
  [
    { share: "20%", on: "always" },
    { share: "80%", on: officeDays },
  ],
  "20 % always on is of Windows Update's own measurements (Gkantsidis et al., SIGCOMM 2006); office hours are a guess",
);
const alwaysOn = assumed([{ share: "100%", on: "always" }], "servers are not switched off");

const lessThan22 = sourced(
  { every: "22h", less: "20%" },
  "WSUS Group Policy settings, learn.microsoft.com: every 22 h less a random 0 to 20 %; read 2026-11",
);
const moreThan22 = sourced(
  { every: "22h", more: "4h" },
  "Policy CSP Update/DetectionFrequency, learn.microsoft.com: 22 h and a random 0 to 4 h; read 2026-11",
);
const broadband = assumed(
  { lognormal: { median: "40m", p95: "6h" } },
  "half have it within 40 min; 6 h is the connected time Microsoft asks for (Update Connectivity, techcommunity.microsoft.com; read 2026-11)",
);
const localServer = assumed(
  { lognormal: { median: "30m", p95: "4h" } },
  "from a server of one's own, in the background",
);
const monthlyInstall = assumed({ fixed: "20m" }, "a monthly quality update on a PC");

const telemetry =
  "Windows 7 telemetry, 'Minimizing restarts after automatic updating' (Microsoft, 2011): 39 % at shutdown, 31 % a person, the rest at the schedule";
/** @param hours local, in which people restart by hand */
const asMeasured = (hours: string): Setting => ({
  value: [
    { share: "39%", at: "shutdown" },
    { share: "31%", at: "person", after: { exponential: { mean: "6h" } }, hours },
    { share: "30%", at: "schedule", ...atThree },
  ],
  basis: `assumption: how long a person waits, and when; measured are the shares: ${telemetry}; 03:00 and 1 min after a missed one are the policy's defaults`,
  guess: true,
});
const atThree = { rrule: "FREQ=DAILY;BYHOUR=3;BYMINUTE=0", missed: "1m" };
const noActiveHours = sourced("none", "active hours came with Windows 10");
const defaultActiveHours = sourced(
  "08:00-17:00",
  "Manage device restarts after updates, learn.microsoft.com: active hours are 08:00 to 17:00 unless set; read 2026-11",
);
const countdown = sourced(
  { fixed: "15m" },
  "Group Policy 'Delay Restart for scheduled installations': 15 min unless set; read 2026-11",
);
const engaged = assumed(
  [
    { share: "25%", at: "shutdown" },
    { share: "35%", at: "person", after: { exponential: { mean: "9h" } }, hours: "07:00-19:00" },
    { share: "40%", at: "automatic", after: { uniform: ["0m", "2h"] } },
  ],
  "no figure is published for current Windows; somewhat more by itself than the 39/31/30 % of Windows 7",
);
/** Deferral, deadline and grace of the default rings. */
export const autopatchRings = {
  Test: { defer: "0d", deadline: "0d", grace: "0d" },
  Ring1: { defer: "1d", deadline: "2d", grace: "2d" },
  Ring2: { defer: "5d", deadline: "2d", grace: "2d" },
  Ring3: { defer: "9d", deadline: "5d", grace: "2d" },
  Last: { defer: "10d", deadline: "3d", grace: "2d" },
};
export const autopatchSource =
  "Autopatch group policies, learn.microsoft.com, of 31 March 2025 (in 2024 Ring2 had 6 days and Last 11); read 2026-11";
const noRings = assumed({}, "the same for every ring");

/** What habits without `extends` need not say. */
export const habitsDefaults: Preset["settings"] = {
  defer: nothingHeldBack("no deferral was given"),
  lead: atOnce("no countdown was given"),
  activeHours: assumed("none", "no active hours were given"),
  deadline: assumed("none", "no deadline was given"),
  rings: noRings,
};

export const habitsPresets: Readonly<Record<string, Preset>> = {
  "windows-2007": {
    about:
      "Automatic Updates of Windows XP and Vista as they came: installed at 03:00, or as the PC is switched off.",
    settings: {
      defer: nothingHeldBack("updates are offered to everybody at the release"),
      detect: lessThan22,
      download: broadband,
      install: atOnce("installed as it is applied"),
      power: homesAndOffices,
      apply: asMeasured("07:00-23:00"),
      lead: assumed({ uniform: ["5m", "20m"] }, "installing takes some minutes, and the countdown is 5 min"),
      activeHours: noActiveHours,
      deadline: sourced("none", "compliance deadlines came with Windows 10"),
      rings: noRings,
    },
  },
  "windows-11-intune": {
    about: "Windows 11 with a compliance deadline, managed from the cloud.",
    settings: {
      defer: nothingHeldBack("no deferral unless a ring has one"),
      detect: moreThan22,
      download: broadband,
      install: monthlyInstall,
      power: offices,
      apply: engaged,
      lead: countdown,
      activeHours: defaultActiveHours,
      deadline: sourced(
        { after: "7d", grace: "2d", counts: "discovery" },
        "Enforcing compliance deadlines, learn.microsoft.com: 7 days and 2 days of grace suggested, from discovery since 22H2; read 2026-11",
      ),
      rings: noRings,
    },
  },
  "windows-autopatch": {
    about: "Windows 11 with the rings of Windows Autopatch.",
    settings: {
      defer: nothingHeldBack("that of its first ring"),
      detect: moreThan22,
      download: broadband,
      install: monthlyInstall,
      power: offices,
      apply: engaged,
      lead: countdown,
      activeHours: defaultActiveHours,
      deadline: sourced(
        { after: "2d", grace: "2d", counts: "discovery" },
        "Windows Autopatch groups, learn.microsoft.com: 2 days and 2 days of grace in most rings; read 2026-11",
      ),
      rings: sourced(autopatchRings, autopatchSource),
    },
  },
  "windows-wsus": {
    about: "Domain PCs that install what WSUS approves, by Group Policy at 03:00.",
    settings: {
      defer: nothingHeldBack("approved at the release"),
      detect: lessThan22,
      download: localServer,
      install: atOnce("installed as it is applied"),
      power: offices,
      apply: asMeasured("07:00-19:00"),
      lead: countdown,
      activeHours: assumed("none", "a schedule by Group Policy does not look at active hours"),
      deadline: assumed("none", "WSUS deadlines are rarely set"),
      rings: noRings,
    },
  },
  "windows-mecm": {
    about: "PCs of a Configuration Manager deployment: restarts are pressed for after its deadline.",
    settings: {
      defer: nothingHeldBack("deployed at the release"),
      detect: assumed(
        { every: "1h", less: "0%" },
        "clients ask for policy every 60 min unless set; the scan follows at once",
      ),
      download: localServer,
      install: monthlyInstall,
      power: offices,
      apply: assumed(
        [
          { share: "35%", at: "shutdown" },
          { share: "65%", at: "person", after: { exponential: { mean: "12h" } }, hours: "07:00-19:00" },
        ],
        "people restart from Software Center before the deadline; no figure is published",
      ),
      lead: assumed({ fixed: "90m" }, "the client's countdown is 90 min unless set"),
      activeHours: assumed("08:00-17:00", "business hours of Software Center"),
      deadline: assumed(
        { after: "7d", grace: "0d", counts: "offer" },
        "the console suggests 7 days after the update is available",
      ),
      rings: noRings,
    },
  },
  "windows-server": {
    about: "Servers that install by themselves at 03:00.",
    settings: {
      defer: nothingHeldBack("approved at the release"),
      detect: lessThan22,
      download: assumed({ lognormal: { median: "10m", p95: "1h" } }, "a data centre's network"),
      install: atOnce("installed as it is applied"),
      power: alwaysOn,
      apply: sourced(
        [{ share: "100%", at: "schedule", ...atThree }],
        "Configure Automatic Updates, learn.microsoft.com: every day at 03:00 unless set; read 2026-11",
      ),
      lead: assumed({ uniform: ["15m", "45m"] }, "a cumulative update takes half an hour to install"),
      activeHours: assumed("none", "a schedule by Group Policy does not look at active hours"),
      deadline: assumed("none", "no deadline was given"),
      rings: noRings,
    },
  },
  "linux-unattended": {
    about: "Servers with unattended-upgrades that restart at a fixed time of day.",
    settings: {
      defer: nothingHeldBack("packages are there at the release"),
      detect: sourced(
        { rrule: "FREQ=DAILY;BYHOUR=6,18;BYMINUTE=0", spread: { uniform: ["0h", "12h"] } },
        "apt's apt-daily.timer: 06:00 and 18:00 with up to 12 h of random delay; read 2026-11",
      ),
      download: assumed({ lognormal: { median: "5m", p95: "30m" } }, "packages from a mirror near by"),
      install: assumed(
        { uniform: ["0h", "24h"] },
        "apt-daily-upgrade.timer installs once a day, at 06:00 and up to 1 h later, when it is next due",
      ),
      power: alwaysOn,
      apply: sourced(
        [{ share: "100%", at: "schedule", rrule: "FREQ=DAILY;BYHOUR=2;BYMINUTE=0" }],
        "50unattended-upgrades: Automatic-Reboot-Time in its example is 02:00; read 2026-11",
      ),
      lead: atOnce("shutdown -r at that minute"),
      activeHours: sourced("none", "unattended-upgrades knows no active hours"),
      deadline: sourced("none", "unattended-upgrades knows no deadline"),
      rings: noRings,
    },
  },
};
