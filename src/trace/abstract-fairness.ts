/**
 * Fairness of a model that is refined, looked at by the interpreter alone: which of its conditions are enabled in an abstract
 * state, which of them a step takes, and whether a lasso of the concrete model is fair there and unfair to the abstract one.
 */
import type { Machine, State, Step } from "../interpreter/index.ts";
import type { Fairness, Property, TemporalProperty } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { loopStart, stops } from "./behaviour.ts";
import { actionText } from "./label.ts";
import { problemWith } from "./lasso.ts";
import { shower } from "./show.ts";
import { type Snapshot, snapshot } from "./story.ts";
import { stateAt, type Trace } from "./trace.ts";

/** The abstract model's conditions. */
export function conditionsOf({ abstraction }: Property): readonly Fairness[] {
  assert(abstraction, "a refinement is of something");
  return abstraction.model.behaviours.fairness;
}

/** What can happen in an abstract state and changes something, with the key of where it leads. */
class Possible {
  readonly #machine: Machine;
  readonly #steps: readonly (Step & { readonly key: string })[];
  readonly #cuts: readonly Step["label"][];

  constructor(machine: Machine, state: State) {
    const here = machine.key(state);
    const { steps, cuts } = machine.expand(state);
    this.#machine = machine;
    this.#steps = steps.map((step) => ({ ...step, key: machine.key(step.target) })).filter(({ key }) => key !== here);
    this.#cuts = cuts;
  }

  enabled({ patterns }: Fairness): readonly Step["label"][] {
    const labels = [...this.#steps.map(({ label }) => label), ...this.#cuts];
    return labels.filter((label) => patterns.some((pattern) => this.#machine.fits(pattern, label)));
  }

  takes({ patterns }: Fairness, target: string): boolean {
    return this.#steps.some(
      ({ label, key }) => key === target && patterns.some((pattern) => this.#machine.fits(pattern, label)),
    );
  }
}

/** The abstract states of a concrete machine as numbers, and what the abstract machine can do in them. */
export class AbstractMachine {
  readonly #conditions: readonly Fairness[];
  readonly #image;
  readonly #numbers = new Map<string, number>();
  readonly #images: { readonly state: State; readonly key: string; possible?: Possible }[] = [];

  constructor(machine: Machine, refinement: Property) {
    this.#conditions = conditionsOf(refinement);
    this.#image = machine.image(refinement);
  }

  /** The number of what the mapping makes of a state; undefined when that has no value. */
  numberOf(state: State): number | undefined {
    const image = this.#image.of(state);
    if ("failure" in image) return undefined;
    const key = this.#image.machine.key(image.value);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#images.length);
    return this.#images.push({ state: image.value, key }) - 1;
  }

  enabled(image: number): readonly number[] {
    return this.#positions((condition) => this.#possible(image).enabled(condition).length > 0);
  }

  taken(before: number, after: number): readonly number[] {
    const target = this.#images[after]?.key ?? "";
    return this.#positions((condition) => this.#possible(before).takes(condition, target));
  }

  #positions(holds: (condition: Fairness) => boolean): readonly number[] {
    return [...this.#conditions.keys()].filter((at) => holds(this.#conditions[at]!));
  }

  #possible(image: number): Possible {
    const entry = this.#images[image];
    assert(entry, "a number of an image");
    entry.possible ??= new Possible(this.#image.machine, entry.state);
    return entry.possible;
  }
}

/** A refinement as a property of behaviours: what is decided of it is not said by a formula. */
export const asTemporal = ({ name, cites, span }: Property): TemporalProperty => ({
  name,
  kind: "refinement",
  formula: { kind: "constant", value: false },
  antecedents: [],
  cites,
  span,
});

/** A sentence when the lasso does not show that a fair behaviour is unfair to the abstract model; undefined when it does. */
export function problemWithFairness(
  trace: Trace,
  refinement: Property,
  condition: Fairness,
  machine: Machine,
): string | undefined {
  const problem = problemWith(trace, asTemporal(refinement), machine, () => undefined);
  if (problem !== undefined) return problem;
  const image = machine.image(refinement);
  const seen = (state: State): State | undefined => {
    const result = image.of(state);
    return "value" in result ? result.value : undefined;
  };
  const start = loopStart(trace);
  const places = stops(trace)
    ? [stateAt(trace, trace.steps.length)]
    : trace.steps.slice(start).map((_step, at) => stateAt(trace, start + at));
  let somewhere = false;
  for (const [at, place] of places.entries()) {
    const before = seen(place);
    const after = seen(places[at + 1] ?? stateAt(trace, start));
    if (!before || !after) return "the mapping has no value on it";
    const possible = new Possible(image.machine, before);
    const isEnabled = possible.enabled(condition).length > 0;
    if (!isEnabled && condition.strength === "weak") return `${condition.name} is not always enabled on it`;
    somewhere ||= isEnabled;
    if (possible.takes(condition, image.machine.key(after))) return `${condition.name} is taken on it`;
  }
  return somewhere ? undefined : `${condition.name} is nowhere enabled on it`;
}

/** What the abstract model owes on a lasso. */
export interface OwedAccount {
  readonly model: string;
  /** `weak fairness of r1`. */
  readonly condition: string;
  readonly strength: Fairness["strength"];
  readonly span: Fairness["span"];
  /** The abstract state where the loop begins. */
  readonly here: Snapshot | undefined;
  /** Actions that could be taken somewhere on the loop. */
  readonly enabled: readonly string[];
}

export function owedOn(trace: Trace, refinement: Property, condition: Fairness, concrete: Machine): OwedAccount {
  const image = concrete.image(refinement);
  const { machine } = image;
  const show = shower(machine);
  const start = loopStart(trace);
  const images = trace.steps
    .slice(start)
    .map(({ target }) => target)
    .concat(stateAt(trace, start))
    .flatMap((state) => {
      const result = image.of(state);
      return "value" in result ? [result.value] : [];
    });
  const labels = images.flatMap((state) => new Possible(machine, state).enabled(condition));
  const text = (label: Step["label"]) =>
    label.self === undefined ? actionText(label, show) : `${label.self}.${actionText(label, show)}`;
  const here = images.at(-1);
  return {
    model: machine.model.name,
    condition: condition.name,
    strength: condition.strength,
    span: condition.span,
    here: here && snapshot(here, machine),
    enabled: [...new Set(labels.map(text))],
  };
}
