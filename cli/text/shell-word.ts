import { cleanLine } from "./clean.js";

/** As one would type it in a shell. */
export const shellWord = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${cleanLine(text).replaceAll("'", "'\\''")}'`;
