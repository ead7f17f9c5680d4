/**
 * Writes fleet.csv beside this file: the made-up devices of Contoso. The same bytes every time; run it again after an edit.
 *   node examples/contoso/make-fleet.mjs
 */
import { writeFileSync } from "node:fs";

/** Devices by profile. */
const sites = [
  {
    name: "Berlin",
    code: "BER",
    timezone: "Europe/Berlin",
    office: 2310,
    laptop: 1420,
    kiosk: 120,
    server: 50,
  },
  { name: "Pune", code: "PNQ", timezone: "Asia/Kolkata", office: 980, laptop: 490, kiosk: 14, server: 16 },
  {
    name: "NYC",
    code: "NYC",
    timezone: "America/New_York",
    office: 1240,
    laptop: 960,
    kiosk: 64,
    server: 36,
  },
  {
    name: "Chicago",
    code: "CHI",
    timezone: "America/Chicago",
    office: 620,
    laptop: 390,
    kiosk: 24,
    server: 16,
  },
  {
    name: "Sao Paulo",
    code: "GRU",
    timezone: "America/Sao_Paulo",
    office: 430,
    laptop: 260,
    kiosk: 20,
    server: 10,
  },
  { name: "London", code: "LON", timezone: "Europe/London", office: 560, laptop: 490, kiosk: 30, server: 20 },
  { name: "Tokyo", code: "TYO", timezone: "Asia/Tokyo", office: 340, laptop: 200, kiosk: 12, server: 8 },
  {
    name: "Sydney",
    code: "SYD",
    timezone: "Australia/Sydney",
    office: 230,
    laptop: 180,
    kiosk: 12,
    server: 8,
  },
  { name: "Plant7", code: "PL7", timezone: "Europe/Warsaw", office: 70, laptop: 40, kiosk: 530, server: 10 },
];
const profiles = { office: "OFF", laptop: "LAP", kiosk: "KSK", server: "SRV" };
/** Of a hundred numbers so many were given to devices that are gone. */
const retired = 6;

/** Numbers 0 to 99 in an order that looks like chance (Lehmer's generator; its multiplier is by Park and Miller). */
let state = 2007;
const percent = () => {
  state = (state * 48_271) % 2_147_483_647;
  return state % 100;
};

const lines = ["device,site,timezone,profile"];
for (const site of sites) {
  for (const [profile, code] of Object.entries(profiles)) {
    for (let number = 1, named = 0; named < site[profile]; number++) {
      if (percent() < retired) continue;
      lines.push(
        `${site.code}-${code}-${String(number).padStart(4, "0")},${site.name},${site.timezone},${profile}`,
      );
      named++;
    }
  }
}
writeFileSync(new URL("fleet.csv", import.meta.url), `${lines.join("\n")}\n`);
