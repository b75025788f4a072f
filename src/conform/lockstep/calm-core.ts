/**
 * The core in calm weather: its calls, kept by what the node has in its memory and what it is given. Nothing is compared with
 * the model here, so that calls may lead beyond its bounds; the duties of the code have none.
 */
import type { Breach, Envelope, Input, Node, Outcome, Simulable } from "../../protocols/index.ts";
import { assert } from "../../source/index.ts";
import { type StartedTimer, startedBy } from "./call.ts";
import type { Code } from "./code.ts";
import { type CodeNode, type Parcel, textOf } from "./code-state.ts";

export interface CalmNode<P extends Simulable> {
  readonly id: number;
  readonly name: Node;
  readonly state: P["state"];
  /** Of one that is down: what it comes back with. */
  readonly records?: readonly P["record"][];
}

/** A message on its way. */
export interface Letter<P extends Simulable> {
  readonly id: number;
  readonly envelope: Envelope<P["message"]>;
}

export interface CalmCall<P extends Simulable> {
  readonly after: CalmNode<P>;
  readonly outcome: Outcome<P>;
  readonly sent: readonly Letter<P>[];
  readonly started: readonly StartedTimer[];
  readonly answers: readonly P["answer"][];
  readonly breach?: Breach;
}

export class CalmCore<P extends Simulable> {
  private readonly code: Code<P>;
  private readonly nodes = new Map<string, CalmNode<P>>();
  private readonly ofCode = new Map<number, CalmNode<P>>();
  private readonly letters = new Map<string, Letter<P>>();
  private readonly ofParcels = new Map<number, Letter<P>>();
  private readonly calls = new Map<string, CalmCall<P>>();

  constructor(code: Code<P>) {
    this.code = code;
  }

  /** A node as the search has it. */
  nodeOf({ id, name, up, state, disk }: CodeNode<P>): CalmNode<P> {
    const node = this.ofCode.get(id) ?? this.node(name, state, up ? undefined : disk.records);
    this.ofCode.set(id, node);
    return node;
  }

  letterOf({ id, envelope }: Parcel<P>): Letter<P> {
    const letter = this.ofParcels.get(id) ?? this.letter(envelope);
    this.ofParcels.set(id, letter);
    return letter;
  }

  /** `name` stands for the input: equal inputs have equal names. */
  step(node: CalmNode<P>, input: Input<P>, name: string): CalmCall<P> {
    return this.call(`${node.id} ${name}`, node, () => {
      const outcome = this.code.core.step(node.state, input);
      return { outcome, breach: this.code.breach({ before: node.state, input, outcome }) };
    });
  }

  /** A node that is down comes back. */
  restart(node: CalmNode<P>): CalmCall<P> {
    return this.call(`${node.id} restart`, node, () => {
      assert(node.records !== undefined, "only who is down comes back");
      const outcome = this.code.core.start(node.name, node.records, true);
      return { outcome, breach: this.code.breach({ outcome }) };
    });
  }

  private call(
    key: string,
    { name }: CalmNode<P>,
    run: () => { readonly outcome: Outcome<P>; readonly breach: Breach | undefined },
  ): CalmCall<P> {
    const known = this.calls.get(key);
    if (known) return known;
    const { outcome, breach } = run();
    const call: CalmCall<P> = {
      after: this.node(name, outcome.state, undefined),
      outcome,
      sent: outcome.messages.map((envelope) => this.letter(envelope)),
      started: startedBy(outcome),
      answers: outcome.effects.flatMap((effect) => (effect.kind === "answer" ? [effect.answer] : [])),
      ...(breach ? { breach } : {}),
    };
    this.calls.set(key, call);
    return call;
  }

  private node(name: Node, state: P["state"], records: CalmNode<P>["records"]): CalmNode<P> {
    const text = `${name} ${textOf(state)} ${textOf(records)}`;
    const node = this.nodes.get(text) ?? { id: this.nodes.size, name, state, ...(records ? { records } : {}) };
    this.nodes.set(text, node);
    return node;
  }

  private letter(envelope: Envelope<P["message"]>): Letter<P> {
    const text = textOf(envelope);
    const letter = this.letters.get(text) ?? { id: this.letters.size, envelope };
    this.letters.set(text, letter);
    return letter;
  }
}
