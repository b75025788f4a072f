/**
 * The table of visited states: a WebAssembly module of its own, because a memory holds 4 GiB at most and a module has one
 * memory. Open addressing with linear probing over 8-byte entries, 0 where there is none. An entry's home is a line of eight,
 * compared at once: the place of its high 32 bits in the range of all of them, scaled to the number of lines. No power of
 * two is needed, and homes are in the order of the entries. So the table grows in place: from the end, each run of entries moves to homes that are never before its
 * start, and no second table is needed while it grows.
 *
 * Several instances share the memory. Entering is a plain load and, where there is room, a compare-and-exchange; nobody may enter
 * anything while the table grows.
 */
import {
  block,
  br,
  brIf,
  type Code,
  i32,
  i64,
  local,
  loop,
  memory,
  ret,
  unreachable,
  v128,
  when,
} from "./wasm/instructions.ts";
import { type FunctionBuilder, ModuleBuilder } from "./wasm/module.ts";
import { pageBytes } from "./wasm/platform.ts";

/** Entries from the last home on: no run of entries is longer, short of a hash that does not spread. */
const slackEntries = 65536;
/** How many lines there are, as an i64. */
const linesAddress = 0;
const scratchAddress = 64;
const entriesAddress = scratchAddress + slackEntries * 8;
const entryBytes = 8;
const lineBytes = 64;
const entriesInLine = lineBytes / entryBytes;
/** 4 GiB. */
export const mostPages = 65536;

/** Pages that a table of `capacity` homes needs. */
export function tablePages(capacity: number): number {
  return Math.ceil((entriesAddress + (capacity + slackEntries) * entryBytes) / pageBytes);
}

/** The nearest possible capacity below. */
export function wholeLines(entries: number): number {
  return Math.floor(entries / entriesInLine) * entriesInLine;
}

/** The most homes that fit into `pages`. */
export function tableCapacity(pages: number): number {
  return wholeLines((pages * pageBytes - entriesAddress) / entryBytes - slackEntries);
}

/** What an instance of the module exports. Fingerprints are never 0; they are signed, as JavaScript sees an i64. */
export interface TableExports {
  /** Enters a fingerprint: 1 if it was not there. */
  readonly insert: (fingerprint: bigint) => number;
  /** 1 if the fingerprint is there. */
  readonly contains: (fingerprint: bigint) => number;
  /** For entries whose low half is a number: the address of the next entry with this high half, or of the free place after them; from its home on, or from an address on. */
  readonly seek: (high: number, from: number) => number;
  /** The low half of the entry at an address, 0 where there is none. */
  readonly low: (address: number) => number;
  readonly put: (address: number, high: number, low: number) => void;
  /** Spreads the entries over more homes; the memory must be large enough already. */
  readonly resize: (capacity: number) => void;
  readonly capacity: () => number;
}

/** How many fingerprints `warm` takes. */
export const warmCount = 8;

export function tableModule(): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  module.importMemory({ module: "table", name: "memory", initial: 1, maximum: mostPages, shared: true });
  defineInsert(module);
  defineContains(module);
  defineWarm(module);
  defineSeek(module);
  const low = module.function("low", ["i32"], ["i32"], true);
  low.body = i32.load(local.get(0));
  const put = module.function("put", ["i32", "i32", "i32"], [], true);
  put.body = [i32.store(local.get(0), local.get(2)), i32.store(local.get(0), local.get(1), 4)];
  defineResize(module);
  const capacity = module.function("capacity", [], ["i32"], true);
  capacity.body = i32.shl(i32.load(i32.const(linesAddress)), i32.const(3));
  return module.bytes();
}

const highHalf = (entry: Code): Code => i64.shrU(entry, i64.const(32));

/** The address of the home of an entry with the high half `high` (an i64). */
function homeOf(high: Code): Code {
  const line = i32.wrap(highHalf(i64.mul(high, i64.load(i32.const(linesAddress)))));
  return i32.add(i32.shl(line, i32.const(6)), i32.const(entriesAddress));
}

/** From `address` (a local) on, until `found` jumps out: `br(1)` leaves, twice around it. */
const probe = (address: number, found: Code): Code =>
  block(loop([found, local.set(address, i32.add(local.get(address), i32.const(entryBytes))), br(0)]));

/** Whether a fingerprint (splat in the local `pattern`) is in the line at `address`. */
const isInLine = (address: number, pattern: number): Code =>
  v128.anyTrue(
    [0, 16, 32, 48]
      .map((offset) => v128.equal64(v128.load(local.get(address), offset), local.get(pattern)))
      .reduce((left, right) => v128.or(left, right)),
  );

function defineInsert(module: ModuleBuilder): void {
  const insert = module.function("insert", ["i64"], ["i32"], true);
  const address = insert.local("i32");
  const seen = insert.local("i64");
  const pattern = insert.local("v128");
  const fingerprint = local.get(0);
  const known = ret(i32.const(0));
  const isNew = ret(i32.const(1));
  insert.body = [
    local.set(address, homeOf(highHalf(fingerprint))),
    local.set(pattern, v128.splat64(fingerprint)),
    loop([
      // First whether the line is full, which it stays, then what is in it: the other way round, somebody could enter the
      // same in between, in its last place.
      local.set(seen, i64.atomicLoad(local.get(address), lineBytes - entryBytes)),
      when(isInLine(address, pattern), known),
      when(i64.ne(local.get(seen), i64.const(0)), [
        local.set(address, i32.add(local.get(address), i32.const(lineBytes))),
        br(1),
      ]),
    ]),
    // The line has a free place, unless somebody is faster: then the search goes on behind it.
    probe(address, [
      local.set(seen, i64.load(local.get(address))),
      when(i64.eqz(local.get(seen)), [
        local.set(seen, i64.atomicCompareExchange(local.get(address), i64.const(0), fingerprint)),
        when(i64.eqz(local.get(seen)), isNew),
      ]),
      when(i64.eq(local.get(seen), fingerprint), known),
    ]),
    i32.const(0),
  ];
}

function defineWarm(module: ModuleBuilder): void {
  const numbers = [...new Array(warmCount).keys()];
  const warm = module.function(
    "warm",
    numbers.map(() => "i64" as const),
    ["i64"],
    true,
  );
  warm.body = numbers
    .map((number) => i64.load(homeOf(highHalf(local.get(number)))))
    .reduce((left, right) => i64.xor(left, right));
}

function defineContains(module: ModuleBuilder): void {
  const contains = module.function("contains", ["i64"], ["i32"], true);
  const address = contains.local("i32");
  const seen = contains.local("i64");
  contains.body = [
    local.set(address, homeOf(highHalf(local.get(0)))),
    probe(address, [
      local.set(seen, i64.load(local.get(address))),
      when(i64.eq(local.get(seen), local.get(0)), ret(i32.const(1))),
      brIf(i64.eqz(local.get(seen)), 1),
    ]),
    i32.const(0),
  ];
}

function defineSeek(module: ModuleBuilder): void {
  const seek = module.function("seek", ["i32", "i32"], ["i32"], true);
  const address = seek.local("i32");
  const seen = seek.local("i64");
  const high = i64.extendU(local.get(0));
  seek.body = [
    local.set(address, local.get(1)),
    when(i32.eqz(local.get(address)), local.set(address, homeOf(high))),
    probe(address, [
      local.set(seen, i64.load(local.get(address))),
      brIf(i64.eqz(local.get(seen)), 1),
      brIf(i64.eq(highHalf(local.get(seen)), high), 1),
    ]),
    local.get(address),
  ];
}

function defineResize(module: ModuleBuilder): void {
  const resize = module.function("resize", ["i32"], [], true);
  const last = resize.local("i32");
  const first = resize.local("i32");
  const base = i32.const(entriesAddress);
  const before = (address: number): Code => i32.sub(local.get(address), i32.const(entryBytes));
  resize.body = [
    local.set(
      last,
      i32.add(
        base,
        i32.add(i32.shl(i32.load(i32.const(linesAddress)), i32.const(6)), i32.const((slackEntries - 1) * entryBytes)),
      ),
    ),
    i64.store(i32.const(linesAddress), i64.extendU(i32.shrU(local.get(0), i32.const(3)))),
    block(
      loop([
        brIf(i32.ltU(local.get(last), base), 1),
        when(i64.eqz(i64.load(local.get(last))), [local.set(last, before(last)), br(1)]),
        // The run of entries that ends here starts where there is none before.
        local.set(first, local.get(last)),
        block(
          loop([
            brIf(i32.eq(local.get(first), base), 1),
            brIf(i64.eqz(i64.load(before(first))), 1),
            local.set(first, before(first)),
            br(0),
          ]),
        ),
        moveRun(resize, first, last),
        local.set(last, before(first)),
        br(0),
      ]),
    ),
  ];
}

/**
 * Takes the entries from `first` to `last` out and enters them again: from the end, as long as they move to behind the
 * run; what is left (near the start of the table) has to be put aside, because it would meet entries that have yet to move.
 */
function moveRun(resize: FunctionBuilder, first: number, last: number): Code {
  const position = resize.local("i32");
  const address = resize.local("i32");
  const entry = resize.local("i64");
  const end = resize.local("i32");
  const enter: Code = [
    probe(address, brIf(i64.eqz(i64.load(local.get(address))), 1)),
    i64.store(local.get(address), local.get(entry)),
  ];
  const step = (address: number, by: number): Code => local.set(address, i32.add(local.get(address), i32.const(by)));
  return [
    local.set(position, local.get(last)),
    block(
      loop([
        brIf(i32.ltU(local.get(position), local.get(first)), 1),
        local.set(entry, i64.load(local.get(position))),
        local.set(address, homeOf(highHalf(local.get(entry)))),
        brIf(i32.leU(local.get(address), local.get(last)), 1),
        i64.store(local.get(position), i64.const(0)),
        enter,
        step(position, -entryBytes),
        br(0),
      ]),
    ),
    when(i32.geU(local.get(position), local.get(first)), [
      local.set(end, i32.add(i32.sub(local.get(position), local.get(first)), i32.const(entryBytes))),
      when(i32.gtU(local.get(end), i32.const(slackEntries * entryBytes)), unreachable),
      memory.copy(i32.const(scratchAddress), local.get(first), local.get(end)),
      memory.fill(local.get(first), i32.const(0), local.get(end)),
      local.set(position, i32.const(scratchAddress)),
      step(end, scratchAddress),
      loop([
        local.set(entry, i64.load(local.get(position))),
        local.set(address, homeOf(highHalf(local.get(entry)))),
        enter,
        step(position, entryBytes),
        brIf(i32.ltU(local.get(position), local.get(end)), 0),
      ]),
    ]),
  ];
}
