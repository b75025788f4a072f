/**
 * The words in which the model speaks about what code does: its actions, messages and faults, found by the names that the
 * code's events, messages and inputs have.
 */
import { equal, type Machine, type Envelope as ModelEnvelope, type Value } from "../../interpreter/index.ts";
import type { Action, Fault, Model, ProcessKind } from "../../ir/index.ts";
import type { Envelope, Node, Simulable, Transition } from "../../protocols/index.ts";
import type { Mapping } from "../mappings/mapping.ts";
import type { Parcel } from "./code-state.ts";
import { fieldsOf, toModelValue } from "./code-values.ts";
import type { Deed } from "./deed.ts";

/** Actions that stand for code: what has a name of its own. */
const ofCode: ReadonlySet<Action["kind"]> = new Set(["action", "handler", "step"]);

export class Alphabet<P extends Simulable> {
  readonly model: Model;
  private readonly machine: Machine;
  private readonly members: Mapping<never>["members"];
  private readonly kinds = new Map<Node, ProcessKind>();
  private readonly parcels = new Map<string, Parcel<P>>();
  private readonly texts = new WeakMap<ModelEnvelope, string>();
  private readonly known = new Map<string, Deed>();

  constructor(machine: Machine, members: Mapping<never>["members"]) {
    this.model = machine.model;
    this.machine = machine;
    this.members = members;
    for (const kind of this.model.processes) for (const member of kind.members) this.kinds.set(member, kind);
  }

  kindOf(node: Node): ProcessKind | undefined {
    return this.kinds.get(node);
  }

  fault(kind: Fault["kind"]): number {
    return this.model.faults.findIndex((fault) => fault.kind === kind);
  }

  /** A message of code; why the model has none like it. */
  parcel(envelope: Envelope<P["message"]>): Parcel<P> | { readonly complaint: string } {
    const { type, ...given } = envelope.message;
    const message = this.model.messages.find(({ name }) => name === type);
    if (!message) return { complaint: `${envelope.from} sends ${type}, and ${this.model.name} has no such message` };
    const fields = fieldsOf(given, message.fields, this.members);
    if (!fields)
      return {
        complaint: `${envelope.from} sends ${type} with fields that the model's message does not have, or lacks some`,
      };
    const text = `${type} ${envelope.from}>${envelope.to} ${this.machine.show(fields)}`;
    const known = this.parcels.get(text);
    if (known) return known;
    const parcel = { id: this.parcels.size, envelope, message, fields, text };
    this.parcels.set(text, parcel);
    return parcel;
  }

  /** The text that a parcel with this content would have. */
  textOf(envelope: ModelEnvelope): string {
    let text = this.texts.get(envelope);
    if (text === undefined) {
      const { message, from, to, fields } = envelope;
      text = `${message.name} ${from}>${to} ${this.machine.show(fields)}`;
      this.texts.set(envelope, text);
    }
    return text;
  }

  /** What an event of `node` asks of the model. */
  event(node: Node, { action: name, args, received }: Transition<P["state"], P["message"]>): Deed {
    const kind = this.kinds.get(node);
    const actions = this.model.actions.filter(
      (action) => action.name === name && action.process === kind && ofCode.has(action.kind),
    );
    const from = received ? ` from ${received.from}` : "";
    const shownArguments = Object.keys(args).length > 0 ? `(${Object.values(args).map(plain).join(", ")})` : "";
    const bare = {
      actions,
      self: node,
      parameters: new Map<string, Value>(),
      text: `${node} ${name}${shownArguments}${from}`,
    };
    const [first] = actions;
    if (!first) return { ...bare, impossible: `${this.model.name} has no action \`${name}\` of ${kind?.name ?? node}` };
    const parameters = new Map<string, Value>();
    for (const { local } of first.parameters) {
      const value = toModelValue(args[local.name], local.type, this.members);
      if (value === undefined)
        return { ...bare, impossible: `the event \`${name}\` does not say its \`${local.name}\`` };
      parameters.set(local.name, value);
    }
    const unknown = Object.keys(args).find((argument) => !parameters.has(argument));
    if (unknown !== undefined)
      return { ...bare, impossible: `\`${name}\` has no parameter \`${unknown}\` in the model` };
    if (!received) return { ...bare, parameters };
    const parcel = this.parcel(received);
    if ("complaint" in parcel) return { ...bare, parameters, impossible: parcel.complaint };
    return { ...bare, parameters, envelope: (envelope) => sameContent(envelope, parcel) };
  }

  /** `crash` or `restart` of a node. */
  failing(kind: "crash" | "restart", node: Node): Deed {
    const text = `${kind} ${node}`;
    const known = this.known.get(text);
    if (known) return known;
    const process = this.kinds.get(node);
    const actions = this.model.actions.filter((action) => action.kind === kind && action.process === process);
    const deed = { actions, self: node, parameters: new Map(), text };
    this.known.set(text, deed);
    return deed;
  }

  /** The network loses or doubles a message. */
  befalls(kind: "loss" | "duplication", parcel: Parcel<P>): Deed {
    const key = `${kind} ${parcel.id}`;
    const known = this.known.get(key);
    if (known) return known;
    const actions = this.model.actions.filter((action) => action.kind === kind);
    const { from, to } = parcel.envelope;
    const deed: Deed = {
      actions,
      parameters: new Map(),
      envelope: (envelope) => sameContent(envelope, parcel),
      text: `${kind} of ${parcel.message.name} from ${from} to ${to}`,
    };
    this.known.set(key, deed);
    return deed;
  }
}

const sameContent = <P extends Simulable>({ message, from, to, fields }: ModelEnvelope, parcel: Parcel<P>): boolean =>
  message === parcel.message &&
  from === parcel.envelope.from &&
  to === parcel.envelope.to &&
  equal(fields, parcel.fields);

const plain = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
