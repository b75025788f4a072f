/**
 * The whole model along the path that explains a log: what the lean model left out (ghosts) is computed again, and every
 * invariant and step invariant is evaluated. A property whose variables are the same as before needs no second look. Long
 * logs make some properties expensive, so the work is counted, and what was not looked at is told.
 */

import {
  createMachine,
  type Envelope,
  equal,
  type Failure,
  type Machine,
  type State,
  type Step,
  type Value,
} from "../../interpreter/index.ts";
import type { Action, Model, Property, Variable } from "../../ir/index.ts";
import { assert } from "../../source/index.ts";
import { OutOfBounds } from "./out-of-bounds.ts";
import type { Place } from "./place.ts";
import { looksFurther, variablesOf } from "./reads.ts";

export interface BrokenProperty {
  readonly property: Property;
  /** After which move; undefined: at the start. */
  readonly place: Place | undefined;
  readonly failure?: Failure;
}

export interface PathReport {
  readonly states: number;
  /** By property: states in which it was looked at. */
  readonly looked: ReadonlyMap<string, number>;
  readonly broken?: BrokenProperty;
  /** What the model assumes of its environment only (how many are down at once, say), and where that ended. */
  readonly assumptions: ReadonlyMap<string, Place | undefined>;
  /** An `assert` that fails on the way. */
  readonly failed?: { readonly place: Place; readonly failure: Failure };
  /** How often each action was taken. */
  readonly taken: ReadonlyMap<string, number>;
}

interface Watched {
  readonly property: Property;
  readonly reads: readonly Variable[];
  readonly further: boolean;
  /** It is about faults only, and no claim about what the system does. */
  readonly assumed: boolean;
  looked: number;
  /** Evaluations that it has cost. */
  work: number;
  /** Whether it was looked at in the state before. */
  current: boolean;
}

export class PathCheck {
  private readonly model: Model;
  private readonly machine: Machine;
  private readonly watched: readonly Watched[];
  private readonly taken = new Map<string, number>();
  private readonly mostWork: number;
  private readonly expected: number;
  private readonly real: ReadonlySet<string>;
  private work = 0;
  private states = 0;
  private state: State | undefined;
  private broken: BrokenProperty | undefined;
  private failed: PathReport["failed"];
  private readonly assumptions = new Map<string, Place | undefined>();

  /** `mostWork`: evaluations of expressions, spread over `expected` states. */
  constructor(model: Model, mostWork: number, expected: number, real: ReadonlySet<string>) {
    this.model = model;
    this.mostWork = mostWork;
    this.expected = Math.max(1, expected);
    this.real = real;
    const count = () => {
      this.work += 1;
    };
    this.machine = createMachine(model, { evaluated: count, executed: () => {} });
    this.watched = model.properties
      // A refinement is a claim about the model; of a log, the bounds of what is refined would be in the way.
      .filter(({ kind }) => kind !== "reachable" && kind !== "refinement")
      .map((property) => ({
        property,
        reads: [...variablesOf(property.formula)],
        further: looksFurther(property.formula),
        assumed: isAssumption(property),
        looked: 0,
        work: 0,
        current: false,
      }));
    this.taken = new Map(model.actions.map((action) => [actionName(action), 0]));
  }

  /** `lean`: where the search starts. */
  start(lean: State, variables: readonly Variable[]): void {
    this.state = this.machine.initialStates().states.find((state) => this.same(lean, state, variables));
    if (this.state) this.look(this.state, undefined, undefined);
  }

  follow(places: readonly Place[]): void {
    for (const place of places) for (const step of place.via?.steps ?? []) this.take(step, place);
  }

  report(): PathReport {
    const { states, broken, taken, failed, assumptions } = this;
    const looked = new Map(this.watched.map((one) => [one.property.name, one.looked]));
    return { states, looked, taken, assumptions, ...(broken ? { broken } : {}), ...(failed ? { failed } : {}) };
  }

  private same(lean: State, state: State, variables: readonly Variable[]): boolean {
    return variables.every((variable) =>
      (variable.process?.members ?? [undefined]).every((owner) => {
        const own = this.model.variables.find((one) => one.id === variable.id);
        return own !== undefined && equal(lean.get(variable, owner), state.get(own, owner));
      }),
    );
  }

  private take(step: Step, place: Place): void {
    const { action, self, parameters, picks, envelope } = step.label;
    this.taken.set(actionName(action), (this.taken.get(actionName(action)) ?? 0) + 1);
    const own = this.model.actions.find((one) => one.id === action.id);
    if (!own || !this.state) return;
    const attempt = this.machine.take(this.state, {
      action: own,
      ...(self === undefined ? {} : { self }),
      parameters: new Map(parameters.map(({ name, value }) => [name, value])),
      ...(envelope ? { envelope: (other: Envelope) => sameEnvelope(other, envelope) } : {}),
    });
    const next = attempt.steps.find(({ label }) => samePicks(label.picks, picks));
    const failure = attempt.refusals.find((refusal) => refusal.failure)?.failure;
    if (
      !next &&
      failure &&
      (failure.rule === "range" || failure.rule === "capacity") &&
      !this.real.has(failure.message)
    )
      throw new OutOfBounds(failure);
    if (!next && failure) this.failed = { place, failure };
    else assert(next, "the model with its ghosts can't follow a step of the one without");
    const before = this.state;
    this.state = next?.target;
    if (next) this.look(next.target, before, place);
  }

  private look(state: State, before: State | undefined, place: Place | undefined): void {
    this.states += 1;
    // Each has its share, so that an expensive property takes nothing from the others.
    const share = (this.mostWork * Math.min(1, (this.states + someStates) / this.expected)) / this.watched.length;
    for (const one of this.watched) {
      if (this.broken) return;
      if (this.assumptions.has(one.property.name)) continue;
      const known = this.holdsStill(one, before, state);
      one.current = known || one.work <= share;
      if (one.current) one.looked += 1;
      if (one.current && !known) one.work += this.costOf(() => this.evaluate(one, state, before, place));
    }
  }

  private costOf(run: () => void): number {
    const before = this.work;
    run();
    return this.work - before;
  }

  /** The last state is looked at whatever it costs. */
  finish(place: Place | undefined): void {
    for (const one of this.watched) {
      if (!this.state || this.broken) return;
      if (one.current || one.property.kind === "step invariant" || this.assumptions.has(one.property.name)) continue;
      one.looked += 1;
      one.current = true;
      this.evaluate(one, this.state, undefined, place);
    }
  }

  /** Nothing that it reads has changed. A step invariant holds of a step that changes nothing. */
  private holdsStill({ property, reads, further, current }: Watched, before: State | undefined, state: State): boolean {
    if (!before) return property.kind === "step invariant";
    return (property.kind === "step invariant" || current) && !further && this.unchanged(reads, before, state);
  }

  private evaluate(
    { property, assumed }: Watched,
    state: State,
    before: State | undefined,
    place: Place | undefined,
  ): void {
    const result = this.machine.property(property, state, before);
    if ("value" in result && result.value) return;
    if (assumed) this.assumptions.set(property.name, place);
    else this.broken = { property, place, ...("failure" in result ? { failure: result.failure } : {}) };
  }

  private unchanged(reads: readonly Variable[], before: State, after: State): boolean {
    return reads.every((variable) =>
      (variable.process?.members ?? [undefined]).every(
        (owner) => before.get(variable, owner) === after.get(variable, owner),
      ),
    );
  }
}

/** At the start of a log, there is work for so many states at once. */
const someStates = 50;

const environment = new Set<Variable["role"]>(["up", "paused", "byzantine", "side", "budget"]);

function isAssumption({ formula }: Property): boolean {
  const reads = [...variablesOf(formula)];
  return reads.length > 0 && reads.every(({ role }) => environment.has(role));
}

/** `Server.timeout`, `restart`. */
export const actionName = ({ name, process }: Action): string => (process ? `${process.name}.${name}` : name);

const sameEnvelope = (one: Envelope, other: Envelope): boolean =>
  one.message.id === other.message.id &&
  one.from === other.from &&
  one.to === other.to &&
  one.fields.equals(other.fields);

const samePicks = (
  one: readonly { readonly name: string; readonly value: Value }[],
  other: readonly { readonly name: string; readonly value: Value }[],
): boolean =>
  one.length === other.length &&
  one.every(({ name, value }, at) => name === other[at]?.name && equal(value, other[at].value));
