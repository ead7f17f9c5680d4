/** Rings cover the whole fleet: each has a share, or all but the last, which takes the rest; or none has. */
export type RingFault = { readonly ring: number; readonly message: string; readonly hint: string };

// Shares such as 33.3% three times and the rest do not sum exactly.
const tolerance = 1e-9;

export function ringShareFault(shares: readonly (number | undefined)[]): RingFault | null {
  if (shares.every((part) => part === undefined)) return null;
  const without = shares.indexOf(undefined);
  const last = shares.length - 1;
  const sum = shares.reduce<number>((total, part) => total + (part ?? 0), 0);
  if (without >= 0 && without < last)
    return {
      ring: without,
      message: "the ring has no share, though others have",
      hint: "only the last ring may go without",
    };
  if (sum > 1 + tolerance)
    return { ring: last, message: "the rings' shares sum to more than 100%", hint: "lower one of them" };
  if (without < 0 && sum < 1 - tolerance)
    return {
      ring: last,
      message: "the rings' shares sum to less than 100%",
      hint: "leave out the last ring's share: it takes the rest",
    };
  return null;
}
