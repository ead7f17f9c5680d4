/** One line of a preset: a value as it would stand in a scenario, and where it is from. */
export type Setting = {
  readonly value: unknown;
  /** A short source, or the word assumption and why. */
  readonly basis: string;
  /** True where nobody measured it. */
  readonly guess: boolean;
};

export type Preset = {
  /** One sentence for help and documentation. */
  readonly about: string;
  readonly settings: Readonly<Record<string, Setting>>;
  /** Of a service: what its `retries` need not say. */
  readonly retries?: Readonly<Record<"backoff" | "giveUp" | "failureCost", Setting>>;
};

export const sourced = (value: unknown, basis: string): Setting => ({ value, basis, guess: false });
export const assumed = (value: unknown, why: string): Setting => ({
  value,
  basis: `assumption: ${why}`,
  guess: true,
});
