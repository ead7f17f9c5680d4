/** Chance from a seed: the same seed gives the same numbers on any machine. */

/**
 * Numbers uniform in [0, 1), one a call, in steps of 2^-32. xoshiro128** 1.1 by David Blackman and Sebastiano Vigna
 * (prng.di.unimi.it, public domain); its state is filled from the seed as they advise, by another kind of generator.
 *
 * @param seed a whole number; only its lowest 32 bits count
 */
export function chance(seed: number): () => number {
  const word = words(seed);
  const next = xoshiro128([word(), word(), word(), word()]);
  return () => next() / 2 ** 32;
}

/** Whole numbers in [0, 2^32). @param state four words of 32 bits, not all 0 */
export function xoshiro128(state: readonly [number, number, number, number]): () => number {
  let [a, b, c, d] = state;
  return () => {
    const result = Math.imul(turned(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = turned(d, 11);
    return result;
  };
}

const turned = (word: number, bits: number): number => (word << bits) | (word >>> (32 - bits));

/** A Weyl sequence through the finalizer of MurmurHash3 (Austin Appleby, public domain): near seeds give far states. */
function words(seed: number): () => number {
  let at = seed | 0;
  return () => {
    at = (at + 0x9e3779b9) | 0;
    let mixed = Math.imul(at ^ (at >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
}
