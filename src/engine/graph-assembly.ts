/**
 * A compiled model with a search that writes the graph of its states and steps, put together: the bytes of one WebAssembly
 * module, and what somebody needs to run it.
 */
import { type Model, stepClasses } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import type { Compile, Runtime } from "./engine.ts";
import { type GraphOptions, type GraphPlaces, GraphWriter, graphFrame } from "./graph-writer.ts";
import { type Layout, layOutAbstraction } from "./layout.ts";
import { assembleProbe, type ProbeAssembly } from "./probe.ts";
import { imageWords } from "./refinement.ts";
import { mostPages } from "./table-layout.ts";
import { ModuleBuilder } from "./wasm/module.ts";

export interface GraphAssembly {
  readonly search: Uint8Array<ArrayBuffer>;
  readonly wordCount: number;
  /** Of each state: predicates, and then images. */
  readonly atomWords: number;
  /** By refinement: the words of its images, and the engine of what is refined. */
  readonly images: readonly GraphImage[];
  readonly places: GraphPlaces;
}

export interface GraphImage {
  readonly from: number;
  readonly to: number;
  /** Says of each step which of the abstract model's conditions of fairness it is of. */
  readonly abstract: ProbeAssembly;
}

/** The engines of what is refined, and where the images of states lie behind their predicates. */
export function graphImages(
  options: Pick<GraphOptions, "atoms" | "refinements">,
  layout: Layout,
): readonly GraphImage[] {
  const ends = imageWords(options, layout);
  return (options.refinements ?? []).map(({ abstraction }, at) => {
    assert(abstraction, "a refinement is of something");
    const { model } = abstraction;
    const abstract = assembleProbe(layOutAbstraction(layout, abstraction), [], stepClasses(model));
    return { from: ends[at] ?? 0, to: ends[at + 1] ?? 0, abstract };
  });
}

export interface GraphExports {
  /** Expands the states between two addresses, as far as there is room for what follows; where it stopped. */
  readonly run: (from: number, to: number) => number;
  /** The number of the state whose words are at `tail`: entered when it is new and `enter` is 1, else 0. */
  readonly find: (enter: number) => number;
  readonly tail: WebAssembly.Global;
  /** Where the words of new states, the steps, the starts of states among them, and predicates end. */
  readonly out: WebAssembly.Global;
  readonly stepTail: WebAssembly.Global;
  readonly startTail: WebAssembly.Global;
  readonly atomTail: WebAssembly.Global;
  /** States that have numbers. */
  readonly count: WebAssembly.Global;
  /** A predicate of the last state that was looked at has no value. */
  readonly failed: WebAssembly.Global;
}

export function assembleGraph(model: Model, layout: Layout, compile: Compile, options: GraphOptions): GraphAssembly {
  const module = new ModuleBuilder();
  const drain = module.importFunction("graph", "drain", [], []);
  const crowded = module.importFunction("graph", "crowded", ["i32"], []);
  const ignored = module.function("ignore", ["i32"]);
  const nothingCounts = module.function("deadlock");
  const emit = module.function("emit", ["i32"]);
  const cutStep = module.function("cut step");
  const label = module.global("i32");
  const runtime: Runtime = {
    frame: graphFrame,
    tail: module.global("i32", 0, "tail"),
    parent: module.global("i32"),
    site: module.global("i32"),
    emit: emit.index,
    fail: ignored.index,
    deadlock: nothingCounts.index,
    violated: ignored.index,
    reached: ignored.index,
    failed: ignored.index,
    image: ignored.index,
    crowded,
    labels: { classes: options.classes, label, cut: cutStep.index },
  };
  const writer = new GraphWriter(module, runtime, label, drain, options);
  const compiled = compile(model, layout, module, runtime, {
    properties: [],
    atoms: options.atoms,
    refinements: options.refinements,
  });
  const places = writer.define(compiled, emit, cutStep);
  module.importMemory({ module: "graph", name: "memory", initial: places.pages, maximum: mostPages, shared: false });
  return {
    search: module.bytes(),
    wordCount: layout.wordCount,
    atomWords: imageWords(options, layout).at(-1) ?? 0,
    images: graphImages(options, layout),
    places,
  };
}
