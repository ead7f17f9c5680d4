import tseslint from "typescript-eslint";

/** Outside libraries and the one file that may import each (docs/architecture.md, "Doors"). */
const doors = {
  rrule: "src/calendar/recurrence.ts",
  "glpk.js": "src/stagger/glpk.ts",
  "glpk.js/node": "src/stagger/glpk.ts",
  "ical.js": "src/calendar/ical.ts",
  "@date-fns/tz": "src/calendar/zone.ts",
  papaparse: "src/fleet/csv.ts",
  yaml: "src/scenario/document.ts",
  zod: "src/scenario/schema-forms.ts",
  "date-holidays": "src/calendar/holidays.ts",
  "windows-iana": "src/scenario/zone-name.ts",
  "date-fns": "src/units.ts",
  "date-fns/constants": "src/units.ts",
  "string-width": "cli/text/fit.ts",
  "d3-scale": "cli/page/draw.ts",
  "d3-shape": "cli/page/draw.ts",
  commander: "cli/program.ts",
  tinypool: "cli/solving/solving.ts",
  ink: "cli/tui/ink.ts",
  react: "cli/tui/ink.ts",
};

const restrict = (except = []) => [
  "error",
  {
    paths: Object.entries(doors)
      .filter(([name]) => !except.includes(name))
      .map(([name, file]) => ({ name, message: `only ${file} imports ${name}` })),
  },
];

export default tseslint.config(
  { ignores: ["dist/", "node_modules/", "coverage/"] },
  ...tseslint.configs.recommended,
  {
    files: ["src/**/*.ts", "cli/**/*.ts", "cli/**/*.tsx"],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-imports": "error",
      "no-restricted-imports": restrict(),
    },
  },
  ...[...new Set(Object.values(doors))].map((file) => ({
    files: [file],
    rules: { "no-restricted-imports": restrict(Object.keys(doors).filter((n) => doors[n] === file)) },
  })),
  {
    files: ["src/**/*.ts"],
    rules: {
      "no-restricted-globals": ["error", "console", "process", "fetch", "setTimeout"],
      "no-restricted-properties": [
        "error",
        { object: "Date", property: "now", message: "the clock is an argument (now)" },
        { object: "Math", property: "random", message: "dice are an argument (seed)" },
      ],
    },
  },
);
