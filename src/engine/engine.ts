/**
 * The border between the two halves of the engine, both inside one WebAssembly module: the *compiled model* (what a state
 * is in memory, what can happen in it, which properties hold) and the *search runtime* (what becomes of the successors).
 * Each half declares its functions first and hands the other their indices; here are the names for them.
 *
 * A state has two forms. *Words*: packed, `layout.wordCount` words of 32 bits, equal for equal states only; what is
 * hashed and kept. *Cells*: one i32 per scalar, at fixed offsets; what generated code reads and writes. Every instance
 * has two buffers of cells in its private area: `cur`, the state that is expanded, and `next`, which outside of a branch
 * is equal to `cur`.
 */
import type { Expr, Model, Property, Sort, StepClasses } from "../ir/index.ts";
import type { Layout } from "./layout.ts";
import type { Representatives } from "./symmetry.ts";
import type { ModuleBuilder } from "./wasm/module.ts";

/** What the compiled model needs of the search: indices of globals and functions of the same module. */
export interface Runtime {
  /** Address of every instance's private area, `CompiledModel.privateBytes` long, a multiple of 16; zeros at first. */
  readonly frame: number;
  /** Global, i32: where `expand` writes the words of the next successor, just before it calls `emit`. */
  readonly tail: number;
  /** Global, i32: where the words of the state that is expanded are; `unpack` was called with it. */
  readonly parent: number;
  /**
   * (action: i32) → (): a branch of that action has completed. The successor's words are at `tail`, its cells in `next`,
   * the state before it in `cur`. Calls come in the order of the interpreter's steps. May move `tail`; must not change cells.
   */
  readonly emit: number;
  /**
   * (action: i32) → (): a branch of that action, or finding out whether it is enabled, failed. With `actions.length`: the
   * model's `terminal` formulas failed (in a state without a step). What failed, the interpreter can say.
   */
  readonly fail: number;
  /** Global, i32: before `fail` and `failed`, where in the code it happened. One place of the model may have several sites. */
  readonly site: number;
  /** () → (): nothing counts against a deadlock, and no `terminal` formula holds. */
  readonly deadlock: number;
  /** (property: i32) → (): an invariant does not hold at `check`'s state, or a step invariant not of `checkStep`'s step. */
  readonly violated: number;
  /** (property: i32) → (): a `reachable` holds at `check`'s state; called once for each and instance. */
  readonly reached: number;
  /** (property: i32) → (): evaluating a property failed. */
  readonly failed: number;
  /** (property: i32) → (): a step has other images before and after, perhaps for the first time; they lie in `images`. */
  readonly image: number;
  /**
   * (slots: i32) → (): there is not enough room, for the envelopes of this network or for what `room.ts` numbers. The branch
   * is dropped: everything found so far is void, and the model is to be compiled again with more of these `slots`.
   */
  readonly crowded: number;
  /** For graphs of steps: what is told of each step beyond its target. */
  readonly labels?: StepLabels;
}

export interface StepLabels {
  readonly classes: StepClasses;
  /** Global, i32: before `emit` and `cut`, the number of the step's label. */
  readonly label: number;
  /** () → (): a step was cut by a bound. */
  readonly cut: number;
}

export interface CompileOptions {
  /** Positions of the properties that are looked at; all when absent. */
  readonly properties?: readonly number[];
  /** Members that may be renamed: successors are to be made representatives of their images. */
  readonly sorts?: readonly Sort[];
  /** Whether signs of life are noted. */
  readonly signs?: boolean;
  /** Predicates of states that `atoms` evaluates. */
  readonly atoms?: readonly Expr[];
  /** Refinements whose images `atoms` writes behind the predicates. */
  readonly refinements?: readonly Property[];
}

/** The compiled half: indices of functions and globals, and what there is to know about memory. */
export interface CompiledModel {
  readonly layout: Layout;
  /** Size of an instance's private area in bytes, a multiple of 16. */
  readonly privateBytes: number;
  /** Where `cur` and `next` lie in the private area, in bytes. */
  readonly curOffset: number;
  readonly nextOffset: number;
  /** (words: i32) → (): words to cells, into `cur` and `next`. */
  readonly unpack: number;
  /** () → (): everything that can happen in `cur`, in the interpreter's order: `emit`, `fail`, `crowded`, `deadlock`. */
  readonly expand: number;
  /** (cells: i32) → (): invariants and reachables in the state whose cells are there (`frame` + an offset above). */
  readonly check: number;
  /** () → (): step invariants of the step from `cur` to `next`. */
  readonly checkStep: number;
  /** (cells: i32) → i32: 1 inside the constraints, 0 outside, 2 when evaluating them failed. Undefined without constraints. */
  readonly inside: number | undefined;
  /** Whether there is anything to call `check` and `checkStep` for. */
  readonly hasStateProperties: boolean;
  readonly hasStepProperties: boolean;
  /** Global, i64: how many branches were cut so far. */
  readonly cut: number;
  /** Where signs of life are noted in the private area: a byte for each. */
  readonly signs: { readonly offset: number; readonly count: number } | undefined;
  /** By action: the words of a successor that may differ from those of the state before, ascending. */
  readonly touched: readonly (readonly number[])[];
  /** By action: () → (), what `expand` does for this action alone. */
  readonly actions: readonly number[];
  /** (cells: i32, address: i32) → 0, or 1 when one has no value: the predicates of the options, as bits of words from there on. */
  readonly atoms: number | undefined;
  /** What has to stand in the private area before anything is called. */
  readonly tables: readonly { readonly offset: number; readonly values: readonly number[] }[];
  /** By property that is looked at: what `check` (of states: (cells) → ()) or `checkStep` does for it alone. */
  readonly properties: ReadonlyMap<number, number>;
  /** By refinement that is looked at: where the images of the last step lie. */
  readonly images: ReadonlyMap<number, ImagePlace>;
  /** With `sorts`: makes the successor at `tail`, whose cells are in `next`, the representative of its images. */
  readonly representatives?: Representatives;
  /** With `sorts`: global, i32, not 0 once it showed who was asked first (`quantify`). */
  readonly orderShows?: number;
}

/** Two images behind each other in the private area: of the state before a step, and of the one after it. */
export interface ImagePlace {
  readonly offset: number;
  /** Of the abstract model: images are packed like its states. */
  readonly layout: Layout;
}

/** Adds the model's functions to `module`. `runtime`'s functions are declared there already. */
export type Compile = (
  model: Model,
  layout: Layout,
  module: ModuleBuilder,
  runtime: Runtime,
  options?: CompileOptions,
) => CompiledModel;
