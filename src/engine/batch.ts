/**
 * A batch of successors: each joins at the tail of the output, unless its fingerprint was met a moment ago; a full batch is
 * looked up in the table of visited states, and what is new is moved together in place and logged. So the memory
 * latencies of a batch overlap.
 */
import type { DeclaredRuntime } from "./runtime.ts";
import { warmCount } from "./table.ts";
import {
  block,
  br,
  brIf,
  type Code,
  call,
  global,
  i32,
  i64,
  local,
  loop,
  memory,
  nothing,
  ret,
  when,
} from "./wasm/instructions.ts";
import type { FunctionBuilder } from "./wasm/module.ts";

export const batchSize = 64;
/** Successors that were met before are often met again at once: so many fingerprints are remembered apart from the table. */
export const recentEntries = 1 << 14;

/** Of one successor in the batch: its fingerprint, its ordinal and the position of the state before. */
export const recordBytes = 16;
const ordinalOffset = 8;
const positionOffset = 12;

/** Where a batch is kept. */
export interface BatchPlaces {
  readonly records: number;
  readonly recent: number | undefined;
}

/** Whether a fingerprint is new: in the last table, when those before are full. */
export function lookUpBody({ imports, globals }: DeclaredRuntime): Code {
  const fingerprint = local.get(0);
  return imports.insert.map((insert, table) => {
    const enter = call(insert, fingerprint);
    if (table === imports.insert.length - 1) return enter;
    return [
      when(i32.eq(global.get(globals.fullTables), i32.const(table)), ret(enter)),
      when(call(imports.contains[table]!, fingerprint), ret(i32.const(0))),
    ];
  });
}

/** The successor at the tail, with its fingerprint in a local, joins the batch, unless it was met a moment ago. */
export function joinBatch(
  builder: FunctionBuilder,
  runtime: DeclaredRuntime,
  stride: number,
  places: BatchPlaces,
  fingerprint: number,
  ordinal: Code,
): Code {
  const { functions, globals, tail } = runtime;
  const record = builder.local("i32");
  const { recent } = places;
  return [
    recent === undefined
      ? nothing
      : [
          local.set(record, i32.and(i32.wrap(local.get(fingerprint)), i32.const((recentEntries - 1) * 8))),
          when(i64.eq(i64.load(local.get(record), recent), local.get(fingerprint)), ret()),
          i64.store(local.get(record), local.get(fingerprint), recent),
        ],
    local.set(record, global.get(globals.batch)),
    i64.store(local.get(record), local.get(fingerprint), places.records),
    i32.store(local.get(record), ordinal, places.records + ordinalOffset),
    i32.store(local.get(record), global.get(globals.position), places.records + positionOffset),
    global.set(tail, i32.add(global.get(tail), i32.const(stride))),
    local.set(record, i32.add(local.get(record), i32.const(recordBytes))),
    global.set(globals.batch, local.get(record)),
    when(i32.eq(local.get(record), i32.const(batchSize * recordBytes)), call(functions.flush.index)),
  ];
}

/** Looks the batch up, moves new states together, and logs how they were reached. */
export function flushBody(
  flush: FunctionBuilder,
  runtime: DeclaredRuntime,
  stride: number,
  places: BatchPlaces,
  outputEnd: number,
): Code {
  const { globals, imports } = runtime;
  const from = flush.local("i32");
  const to = flush.local("i32");
  const record = flush.local("i32");
  const end = flush.local("i32");
  const fresh = flush.local("i32");
  const position = flush.local("i32");
  const plus = (index: number, by: number): Code => local.set(index, i32.add(local.get(index), i32.const(by)));
  return [
    local.set(end, global.get(globals.batch)),
    when(i32.eqz(local.get(end)), ret()),
    local.set(from, global.get(globals.out)),
    local.set(to, local.get(from)),
    when(i32.eqz(global.get(globals.halted)), [
      imports.warm < 0 ? nothing : warmUp(runtime, places.records, record, end, recordBytes),
      loop([
        when(
          isNew(runtime, i64.load(local.get(record), places.records), local.get(from)),
          keepNew(flush, runtime, stride, { from, to, fresh, position }, [
            i32.load(local.get(record), places.records + positionOffset),
            i32.load(local.get(record), places.records + ordinalOffset),
          ]),
        ),
        plus(from, stride),
        plus(record, recordBytes),
        brIf(i32.ltU(local.get(record), local.get(end)), 0),
      ]),
    ]),
    endBatch(runtime, to, fresh),
    when(i32.gtU(i32.add(local.get(to), i32.const(batchSize * stride)), i32.const(outputEnd)), call(imports.drain)),
  ];
}

/** Locals of a batch that is looked up: the state in question, where the next new one goes, how many are new. */
export interface Flushed {
  readonly from: number;
  readonly to: number;
  readonly fresh: number;
  readonly position: number;
}

/** A new state moves up to the others, and how it was reached is logged: after which state, and as which of its successors. */
export function keepNew(
  flush: FunctionBuilder,
  { globals }: DeclaredRuntime,
  stride: number,
  { from, to, fresh, position }: Flushed,
  [before, ordinal]: readonly [position: Code, ordinal: Code],
): Code {
  return [
    when(i32.ne(local.get(from), local.get(to)), copyWords(stride, to, from)),
    local.set(to, i32.add(local.get(to), i32.const(stride))),
    local.set(fresh, i32.add(local.get(fresh), i32.const(1))),
    local.set(position, before),
    writeNumber(flush, globals.logTail, i32.sub(local.get(position), global.get(globals.logged))),
    global.set(globals.logged, local.get(position)),
    writeNumber(flush, globals.logTail, ordinal),
  ];
}

/** The batch is empty again, new states are counted, and the table says when it needs room. */
export function endBatch({ globals, imports, tail }: DeclaredRuntime, to: number, fresh: number): Code {
  return [
    global.set(globals.fresh, i64.add(global.get(globals.fresh), i64.extendU(local.get(fresh)))),
    global.set(globals.batch, i32.const(0)),
    global.set(globals.out, local.get(to)),
    global.set(tail, local.get(to)),
    global.set(globals.room, i32.sub(global.get(globals.room), local.get(fresh))),
    when(i32.leS(global.get(globals.room), i32.const(0)), call(imports.pressure)),
  ];
}

/** Straight to the first table, as long as it takes what is new. */
function isNew({ functions, globals, imports }: DeclaredRuntime, fingerprint: Code, state: Code): Code {
  const lookUp = call(functions.lookUp.index, fingerprint, state);
  const [first] = imports.insert;
  if (first === undefined) return lookUp;
  return when(global.get(globals.fullTables), lookUp, call(first, fingerprint), "i32");
}

/**
 * Reads the homes of the batch, without looking at what is there: so many loads are under way at once, where looking up
 * has to wait for one after the other.
 */
export function warmUp(
  { imports, globals }: DeclaredRuntime,
  records: number,
  record: number,
  end: number,
  bytes: number,
): Code {
  const at = (number: number) => i64.load(local.get(record), records + number * bytes);
  return [
    loop([
      global.set(globals.warmed, call(imports.warm, ...[...new Array(warmCount).keys()].map(at))),
      local.set(record, i32.add(local.get(record), i32.const(warmCount * bytes))),
      brIf(i32.ltU(local.get(record), local.get(end)), 0),
    ]),
    local.set(record, i32.const(0)),
  ];
}

/** Copies one state; short ones word by word. */
function copyWords(stride: number, to: number, from: number): Code {
  if (stride > 128) return memory.copy(local.get(to), local.get(from), i32.const(stride));
  const copies: Code[] = [];
  let at = 0;
  for (; at + 8 <= stride; at += 8) copies.push(i64.store(local.get(to), i64.load(local.get(from), at), at));
  if (at < stride) copies.push(i32.store(local.get(to), i32.load(local.get(from), at), at));
  return copies;
}

/** Appends a number to the log: seven bits to a byte, the low ones first, the last byte without its high bit. */
function writeNumber(flush: FunctionBuilder, tail: number, number: Code): Code {
  const rest = flush.local("i32");
  const advance = global.set(tail, i32.add(global.get(tail), i32.const(1)));
  return [
    local.set(rest, number),
    block(
      loop([
        brIf(i32.ltU(local.get(rest), i32.const(0x80)), 1),
        i32.store8(global.get(tail), i32.or(local.get(rest), i32.const(0x80))),
        advance,
        local.set(rest, i32.shrU(local.get(rest), i32.const(7))),
        br(0),
      ]),
    ),
    i32.store8(global.get(tail), local.get(rest)),
    advance,
  ];
}
