/** The table of a search that writes steps down: every fingerprint keeps the number with which it was entered, however it grows. */
import { describe, expect, it } from "vitest";
import { type TableExports, tableBytes, tableCapacity, tablePages, wholeLines } from "../../src/engine/index.ts";
import { tableModule } from "../../src/engine/table.ts";

const module = new WebAssembly.Module(tableModule("numbered"));

function createTable(entries: number) {
  const capacity = wholeLines(entries, "numbered");
  const memory = new WebAssembly.Memory({ initial: tablePages(capacity, "numbered"), maximum: 65536, shared: true });
  const table = new WebAssembly.Instance(module, { table: { memory } }).exports as unknown as TableExports;
  const resize = (wanted: number) => {
    const larger = wholeLines(wanted, "numbered");
    const missing = tablePages(larger, "numbered") - memory.buffer.byteLength / 65536;
    if (missing > 0) memory.grow(missing);
    table.resize(larger);
  };
  table.resize(capacity);
  return { table, resize };
}

/** Numbers that look random, never 0 (a linear congruence with its high half mixed in); `high` replaces their high bits. */
function fingerprints(count: number, high?: (at: number) => bigint): bigint[] {
  let state = 7n;
  return Array.from({ length: count }, (_none, at) => {
    state = BigInt.asUintN(64, state * 0x5851f42d4c957f2dn + 0x14057b7ef767814fn);
    const mixed = BigInt.asUintN(64, (state ^ (state >> 29n)) * 0xbf58476d1ce4e5b9n);
    const low = mixed & 0xffffffffn;
    return BigInt.asIntN(64, (((high?.(at) ?? mixed >> 32n) & 0xffffffffn) << 32n) | low) || 1n;
  });
}

const wrong = (table: TableExports, items: readonly bigint[]) =>
  items.filter((item, at) => table.number(item, 0) !== at + 1).length;

function enter(table: TableExports, items: readonly bigint[], from = 0): void {
  for (const [at, item] of items.entries()) expect(table.number(item, from + at + 1)).toBe(from + at + 1);
}

describe("the table of visited states with their numbers", () => {
  it("knows nothing at first, and does not enter what is only asked for", () => {
    const { table } = createTable(1000);
    const [item = 1n] = fingerprints(1);
    expect(table.number(item, 0)).toBe(0);
    expect(table.number(item, 0)).toBe(0);
    expect(table.number(item, 12)).toBe(12);
    expect(table.number(item, 99)).toBe(12);
  });

  it("keeps numbers in lines that are full and in those behind them", () => {
    const { table } = createTable(1000);
    // Homes within three lines: most have to go on to lines behind.
    const items = fingerprints(400, (at) => BigInt(at % 3) << 26n);
    enter(table, items);
    expect(wrong(table, items)).toBe(0);
  });

  it.each([1.12, 1.3, 1.5, 2, 4])("keeps numbers while it grows by %d time and again", (factor) => {
    let entries = 1000;
    const { table, resize } = createTable(entries);
    const items = fingerprints(40_000);
    let entered = 0;
    while (entered < items.length) {
      const most = Math.min(items.length, Math.floor(table.capacity() * 0.75));
      enter(table, items.slice(entered, most), entered);
      entered = most;
      if (entered % 3 === 0) expect(wrong(table, items.slice(0, entered))).toBe(0);
      entries *= factor;
      resize(entries);
    }
    expect(wrong(table, items)).toBe(0);
    expect(
      fingerprints(40_100)
        .slice(40_000)
        .every((item) => table.number(item, 0) === 0),
    ).toBe(true);
  });

  it("keeps numbers when all homes are at the end, or at the start", () => {
    for (const high of [0xffffffffn, 0n]) {
      const { table, resize } = createTable(1000);
      const items = fingerprints(700, () => high);
      enter(table, items);
      for (const entries of [1100, 1500, 9000]) {
        resize(entries);
        expect(wrong(table, items)).toBe(0);
      }
    }
  });

  it("takes whole lines of five, and as much of a memory as there is", () => {
    expect(wholeLines(1004, "numbered")).toBe(1000);
    expect(tableBytes(1000, "numbered")).toBe(200 * 64);
    expect(tablePages(tableCapacity(65536, "numbered"), "numbered")).toBeLessThanOrEqual(65536);
    expect(tableCapacity(65536, "numbered")).toBeGreaterThan(330_000_000);
  });
});
