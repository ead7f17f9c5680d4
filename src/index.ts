/** The public face: what the command line and other programs may use. */
export { assemble, type Surroundings } from "./assemble.js";
export { horizon, type Grid, slotOf, slotStart } from "./calendar/grid.js";
export { type Calendar, readCalendar } from "./calendar/ical.js";
export { type ListedRelease, releasesBetween } from "./calendar/release.js";
export { instantOf, isZone, offsetAt, wallOf } from "./calendar/zone.js";
export { firstNight } from "./evaluate/first-night.js";
export { type Forecast, forecast, restartedAt } from "./evaluate/forecast.js";
export * from "./problem.js";
export * from "./units.js";
