/**
 * Searches with the compiled engine: compiles the model for the memory that it may need, and once more with more room when it
 * turns out to need more than it was laid out for: a network without a capacity, or a branch with many choices.
 */
import { assemble, type Crowded, compile, type Layout, withEnoughRoom } from "../engine/index.ts";
import {
  type CompiledSearchOptions,
  type Outcome,
  type Progress,
  type Resources,
  searchCompiled,
} from "../explore/index.ts";
import { asSearchable, type Failure, type Label, type Machine, type State, type Step } from "../interpreter/index.ts";
import type { Sort, StepClasses } from "../ir/index.ts";
import { fromPlain, toPlain } from "../trace/index.ts";
import { type ImagedGraph, recordingOf, withImages } from "./graph.ts";

export interface CompiledRequest extends CompiledSearchOptions {
  /** Compare whole states. */
  readonly exact: boolean;
  /** Members that may be renamed: states are counted up to that. */
  readonly sorts?: readonly Sort[];
  /** The graph of states and steps is wanted, too: it is written down as long as there is memory for it. */
  readonly classes?: StepClasses;
}

export interface CompiledResult {
  readonly outcome: Outcome<State, Step, Label, Failure>;
  readonly resources: Resources;
  /** Signs of life (`signsOf`). */
  readonly signs: Uint8Array;
  /** Where it was wanted, and all of it was visited. */
  readonly graph?: ImagedGraph;
}

type Found = { readonly kind: "done" } & CompiledResult;

const memoryOfTable = 4 * 2 ** 30;
const mostTables = 4;

export async function exploreCompiled(
  machine: Machine,
  request: CompiledRequest,
  progress?: Progress,
): Promise<CompiledResult> {
  const classes = request.exact || request.sorts ? undefined : request.classes;
  const started = classes ? request.now() : 0;
  return withEnoughRoom(machine.model, async (layout) => {
    const found = await attempt(machine, layout, request, classes, progress);
    if (!classes || !("outcome" in found) || found.outcome.kind === "holds" || found.outcome.limit !== "memory")
      return found;
    // What was meant for the steps may be enough for the states alone.
    const maxTime = request.maxTime && request.maxTime - (request.now() - started) / 1000;
    return attempt(machine, layout, { ...request, maxTime }, undefined, progress);
  });
}

async function attempt(
  machine: Machine,
  layout: Layout,
  request: CompiledRequest,
  classes: StepClasses | undefined,
  progress: Progress | undefined,
): Promise<Found | Crowded> {
  const { model } = machine;
  const properties = [...model.properties.keys()].filter(
    (at) => request.only?.includes(model.properties[at]!.name) ?? true,
  );
  const assembly = assemble(model, layout, compile, {
    tables: Math.min(mostTables, Math.ceil(request.memoryBytes / memoryOfTable)),
    exact: request.exact,
    properties,
    sorts: request.sorts,
    recording: classes && recordingOf(model, classes),
  });
  const encode = (state: State) => layout.encode(toPlain(layout, state));
  const decode = (words: Uint32Array) => fromPlain(layout, machine, layout.decode(words));
  const engine = { assembly, encode, decode };
  const found = await searchCompiled<State, Step, Label, Failure>(asSearchable(machine), engine, request, progress);
  if (!("outcome" in found)) return found;
  const { graph: built, ...rest } = found;
  if (!built || !assembly.recorded) return rest;
  const graph = withImages(model, built, assembly.recorded.images);
  return "crowded" in graph ? graph : { ...rest, graph };
}
