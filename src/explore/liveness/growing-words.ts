/**
 * A row of words that becomes long: in the end it is one array, and it is never copied once it is large, because it then lies
 * in a memory of WebAssembly, which grows where it is.
 */
const pageBytes = 65536;
const wordsInPage = pageBytes / 4;
const mostPages = 65536;
/** Up to so many words, an ordinary array is cheaper. */
const small = 1 << 18;

export class GrowingWords {
  length = 0;
  #words: Uint32Array = new Uint32Array(1024);
  #memory: WebAssembly.Memory | undefined;
  #pages = 0;
  readonly #reserve: (pages: number) => boolean;

  /** `reserve` says whether so many more pages may be taken. */
  constructor(reserve: (pages: number) => boolean) {
    this.#reserve = reserve;
  }

  /** What there is so far. */
  get words(): Uint32Array {
    return this.#words.subarray(0, this.length);
  }

  /** Pages that were reserved. */
  get pages(): number {
    return this.#pages;
  }

  /** Makes room for so many more words, and returns where they can be put; undefined where there is no memory for them. */
  append(count: number): Uint32Array | undefined {
    const end = this.length + count;
    if (end > this.#words.length && !this.#grow(end)) return undefined;
    const place = this.#words.subarray(this.length, end);
    this.length = end;
    return place;
  }

  #grow(words: number): boolean {
    if (words <= small) {
      const larger = new Uint32Array(Math.max(words, Math.min(small, 2 * this.#words.length)));
      larger.set(this.#words);
      this.#words = larger;
      return true;
    }
    const wanted = Math.ceil(words / wordsInPage);
    // Some more, so that this is seldom; only what is written to is really taken.
    const pages = Math.min(mostPages, Math.max(wanted, Math.ceil(this.#pages * 1.1), (2 * small) / wordsInPage));
    if (pages < wanted || !this.#reserve(pages - this.#pages)) return false;
    const before = this.#words;
    try {
      this.#memory ??= new WebAssembly.Memory({ initial: 0, maximum: mostPages });
      this.#memory.grow(pages - this.#pages);
    } catch {
      return false;
    }
    const isFirst = this.#pages === 0;
    this.#pages = pages;
    this.#words = new Uint32Array(this.#memory.buffer);
    if (isFirst) this.#words.set(before);
    return true;
  }
}
