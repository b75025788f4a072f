/**
 * Random numbers that a seed determines: sfc32 (Doty-Humphrey's "small fast counting" generator, 128 bits of state, 32-bit
 * integers only, so that every engine computes the same). `fork` gives a generator of its own to each part of a
 * simulation, so that one more draw in one part does not change the others.
 */
export interface Random {
  /** An integer of [low, high]. */
  between(low: number, high: number): number;
  chance(probability: number): boolean;
  pick<Item>(items: readonly Item[]): Item;
  fork(): Random;
}

export function createRandom(seed: number): Random {
  let [a, b, c, counter] = [seed | 0, Math.floor(seed / 2 ** 32) | 0, 0x9e3779b9 | 0, 1];

  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) next();

  const between = (low: number, high: number) => low + Math.floor((next() / 2 ** 32) * (high - low + 1));
  return {
    between,
    chance: (probability) => next() / 2 ** 32 < probability,
    pick: (items) => {
      const item = items[between(0, items.length - 1)];
      if (item === undefined) throw new RangeError("nothing to pick from");
      return item;
    },
    fork: () => createRandom(next() * 2 ** 20 + (next() >>> 12)),
  };
}
