/** Colours by name. Never the only carrier of a meaning: the text says the same without them. */

/** SGR codes, on and off, of the 16 colours that every terminal and every theme has. */
const codes = {
  bold: [1, 22],
  dim: [2, 22],
  inverse: [7, 27],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
} as const;

export type Paint = (text: string) => string;
export type Style = Readonly<Record<keyof typeof codes, Paint>>;

const paint =
  ([on, off]: readonly [number, number]): Paint =>
  (text) =>
    text === "" ? "" : `\u001b[${on}m${text}\u001b[${off}m`;

const plain: Paint = (text) => text;

export const styleFor = ({ colour }: { readonly colour: boolean }): Style => ({
  bold: colour ? paint(codes.bold) : plain,
  dim: colour ? paint(codes.dim) : plain,
  inverse: colour ? paint(codes.inverse) : plain,
  red: colour ? paint(codes.red) : plain,
  green: colour ? paint(codes.green) : plain,
  yellow: colour ? paint(codes.yellow) : plain,
  cyan: colour ? paint(codes.cyan) : plain,
});
