/**
 * The compiled model and the search runtime put together: a model in, the bytes of two WebAssembly modules out, with
 * everything that somebody needs to run them. Nothing here is bound to a thread: an assembly can be sent to workers.
 */
import type { Model, StepClasses } from "../ir/index.ts";
import type { Compile, CompileOptions } from "./engine.ts";
import { type GraphImage, graphImages } from "./graph-assembly.ts";
import type { Layout } from "./layout.ts";
import { type AssembledImage, assembleImages } from "./probe.ts";
import { declareRuntime, defineRuntime, type Places, type RuntimeOptions } from "./runtime.ts";
import { tableModule } from "./table.ts";
import { mostPages } from "./table-layout.ts";
import { ModuleBuilder } from "./wasm/module.ts";

export interface Assembly {
  /** Imports `search` (memory, notice, drain, pressure) and `table0`, … (exports of instances of `table`). */
  readonly search: Uint8Array<ArrayBuffer>;
  readonly table: Uint8Array<ArrayBuffer>;
  readonly wordCount: number;
  readonly places: Places;
  readonly tables: number;
  readonly exact: boolean;
  /** Where signs of life are noted: a byte for each (`signsOf`). */
  readonly signs: { readonly address: number; readonly count: number };
  /** Only representatives of states that differ in the names of members are entered. */
  readonly symmetric: boolean;
  /** By refinement: where the images of the step lie that was told of last, and the abstract model's engine. */
  readonly images: ReadonlyMap<number, AssembledImage>;
  /** Present where steps are written down, too. */
  readonly recorded?: {
    readonly shift: number;
    readonly labels: StepClasses["labels"];
    /** By refinement whose images are written down. */
    readonly images: readonly GraphImage[];
  };
}

/** What an instance of the search module exports; every number of a state's place is an address in its memory. */
export interface SearchExports {
  /** Checks or expands, as `mode` says, the states between two addresses; the address where it stopped. */
  readonly run: (from: number, to: number) => number;
  /** The state whose words are at `tail` joins the batch, as the given initial state. */
  readonly offer: (ordinal: number) => void;
  readonly flush: () => void;
  /** Makes the state whose words are at `tail` the representative of its images, where states have such. */
  readonly represent: () => void;
  /** Not 0: some state had too many images to compare them all. Only where members are mentioned together. */
  readonly gaveUp?: WebAssembly.Global;
  /** Not 0: in some state a quantifier over members that stand for each other has no value for one of them. */
  readonly orderShows?: WebAssembly.Global;
  readonly tail: WebAssembly.Global;
  readonly out: WebAssembly.Global;
  readonly logTail: WebAssembly.Global;
  /** The position of the last logged state's parent: positions in the log are differences. */
  readonly logged: WebAssembly.Global;
  readonly parent: WebAssembly.Global;
  /** Of the state that is looked at, in its level. */
  readonly position: WebAssembly.Global;
  readonly ordinal: WebAssembly.Global;
  readonly mode: WebAssembly.Global;
  /** What is being done with the state: one of the bits of `mode`. */
  readonly phase: WebAssembly.Global;
  /** Of what has just failed. */
  readonly site: WebAssembly.Global;
  /** How many more states may be entered before `pressure` is called. */
  readonly room: WebAssembly.Global;
  /** Not 0: nothing is entered any more, and `run` returns before the next state. */
  readonly halted: WebAssembly.Global;
  readonly fullTables: WebAssembly.Global;
  readonly transitions: WebAssembly.Global<bigint>;
  readonly constrained: WebAssembly.Global<bigint>;
  readonly fresh: WebAssembly.Global<bigint>;
  readonly cut: WebAssembly.Global<bigint>;
  /** Where steps are written down: the number of the state whose words are at `tail`, 0 when it is not known. */
  readonly find?: () => number;
  /** Where steps, starts of states among them, and predicates end. */
  readonly stepTail?: WebAssembly.Global;
  readonly startTail?: WebAssembly.Global;
  readonly atomTail?: WebAssembly.Global;
  /** A predicate of some state has no value. */
  readonly failed?: WebAssembly.Global;
}

export type AssemblyOptions = Omit<RuntimeOptions, "tables" | "exact"> & Partial<RuntimeOptions> & CompileOptions;

export function assemble(model: Model, layout: Layout, compile: Compile, options: AssemblyOptions = {}): Assembly {
  const { exact = false, fingerprintMask, properties, sorts, recording } = options;
  const tables = recording ? 1 : (options.tables ?? 1);
  const runtimeOptions = { tables, exact, fingerprintMask, recording };
  const module = new ModuleBuilder();
  const runtime = declareRuntime(module, runtimeOptions);
  const compiled = compile(model, layout, module, runtime, {
    properties,
    sorts,
    signs: true,
    ...(recording ? { atoms: recording.atoms, refinements: recording.refinements } : {}),
  });
  const places = defineRuntime(runtime, compiled, runtimeOptions);
  module.exportGlobal(compiled.cut, "cut");
  if (compiled.orderShows !== undefined) module.exportGlobal(compiled.orderShows, "orderShows");
  if (compiled.representatives?.gaveUp !== undefined) module.exportGlobal(compiled.representatives.gaveUp, "gaveUp");
  module.importMemory({ module: "search", name: "memory", initial: places.pages, maximum: mostPages, shared: false });
  const { wordCount } = layout;
  const symmetric = compiled.representatives !== undefined;
  const images = assembleImages(compiled, runtime.frame);
  const { offset = 0, count = 0 } = compiled.signs ?? {};
  const signs = { address: runtime.frame + offset, count };
  const kind = recording ? "numbered" : "plain";
  const assembled = { search: module.bytes(), table: tableModule(kind), wordCount, places, tables, exact };
  const recorded = recording && {
    shift: recording.shift,
    labels: recording.classes.labels,
    images: graphImages(recording, layout),
  };
  return { ...assembled, signs, images, symmetric, recorded };
}
