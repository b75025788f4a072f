/**
 * One model, searched through with symmetry and without it: the verdicts must be the same, there must be as many representatives
 * as orbits, and what is shown must be a behaviour of the model.
 */
import { exploreCompiled } from "../../src/cli/engine.ts";
import { layOut, type PlainState } from "../../src/engine/index.ts";
import type { Violation } from "../../src/explore/index.ts";
import {
  asSearchable,
  createMachine,
  type Failure,
  type Label,
  type Machine,
  type State,
  type Step,
} from "../../src/interpreter/index.ts";
import { type Model, type Sort, symmetryOf } from "../../src/ir/index.ts";
import { toPlain } from "../../src/trace/index.ts";
import type { Found } from "../soundness/examine.ts";
import { countOrbits } from "./orbits.ts";

export interface Compared {
  readonly sorts: readonly Sort[];
  /** What differs, one line each. */
  readonly differences: readonly string[];
  readonly verdict: string;
  readonly states: number;
  /** Undefined where something ended the search before all states were known. */
  readonly orbits?: number;
}

const options = { now: () => performance.now(), memoryBytes: 2 ** 28, seed: 1, workers: 1, exact: false };

/** `mostStates`: of a search; `mostCounted`: where orbits are counted one by one. */
export async function compareReduced(whole: Model, mostStates: number, mostCounted = mostStates): Promise<Compared> {
  // What is said about behaviours is decided on the graph of all states, and keeps everything else from being reduced.
  const model: Model = { ...whole, behaviours: { ...whole.behaviours, properties: [], timelock: undefined } };
  const { sorts } = symmetryOf(model);
  if (sorts.length === 0) return { sorts, differences: [], verdict: "", states: 0 };
  const machine = createMachine(model);
  const full = await exploreReduced(machine, [], mostStates);
  const verdict = verdictOf(full);
  const compared = { sorts, verdict, states: full.statistics.states };
  if (full.kind === "inconclusive") return { ...compared, differences: [] };
  const { outcome: reduced, resources } = await exploreCompiled(machine, { ...options, sorts, maxStates: mostStates });
  // Who asks for symmetry is given all states then.
  if (resources.orderShows) return { ...compared, differences: [] };
  const differences = [
    ...differing("verdict", verdict, verdictOf(reduced)),
    ...differing("properties", propertiesOf(full), propertiesOf(reduced)),
    ...(reduced.kind === "violated" ? falseSteps(machine, reduced.violations[0]) : []),
  ];
  if (full.kind !== "holds") return { ...compared, differences };
  differences.push(...differing("depth", full.statistics.depth, reduced.statistics.depth));
  if (full.statistics.states > mostCounted) return { ...compared, differences };
  const layout = layOut(model, { slots: layOut(model).slots.map((count) => count && count * 8) });
  const { count, strangers } = countOrbits(
    layout,
    sorts,
    plainStates(machine, (state) => toPlain(layout, state)),
  );
  differences.push(...differing("orbits", count, reduced.statistics.states));
  if (strangers > 0) differences.push(`${strangers} images of states cannot be reached`);
  return { ...compared, differences, orbits: count };
}

/** Without sorts, every state counts. */
export async function exploreReduced(machine: Machine, sorts: readonly Sort[], maxStates?: number): Promise<Found> {
  return (await exploreCompiled(machine, { ...options, sorts, maxStates })).outcome;
}

const differing = <T>(what: string, full: T, reduced: T): readonly string[] =>
  full === reduced ? [] : [`${what}: ${full} without symmetry, ${reduced} with it`];

const propertiesOf = ({ properties }: Found): string =>
  properties.map(({ name, verdict }) => `${name} ${verdict}`).join();

export function verdictOf(outcome: Found): string {
  if (outcome.kind !== "violated") return outcome.kind;
  const [first] = outcome.violations;
  if ("property" in first) return `${first.kind} ${first.property} at ${first.depth}`;
  return `${first.kind} at ${first.depth}`;
}

function plainStates(machine: Machine, plainOf: (state: State) => PlainState): readonly PlainState[] {
  const searchable = asSearchable(machine);
  const known = new Map<string, State>();
  const enter = (state: State): void => {
    const inside = searchable.inside(state);
    if ("value" in inside && inside.value) known.set(machine.key(state), state);
  };
  for (const state of machine.initialStates().states) enter(state);
  for (const state of known.values()) for (const { target } of machine.expand(state).steps) enter(target);
  return [...known.values()].map(plainOf);
}

/** What is wrong with a counterexample as a behaviour that ends badly. */
export function falseSteps(machine: Machine, violation: Violation<State, Step, Label, Failure>): readonly string[] {
  const path = "path" in violation ? violation.path : undefined;
  if (!path) return [];
  const { states, steps } = path;
  const wrong: string[] = [];
  const isSame = (left: State, right: State) => machine.key(left) === machine.key(right);
  if (!machine.initialStates().states.some((state) => isSame(state, states[0]!)))
    wrong.push("it does not start as it should");
  for (const [at, { label, target }] of steps.entries()) {
    const others = machine.expand(states[at]!).steps;
    const isStep = others.some(
      (other) => other.label.action === label.action && other.label.self === label.self && isSame(other.target, target),
    );
    if (!isStep || !isSame(target, states[at + 1]!)) wrong.push(`step ${at + 1} is none`);
  }
  const last = states.at(-1)!;
  if (violation.kind === "property") {
    const property = machine.model.properties.find(({ name }) => name === violation.property)!;
    const answer = machine.property(property, last, property.kind === "step invariant" ? states.at(-2) : undefined);
    if (!("value" in answer) || answer.value) wrong.push(`${violation.property} is not false at its end`);
  } else if (violation.kind === "deadlock" && !machine.expand(last).deadlocked) wrong.push("its end is no deadlock");
  else if (violation.kind === "error" || violation.kind === "assertion") {
    const { label, failure } = violation;
    const isThere = ({ label: other, failure: found }: { label: Label; failure: Failure }) =>
      other.action === label?.action && other.self === label.self && found.span === failure.span;
    if (label && !machine.expand(last).failures.some(isThere)) wrong.push("nothing fails at its end");
  }
  return wrong;
}
