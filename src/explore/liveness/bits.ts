/** A set of numbers below a bound, one bit for each. */
export class Bits {
  readonly #words: Uint32Array;

  constructor(count: number) {
    this.#words = new Uint32Array(Math.ceil(count / 32));
  }

  has(number: number): boolean {
    return ((this.#words[number >>> 5] as number) & (1 << (number & 31))) !== 0;
  }

  add(number: number): void {
    const at = number >>> 5;
    this.#words[at] = (this.#words[at] as number) | (1 << (number & 31));
  }

  /** Adds it; whether it is new. */
  enter(number: number): boolean {
    const at = number >>> 5;
    const before = this.#words[at] as number;
    const bit = 1 << (number & 31);
    if ((before & bit) !== 0) return false;
    this.#words[at] = before | bit;
    return true;
  }

  remove(number: number): void {
    const at = number >>> 5;
    this.#words[at] = (this.#words[at] as number) & ~(1 << (number & 31));
  }

  /** The next number from this one on; −1 where there is none. */
  next(from: number): number {
    const words = this.#words;
    let at = from >>> 5;
    if (at >= words.length) return -1;
    let word = ((words[at] as number) >>> (from & 31)) << (from & 31);
    while (word === 0) {
      at += 1;
      if (at === words.length) return -1;
      word = words[at] as number;
    }
    return at * 32 + 31 - Math.clz32(word & -word);
  }

  /** Calls `visit` with every number, ascending. */
  each(visit: (number: number) => void): void {
    for (let at = 0; at < this.#words.length; at++) {
      for (let word = this.#words[at] as number; word !== 0; word &= word - 1) {
        visit(at * 32 + 31 - Math.clz32(word & -word));
      }
    }
  }
}
