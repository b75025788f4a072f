/**
 * Whether a state of the model is the one that the code is in: every variable of every process, whether it is up, what its
 * disk holds of the durable ones, the counters, the faults used, and every message in flight.
 */
import { equal, type Machine, type State, type Value } from "../../interpreter/index.ts";
import type { Variable } from "../../ir/index.ts";
import type { Simulable } from "../../protocols/index.ts";
import type { Mapping } from "../mappings/mapping.ts";
import type { Alphabet } from "./alphabet.ts";
import type { CodeNode, CodeState } from "./code-state.ts";
import { toModelValue } from "./code-values.ts";
import { variablesOf } from "./observation.ts";
import type { Subject } from "./subject.ts";

/** One thing that the two do not agree on. */
export interface Difference {
  /** `s1.votedFor`, `messages in flight`. */
  readonly what: string;
  readonly code: string;
  readonly model: string;
  /** The node and variable, where it is one. */
  readonly of?: { readonly node: string; readonly variable: string; readonly durable: boolean };
}

export class Comparison<P extends Simulable> {
  private readonly machine: Machine;
  private readonly alphabet: Alphabet<P>;
  private readonly remembered: readonly (Variable | undefined)[];
  private readonly members: Mapping<never>["members"];
  private readonly budgets: readonly (Variable | undefined)[];
  private readonly ups: ReadonlyMap<string, Variable>;
  private readonly variables: ReadonlyMap<string, readonly Variable[]>;

  constructor(machine: Machine, alphabet: Alphabet<P>, subject: Subject<P>) {
    this.machine = machine;
    this.alphabet = alphabet;
    const { model } = machine;
    const own = variablesOf(model, undefined);
    this.remembered = Object.keys(subject.mapping.remembered).map((name) => own.find((item) => item.name === name));
    this.members = subject.mapping.members;
    const budgets = model.variables.filter(({ role }) => role === "budget");
    this.budgets = model.faults.map(({ kind }) => budgets.find(({ name }) => name.startsWith(kind)));
    this.ups = new Map(
      model.variables.flatMap((variable) =>
        variable.role === "up" && variable.process ? [[variable.process.name, variable] as const] : [],
      ),
    );
    this.variables = new Map(model.processes.map((kind) => [kind.name, variablesOf(model, kind)]));
  }

  /** Whether `code` is in `state`, ghosts aside. */
  agree(code: CodeState<P>, state: State): boolean {
    for (const _ of this.compare(code, state)) return false;
    return true;
  }

  differences(code: CodeState<P>, state: State): readonly Difference[] {
    return [...this.compare(code, state)];
  }

  private *compare(code: CodeState<P>, state: State): Generator<Difference> {
    for (const node of code.nodes) yield* this.compareNode(node, state);
    yield* this.compareOwn(this.remembered, code.memories, state);
    yield* this.compareOwn(this.budgets, code.used, state);
    const [ours, theirs] = [this.codeMessages(code), this.modelMessages(state)];
    if (ours.join("\n") !== theirs.join("\n"))
      yield { what: "messages in flight", code: listed(ours, theirs), model: listed(theirs, ours) };
  }

  private *compareNode({ name, kind, up, shown, kept }: CodeNode<P>, state: State): Generator<Difference> {
    const upright = this.ups.get(kind.name);
    if (upright && state.get(upright, name) !== up)
      yield { what: name, code: up ? "is up" : "is down", model: up ? "is down" : "is up" };
    for (const [at, variable] of (this.variables.get(kind.name) ?? []).entries()) {
      const value = state.get(variable, name);
      const differ = (ours: Value | undefined, durable: boolean): Difference => ({
        what: `${name}.${variable.name}${durable ? " on disk" : ""}`,
        code: this.text(ours),
        model: this.machine.show(value),
        of: { node: name, variable: variable.name, durable },
      });
      const ours = shown[at];
      if (ours === undefined || !equal(ours, value)) yield differ(ours, false);
      if (variable.storage !== "durable") continue;
      const disk = kept[at];
      if (up && (disk === undefined || !equal(disk, value))) yield differ(disk, true);
    }
  }

  /** Variables that belong to no process. */
  private *compareOwn(
    variables: readonly (Variable | undefined)[],
    values: readonly unknown[],
    state: State,
  ): Generator<Difference> {
    for (const [at, variable] of variables.entries()) {
      if (!variable) continue;
      const theirs = state.get(variable);
      const ours = toModelValue(values[at], variable.type, this.members);
      if (ours === undefined || !equal(ours, theirs))
        yield { what: variable.name, code: this.text(ours), model: this.text(theirs) };
    }
  }

  private text(value: Value | undefined): string {
    return value === undefined ? "no value of its type" : this.machine.show(value);
  }

  /** One text for each message; of a set, also for those that a crash lost: they were sent. */
  private codeMessages({ network }: CodeState<P>): readonly string[] {
    return network.flatMap(({ parcel, count }) => Array<string>(count).fill(parcel.text)).sort();
  }

  private modelMessages(state: State): readonly string[] {
    const texts: string[] = [];
    for (const { id } of this.machine.model.networks)
      for (const { envelope, count } of state.envelopes(id))
        for (let copy = 0; copy < count; copy++) texts.push(this.alphabet.textOf(envelope));
    return texts.sort();
  }
}

/** What one side has that the other lacks. */
function listed(these: readonly string[], those: readonly string[]): string {
  const left = [...those];
  const only = these.filter((text) => {
    const at = left.indexOf(text);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return only.length === 0 ? "no others" : only.join(", ");
}
