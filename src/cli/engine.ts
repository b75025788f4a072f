/**
 * Searches with the compiled engine: compiles the model for the memory that it may need, and once more with more room when it
 * turns out to need more than it was laid out for: a network without a capacity, or a branch with many choices.
 */
import { assemble, compile, withEnoughRoom } from "../engine/index.ts";
import {
  type CompiledSearchOptions,
  type Outcome,
  type Progress,
  type Resources,
  searchCompiled,
} from "../explore/index.ts";
import { asSearchable, type Failure, type Label, type Machine, type State, type Step } from "../interpreter/index.ts";
import type { Sort } from "../ir/index.ts";
import { fromPlain, toPlain } from "../trace/index.ts";

export interface CompiledRequest extends CompiledSearchOptions {
  /** Compare whole states. */
  readonly exact: boolean;
  /** Members that may be renamed: states are counted up to that. */
  readonly sorts?: readonly Sort[];
}

export interface CompiledResult {
  readonly outcome: Outcome<State, Step, Label, Failure>;
  readonly resources: Resources;
  /** Signs of life (`signsOf`). */
  readonly signs: Uint8Array;
}

const memoryOfTable = 4 * 2 ** 30;
const mostTables = 4;
export async function exploreCompiled(
  machine: Machine,
  request: CompiledRequest,
  progress?: Progress,
): Promise<CompiledResult> {
  const { model } = machine;
  const tables = Math.min(mostTables, Math.ceil(request.memoryBytes / memoryOfTable));
  const properties = [...model.properties.keys()].filter(
    (at) => request.only?.includes(model.properties[at]!.name) ?? true,
  );
  return withEnoughRoom(model, (layout) => {
    const assembly = assemble(model, layout, compile, {
      tables,
      exact: request.exact,
      properties,
      sorts: request.sorts,
    });
    const encode = (state: State) => layout.encode(toPlain(layout, state));
    const decode = (words: Uint32Array) => fromPlain(layout, machine, layout.decode(words));
    const engine = { assembly, encode, decode };
    return searchCompiled<State, Step, Label, Failure>(asSearchable(machine), engine, request, progress);
  });
}
