/** What a step has otherwise than the log: values before and after it, what did not change, and what was sent. */
import type { Envelope, Machine, State, Step } from "../../interpreter/index.ts";
import { equal } from "../../interpreter/index.ts";
import type { Variable } from "../../ir/index.ts";
import type { Json } from "../../protocols/index.ts";
import type { ValueReader } from "./values.ts";

export interface Difference {
  /** `log`, or `sent`. */
  readonly name: string;
  readonly when: "before" | "after";
  readonly logged: string;
  readonly model: string;
}

/** Variables whose values are not compared. */
export interface Overlooked {
  readonly variables: ReadonlySet<string>;
}

/** Values of one process, as the log and the model have them. */
export class Comparison {
  private readonly machine: Machine;
  private readonly values: ValueReader;
  private readonly self: string;
  private readonly overlooked: ReadonlySet<string>;

  constructor(machine: Machine, values: ValueReader, self: string, overlooked: Overlooked | undefined) {
    this.machine = machine;
    this.values = values;
    this.self = self;
    this.overlooked = overlooked?.variables ?? new Set();
  }

  /** What is told is compared with `state`; deltas are to `before`. */
  told(
    values: readonly (readonly [Variable, Json])[],
    before: State,
    state: State,
    when: Difference["when"],
  ): readonly Difference[] {
    return values.flatMap(([variable, json]) => {
      if (this.overlooked.has(variable.name)) return [];
      const model = state.get(variable, this.self);
      const logged = this.values.readChange(variable.type, json, before.get(variable, this.self));
      if (equal(logged, model)) return [];
      return [{ name: variable.name, when, logged: this.machine.show(logged), model: this.machine.show(model) }];
    });
  }

  unchanged(variables: readonly Variable[], before: State, after: State): readonly Difference[] {
    return variables.flatMap((variable) => {
      const [was, is] = [before.get(variable, this.self), after.get(variable, this.self)];
      if (equal(was, is) || this.overlooked.has(variable.name)) return [];
      const logged = `${this.machine.show(was)} (unchanged)`;
      return [{ name: variable.name, when: "after" as const, logged, model: this.machine.show(is) }];
    });
  }
}

/** A message of the log: what it is in the model, and how it is shown. */
export interface Sent {
  readonly is: (envelope: Envelope) => boolean;
  readonly text: () => string;
}

/** In any order: a broadcast of the model has the order of its members. */
export function compareSent(
  sent: readonly Sent[] | undefined,
  steps: readonly Step[],
  show: (envelope: Envelope) => string,
): readonly Difference[] {
  if (!sent) return [];
  const rest = steps.flatMap((step) => step.sent.map(({ envelope }) => envelope));
  const strange = sent.filter((message) => {
    const found = rest.findIndex(message.is);
    if (found >= 0) rest.splice(found, 1);
    return found < 0;
  });
  if (strange.length === 0 && rest.length === 0) return [];
  const logged = strange.map(({ text }) => text()).join(", ") || "nothing more";
  return [{ name: "sent", when: "after", logged, model: rest.map(show).join(", ") || "nothing more" }];
}
