/** The table of visited states by itself: what was entered is found again, exactly once, however often the table grows. */
import { describe, expect, it } from "vitest";
import { type TableExports, tableCapacity, tablePages, wholeLines } from "../../src/engine/index.ts";
import { tableModule } from "../../src/engine/table.ts";

const module = new WebAssembly.Module(tableModule());

function createTable(capacity: number) {
  const memory = new WebAssembly.Memory({ initial: tablePages(capacity), maximum: 65536, shared: true });
  const table = new WebAssembly.Instance(module, { table: { memory } }).exports as unknown as TableExports;
  const resize = (entries: number) => {
    const missing = tablePages(entries) - memory.buffer.byteLength / 65536;
    if (missing > 0) memory.grow(missing);
    table.resize(wholeLines(entries));
  };
  resize(capacity);
  return { table, resize, memory };
}

/** Numbers that look random, never 0 (SplitMix64). */
function* fingerprints(seed: bigint): Generator<bigint> {
  for (let state = seed; ; ) {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let mixed = BigInt.asUintN(64, (state ^ (state >> 30n)) * 0xbf58476d1ce4e5b9n);
    mixed = BigInt.asUintN(64, (mixed ^ (mixed >> 27n)) * 0x94d049bb133111ebn);
    yield BigInt.asIntN(64, mixed ^ (mixed >> 31n)) || 1n;
  }
}

function take(count: number, seed = 1n): bigint[] {
  const source = fingerprints(seed);
  return Array.from({ length: count }, () => source.next().value as bigint);
}

const checkAll = (table: TableExports, items: readonly bigint[]) =>
  items.filter((item) => table.contains(item) === 0).length;

describe("the table of visited states", () => {
  it.each([1.07, 1.3, 1.5, 2, 7.3])("finds everything again after growing by %d", (factor) => {
    const { table, resize } = createTable(800);
    const items = take(50_000);
    let capacity = 800;
    let entered = 0;
    for (const [count, item] of items.entries()) {
      if (count >= capacity * 0.75) {
        capacity = wholeLines(capacity * factor);
        resize(capacity);
      }
      entered += table.insert(item);
    }
    expect(entered).toBe(items.length);
    expect(checkAll(table, items)).toBe(0);
    expect(items.reduce((sum, item) => sum + table.insert(item), 0)).toBe(0);
    expect(take(1000, 2n).filter((item) => table.contains(item) === 1)).toEqual([]);
  });

  it("finds everything again when it is nearly full, and when all share few homes", () => {
    const full = createTable(8000);
    const items = take(7900);
    for (const item of items) full.table.insert(item);
    expect(checkAll(full.table, items)).toBe(0);
    full.resize(8400);
    full.resize(30_000);
    expect(checkAll(full.table, items)).toBe(0);

    const crowded = createTable(8000);
    const near = take(5000).map((item) => BigInt.asIntN(64, (item & 0xffffffn) | 0x7fff0000_00000000n));
    const different = new Set(near).size;
    expect(near.reduce((sum, item) => sum + crowded.table.insert(item), 0)).toBe(different);
    crowded.resize(12_000);
    expect(checkAll(crowded.table, near)).toBe(0);
    expect(near.reduce((sum, item) => sum + crowded.table.insert(item), 0)).toBe(0);
  });

  it("has entries at both ends of the range", () => {
    const { table, resize } = createTable(80);
    const ends = [1n, 2n, -1n, -2n, BigInt.asIntN(64, 1n << 63n), (1n << 63n) - 1n];
    for (const item of ends) expect(table.insert(item)).toBe(1);
    resize(4000);
    expect(checkAll(table, ends)).toBe(0);
  });

  it("says how much memory it takes", () => {
    expect(tableCapacity(tablePages(1_000_000))).toBeGreaterThanOrEqual(wholeLines(1_000_000));
    expect(tableCapacity(65536)).toBeGreaterThan(500_000_000);
  });
});
