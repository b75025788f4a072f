/**
 * Whether a model refines another one: each state has an image, the values that the mapping gives the variables of the
 * abstract model, and each step must change nothing there or be one of its steps. The abstract machine is asked once for
 * each abstract state; what it answers is kept as keys.
 */
import type { List } from "immutable";
import type { Approach, Evaluation, Failure, Image, Machine, State, Value } from "./machine.ts";
import { nearest } from "./nearest.ts";
import { StoredState } from "./state.ts";
import type { Universe } from "./universe.ts";

interface Seen {
  readonly state: StoredState;
  readonly key: string;
}

export class Refinement implements Image {
  readonly machine: Machine;
  readonly #universe: Universe;
  readonly #valuesOf: (state: State) => { readonly value: List<Value> } | { readonly failure: Failure };
  readonly #images = new WeakMap<State, Seen>();
  /** By the key of an abstract state: the keys of the states that one step leads to. */
  readonly #followers = new Map<string, ReadonlySet<string>>();
  #initial: ReadonlySet<string> | undefined;

  /** `universe`: of the abstract model. `valuesOf`: the values of its variables in a state of the concrete one. */
  constructor(
    machine: Machine,
    universe: Universe,
    valuesOf: (state: State) => { readonly value: List<Value> } | { readonly failure: Failure },
  ) {
    this.machine = machine;
    this.#universe = universe;
    this.#valuesOf = valuesOf;
  }

  of(state: State): { readonly value: State } | { readonly failure: Failure } {
    const seen = this.#look(state);
    return "failure" in seen ? seen : { value: seen.value.state };
  }

  holds(state: State, old?: State): Evaluation {
    const after = this.#look(state);
    if ("failure" in after) return after;
    if (!old) return { value: this.#starts().has(after.value.key) };
    const before = this.#look(old);
    if ("failure" in before) return before;
    return { value: this.#allows(before.value, after.value) };
  }

  nearest(before: State, after: State): Approach | undefined {
    return nearest(this.#universe, before as StoredState, after as StoredState);
  }

  #allows(before: Seen, after: Seen): boolean {
    if (before.key === after.key) return true;
    let followers = this.#followers.get(before.key);
    if (!followers) {
      followers = new Set(this.machine.expand(before.state).steps.map(({ target }) => this.machine.key(target)));
      this.#followers.set(before.key, followers);
    }
    return followers.has(after.key);
  }

  #starts(): ReadonlySet<string> {
    this.#initial ??= new Set(this.machine.initialStates().states.map((state) => this.machine.key(state)));
    return this.#initial;
  }

  #look(state: State): { readonly value: Seen } | { readonly failure: Failure } {
    const known = this.#images.get(state);
    if (known) return { value: known };
    const values = this.#valuesOf(state);
    if ("failure" in values) return values;
    const image = new StoredState(this.#universe, values.value.toArray(), []);
    const seen = { state: image, key: this.machine.key(image) };
    this.#images.set(state, seen);
    return { value: seen };
  }
}
