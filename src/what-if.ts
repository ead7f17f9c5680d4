/** Variants of a scenario: a sweep plans each value anew, a what-if lets the same policies meet a world that nobody planned for. */
import { type Change, unchanged } from "./evaluate/change.js";
import { done, failed, type Outcome, type Problem } from "./problem.js";
import { quoted } from "./scenario/place.js";
import { parseDuration, parseShare } from "./scenario/quantity.js";
import type { Setting } from "./scenario/settings.js";
import { share } from "./units.js";

/** Data alone. */
export type Variant = {
  /** As it was asked for; null: the scenario as it is. */
  readonly text: string | null;
  readonly settings: readonly Setting[];
  readonly change: Change;
};

export const asItIs: Variant = { text: null, settings: [], change: unchanged };

const MOST_VALUES = 50;

/** `headroom=10..60%:10`, `deadline=5d,7d,9d`, `rings.broad.share=40..80%:20`: one variant a value. */
export function parseSweep(text: string): Outcome<readonly Variant[]> {
  const [, key, list] = /^([^=]{1,200})=(.{1,500})$/su.exec(text) ?? [];
  if (key === undefined || list === undefined) return failed(wrongSweep(text, "names no key and values"));
  const values = valuesOf(list);
  if (values === null) return failed(wrongSweep(text, "has no values, or a range that never ends"));
  if (values.length > MOST_VALUES) return failed(wrongSweep(text, `has more than ${MOST_VALUES} values`));
  return done(
    values.map((value) => ({ ...asItIs, text: `${key}=${value}`, settings: [{ key, value: plain(value) }] })),
  );
}

const wrongSweep = (text: string, why: string): Problem => ({
  code: "sweep",
  message: `${quoted(text)} ${why}`,
  hint: "write --sweep headroom=10..60%:10 or --sweep deadline=5d,7d,9d",
  place: { path: "--sweep" },
});

/** As YAML would read it. */
const plain = (value: string): string | number => (/^\d+(?:\.\d+)?$/.test(value) ? Number(value) : value);

function valuesOf(list: string): readonly string[] | null {
  const number = String.raw`(\d+(?:\.\d+)?)`;
  const unit = "([a-z%/]*)";
  const range = new RegExp(`^${number}${unit}\\.\\.${number}${unit}:${number}${unit}$`).exec(list);
  if (range === null) {
    const values = list.split(",").map((value) => value.trim());
    return list.includes("..") || values.some((value) => value === "") ? null : values;
  }
  const [, from, fromUnit, to, toUnit, step, stepUnit] = range as unknown as readonly string[];
  const units = new Set([fromUnit, toUnit, stepUnit].filter((each) => each !== ""));
  const count = Math.floor((Number(to) - Number(from)) / Number(step) + 1e-9);
  if (units.size > 1 || !(count >= 0) || count >= 10_000) return null;
  const [own = ""] = units;
  return Array.from(
    { length: count + 1 },
    (_, k) => `${Number((Number(from) + k * Number(step)).toPrecision(12))}${own}`,
  );
}

type WhatIfKind = {
  readonly example: string;
  /** null: not of this form. @param target what stands after a dot */
  change(value: string, target: string | null): Change | null;
};

/** By the word it begins with. */
const kinds: Readonly<Record<string, WhatIfKind>> = {
  capacity: {
    example: "capacity=-25% or capacity.login=-25%",
    change: (value, service) => {
      const less = /^-(.+)$/.exec(value)?.[1];
      const lost = less === undefined ? null : shareOf(less);
      return lost === null ? null : { ...unchanged, capacity: [{ service, left: share(1 - lost) }] };
    },
  },
  lose: {
    example: "lose=login/1of2",
    change: (value, target) => {
      const [, service = "", lost, all] = /^(.+)\/(\d{1,6})of(\d{1,6})$/.exec(value) ?? [];
      const left = 1 - Number(lost) / Number(all);
      return target === null && left >= 0 && left < 1
        ? { ...unchanged, capacity: [{ service, left: share(left) }] }
        : null;
    },
  },
  noncompliance: {
    example: "noncompliance=30%",
    change: (value, target) => {
      const refused = shareOf(value);
      return target === null && refused !== null ? { ...unchanged, refused } : null;
    },
  },
  slower: {
    example: "slower=2",
    change: (value, target) => {
      const slower = /^\d{1,3}(?:\.\d{1,3})?$/.test(value) ? Number(value) : 0;
      return target === null && slower >= 1 ? { ...unchanged, slower } : null;
    },
  },
  outOfBand: {
    example: "outOfBand=+6d",
    change: (value, target) => {
      const after = parseDuration(value.replace(/^\+/, ""));
      return target === null && after.ok && after.value > 0 ? { ...unchanged, again: after.value } : null;
    },
  },
};

const shareOf = (text: string) => {
  const parsed = parseShare(text);
  return parsed.ok ? parsed.value : null;
};

/** `capacity=-25%`, `lose=login/1of2`, `noncompliance=30%`, `slower=2`, `outOfBand=+6d`. */
export function parseWhatIf(text: string): Outcome<Variant> {
  const [, word = "", target = null, value = ""] = /^([a-zA-Z]+)(?:\.([^=]+))?=(.+)$/su.exec(text) ?? [];
  const kind = Object.hasOwn(kinds, word) ? kinds[word] : undefined;
  const change = kind?.change(value, target ?? null) ?? null;
  if (change !== null) return done({ ...asItIs, text, change });
  const examples = Object.values(kinds).map(({ example }) => example);
  return failed({
    code: "what-if",
    message: `${quoted(text)} is no what-if`,
    hint: `write ${(kind === undefined ? examples : [kind.example]).join(", ")}`,
    place: { path: "--what-if" },
  });
}
