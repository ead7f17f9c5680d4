/** Colours for different eyes and backgrounds. Whatever they say is said by signs and words as well. */
import { type Codes, dark, type Style, styleOf } from "../text/style.js";

export const themes = {
  dark: { about: "for a dark background", codes: dark },
  light: {
    about: "for a light background",
    codes: { ...dark, yellow: ["38;5;130", "39"], cyan: ["38;5;25", "39"], green: ["38;5;28", "39"] },
  },
  // Okabe and Ito (2008), "Color universal design", in the nearest of the 256 colours: vermillion, bluish green, yellow, sky blue.
  "colour-blind": {
    about: "told apart by colour-blind eyes",
    codes: {
      ...dark,
      red: ["38;5;208", "39"],
      green: ["38;5;36", "39"],
      yellow: ["38;5;227", "39"],
      cyan: ["38;5;74", "39"],
    },
  },
  none: {
    about: "without colours",
    codes: { ...dark, red: null, green: null, yellow: null, cyan: null },
  },
} satisfies Record<string, { readonly about: string; readonly codes: Codes }>;

export type ThemeName = keyof typeof themes;
export const themeNames = Object.keys(themes) as readonly ThemeName[];

export const styleOfTheme = (name: ThemeName): Style => styleOf(themes[name].codes);

/** What is asked for, else what the terminal says of itself: COLORFGBG ends in the number of its background's colour. */
export function themeFor(env: NodeJS.ProcessEnv, asked: string | undefined): ThemeName | null {
  if (asked !== undefined) return isTheme(asked) ? asked : null;
  if (env["NO_COLOR"] || env["FORCE_COLOR"] === "0") return "none";
  const background = Number(env["COLORFGBG"]?.split(";").at(-1) ?? NaN);
  return background === 7 || background === 15 ? "light" : "dark";
}

const isTheme = (name: string): name is ThemeName => name in themes;
