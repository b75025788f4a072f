/**
 * A batch of successors for a search that also writes down the graph: every step with its target's number and its label, in
 * order, and where the steps of a state start. States are numbered from 1 in the order in which they are found; the table holds
 * the numbers beside the fingerprints. A successor that was met a moment ago brings its number along and is not looked up.
 */
import type { Expr, Property, StepClasses } from "../ir/index.ts";
import { endBatch, keepNew, warmUp } from "./batch.ts";
import type { CompiledModel } from "./engine.ts";
import { imageWords } from "./refinement.ts";
import type { DeclaredRuntime } from "./runtime.ts";
import { brIf, type Code, call, global, i32, i64, local, loop, nothing, ret, when } from "./wasm/instructions.ts";
import type { FunctionBuilder, ModuleBuilder } from "./wasm/module.ts";

/** What is to be written down beside the states. */
export interface RecordingOptions {
  readonly classes: StepClasses;
  readonly atoms: readonly Expr[];
  /** Whose images of each state are written behind its predicates. */
  readonly refinements?: readonly Property[];
  /** A step is one word: target << shift | label. Numbers that do not fit are for the caller to notice. */
  readonly shift: number;
}

/** Where what is written down lies in an instance's memory, in bytes. */
export interface RecordingPlaces {
  readonly steps: number;
  /** By state, behind how many of `steps` its own start. */
  readonly starts: number;
  readonly atoms: number;
  /** Of each state: predicates, and then images. */
  readonly atomWords: number;
  /** What has to stand in the private area before anything is called. */
  readonly tables: CompiledModel["tables"];
}

/** What a search needs that writes steps down: indices of globals and functions. */
export interface RecordingRuntime {
  readonly label: number;
  readonly stepTail: number;
  readonly startTail: number;
  readonly atomTail: number;
  /** A predicate of some state has no value. */
  readonly failed: number;
  readonly cutStep: FunctionBuilder;
  readonly find: FunctionBuilder;
}

/** Fingerprint, label, number, ordinal and the position of the state before. */
const recordBytes = 24;
const labelOffset = 8;
const numberOffset = 12;
const ordinalOffset = 16;
const positionOffset = 20;
/** In place of labels: from here on, records are of the next state; and a state that nothing leads to. */
const nextState = -1;
const initialState = -2;

export const recordedBatch = 128;
/** Fingerprints with their numbers that are remembered apart from the table: more would leave the nearest cache. */
const recentEntries = 1 << 12;
/** Steps, and states, between two drains. */
const stepsAtOnce = 1 << 15;
const startsAtOnce = 1 << 12;

export function declareRecording(module: ModuleBuilder): RecordingRuntime {
  return {
    label: module.global("i32"),
    stepTail: module.global("i32", 0, "stepTail"),
    startTail: module.global("i32", 0, "startTail"),
    atomTail: module.global("i32", 0, "atomTail"),
    failed: module.global("i32", 0, "failed"),
    cutStep: module.function("cut step"),
    find: module.function("find", [], ["i32"], true),
  };
}

const recentPlace = (fingerprint: Code): Code =>
  i32.shl(i32.and(i32.wrap(fingerprint), i32.const(recentEntries - 1)), i32.const(4));

/** Writes the pieces of code that differ where steps are written down. */
export class Recorder {
  readonly places: RecordingPlaces;
  readonly #runtime: DeclaredRuntime;
  readonly #recording: RecordingRuntime;
  readonly #options: RecordingOptions;
  readonly #compiled: CompiledModel;
  readonly #stride: number;
  readonly #atomWords: number;
  readonly #records: number;
  readonly #recent: number;

  /** `take` finds places in the instance's memory. */
  constructor(
    runtime: DeclaredRuntime,
    recording: RecordingRuntime,
    options: RecordingOptions,
    compiled: CompiledModel,
    take: (bytes: number) => number,
  ) {
    this.#runtime = runtime;
    this.#recording = recording;
    this.#options = options;
    this.#compiled = compiled;
    this.#stride = 4 * compiled.layout.wordCount;
    this.#atomWords = imageWords(options, compiled.layout).at(-1) ?? 0;
    this.#records = take(recordedBatch * recordBytes);
    this.#recent = take(recentEntries * 16);
    this.places = {
      steps: take(4 * (stepsAtOnce + recordedBatch)),
      starts: take(4 * (startsAtOnce + recordedBatch)),
      // They go ahead of the starts by what is in the batch.
      atoms: take(4 * this.#atomWords * (startsAtOnce + 2 * recordedBatch)),
      atomWords: this.#atomWords,
      tables: compiled.tables,
    };
  }

  /** A step outside: cut by a bound, or into what the constraints leave out. */
  outside(): Code {
    return this.#add(global.get(this.#recording.label), i32.const(0));
  }

  /** The state that is expanded comes next; its predicates go straight to where they are collected. */
  startState(): Code {
    const { atomTail, failed } = this.#recording;
    const { atoms, curOffset } = this.#compiled;
    const cells = i32.const(this.#runtime.frame + curOffset);
    return [
      this.#add(i32.const(nextState), i32.const(0)),
      atoms === undefined
        ? nothing
        : [
            when(call(atoms, cells, global.get(atomTail)), global.set(failed, i32.const(1))),
            global.set(atomTail, i32.add(global.get(atomTail), i32.const(4 * this.#atomWords))),
          ],
    ];
  }

  /** The number of the state at the tail, 0 when it is not known. */
  find(fingerprint: number): Code {
    return call(this.#runtime.imports.number, local.get(fingerprint), i32.const(0));
  }

  /** The successor at the tail, with its fingerprint in a local, joins the batch: as a step, or as an initial state. */
  join(builder: FunctionBuilder, fingerprint: number, ordinal: Code, isStep: boolean): Code {
    const { functions, globals, tail } = this.#runtime;
    const label = isStep ? global.get(this.#recording.label) : i32.const(initialState);
    const [records, recent] = [this.#records, this.#recent];
    const at = builder.local("i32");
    return [
      local.set(at, recentPlace(local.get(fingerprint))),
      when(i64.eq(i64.load(local.get(at), recent), local.get(fingerprint)), [
        this.#add(label, i32.load(local.get(at), recent + 8)),
        ret(),
      ]),
      local.set(at, global.get(globals.batch)),
      i64.store(local.get(at), local.get(fingerprint), records),
      i32.store(local.get(at), label, records + labelOffset),
      i32.store(local.get(at), ordinal, records + ordinalOffset),
      i32.store(local.get(at), global.get(globals.position), records + positionOffset),
      global.set(tail, i32.add(global.get(tail), i32.const(this.#stride))),
      local.set(at, i32.add(local.get(at), i32.const(recordBytes))),
      global.set(globals.batch, local.get(at)),
      when(i32.geU(local.get(at), i32.const(recordedBatch * recordBytes)), call(functions.flush.index)),
    ];
  }

  /** Adds a record of something that is no new successor: the next state, or a step to a number that is known. */
  #add(label: Code, number: Code): Code {
    const { functions, globals } = this.#runtime;
    const at = global.get(globals.batch);
    return [
      i64.store(at, i64.const(0), this.#records),
      i32.store(at, label, this.#records + labelOffset),
      i32.store(at, number, this.#records + numberOffset),
      global.set(globals.batch, i32.add(at, i32.const(recordBytes))),
      when(i32.geU(global.get(globals.batch), i32.const(recordedBatch * recordBytes)), call(functions.flush.index)),
    ];
  }

  /** Looks the batch up, moves new states together and logs how they were reached, and writes the steps. */
  flush(flush: FunctionBuilder, outputEnd: number): Code {
    const { globals, imports } = this.#runtime;
    const [records, recent, stride] = [this.#records, this.#recent, this.#stride];
    const names = ["from", "to", "record", "end", "fresh", "position", "number", "label"] as const;
    const [from, to, record, end, fresh, position, number, label] = names.map(() => flush.local("i32")) as [
      number,
      number,
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    const fingerprint = flush.local("i64");
    const plus = (index: number, by: number): Code => local.set(index, i32.add(local.get(index), i32.const(by)));
    const enter: Code = [
      local.set(label, i32.add(i32.wrap(global.get(globals.fresh)), i32.add(local.get(fresh), i32.const(1)))),
      local.set(number, call(imports.number, local.get(fingerprint), local.get(label))),
      when(
        i32.eq(local.get(number), local.get(label)),
        keepNew(flush, this.#runtime, stride, { from, to, fresh, position }, [
          i32.load(local.get(record), records + positionOffset),
          i32.load(local.get(record), records + ordinalOffset),
        ]),
      ),
      plus(from, stride),
      local.set(position, recentPlace(local.get(fingerprint))),
      i64.store(local.get(position), local.get(fingerprint), recent),
      i32.store(local.get(position), local.get(number), recent + 8),
    ];
    return [
      local.set(end, global.get(globals.batch)),
      when(i32.eqz(local.get(end)), ret()),
      local.set(from, global.get(globals.out)),
      local.set(to, local.get(from)),
      when(i32.eqz(global.get(globals.halted)), [
        warmUp(this.#runtime, records, record, end, recordBytes),
        loop([
          local.set(fingerprint, i64.load(local.get(record), records)),
          local.set(number, i32.load(local.get(record), records + numberOffset)),
          when(i64.ne(local.get(fingerprint), i64.const(0)), enter),
          local.set(label, i32.load(local.get(record), records + labelOffset)),
          this.#write(number, label),
          plus(record, recordBytes),
          brIf(i32.ltU(local.get(record), local.get(end)), 0),
        ]),
      ]),
      endBatch(this.#runtime, to, fresh),
      when(this.#isFull(to, outputEnd), call(imports.drain)),
    ];
  }

  /** A step, or where the steps of the next state start. */
  #write(number: number, label: number): Code {
    const { stepTail, startTail } = this.#recording;
    const advance = (index: number): Code => global.set(index, i32.add(global.get(index), i32.const(4)));
    const step = i32.or(i32.shl(local.get(number), i32.const(this.#options.shift)), local.get(label));
    return when(
      i32.geS(local.get(label), i32.const(0)),
      [i32.store(global.get(stepTail), step), advance(stepTail)],
      when(i32.eq(local.get(label), i32.const(nextState)), [
        i32.store(
          global.get(startTail),
          i32.shrU(i32.sub(global.get(stepTail), i32.const(this.places.steps)), i32.const(2)),
        ),
        advance(startTail),
      ]),
    );
  }

  #isFull(to: number, outputEnd: number): Code {
    const { stepTail, startTail } = this.#recording;
    const { steps, starts } = this.places;
    return [
      i32.gtU(i32.add(local.get(to), i32.const(recordedBatch * this.#stride)), i32.const(outputEnd)),
      i32.geU(global.get(stepTail), i32.const(steps + 4 * stepsAtOnce)),
      i32.geU(global.get(startTail), i32.const(starts + 4 * startsAtOnce)),
    ].reduce((left, right) => i32.or(left, right));
  }
}
