/**
 * How a table of visited states lies in its memory. Open addressing with linear probing over entries of a fingerprint, 0 where
 * there is none, alone or with numbers beside them. An entry's home is a line of 64 bytes: the place of its high 32 bits in
 * the range of all of them, scaled to the number of lines. No power of two is needed, and homes are in the order of the entries.
 */
import { block, br, type Code, i32, i64, local, loop } from "./wasm/instructions.ts";
import { pageBytes } from "./wasm/platform.ts";

/** Entries from the last home on: no run of entries is longer, short of a hash that does not spread. */
export const slackEntries = 65536;
/** How many lines there are, as an i64. */
export const linesAddress = 0;
export const scratchAddress = 64;
export const lineBytes = 64;
/** Entries are fingerprints alone, or fingerprints with a number beside each. */
export type EntryKind = "plain" | "numbered";
export const plainBytes = 8;
/** Fingerprints, and behind them numbers, in a line. */
export const numbersInLine = 5;
const inLine = { plain: lineBytes / plainBytes, numbered: numbersInLine } as const;
/** Lines behind the last home. */
export const slackLines = (slackEntries * plainBytes) / lineBytes;
/** 4 GiB. */
export const mostPages = 65536;

/** Bytes that so many homes take. */
export const tableBytes = (capacity: number, kind: EntryKind): number => (capacity / inLine[kind]) * lineBytes;

/** Where the entries start. */
export const entriesAddress = scratchAddress + slackLines * lineBytes;

/** Pages that a table of `capacity` homes needs. */
export function tablePages(capacity: number, kind: EntryKind = "plain"): number {
  return Math.ceil((entriesAddress + tableBytes(capacity, kind) + slackLines * lineBytes) / pageBytes);
}

/** The nearest possible capacity below. */
export function wholeLines(entries: number, kind: EntryKind = "plain"): number {
  return Math.floor(entries / inLine[kind]) * inLine[kind];
}

/** The most homes that fit into `pages`. */
export function tableCapacity(pages: number, kind: EntryKind = "plain"): number {
  return (Math.floor((pages * pageBytes - entriesAddress) / lineBytes) - slackLines) * inLine[kind];
}

export const highHalf = (entry: Code): Code => i64.shrU(entry, i64.const(32));

/** The address of the home of an entry with the high half `high` (an i64). */
export function homeOf(high: Code): Code {
  const line = i32.wrap(highHalf(i64.mul(high, i64.load(i32.const(linesAddress)))));
  return i32.add(i32.shl(line, i32.const(6)), i32.const(entriesAddress));
}

/** From `address` (a local) on, until `found` jumps out: `br(1)` leaves, twice around it. */
export const probe = (address: number, found: Code): Code =>
  block(loop([found, local.set(address, i32.add(local.get(address), i32.const(plainBytes))), br(0)]));
