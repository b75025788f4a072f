/**
 * A machine as something that can be explored. The explorer has its own words for it (`Searchable` in its room), and this
 * room does not import them: the shapes agree.
 */
import type { Property } from "../ir/index.ts";
import type { Evaluation, Expansion, Failure, Machine, State } from "./machine.ts";

export interface SearchableMachine {
  readonly properties: readonly Property[];
  initial(): { readonly states: readonly State[]; readonly failures: readonly Failure[] };
  expand(state: State): Expansion;
  key(state: State): string;
  property(position: number, state: State, old?: State): Evaluation;
  terminal(state: State): Evaluation;
  inside(state: State): Evaluation;
  classify(failure: Failure): { readonly kind: "error" | "assertion"; readonly place: string };
}

export function asSearchable(machine: Machine): SearchableMachine {
  const { properties, terminal, constraints } = machine.model;
  return {
    properties,
    initial: () => machine.initialStates(),
    expand: (state) => machine.expand(state),
    key: (state) => machine.key(state),
    property: (position, state, old) => machine.property(properties[position]!, state, old),
    terminal: (state) => {
      for (const formula of terminal) {
        const result = machine.evaluate(formula, state);
        if ("failure" in result || result.value) return result;
      }
      return { value: false };
    },
    inside: (state) => {
      for (const formula of constraints) {
        const result = machine.evaluate(formula, state);
        if ("failure" in result || !result.value) return result;
      }
      return { value: true };
    },
    classify: ({ kind, span }) => ({ kind, place: `${span.source.path}:${span.start}-${span.end}` }),
  };
}
