/**
 * Puts what is waited for into one file each: Ink and React (dist/cli/tui/ink.js), the first screen (dist/cli/commands/tui.js), the
 * thread that solves (dist/cli/solving/thread.js). Read one by one, their thousand files take a second.
 */
import { readFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

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

/**
 * Ink takes every line apart into cells and puts it together again, fifty milliseconds for a large terminal. Where nothing stands beside
 * or over anything else, the lines are the picture already.
 */
const wholeLines = {
  name: "whole-lines",
  setup({ onLoad }) {
    onLoad({ filter: /ink[\\/]build[\\/]output\.js$/ }, async ({ path }) => {
      const whole = await readFile(path, "utf8");
      const contents = whole.replace(/^ {4}get\(\) \{$/m, `${lined}\n    composed() {`);
      if (contents === whole) throw new Error(`${path} is not the output of Ink that is known`);
      return { contents, loader: "js" };
    });
  },
};

const lined = `
    get() {
        const rows = new Array(this.height).fill(undefined);
        for (const { type, x, y, text, transformers } of this.operations) {
            if (type !== "write" || x !== 0) return this.composed();
            for (const [index, line] of text.split("\\n").entries()) {
                if (y + index >= this.height) break;
                if (rows[y + index] !== undefined) return this.composed();
                rows[y + index] = transformers.reduce((changed, transform) => transform(changed, index), line);
            }
        }
        return { output: rows.map((row) => (row ?? "").trimEnd()).join("\\n"), height: this.height };
    }`;

/** Only development asks for it, and it is not installed. */
const withoutDevtools = {
  name: "without-devtools",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: "none" }));
    onLoad({ filter: /.*/, namespace: "none" }, () => ({ contents: "export default {};", loader: "js" }));
  },
};

/** What has a state of its own that others share, and what the first screen does not need. */
const others = [
  "cli/tui/ink.js",
  "cli/solving/solving.js",
  "cli/commands/plan.js",
  "cli/commands/init.js",
].map((file) => path.resolve("dist", file));
const leftOut = (outfile) => ({
  name: "left-out",
  setup({ onResolve }) {
    onResolve({ filter: /^\./ }, (asked) => {
      const file = path.resolve(asked.resolveDir, asked.path);
      if (!others.includes(file)) return undefined;
      const from = path.relative(path.dirname(path.resolve(outfile)), file).replaceAll(path.sep, "/");
      return { path: from.startsWith(".") ? from : `./${from}`, external: true };
    });
  },
});

/** Only what nobody reads is made small: what is thrown in our own code is told with its names. */
const bundled = (file, { plugins = [], minify = false } = {}) =>
  build({
    entryPoints: [file],
    outfile: file,
    allowOverwrite: true,
    bundle: true,
    minify,
    platform: "node",
    format: "esm",
    target: "node20",
    define: { "process.env.NODE_ENV": '"production"' },
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
    plugins,
    // It finds its WebAssembly beside itself; and tables of holidays, loaded only when used.
    external: ["glpk.js", "date-holidays"],
    logLevel: "warning",
  });

await bundled("dist/cli/tui/ink.js", { plugins: [quickWidth, wholeLines, withoutDevtools], minify: true });
await bundled("dist/cli/commands/tui.js", { plugins: [leftOut("dist/cli/commands/tui.js")] });
await bundled("dist/cli/solving/thread.js");
