/** Colours by name. Never the only carrier of a meaning: the text says the same without them. */

export type Paint = (text: string) => string;
type Name = "bold" | "dim" | "inverse" | "red" | "green" | "yellow" | "cyan";
export type Style = Readonly<Record<Name, Paint>>;

/** SGR codes, on and off; null: as it is. */
export type Codes = Readonly<Record<Name, readonly [on: number | string, off: number | string] | null>>;

/** Of the 16 colours that every terminal has. */
export const dark = {
  bold: [1, 22],
  dim: [2, 22],
  inverse: [7, 27],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const satisfies Codes;

const plain: Paint = (text) => text;

const paint = (code: Codes[Name]): Paint =>
  code === null ? plain : (text) => (text === "" ? "" : `\u001b[${code[0]}m${text}\u001b[${code[1]}m`);

export const styleOf = (codes: Codes): Style => ({
  bold: paint(codes.bold),
  dim: paint(codes.dim),
  inverse: paint(codes.inverse),
  red: paint(codes.red),
  green: paint(codes.green),
  yellow: paint(codes.yellow),
  cyan: paint(codes.cyan),
});

const none: Codes = {
  bold: null,
  dim: null,
  inverse: null,
  red: null,
  green: null,
  yellow: null,
  cyan: null,
};

export const styleFor = ({ colour }: { readonly colour: boolean }): Style => styleOf(colour ? dark : none);
