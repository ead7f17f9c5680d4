/** What zod found, in our own words. */
import { isEntries } from "./expand.js";
import { suggestion } from "./nearest.js";
import { type Fault, type Path, quoted } from "./place.js";

/** The part of a zod issue that is read here; `message` is the way out its schema gives, or empty. */
export type Issue = {
  readonly code: string;
  readonly path: Path;
  readonly message: string;
  readonly input?: unknown;
  readonly expected?: string;
  readonly keys?: readonly string[];
  readonly values?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly origin?: string;
  /** Of a union: the key that says which of its forms is meant. */
  readonly discriminator?: string;
  readonly errors?: readonly (readonly Issue[])[];
  readonly params?: { readonly code?: string; readonly hint?: string | undefined };
};

export const issueFaults = (issues: readonly Issue[], at: Path = []): readonly Fault[] =>
  issues.flatMap((issue) => issueFault(issue, [...at, ...issue.path]));

function issueFault(issue: Issue, path: Path): readonly Fault[] {
  const hint = issue.message === "" ? undefined : issue.message;
  switch (issue.code) {
    case "unrecognized_keys":
      return unknownKeys(issue, path);
    case "invalid_union":
      return unionFaults(issue, path);
    case "custom":
      return [customFault(issue, path)];
    case "invalid_type":
      return [typeFault(issue, path, hint)];
    case "invalid_value":
      return [choiceFault(issue, path, hint)];
    case "too_small":
    case "too_big":
      return [rangeFault(issue, path)];
    default:
      return [{ path, code: "value.form", message: `${quoted(issue.input)} cannot stand here`, hint }];
  }
}

const unknownKeys = ({ keys = [], message }: Issue, path: Path): readonly Fault[] =>
  keys.map((key) => ({
    path: [...path, key],
    code: "key.unknown",
    message: `unknown key ${quoted(key)}`,
    hint: suggestion(key, message.split(" ")),
  }));

function customFault({ message, params }: Issue, path: Path): Fault {
  return { path, code: params?.code ?? "value.form", message, hint: params?.hint };
}

const kinds: Readonly<Record<string, string>> = {
  object: "keys with values",
  record: "keys with values",
  array: "a list",
  tuple: "a list",
  string: "a text",
  number: "a number",
  int: "a whole number",
};

function typeFault({ input, expected = "" }: Issue, path: Path, hint: string | undefined): Fault {
  if (input === undefined) return missing(path, hint);
  const kind = kinds[expected] ?? expected;
  return { path, code: "value.type", message: `expected ${kind}, not ${quoted(input)}`, hint };
}

/** What to write where zod has no word of its own to say. */
const ways: Readonly<Record<string, string>> = {
  capacity: "write capacity: unknown where nobody knows it",
  services: "write services: { vpn: { preset: vpn-concentrator, capacity: unknown } }",
};
const extendable = new Set(["detect", "download", "install", "offline", "signIn"]);

function missing(path: Path, hint: string | undefined): Fault {
  const key = String(path.at(-1) ?? "");
  const message = `${quoted(key)} is missing`;
  if (path[0] === "profiles" && path.length === 3 && extendable.has(key))
    return {
      path,
      code: "key.missing",
      message,
      hint: "add it, or extend a preset: extends: windows-office",
    };
  return { path, code: "key.missing", message, hint: ways[key] ?? hint };
}

function choiceFault({ input, values = [] }: Issue, path: Path, hint: string | undefined): Fault {
  if (input === undefined) return missing(path, hint ?? `one of ${values.join(" ")}`);
  const known = values.map(String);
  return {
    path,
    code: "value.choice",
    message: `${quoted(input)} is not ${known.length === 1 ? quoted(values[0]) : `one of ${known.join(" ")}`}`,
    hint: hint ?? suggestion(String(input), known),
  };
}

function rangeFault({ code, input, minimum, maximum, origin }: Issue, path: Path): Fault {
  const of = origin === "array" ? " entries" : origin === "string" ? " characters" : "";
  const bound = code === "too_small" ? `at least ${minimum}` : `at most ${maximum}`;
  return { path, code: "value.range", message: `${quoted(input)} is out of range`, hint: `${bound}${of}` };
}

/** Of the forms a value may have, the one that fits best speaks. */
function unionFaults({ errors = [], input, message, discriminator }: Issue, path: Path): readonly Fault[] {
  const hint = message === "" ? undefined : message;
  if (discriminator !== undefined && isEntries(input)) {
    const chosen = input[discriminator];
    if (chosen === undefined) return [missing(path, hint)];
    return [{ path, code: "value.choice", message: `there is no ${discriminator} ${quoted(chosen)}`, hint }];
  }
  if (input === undefined) return [missing(path, hint)];
  const [best] = [...errors].sort((a, b) => misfit(a) - misfit(b));
  if (best === undefined || best.some(isOtherKind))
    return [{ path, code: "value.form", message: `${quoted(input)} cannot stand here`, hint }];
  return issueFaults(best, path);
}

/** A union inside a union is of another kind where each of its forms is. */
function isOtherKind({ code, path, errors }: Issue): boolean {
  if (path.length > 0) return false;
  if (code === "invalid_union") return (errors ?? []).every((issues) => issues.some(isOtherKind));
  return code === "invalid_type" || code === "invalid_value";
}

/** A value of another kind is further off than one with a foreign key, and that further than one with a wrong value. */
function misfit(issues: readonly Issue[]): number {
  const each = issues.map((issue) => {
    if (isOtherKind(issue)) return 1_000;
    if (issue.code === "invalid_union" && issue.path.length === 0)
      return Math.min(...(issue.errors ?? []).map(misfit));
    return issue.code === "unrecognized_keys" ? 10 : 1;
  });
  return each.reduce((sum, weight) => sum + weight, 0);
}
