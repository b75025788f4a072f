/**
 * The configurations that a search has been in: rows of integers, compared whole, so that nothing is taken for known that
 * is not. A row is a key (how far the history is explained, the state, which open operations are linearised) and a set of
 * pending operations that were used. Whoever has used fewer of them, and is otherwise equal, can do all that the other can:
 * then the other is known as well.
 */
const rowsPerChunk = 2 ** 9;

export class KnownConfigurations {
  private readonly width: number;
  private readonly keyWidth: number;
  private readonly chunks: Int32Array[] = [];
  /** Row number + 1 by hash of the key; 0 is free. */
  private index = new Int32Array(1 << 6);
  private rows = 0;

  /** A row has `width` integers, of which the first `keyWidth` are the key. */
  constructor(width: number, keyWidth: number) {
    this.width = width;
    this.keyWidth = keyWidth;
  }

  get size(): number {
    return this.rows;
  }

  /** Of the rows and the index. */
  get bytes(): number {
    return 4 * (this.chunks.length * rowsPerChunk * this.width + this.index.length);
  }

  /** Remembers the row; false when it was known, or is no better than a known one. */
  add(row: Int32Array): boolean {
    if (2 * (this.rows + 1) > this.index.length) this.grow();
    const mask = this.index.length - 1;
    let at = this.hash(row, 0) & mask;
    for (let entry = this.index[at] ?? 0; entry !== 0; entry = this.index[at] ?? 0) {
      const chunk = this.chunkOf(entry - 1);
      const start = this.startOf(entry - 1);
      if (this.sameKey(chunk, start, row)) {
        if (this.within(chunk, start, row)) return false;
        if (this.within(row, 0, chunk, start)) {
          chunk.set(row, start);
          return true;
        }
      }
      at = (at + 1) & mask;
    }
    if (this.rows % rowsPerChunk === 0) this.chunks.push(new Int32Array(rowsPerChunk * this.width));
    this.chunkOf(this.rows).set(row, this.startOf(this.rows));
    this.rows++;
    this.index[at] = this.rows;
    return true;
  }

  private chunkOf(row: number): Int32Array {
    return this.chunks[Math.floor(row / rowsPerChunk)] as Int32Array;
  }

  private startOf(row: number): number {
    return (row % rowsPerChunk) * this.width;
  }

  private sameKey(chunk: Int32Array, start: number, row: Int32Array): boolean {
    for (let at = 0; at < this.keyWidth; at++) if (chunk[start + at] !== row[at]) return false;
    return true;
  }

  /** Whether all pending operations used in `a` are used in `b`. */
  private within(a: Int32Array, aStart: number, b: Int32Array, bStart = 0): boolean {
    for (let at = this.keyWidth; at < this.width; at++)
      if (((a[aStart + at] ?? 0) & ~(b[bStart + at] ?? 0)) !== 0) return false;
    return true;
  }

  private hash(row: Int32Array, start: number): number {
    let hash = 0x2545f491;
    for (let at = 0; at < this.keyWidth; at++) {
      hash = Math.imul(hash ^ (row[start + at] ?? 0), 0x9e3779b1);
      hash ^= hash >>> 15;
    }
    hash = Math.imul(hash ^ (hash >>> 13), 0x85ebca6b);
    return (hash ^ (hash >>> 16)) >>> 0;
  }

  private grow(): void {
    this.index = new Int32Array(2 * this.index.length);
    const mask = this.index.length - 1;
    for (let row = 0; row < this.rows; row++) {
      let at = this.hash(this.chunkOf(row), this.startOf(row)) & mask;
      while (this.index[at] !== 0) at = (at + 1) & mask;
      this.index[at] = row + 1;
    }
  }
}
