/**
 * The model's side of a step: from the states that the model may be in, along a word of its actions, to those that it may be
 * in afterwards. Where it can't go on, why: a guard that rejects, a bound that ends what is explored, or nothing of the kind.
 */
import type { Machine, Refusal, State, Step } from "../../interpreter/index.ts";
import type { Action } from "../../ir/index.ts";
import type { Deed } from "./deed.ts";

/** A model state on the way, with the steps that led to it. */
export interface Reached {
  readonly state: State;
  readonly steps: readonly Step[];
}

export interface Followed {
  /** The states at the end of the word. */
  readonly reached: readonly Reached[];
  /** Something was left out because a bound of the model cut it. */
  readonly cut: boolean;
  /** The first deed that no state allows, and why not. */
  readonly rejected?: Rejection;
}

export interface Rejection {
  readonly deed: Deed;
  /** Where the model stood then. */
  readonly before: readonly Reached[];
}

/** What is known of a beginning of words, and of those that go on from it. */
interface Known {
  readonly followed: Followed;
  readonly further: Map<Deed, Known>;
}

/** Errors that say that a value leaves what is explored, and not that something is wrong. */
const bounds: ReadonlySet<string> = new Set(["range", "capacity", "overflow"]);

export class Follower {
  private readonly machine: Machine;
  private readonly silent: readonly Action[];
  private start: (Known & { readonly from: State }) | undefined;

  constructor(machine: Machine, silent: readonly string[]) {
    this.machine = machine;
    this.silent = machine.model.actions.filter(({ name }) => silent.includes(name));
  }

  /** Words from one state often begin alike: what is known of the last state is kept. */
  follow(from: State, word: readonly Deed[]): Followed {
    if (this.start?.from !== from) {
      const followed = { reached: this.closed([{ state: from, steps: [] }]), cut: false };
      this.start = { from, followed, further: new Map() };
    }
    let known: Known = this.start;
    for (const deed of word) {
      if (known.followed.rejected) break;
      const next: Known = known.further.get(deed) ?? { followed: this.goOn(known.followed, deed), further: new Map() };
      known.further.set(deed, next);
      known = next;
    }
    return known.followed;
  }

  private goOn({ reached, cut: before }: Followed, deed: Deed): Followed {
    let cut = before;
    const next: Reached[] = [];
    for (const { state, steps } of reached) {
      for (const action of deed.impossible === undefined ? deed.actions : []) {
        const { self, parameters, envelope } = deed;
        const attempt = this.machine.take(state, { action, self, parameters, envelope });
        if (attempt.cut > 0 || attempt.refusals.some(({ failure }) => failure && bounds.has(failure.rule))) cut = true;
        for (const step of attempt.steps) {
          if (this.inside(step.target)) next.push({ state: step.target, steps: [...steps, step] });
          else cut = true;
        }
      }
    }
    if (next.length === 0) return { reached: [], cut, rejected: { deed, before: reached } };
    return { reached: this.closed(next), cut };
  }

  /** Why `deed` is not possible in `state`, action by action, with the values that make it so. */
  refusals(state: State, { actions, self, parameters, envelope }: Deed): readonly Refusal[] {
    return actions.flatMap(
      (action) => this.machine.take(state, { action, self, parameters, envelope, explained: true }).refusals,
    );
  }

  private inside(state: State): boolean {
    return this.machine.model.constraints.every((constraint) => {
      const result = this.machine.evaluate(constraint, state);
      return "value" in result && result.value;
    });
  }

  /** With what silent actions add. */
  private closed(states: readonly Reached[]): readonly Reached[] {
    if (this.silent.length === 0) return states;
    const known = new Map(states.map((reached) => [this.machine.key(reached.state), reached]));
    for (const { state, steps } of known.values()) {
      for (const action of this.silent) {
        for (const step of this.machine.take(state, { action }).steps) {
          const key = this.machine.key(step.target);
          if (!known.has(key)) known.set(key, { state: step.target, steps: [...steps, step] });
        }
      }
    }
    return [...known.values()];
  }
}
