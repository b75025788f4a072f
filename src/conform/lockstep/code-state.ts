/**
 * States of the code as a whole: what each node has in its memory and on its disk, which messages are on their way, and
 * which faults were used. Equal states have equal texts. Nodes and messages are interned and have numbers, so that what is
 * known of one is found out once, and texts are short.
 */
import { isCollection, type List, type Value } from "../../interpreter/index.ts";
import type { Message, ProcessKind } from "../../ir/index.ts";
import type { Envelope, Node, Simulable } from "../../protocols/index.ts";
import type { Shown } from "./observation.ts";

/** The durable log of a node. */
export interface Disk<Record> {
  readonly records: readonly Record[];
  /** So many of them survive any crash. */
  readonly synced: number;
}

export interface CodeNode<P extends Simulable> {
  readonly id: number;
  readonly name: Node;
  readonly kind: ProcessKind;
  readonly up: boolean;
  /** Of a node that is down: what its log makes of it, before it does anything. */
  readonly state: P["state"];
  readonly disk: Disk<P["record"]>;
  readonly shown: Shown;
  /** The same variables, as its log alone makes them. */
  readonly kept: Shown;
}

/** A message as code sent it, and as the model has it. */
export interface Parcel<P extends Simulable> {
  readonly id: number;
  readonly envelope: Envelope<P["message"]>;
  readonly message: Message;
  readonly fields: List<Value>;
  readonly text: string;
}

/** Parcels that are alike. */
export interface Flight<P extends Simulable> {
  readonly parcel: Parcel<P>;
  readonly count: number;
  /** On a network that keeps everything: a crash lost it on its way out, so that it is not delivered until it is sent again. */
  readonly lost: boolean;
}

export interface CodeState<P extends Simulable> {
  readonly nodes: readonly CodeNode<P>[];
  /** Ordered by number. */
  readonly network: readonly Flight<P>[];
  /** How often each fault of the model has happened, in the model's order. */
  readonly used: readonly number[];
  /** What the mapping remembers, in its order. */
  readonly memories: readonly unknown[];
  readonly text: string;
}

export function codeState<P extends Simulable>({
  nodes,
  network,
  used,
  memories,
}: Omit<CodeState<P>, "text">): CodeState<P> {
  let text = "";
  for (const { id } of nodes) text += `${id},`;
  for (const { parcel, count, lost } of network) text += `;${parcel.id}*${count}${lost ? "!" : ""}`;
  return { nodes, network, used, memories, text: `${text}|${used.join()}|${textOf(memories)}` };
}

export const replaced = <P extends Simulable>({ nodes }: CodeState<P>, node: CodeNode<P>): readonly CodeNode<P>[] =>
  nodes.map((other) => (other.name === node.name ? node : other));

/** One more of `parcel`; on a network that is a set, it is there, and can be delivered again. */
export function put<P extends Simulable>(
  network: readonly Flight<P>[],
  parcel: Parcel<P>,
  isSet: boolean,
  lost = false,
): readonly Flight<P>[] {
  const known = network.findIndex((flight) => flight.parcel === parcel);
  const flight = network[known];
  if (flight) {
    if (isSet && (!flight.lost || lost)) return network;
    return network.with(known, { parcel, count: isSet ? 1 : flight.count + 1, lost: flight.lost && lost });
  }
  const later = network.findIndex((other) => other.parcel.id > parcel.id);
  return network.toSpliced(later < 0 ? network.length : later, 0, { parcel, count: 1, lost });
}

/** One less of `parcel`. */
export function without<P extends Simulable>(network: readonly Flight<P>[], parcel: Parcel<P>): readonly Flight<P>[] {
  return network.flatMap((flight) => {
    if (flight.parcel !== parcel) return [flight];
    return flight.count > 1 ? [{ ...flight, count: flight.count - 1 }] : [];
  });
}

/** A text that is equal for equal values of code: plain objects, arrays and immutable collections. */
export function textOf(value: unknown): string {
  if (typeof value !== "object" || value === null)
    return typeof value === "string" ? JSON.stringify(value) : String(value);
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  if (isCollection(value)) {
    let text = texts.get(value);
    if (text === undefined) {
      const items = [...value.entries()].map(([key, item]) => `${textOf(key)}:${textOf(item)}`);
      text = `<${isOrdered(value) ? items.join() : items.sort().join()}>`;
      texts.set(value, text);
    }
    return text;
  }
  const fields = Object.entries(value).map(([name, item]) => `${name}=${textOf(item)}`);
  return `{${fields.sort().join()}}`;
}

/** Collections never change, and states share them. */
const texts = new WeakMap<object, string>();

const isOrdered = (collection: object): boolean => "push" in collection;
