/**
 * Random numbers that depend on a seed and the number of a walk alone, so that a walk is the same whoever takes it: sfc32 by
 * Chris Doty-Humphrey, which passes PractRand and needs nothing but 32-bit arithmetic.
 */

/** The next whole number below `bound`, each equally likely up to bound / 2³². */
export type Generator = (bound: number) => number;

const warmUp = 15;

export function createGenerator(seed: number, walk: number): Generator {
  let [a, b, c, counter] = [seed >>> 0, Math.floor(seed / 2 ** 32) ^ 0x9e3779b9, walk >>> 0, 1];
  const next = (): number => {
    const result = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  for (let round = 0; round < warmUp; round++) next();
  return (bound) => Math.floor((next() / 2 ** 32) * bound);
}
