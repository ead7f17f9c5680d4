/** Every screen, in the order of its number key. To add one: write its file, add its name here and to screen.ts, add its test. */
import type { Screen, ScreenName } from "../screen.js";
import { calendarScreen } from "./calendar.js";
import { exportScreen } from "./export.js";
import { frontierScreen } from "./frontier.js";
import { loadScreen } from "./load.js";
import { overviewScreen } from "./overview.js";
import { policiesScreen } from "./policies.js";
import { scheduleScreen } from "./schedule.js";
import { simulateScreen } from "./simulate.js";
import { whyScreen } from "./why.js";

export const screens = {
  overview: overviewScreen,
  calendar: calendarScreen,
  load: loadScreen,
  schedule: scheduleScreen,
  policies: policiesScreen,
  simulate: simulateScreen,
  why: whyScreen,
  frontier: frontierScreen,
  export: exportScreen,
} satisfies { readonly [Name in ScreenName]: unknown };

type ViewOf<S> = S extends Screen<infer View> ? View : never;

/** Each screen's own state; it stays while others are on show. */
export type Views = { readonly [Name in ScreenName]: ViewOf<(typeof screens)[Name]> };

/** A screen whatever its view: a view is only ever given to the screen it came from. */
export const screenNamed = (name: ScreenName): Screen<unknown> => screens[name] as Screen<unknown>;
