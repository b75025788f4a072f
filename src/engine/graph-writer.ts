/**
 * The functions of a graph's search: states are numbered from 1 in the order in which they are found, and every step is written
 * down with its target's number and its label. How many states there are is known from a search before, so the table of
 * fingerprints never grows, and its entries have room for the numbers: 16 bytes each, in the instance's own memory.
 */
import type { Expr, Property, StepClasses } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import type { CompiledModel, Runtime } from "./engine.ts";
import { defineSums, fingerprintCode, isWorthIt, keyCount } from "./fingerprint.ts";
import { imageWords } from "./refinement.ts";
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
import type { FunctionBuilder, ModuleBuilder } from "./wasm/module.ts";
import { pageBytes } from "./wasm/platform.ts";

export interface GraphOptions {
  /** How many states there are. */
  readonly states: number;
  readonly classes: StepClasses;
  readonly atoms: readonly Expr[];
  /** Whose images of each state are written behind its predicates. */
  readonly refinements?: readonly Property[];
  /** A step is one word: target << shift | label; without, two. */
  readonly shift: number | undefined;
  /** Keep states and compare them, instead of relying on fingerprints. */
  readonly exact: boolean;
}

/** Places in the instance's memory, in bytes. */
export interface GraphPlaces {
  readonly keys: number;
  readonly input: number;
  readonly inputBytes: number;
  readonly output: number;
  readonly steps: number;
  readonly starts: number;
  readonly atoms: number;
  readonly pages: number;
  readonly tables: CompiledModel["tables"];
}

/** Where the private area of an instance starts. */
export const graphFrame = 1024;
const recordBytes = 16;
const labelOffset = 8;
/** In place of a label: from here on, records are of the next state. */
const nextState = -1;
const numberOffset = 12;
/** Successors that were met before are often met again at once: so many fingerprints with their numbers are remembered apart. */
const recentEntries = 1 << 14;
const batchSize = 128;
const entryBytes = 16;
/** Of states that are expanded in one go, and steps between two drains. */
const statesAtOnce = 2048;
const stepsAtOnce = 1 << 15;
const load = 0.7;

/** Where a fingerprint is remembered. */
const recentPlace = (fingerprint: Code): Code =>
  i32.shl(i32.and(i32.wrap(fingerprint), i32.const(recentEntries - 1)), i32.const(4));

/** Bytes that the table of so many states takes. */
export const graphTableBytes = (states: number): number => (Math.ceil(states / load) + 64) * entryBytes;

export class GraphWriter {
  readonly #runtime: Runtime;
  readonly #label: number;
  readonly #drain: number;
  readonly #options: GraphOptions;
  readonly #globals;
  readonly #functions;
  #end = graphFrame;

  constructor(module: ModuleBuilder, runtime: Runtime, label: number, drain: number, options: GraphOptions) {
    this.#runtime = runtime;
    this.#label = label;
    this.#drain = drain;
    this.#options = options;
    this.#globals = {
      batch: module.global("i32"),
      out: module.global("i32", 0, "out"),
      stepTail: module.global("i32", 0, "stepTail"),
      startTail: module.global("i32", 0, "startTail"),
      atomTail: module.global("i32", 0, "atomTail"),
      count: module.global("i32", 0, "count"),
      failed: module.global("i32", 0, "failed"),
      sums: [module.global("i64"), module.global("i64")] as const,
      warmed: module.global("i64"),
    };
    this.#functions = {
      sums: module.function("sums"),
      flush: module.function("flush"),
      probe: module.function("probe", ["i64", "i32", "i32"], ["i32"]),
      find: module.function("find", ["i32"], ["i32"], true),
      run: module.function("run", ["i32", "i32"], ["i32"], true),
    };
  }

  #take(bytes: number): number {
    const start = Math.ceil(this.#end / 64) * 64;
    this.#end = start + bytes;
    return start;
  }

  define(compiled: CompiledModel, emit: FunctionBuilder, cutStep: FunctionBuilder): GraphPlaces {
    const { states, exact, shift } = this.#options;
    const { wordCount } = compiled.layout;
    const stride = wordCount * 4;
    assert(stride > 0, "a state has words");
    this.#end = graphFrame + compiled.privateBytes;
    const keys = this.#take(keyCount(wordCount) * 8);
    // A batch is warmed up by eights: what lies behind its end is read, too.
    const records = this.#take((batchSize + 8) * recordBytes);
    const input = this.#take(statesAtOnce * stride);
    const output = this.#take((statesAtOnce * 4 + batchSize) * stride);
    const outputEnd = output + statesAtOnce * 4 * stride;
    const steps = this.#take((stepsAtOnce + batchSize) * (shift === undefined ? 8 : 4));
    const stepsEnd = steps + stepsAtOnce * (shift === undefined ? 8 : 4);
    const starts = this.#take(statesAtOnce * 4);
    const atomWords = imageWords(this.#options, compiled.layout).at(-1) ?? 0;
    const atoms = this.#take(statesAtOnce * 4 * atomWords + 8);
    const recent = this.#take(recentEntries * entryBytes);
    const table = this.#take(graphTableBytes(states));
    const stored = exact ? this.#take((states + 1) * stride) : undefined;
    const capacity = Math.ceil(states / load) + 63;
    const hashed = {
      tail: this.#runtime.tail,
      parent: this.#runtime.parent,
      sums: this.#globals.sums,
      keys,
      wordCount,
      touched: compiled.touched,
    };
    this.#functions.sums.body = defineSums(this.#functions.sums, hashed);
    this.#defineProbe(table, capacity, stride, stored);
    this.#defineEmit(emit, compiled, hashed, records, stride, recent);
    cutStep.body = this.#record(records, i64.const(0), i32.const(0));
    this.#defineFlush(records, recent, table, capacity, stride, outputEnd, stepsEnd);
    this.#defineFind(hashed);
    this.#defineRun(compiled, stride, { records, atomWords });
    const places = { keys, input, inputBytes: statesAtOnce * stride, output, steps, starts, atoms };
    return { ...places, pages: Math.ceil(this.#end / pageBytes) + 1, tables: compiled.tables };
  }

  /** The address of the home of a fingerprint. */
  #home(fingerprint: Code, table: number, capacity: number): Code {
    const place = i64.shrU(i64.mul(i64.shrU(fingerprint, i64.const(32)), i64.const(capacity)), i64.const(32));
    return i32.add(i32.shl(i32.wrap(place), i32.const(4)), i32.const(table));
  }

  /** (fingerprint, address of the words, enter) → the number of the state; 0 when it is not there and is not to be entered. */
  #defineProbe(table: number, capacity: number, stride: number, stored: number | undefined): void {
    const { probe } = this.#functions;
    const { count } = this.#globals;
    const address = probe.local("i32");
    const seen = probe.local("i64");
    const word = probe.local("i32");
    const other = probe.local("i32");
    const [fingerprint, words, enter] = [local.get(0), local.get(1), local.get(2)];
    const number = i32.load(local.get(address), 8);
    const found: Code =
      stored === undefined
        ? ret(number)
        : [
            local.set(other, i32.add(i32.mul(number, i32.const(stride)), i32.const(stored))),
            local.set(word, i32.const(0)),
            block(
              loop([
                brIf(
                  i32.ne(
                    i32.load(i32.add(local.get(other), local.get(word))),
                    i32.load(i32.add(words, local.get(word))),
                  ),
                  1,
                ),
                local.set(word, i32.add(local.get(word), i32.const(4))),
                brIf(i32.ltU(local.get(word), i32.const(stride)), 0),
                ret(number),
              ]),
            ),
          ];
    probe.body = [
      local.set(address, this.#home(fingerprint, table, capacity)),
      loop([
        local.set(seen, i64.load(local.get(address))),
        when(i64.eqz(local.get(seen)), [
          when(i32.eqz(enter), ret(i32.const(0))),
          global.set(count, i32.add(global.get(count), i32.const(1))),
          i64.store(local.get(address), fingerprint),
          i32.store(local.get(address), global.get(count), 8),
          stored === undefined
            ? nothing
            : memory.copy(
                i32.add(i32.mul(global.get(count), i32.const(stride)), i32.const(stored)),
                words,
                i32.const(stride),
              ),
          ret(global.get(count)),
        ]),
        when(i64.eq(local.get(seen), fingerprint), found),
        local.set(address, i32.add(local.get(address), i32.const(entryBytes))),
        when(
          i32.geU(local.get(address), i32.const(table + capacity * entryBytes)),
          local.set(address, i32.const(table)),
        ),
        br(0),
      ]),
      i32.const(0),
    ];
  }

  /** Adds a record to the batch: a successor with its fingerprint, or 0 with the number of one that is known. */
  #record(records: number, fingerprint: Code, number: Code, label = global.get(this.#label)): Code {
    const { batch } = this.#globals;
    const at = global.get(batch);
    return [
      i64.store(at, fingerprint, records),
      i32.store(at, label, records + labelOffset),
      i32.store(at, number, records + numberOffset),
      global.set(batch, i32.add(at, i32.const(recordBytes))),
      when(i32.geU(global.get(batch), i32.const(batchSize * recordBytes)), call(this.#functions.flush.index)),
    ];
  }

  #defineEmit(
    emit: FunctionBuilder,
    compiled: CompiledModel,
    hashed: Parameters<typeof fingerprintCode>[1],
    records: number,
    stride: number,
    recent: number,
  ): void {
    const fingerprint = emit.local("i64");
    const place = emit.local("i32");
    const { tail } = this.#runtime;
    const outside = [this.#record(records, i64.const(0), i32.const(0)), ret()];
    emit.body = [
      compiled.inside === undefined
        ? nothing
        : when(i32.ne(call(compiled.inside, i32.const(graphFrame + compiled.nextOffset)), i32.const(1)), outside),
      fingerprintCode(emit, hashed, fingerprint, local.get(0)),
      local.set(place, recentPlace(local.get(fingerprint))),
      when(i64.eq(i64.load(local.get(place), recent), local.get(fingerprint)), [
        this.#record(records, i64.const(0), i32.load(local.get(place), recent + 8)),
        ret(),
      ]),
      global.set(tail, i32.add(global.get(tail), i32.const(stride))),
      this.#record(records, local.get(fingerprint), i32.const(0)),
    ];
  }

  #defineFlush(
    records: number,
    recent: number,
    table: number,
    capacity: number,
    stride: number,
    outputEnd: number,
    stepsEnd: number,
  ): void {
    const { flush, probe } = this.#functions;
    const { batch, out, stepTail, startTail, count, warmed } = this.#globals;
    const { tail } = this.#runtime;
    const { shift } = this.#options;
    const [record, from, to, number, before] = [
      flush.local("i32"),
      flush.local("i32"),
      flush.local("i32"),
      flush.local("i32"),
      flush.local("i32"),
    ];
    const fingerprint = flush.local("i64");
    const plus = (index: number, by: number): Code => local.set(index, i32.add(local.get(index), i32.const(by)));
    const recordLabel = i32.load(local.get(record), records + labelOffset);
    const tell: Code =
      shift === undefined
        ? [i32.store(global.get(stepTail), local.get(number)), i32.store(global.get(stepTail), recordLabel, 4)]
        : i32.store(global.get(stepTail), i32.or(i32.shl(local.get(number), i32.const(shift)), recordLabel));
    const home = (offset: number): Code =>
      i64.load(this.#home(i64.load(local.get(record), records + offset * recordBytes), table, capacity));
    flush.body = [
      when(i32.eqz(global.get(batch)), ret()),
      // Reads the homes first, without waiting for one after the other.
      local.set(record, i32.const(0)),
      loop([
        global.set(
          warmed,
          [0, 1, 2, 3, 4, 5, 6, 7].map(home).reduce((sum, one) => i64.xor(sum, one)),
        ),
        plus(record, 8 * recordBytes),
        brIf(i32.ltU(local.get(record), global.get(batch)), 0),
      ]),
      local.set(record, i32.const(0)),
      local.set(from, global.get(out)),
      local.set(to, local.get(from)),
      loop([
        local.set(fingerprint, i64.load(local.get(record), records)),
        local.set(number, i32.load(local.get(record), records + numberOffset)),
        when(i64.ne(local.get(fingerprint), i64.const(0)), [
          local.set(before, global.get(count)),
          local.set(number, call(probe.index, local.get(fingerprint), local.get(from), i32.const(1))),
          when(i32.ne(local.get(before), global.get(count)), [
            when(
              i32.ne(local.get(from), local.get(to)),
              memory.copy(local.get(to), local.get(from), i32.const(stride)),
            ),
            plus(to, stride),
          ]),
          plus(from, stride),
          local.set(before, recentPlace(local.get(fingerprint))),
          i64.store(local.get(before), local.get(fingerprint), recent),
          i32.store(local.get(before), local.get(number), recent + 8),
        ]),
        when(
          i32.eq(recordLabel, i32.const(nextState)),
          [
            // Where its steps start, as an address; drains in between are added by whoever drains.
            i32.store(global.get(startTail), global.get(stepTail)),
            global.set(startTail, i32.add(global.get(startTail), i32.const(4))),
          ],
          [tell, global.set(stepTail, i32.add(global.get(stepTail), i32.const(shift === undefined ? 8 : 4)))],
        ),
        plus(record, recordBytes),
        brIf(i32.ltU(local.get(record), global.get(batch)), 0),
      ]),
      global.set(batch, i32.const(0)),
      global.set(out, local.get(to)),
      global.set(tail, local.get(to)),
      when(
        i32.or(i32.geU(global.get(out), i32.const(outputEnd)), i32.geU(global.get(stepTail), i32.const(stepsEnd))),
        call(this.#drain),
      ),
    ];
  }

  #defineFind(hashed: Parameters<typeof fingerprintCode>[1]): void {
    const { find, probe } = this.#functions;
    const fingerprint = find.local("i64");
    find.body = [
      fingerprintCode(find, hashed, fingerprint, undefined),
      call(probe.index, local.get(fingerprint), global.get(this.#runtime.tail), local.get(0)),
    ];
  }

  #defineRun(
    compiled: CompiledModel,
    stride: number,
    places: { readonly records: number; readonly atomWords: number },
  ): void {
    const { run, flush, sums } = this.#functions;
    const { atomTail, failed } = this.#globals;
    const { parent } = this.#runtime;
    const needsSums = compiled.touched.some((words) => isWorthIt(words, compiled.layout.wordCount));
    const advance = (index: number, by: number): Code => global.set(index, i32.add(global.get(index), i32.const(by)));
    const cells = i32.const(graphFrame + compiled.curOffset);
    run.body = [
      block(
        loop([
          brIf(i32.geU(local.get(0), local.get(1)), 1),
          global.set(parent, local.get(0)),
          call(compiled.unpack, local.get(0)),
          this.#record(places.records, i64.const(0), i32.const(0), i32.const(nextState)),
          compiled.atoms === undefined
            ? nothing
            : [
                when(call(compiled.atoms, cells, global.get(atomTail)), [
                  global.set(failed, i32.const(1)),
                  call(flush.index),
                  ret(local.get(0)),
                ]),
                advance(atomTail, 4 * places.atomWords),
              ],
          needsSums ? call(sums.index) : nothing,
          call(compiled.expand),
          local.set(0, i32.add(local.get(0), i32.const(stride))),
          br(0),
        ]),
      ),
      call(flush.index),
      local.get(0),
    ];
  }
}
