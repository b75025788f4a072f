/**
 * The table of visited states: a WebAssembly module of its own, because a memory holds 4 GiB at most and a module has one
 * memory. A line of eight entries is compared at once; the layout is in `table-layout.ts`. The table grows in place.
 *
 * Several instances share the memory. Entering is a plain load and, where there is room, a compare-and-exchange; nobody may enter
 * anything while the table grows.
 */
import { defineNumber, defineNumberedResize } from "./numbered-table.ts";
import { defineResize } from "./table-growth.ts";
import {
  type EntryKind,
  highHalf,
  homeOf,
  lineBytes,
  linesAddress,
  mostPages,
  numbersInLine,
  plainBytes,
  probe,
} from "./table-layout.ts";
import { br, brIf, type Code, i32, i64, local, loop, ret, v128, when } from "./wasm/instructions.ts";
import { ModuleBuilder } from "./wasm/module.ts";

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
  /** Of a table with numbers: the number of a fingerprint; one that is not there is entered with `fresh`, unless that is 0. */
  readonly number: (fingerprint: bigint, fresh: number) => number;
  /** Spreads the entries over more homes; the memory must be large enough already. */
  readonly resize: (capacity: number) => void;
  readonly capacity: () => number;
}

/** How many fingerprints `warm` takes. */
export const warmCount = 8;

export function tableModule(kind: EntryKind = "plain"): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  module.importMemory({ module: "table", name: "memory", initial: 1, maximum: mostPages, shared: true });
  if (kind === "plain") definePlain(module);
  else defineNumberedResize(module, defineNumber(module));
  defineWarm(module);
  const capacity = module.function("capacity", [], ["i32"], true);
  const inLine = kind === "plain" ? lineBytes / plainBytes : numbersInLine;
  capacity.body = i32.mul(i32.load(i32.const(linesAddress)), i32.const(inLine));
  return module.bytes();
}

function definePlain(module: ModuleBuilder): void {
  defineInsert(module);
  defineContains(module);
  defineSeek(module);
  defineResize(module);
  const low = module.function("low", ["i32"], ["i32"], true);
  low.body = i32.load(local.get(0));
  const put = module.function("put", ["i32", "i32", "i32"], [], true);
  put.body = [i32.store(local.get(0), local.get(2)), i32.store(local.get(0), local.get(1), 4)];
}

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
      local.set(seen, i64.atomicLoad(local.get(address), lineBytes - plainBytes)),
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
