/** Puts Ink and React into dist/cli/tui/ink.js, so that the first screen does not wait for three hundred files. */
import { readFile } from "node:fs/promises";
import { build } from "esbuild";

const door = "dist/cli/tui/ink.js";

/** Ink measures every cell of every frame: of signs that surely are one cell wide the answer is known at once. */
const quickWidth = {
  name: "quick-width",
  setup({ onLoad }) {
    onLoad({ filter: /string-width[\\/]index\.js$/ }, async ({ path }) => {
      const whole = await readFile(path, "utf8");
      const contents = whole.replace("export default function stringWidth", "function measuredWidth");
      if (contents === whole) throw new Error(`${path} is not the string-width that is known`);
      return { contents: contents + quick, loader: "js" };
    });
  },
};

// ASCII, box drawing, blocks and braille, with or without colours.
const quick = `
const narrow = /^[\\x20-\\x7e\\u2500-\\u259f\\u2800-\\u28ff]*$/;
export default function stringWidth(text, options) {
  const bare = typeof text === "string" && text.includes("\\u001b") ? text.replace(/\\u001b\\[[0-9;]*m/g, "") : text;
  return typeof bare === "string" && narrow.test(bare) ? bare.length : measuredWidth(text, options);
}
`;

/** Only development asks for it, and it is not installed. */
const withoutDevtools = {
  name: "without-devtools",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: "none" }));
    onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: "export default {};", loader: "js" }));
  },
};

await build({
  entryPoints: [door],
  outfile: door,
  allowOverwrite: true,
  bundle: true,
  minify: true,
  platform: "node",
  format: "esm",
  target: "node20",
  define: { "process.env.NODE_ENV": '"production"' },
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  plugins: [quickWidth, withoutDevtools],
  logLevel: "warning",
});
