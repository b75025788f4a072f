/**
 * The search runtime: what becomes of a successor, in the same WebAssembly module as the compiled model, which calls it.
 * A successor is hashed and joins a batch at the tail of the output; a full batch is looked up in the table of visited
 * states and what is new is moved together in place, so that the memory latencies of a batch overlap. How each new state was
 * reached goes to a log. An instance belongs to one worker and has a small memory of its own: states to expand are copied
 * in and new ones out in chunks by the caller, who also lends the functions of the table.
 */
import { assert } from "../source/index.ts";
import { batchSize, flushBody, joinBatch, lookUpBody, recentEntries, recordBytes } from "./batch.ts";
import type { CompiledModel, Runtime } from "./engine.ts";
import { defineExactLookup } from "./exact.ts";
import { defineSums, fingerprintCode, isWorthIt, keyCount } from "./fingerprint.ts";
import {
  declareRecording,
  Recorder,
  type RecordingOptions,
  type RecordingPlaces,
  type RecordingRuntime,
  recordedBatch,
} from "./recording.ts";
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
  nothing,
  ret,
  when,
} from "./wasm/instructions.ts";
import type { FunctionBuilder, ModuleBuilder } from "./wasm/module.ts";
import { pageBytes } from "./wasm/platform.ts";

/** What the compiled model or the runtime tells the caller by `notice(kind, id)`. */
export const notices = [
  "failed action",
  "deadlock",
  "violated",
  "reached",
  "failed property",
  "failed constraint",
  "crowded",
  "image",
] as const;
export type Notice = (typeof notices)[number];

/** Bits of `mode`. */
export const checking = 1;
export const expanding = 2;

const frameAddress = 1024;

export interface RuntimeOptions {
  /** In how many tables a fingerprint may be; all but the last that is in use are full. */
  readonly tables: number;
  /** Compare whole states. */
  readonly exact: boolean;
  /** Steps are written down, too; without `exact`, and with one table. */
  readonly recording?: RecordingOptions;
  /** Bits of the fingerprint that are used, for tests of what a bad hash does. */
  readonly fingerprintMask?: bigint;
}

/** Places in an instance's memory, in bytes. */
export interface Places {
  /** The private area of the compiled model. */
  readonly frame: number;
  readonly keys: number;
  readonly input: number;
  readonly output: number;
  readonly log: number;
  /** Of the input, and of what one `drain` gets at most. */
  readonly chunkBytes: number;
  /** Where the states are kept with `exact`. */
  readonly stored: number;
  readonly recording?: RecordingPlaces;
  readonly pages: number;
}

export interface DeclaredRuntime extends Runtime {
  readonly functions: {
    readonly emit: FunctionBuilder;
    readonly flush: FunctionBuilder;
    readonly offer: FunctionBuilder;
    readonly represent: FunctionBuilder;
    readonly run: FunctionBuilder;
    readonly lookUp: FunctionBuilder;
    readonly sums: FunctionBuilder;
    readonly violated: FunctionBuilder;
    readonly fail: FunctionBuilder;
    readonly deadlock: FunctionBuilder;
    readonly reached: FunctionBuilder;
    readonly failed: FunctionBuilder;
    readonly crowded: FunctionBuilder;
    readonly image: FunctionBuilder;
    readonly constraintFailed: FunctionBuilder;
  };
  readonly imports: {
    readonly drain: number;
    readonly pressure: number;
    readonly insert: readonly number[];
    readonly contains: readonly number[];
    readonly warm: number;
    readonly seek: number;
    readonly low: number;
    readonly put: number;
    readonly number: number;
  };
  readonly globals: {
    readonly batch: number;
    readonly out: number;
    readonly ordinal: number;
    readonly position: number;
    readonly logged: number;
    readonly logTail: number;
    /** Of the state that is expanded, for the fingerprints of its successors. */
    readonly sums: readonly [number, number];
    readonly room: number;
    readonly halted: number;
    readonly mode: number;
    readonly phase: number;
    readonly fullTables: number;
    readonly transitions: number;
    readonly constrained: number;
    readonly fresh: number;
    /** Takes what was read only to have it in the cache. */
    readonly warmed: number;
    /** With `exact`: how many states are kept. */
    readonly stored: number;
  };
  readonly recording: RecordingRuntime | undefined;
}

/** Declares imports, globals and functions; `defineRuntime` gives them bodies when the model is compiled. */
export function declareRuntime(module: ModuleBuilder, options: RuntimeOptions): DeclaredRuntime {
  const numbers = (count: number) => [...new Array(count).keys()];
  const imported = (name: string, parameters: number) =>
    module.importFunction("search", name, new Array(parameters).fill("i32"), []);
  const notice = imported("notice", 2);
  const drain = imported("drain", 0);
  const pressure = imported("pressure", 0);
  const tables = options.exact || options.recording ? 0 : options.tables;
  const imports = {
    drain,
    pressure,
    insert: numbers(tables).map((table) => module.importFunction(`table${table}`, "insert", ["i64"], ["i32"])),
    contains: numbers(tables).map((table) => module.importFunction(`table${table}`, "contains", ["i64"], ["i32"])),
    warm: options.exact ? -1 : module.importFunction("table0", "warm", new Array(warmCount).fill("i64"), ["i64"]),
    seek: options.exact ? module.importFunction("table0", "seek", ["i32", "i32"], ["i32"]) : -1,
    low: options.exact ? module.importFunction("table0", "low", ["i32"], ["i32"]) : -1,
    number: options.recording ? module.importFunction("table0", "number", ["i64", "i32"], ["i32"]) : -1,
    put: options.exact ? module.importFunction("table0", "put", ["i32", "i32", "i32"], []) : -1,
  };
  const globals = {
    batch: module.global("i32"),
    out: module.global("i32", 0, "out"),
    ordinal: module.global("i32", 0, "ordinal"),
    position: module.global("i32", 0, "position"),
    logged: module.global("i32", 0, "logged"),
    logTail: module.global("i32", 0, "logTail"),
    sums: [module.global("i64"), module.global("i64")] as const,
    room: module.global("i32", 0, "room"),
    halted: module.global("i32", 0, "halted"),
    mode: module.global("i32", 0, "mode"),
    phase: module.global("i32", 0, "phase"),
    fullTables: module.global("i32", 0, "fullTables"),
    transitions: module.global("i64", 0, "transitions"),
    constrained: module.global("i64", 0, "constrained"),
    fresh: module.global("i64", 0, "fresh"),
    warmed: module.global("i64"),
    stored: module.global("i32"),
  };
  const reporter = (name: string, kind: Notice, own?: Code): FunctionBuilder => {
    const builder = module.function(name, own ? [] : ["i32"]);
    builder.body = call(notice, i32.const(notices.indexOf(kind)), own ?? local.get(0));
    return builder;
  };
  const functions = {
    emit: module.function("emit", ["i32"]),
    flush: module.function("flush", [], [], true),
    offer: module.function("offer", ["i32"], [], true),
    represent: module.function("represent", [], [], true),
    run: module.function("run", ["i32", "i32"], ["i32"], true),
    lookUp: module.function("lookUp", ["i64", "i32"], ["i32"]),
    sums: module.function("sums"),
    violated: reporter("violated", "violated"),
    fail: reporter("fail", "failed action"),
    deadlock: reporter("deadlock", "deadlock", i32.const(0)),
    reached: reporter("reached", "reached"),
    failed: reporter("failed", "failed property"),
    crowded: reporter("crowded", "crowded"),
    image: reporter("image", "image"),
    constraintFailed: reporter("constraintFailed", "failed constraint", i32.const(0)),
  };
  const recording = options.recording && declareRecording(module);
  return {
    recording,
    ...(recording && options.recording
      ? { labels: { classes: options.recording.classes, label: recording.label, cut: recording.cutStep.index } }
      : {}),
    frame: frameAddress,
    tail: module.global("i32", 0, "tail"),
    site: module.global("i32", 0, "site"),
    parent: module.global("i32", 0, "parent"),
    emit: functions.emit.index,
    fail: functions.fail.index,
    deadlock: functions.deadlock.index,
    violated: functions.violated.index,
    reached: functions.reached.index,
    failed: functions.failed.index,
    crowded: functions.crowded.index,
    image: functions.image.index,
    functions,
    imports,
    globals,
  };
}

/** Writes the bodies of the declared functions, and says where everything lies. */
export function defineRuntime(runtime: DeclaredRuntime, compiled: CompiledModel, options: RuntimeOptions): Places {
  const { functions, globals, tail, parent } = runtime;
  const stride = compiled.layout.wordCount * 4;
  assert(stride > 0, "a state has words");
  const chunkBytes = pageBytes * Math.max(1, Math.ceil((batchSize * 4 * stride) / pageBytes));
  let end = frameAddress + compiled.privateBytes;
  const take = (bytes: number): number => {
    const start = Math.ceil(end / 64) * 64;
    end = start + bytes;
    return start;
  };
  const keys = take(keyCount(compiled.layout.wordCount) * 8);
  // A batch is warmed up by eights: what lies behind its end is read, too.
  const { recording } = runtime;
  const recorder =
    recording && options.recording && new Recorder(runtime, recording, options.recording, compiled, take);
  const batch = recorder ? recordedBatch : batchSize;
  const records = take(recorder ? 0 : batch * recordBytes);
  const input = take(chunkBytes);
  const output = take(chunkBytes + batch * stride);
  // Two numbers of at most 5 bytes for each new state.
  const log = take((chunkBytes / stride + batch) * 10);
  const recent = options.exact || recorder ? undefined : take(recentEntries * 8);
  const places = { records, recent };
  const stored = take(0);

  const { wordCount } = compiled.layout;
  const { touched } = compiled;
  const hashed = { tail, parent, sums: globals.sums, keys, wordCount, touched, mask: options.fingerprintMask };
  functions.sums.body = defineSums(functions.sums, hashed);
  const { representatives } = compiled;
  const needsSums = !representatives && touched.some((words) => isWorthIt(words, wordCount));
  const join: Join = (builder, action, ordinal) => {
    const fingerprint = builder.local("i64");
    return [
      representatives ? call(representatives.index) : nothing,
      // A representative may differ from the state before in every word.
      fingerprintCode(builder, hashed, fingerprint, representatives ? undefined : action),
      recorder
        ? recorder.join(builder, fingerprint, ordinal, action !== undefined)
        : joinBatch(builder, runtime, stride, places, fingerprint, ordinal),
    ];
  };
  functions.emit.body = emitBody(functions.emit, runtime, compiled, join, recorder?.outside() ?? nothing);
  if (recording && recorder) {
    const fingerprint = recording.find.local("i64");
    recording.find.body = [fingerprintCode(recording.find, hashed, fingerprint, undefined), recorder.find(fingerprint)];
    recording.cutStep.body = recorder.outside();
  }
  functions.represent.body = representatives
    ? [call(compiled.unpack, global.get(tail)), call(representatives.index)]
    : nothing;
  functions.offer.body = [
    global.set(globals.transitions, i64.add(global.get(globals.transitions), i64.const(1))),
    representatives ? call(compiled.unpack, global.get(tail)) : nothing,
    join(functions.offer, undefined, local.get(0)),
  ];
  functions.lookUp.body = options.exact
    ? defineExactLookup(functions.lookUp, runtime, stride, stored)
    : recorder
      ? i32.const(0)
      : lookUpBody(runtime);
  functions.flush.body =
    recorder?.flush(functions.flush, output + chunkBytes) ??
    flushBody(functions.flush, runtime, stride, places, output + chunkBytes);
  functions.run.body = [
    block(
      loop([
        brIf(i32.geU(local.get(0), local.get(1)), 1),
        brIf(global.get(globals.halted), 1),
        global.set(parent, local.get(0)),
        call(compiled.unpack, local.get(0)),
        global.set(globals.phase, i32.const(checking)),
        compiled.hasStateProperties
          ? when(
              i32.and(global.get(globals.mode), i32.const(checking)),
              call(compiled.check, i32.const(frameAddress + compiled.curOffset)),
            )
          : nothing,
        when(i32.and(global.get(globals.mode), i32.const(expanding)), [
          global.set(globals.phase, i32.const(expanding)),
          global.set(globals.ordinal, i32.const(0)),
          recorder?.startState() ?? nothing,
          needsSums ? call(functions.sums.index) : nothing,
          call(compiled.expand),
          global.set(
            globals.transitions,
            i64.add(global.get(globals.transitions), i64.extendU(global.get(globals.ordinal))),
          ),
        ]),
        global.set(globals.position, i32.add(global.get(globals.position), i32.const(1))),
        local.set(0, i32.add(local.get(0), i32.const(stride))),
        br(0),
      ]),
    ),
    call(functions.flush.index),
    local.get(0),
  ];
  return {
    frame: frameAddress,
    keys,
    input,
    output,
    log,
    chunkBytes,
    stored,
    recording: recorder?.places,
    pages: Math.ceil(end / pageBytes),
  };
}

type Join = (builder: FunctionBuilder, action: Code | undefined, ordinal: Code) => Code;

/** `leave`: what becomes of a step into what the constraints leave out. */
function emitBody(
  emit: FunctionBuilder,
  runtime: DeclaredRuntime,
  compiled: CompiledModel,
  join: Join,
  leave: Code,
): Code {
  const { functions, globals } = runtime;
  const ordinal = emit.local("i32");
  const inside = emit.local("i32");
  const countUp = (index: number): Code => global.set(index, i64.add(global.get(index), i64.const(1)));
  const next = i32.const(frameAddress + compiled.nextOffset);
  return [
    local.set(ordinal, global.get(globals.ordinal)),
    global.set(globals.ordinal, i32.add(local.get(ordinal), i32.const(1))),
    compiled.hasStepProperties ? call(compiled.checkStep) : nothing,
    compiled.inside === undefined
      ? nothing
      : [
          local.set(inside, call(compiled.inside, next)),
          // A state outside the constraints is looked at and counted, not kept.
          when(i32.ne(local.get(inside), i32.const(1)), [
            leave,
            compiled.hasStateProperties ? call(compiled.check, next) : nothing,
            when(local.get(inside), call(functions.constraintFailed.index), countUp(globals.constrained)),
            ret(),
          ]),
        ],
    join(emit, local.get(0), local.get(ordinal)),
  ];
}
