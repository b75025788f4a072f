/**
 * Which actions of the model the code has taken, and how often; when asked to look closely, also which steps the model could
 * have taken in the states that it shares with the code, and the code never does there. What the code leaves out is no
 * violation: a model may allow more than one implementation does. But it is worth knowing, because nothing was learnt about it.
 */
import type { Machine, State, Step } from "../../interpreter/index.ts";
import type { Action } from "../../ir/index.ts";

export interface CoveredAction {
  /** `Server.timeout`, `lose`. */
  readonly name: string;
  /** How often it was a part of what the model did. */
  readonly taken: number;
  /** Looked at closely: how many steps it has from states of pairs, and how many of these the code does not take. */
  readonly possible?: number;
  readonly left?: number;
}

export class Coverage {
  private readonly machine: Machine;
  private readonly closely: boolean;
  private readonly taken = new Map<Action, number>();
  private readonly possible = new Map<Action, number>();
  private readonly left = new Map<Action, number>();
  /** Steps that the code takes from the pair that is looked at. */
  private readonly here = new Set<string>();

  constructor(machine: Machine, closely: boolean) {
    this.machine = machine;
    this.closely = closely;
  }

  took(steps: readonly Step[]): void {
    for (const { label } of steps) add(this.taken, label.action);
    const [first] = steps;
    if (this.closely && first) this.here.add(this.identity(first));
  }

  /** All steps of the code from the pair are known. */
  leave(model: State): void {
    if (!this.closely) return;
    for (const step of this.machine.expand(model).steps) {
      add(this.possible, step.label.action);
      if (!this.here.has(this.identity(step))) add(this.left, step.label.action);
    }
    this.here.clear();
  }

  report(): readonly CoveredAction[] {
    return this.machine.model.actions.map((action) => ({
      name: action.process ? `${action.process.name}.${action.name}` : action.name,
      taken: this.taken.get(action) ?? 0,
      ...(this.closely ? { possible: this.possible.get(action) ?? 0, left: this.left.get(action) ?? 0 } : {}),
    }));
  }

  private identity({ label, target }: Step): string {
    return `${label.action.id} ${label.self ?? ""} ${this.machine.key(target)}`;
  }
}

const add = (counts: Map<Action, number>, action: Action): Map<Action, number> =>
  counts.set(action, (counts.get(action) ?? 0) + 1);
