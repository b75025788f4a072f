/**
 * Counts the different values that some cells have had: rows of cells of one length in, how many different ones out. Rows
 * are interned cell by cell, as paths in a tree, so that the count is exact.
 */

/** Paths of a tree; a number and a cell fit a key without rounding up to 2²¹. */
const mostPaths = 2 ** 20;

export class DistinctValues {
  readonly #paths = new Map<number, number>();
  readonly #last = new Set<number>();
  #isFull = false;

  /** Undefined: more than could be counted. */
  get count(): number | undefined {
    return this.#isFull ? undefined : this.#last.size;
  }

  add(cells: Int32Array, from: number, count: number): void {
    if (this.#isFull) return;
    let path = 0;
    for (let at = from; at < from + count - 1; at++) path = this.#step(path, cells[at] ?? 0);
    this.#last.add(keyOf(path, count === 0 ? 0 : (cells[from + count - 1] ?? 0)));
    if (this.#paths.size + this.#last.size <= mostPaths) return;
    this.#isFull = true;
    this.#paths.clear();
    this.#last.clear();
  }

  #step(path: number, cell: number): number {
    const key = keyOf(path, cell);
    let next = this.#paths.get(key);
    if (next === undefined) {
      next = this.#paths.size + 1;
      this.#paths.set(key, next);
    }
    return next;
  }
}

const keyOf = (path: number, cell: number): number => path * 2 ** 32 + (cell >>> 0);
