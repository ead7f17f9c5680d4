/** Kinds of clients. Numbers are starting points to be replaced by measured ones; each says where it is from. */
import { assumed, type Preset, sourced } from "./setting.js";

const poll = sourced(
  { uniform: ["0h", "22h"] },
  "Group Policy settings for WSUS, learn.microsoft.com: a client asks every 22 h; read 2026-11",
);
const download = assumed(
  { lognormal: { median: "40m", p95: "6h" } },
  "half have it within 40 min; 6 h is the connected time Microsoft asks for (Update Connectivity, techcommunity.microsoft.com; read 2026-11)",
);
const countdown = sourced(
  { fixed: "15m" },
  "Group Policy 'Delay Restart for scheduled installations': 15 min unless set; read 2026-11",
);
const atOnce = assumed({ fixed: "0m" }, "nobody is there to be warned, so it restarts at once");
const desktopRestart = assumed(
  { lognormal: { median: "4m", p95: "12m" } },
  "a restart that finishes an update takes 3 to 10 min, now and then longer",
);
const officeHours = assumed(
  {
    rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;BYHOUR=8;BYMINUTE=0",
    spread: { uniform: ["0m", "90m"] },
    lasts: "9h",
  },
  "office hours; AD DS capacity planning, learn.microsoft.com, puts the morning peak at 08:00 to 09:15; read 2026-11",
);
const bootAndPerson = assumed(
  [
    { share: "100%", at: "boot", after: { uniform: ["0m", "5m"] } },
    { share: "70%", at: "presence", displaces: "80%" },
  ],
  "every machine signs in at boot; 70 % of people sign in again when next there, of whom 80 % would have anyway",
);
const bootOnly = assumed(
  [{ share: "100%", at: "boot", after: { uniform: ["0m", "2m"] } }],
  "signs in once, by itself, soon after boot",
);
const always = assumed("100%", "never switched off");
const domainPcs = assumed("windows-wsus", "domain PCs that take their updates from a server of their own");
const atThree = assumed("windows-server", "always on: installs by itself at 03:00");

export const profilePresets: Readonly<Record<string, Preset>> = {
  "windows-office": {
    about: "Desk PCs that stay on or are woken; machine and person sign in.",
    settings: {
      detect: poll,
      download,
      install: assumed({ fixed: "20m" }, "a monthly quality update on a desk PC"),
      lead: countdown,
      offline: desktopRestart,
      poweredOn: assumed("100%", "PCs are left on or woken for their window"),
      presence: officeHours,
      signIn: bootAndPerson,
      unmanaged: domainPcs,
    },
  },
  "windows-laptop": {
    about: "Laptops, many of them shut or elsewhere at night; those restart when next opened.",
    settings: {
      detect: poll,
      download,
      install: assumed({ fixed: "20m" }, "a monthly quality update on a laptop"),
      lead: countdown,
      offline: desktopRestart,
      poweredOn: assumed("55%", "on and reachable at night; no published figure, so measure yours"),
      presence: officeHours,
      signIn: bootAndPerson,
      unmanaged: assumed("windows-11-intune", "laptops are managed from the cloud, wherever they are"),
    },
  },
  "windows-kiosk": {
    about: "Kiosks, tills and displays: no person signs in.",
    settings: {
      detect: poll,
      download,
      install: assumed({ fixed: "20m" }, "a monthly quality update on modest hardware"),
      lead: atOnce,
      offline: desktopRestart,
      poweredOn: always,
      signIn: bootOnly,
      unmanaged: atThree,
    },
  },
  "windows-server": {
    about: "Servers: always on, well connected, slower to come back.",
    settings: {
      detect: poll,
      download: assumed({ lognormal: { median: "10m", p95: "1h" } }, "a data centre's network"),
      install: assumed({ fixed: "30m" }, "a cumulative update with its component clean-up"),
      lead: atOnce,
      offline: assumed(
        { lognormal: { median: "6m", p95: "20m" } },
        "firmware checks and services that start late",
      ),
      poweredOn: always,
      signIn: bootOnly,
      unmanaged: atThree,
    },
  },
  "linux-server": {
    about: "Servers that fetch packages with apt's timer.",
    settings: {
      detect: sourced(
        { uniform: ["0h", "24h"] },
        "apt's apt-daily.timer: fires at 06:00 and 18:00 with up to 12 h of random delay, and acts once in 24 h; read 2026-11",
      ),
      download: assumed({ lognormal: { median: "5m", p95: "30m" } }, "packages from a mirror near by"),
      install: assumed({ fixed: "10m" }, "kernel and libraries by unattended-upgrades"),
      lead: atOnce,
      offline: assumed({ lognormal: { median: "2m", p95: "8m" } }, "firmware checks take most of it"),
      poweredOn: always,
      signIn: bootOnly,
      unmanaged: assumed("linux-unattended", "apt's own means of installing and restarting"),
    },
  },
};

/** Of devices that name no profile, where no declared profile is the only one. */
export const commonProfile = "windows-office";

/** What a profile without `extends` need not say. */
export const profileDefaults: Preset["settings"] = {
  lead: assumed({ fixed: "0m" }, "no countdown was given"),
  poweredOn: assumed("100%", "no other share was given"),
  unmanaged: assumed("windows-wsus", "the most common way to have updates in a domain"),
  early: assumed("0%", "no device restarts by itself before its wave"),
};
