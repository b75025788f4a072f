/**
 * Where random models get their chances from: a generator asks for numbers one after the other, and the same seed gives the
 * same answers. The numbers come from fast-check, without its bias towards small and extreme values, which would make most
 * models trivial.
 */
import fc from "fast-check";

export class Dice {
  readonly #below: (most: number) => number;

  /** `below(n)` gives one of 0..n-1, all equally likely. */
  constructor(below: (most: number) => number) {
    this.#below = below;
  }

  /** One of low..high; of very many, one near their ends. */
  between(low: number, high: number): number {
    if (high - low < 2 ** 31 - 1) return low + this.#below(high - low + 1);
    return this.chance(50) ? low + this.#below(1000) : high - this.#below(1000);
  }

  /** True in so many cases out of a hundred. */
  chance(percent: number): boolean {
    return this.#below(100) < percent;
  }

  one<T>(list: readonly T[]): T {
    const item = list[this.#below(list.length)];
    if (item === undefined) throw new Error("there is nothing to choose from");
    return item;
  }

  /** Every item with its own chance. */
  some<T>(list: readonly T[], percent: number): T[] {
    return list.filter(() => this.chance(percent));
  }

  /** One of the makers, by weight; when it makes nothing, another one. The last resort is `otherwise`. */
  made<T>(makers: readonly (readonly [weight: number, make: () => T | undefined])[], otherwise: () => T): T {
    let rest = makers.filter(([weight]) => weight > 0);
    while (rest.length > 0) {
      let at = this.#below(rest.reduce((sum, [weight]) => sum + weight, 0));
      const chosen = rest.find(([weight]) => {
        at -= weight;
        return at < 0;
      });
      const result = chosen?.[1]();
      if (result !== undefined) return result;
      rest = rest.filter((maker) => maker !== chosen);
    }
    return otherwise();
  }
}

/** Whatever `make` makes of random numbers. */
export function madeWithDice<T>(make: (dice: Dice) => T): fc.Arbitrary<T> {
  return fc.noBias(fc.gen().map((draw) => make(new Dice((most) => (most <= 1 ? 0 : draw(fc.nat, { max: most - 1 }))))));
}
