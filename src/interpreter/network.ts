/**
 * Messages in flight. A network's parcels are a bag (`unordered`), a set (`set`, every count is 1), queues (`fifo`: one
 * parcel per envelope, channels in order, each in sending order) or what was sent in this round (`synchronous`). Sending
 * respects the capacity; what it does when there is no room is the network's `overflow`. Messages to byzantine processes
 * vanish, because nothing that they do depends on them.
 */
import { type Set as ImmutableSet, type List, Set as SetOf } from "immutable";
import type { Message, Model, Network } from "../ir/index.ts";
import { assert, type Span } from "../source/index.ts";
import { misfit } from "./domains.ts";
import { fail } from "./failure.ts";
import type { Envelope, Value } from "./machine.ts";
import type { Scope } from "./scope.ts";
import { type Branch, type Parcel, parcel, type View } from "./state.ts";
import { membersOf, type Universe } from "./universe.ts";
import { equal } from "./values.ts";

export function networkOf(model: Model, message: Message): Network {
  const network = model.networks[message.network];
  assert(network, `no network carries ${message.name}`);
  return network;
}

/** Who is byzantine in a state. */
export function byzantineMembers(universe: Universe, view: View): ImmutableSet<Value> {
  const { byzantine } = universe.model;
  return byzantine ? (view.slots[universe.slot(byzantine.variable, undefined)] as ImmutableSet<Value>) : SetOf();
}

/** Byzantine processes that may forge `message`, in order. */
export function forgersOf(universe: Universe, view: View, message: Message): readonly string[] {
  if (!universe.model.byzantine?.forges.includes(message)) return [];
  const byzantine = byzantineMembers(universe, view);
  return membersOf(message.from).filter((member) => byzantine.has(member));
}

export type Sending = "next" | "blocked" | "cut";

/** Sends one envelope to each of `receivers`, which are in order. */
export function send(
  universe: Universe,
  branch: Branch,
  message: Message,
  from: string,
  receivers: readonly string[],
  fields: List<Value>,
  span: Span,
): Sending {
  const network = networkOf(universe.model, message);
  const byzantine = byzantineMembers(universe, branch);
  const parcels = receivers.filter((to) => !byzantine.has(to)).map((to) => parcel(universe, message, from, to, fields));
  const dropped = network.overflow === "drop" ? chooseDropped(network, branch, parcels) : new Set<Parcel>();
  for (const item of parcels) {
    const lost = dropped.has(item);
    if (!lost) {
      if (!hasRoom(network, branch, item)) {
        if (network.overflow === "block") {
          branch.blocked = { reason: `no room in the network for ${message.name} to ${item.envelope.to}`, span };
          return "blocked";
        }
        if (network.overflow === "bound") return "cut";
        const shown = { text: `${message.name} to ${item.envelope.to}`, value: fields };
        fail(
          "overflow",
          `no room for ${message.name}: the network holds ${network.capacity}${network.each ? " of it" : ""}`,
          span,
          [shown],
        );
      }
      insert(universe, network, branch, item, span);
    }
    branch.sent.push({ envelope: item.envelope, dropped: lost });
  }
  return "next";
}

/**
 * What a network drops when there is not enough room for all: any of them, one way for every choice. Dropping the last
 * ones instead would make the receivers' order matter, which symmetry and broadcasts must not see.
 */
function chooseDropped(network: Network, branch: Branch, parcels: readonly Parcel[]): ReadonlySet<Parcel> {
  const dropped = new Set<Parcel>();
  if (network.capacity === undefined) return dropped;
  const arriving = parcels.filter((item) => takesRoom(network, branch, item));
  if (network.each) return new Set(arriving.filter((item) => !hasRoom(network, branch, item)));
  let room = Math.max(0, network.capacity - inFlight(network, branch));
  for (const [position, item] of arriving.entries()) {
    const left = arriving.length - position;
    const kept = room >= left || (room > 0 && branch.choices.choose(2) === 0);
    if (kept) room -= 1;
    else dropped.add(item);
  }
  if (dropped.size > 0)
    branch.picks.push({ name: "dropped", value: SetOf([...dropped].map((item) => item.envelope.to)) });
  return dropped;
}

/** What is in a set already needs no room of its own. */
const takesRoom = (network: Network, view: View, item: Parcel): boolean =>
  network.discipline !== "set" || !view.networks[network.id]!.some(({ text }) => text === item.text);

function inFlight(network: Network, view: View, counts: (envelope: Envelope) => boolean = () => true): number {
  return view.networks[network.id]!.reduce((sum, { envelope, count }) => (counts(envelope) ? sum + count : sum), 0);
}

/** Whether one more envelope fits; `slack` is what duplication may use beyond the capacity. */
function hasRoom(network: Network, view: View, item: Parcel, slack = 0): boolean {
  if (network.capacity === undefined || network.discipline === "synchronous" || !takesRoom(network, view, item))
    return true;
  const { message, from, to } = item.envelope;
  const alike = (other: Envelope) =>
    other.from === from && other.to === to && (network.discipline === "fifo" || other.message === message);
  return inFlight(network, view, network.each ? alike : undefined) < network.capacity + slack;
}

const sameChannel = (left: Envelope, right: Envelope): boolean => left.from === right.from && left.to === right.to;

/** By message, sender, receiver and fields; a fifo by channel only. */
function compareParcels(universe: Universe, network: Network, left: Parcel, right: Parcel): number {
  const { compare } = universe.order;
  const [a, b] = [left.envelope, right.envelope];
  const channels = compare(a.from, b.from) || compare(a.to, b.to);
  if (network.discipline === "fifo") return channels;
  return a.message.id - b.message.id || channels || compare(a.fields, b.fields);
}

/** Parcels put into an empty network, one after the other. */
export function arranged(universe: Universe, network: Network, envelopes: readonly Envelope[]): readonly Parcel[] {
  const into: Pick<Branch, "networks"> = { networks: universe.model.networks.map(() => []) };
  for (const { message, from, to, fields } of envelopes)
    insert(universe, network, into, parcel(universe, message, from, to, fields), network.span);
  return into.networks[network.id] ?? [];
}

function insert(
  universe: Universe,
  network: Network,
  branch: Pick<Branch, "networks">,
  item: Parcel,
  span: Span,
): void {
  const parcels = branch.networks[network.id]!;
  const { envelope, text } = item;
  if (network.discipline === "synchronous") {
    const other = parcels.find(
      (found) => found.envelope.message === envelope.message && sameChannel(found.envelope, envelope),
    );
    if (other && other.text !== text) {
      fail(
        "overflow",
        `${envelope.from} sends ${envelope.to} two different ${envelope.message.name} in one round`,
        span,
      );
    }
  }
  if (network.discipline !== "fifo") {
    const known = parcels.findIndex((found) => found.text === text);
    if (known >= 0) {
      const count = network.discipline === "unordered" ? parcels[known]!.count + 1 : 1;
      branch.networks[network.id] = parcels.with(known, { ...parcels[known]!, count });
      return;
    }
  }
  const later = parcels.findIndex((found) => compareParcels(universe, network, found, item) > 0);
  branch.networks[network.id] = parcels.toSpliced(later < 0 ? parcels.length : later, 0, item);
}

/** Positions of the parcels that could be received now: all, of a fifo the head of each channel. */
export function deliverable(network: Network, view: View): readonly number[] {
  const parcels = view.networks[network.id]!;
  const isHead = (position: number) =>
    position === 0 || !sameChannel(parcels[position - 1]!.envelope, parcels[position]!.envelope);
  return [...parcels.keys()].filter((position) => network.discipline !== "fifo" || isHead(position));
}

/** Positions of the parcels that could be lost or duplicated, with different effects. */
export function distinct(network: Network, view: View): readonly number[] {
  const parcels = view.networks[network.id]!;
  return [...parcels.keys()].filter(
    (position) => position === 0 || parcels[position - 1]!.text !== parcels[position]!.text,
  );
}

/** Takes one envelope out. */
export function takeOut(network: Network, branch: Branch, position: number): void {
  const parcels = branch.networks[network.id]!;
  const { count, ...rest } = parcels[position]!;
  branch.networks[network.id] =
    count > 1 ? parcels.with(position, { ...rest, count: count - 1 }) : parcels.toSpliced(position, 1);
}

/** One envelope becomes two, on a fifo one behind the other; false when even the slack is used up. */
export function duplicate(network: Network, branch: Branch, position: number): boolean {
  const parcels = branch.networks[network.id]!;
  const item = parcels[position]!;
  // A set knows nothing twice, and in a round there is at most one of a message for each sender and receiver.
  if (network.discipline === "set" || network.discipline === "synchronous") return true;
  if (!hasRoom(network, branch, item, network.slack)) return false;
  branch.networks[network.id] =
    network.discipline === "fifo"
      ? parcels.toSpliced(position, 0, item)
      : parcels.with(position, { ...item, count: item.count + 1 });
  return true;
}

interface Pattern {
  readonly message: Message;
  readonly fields: readonly (Value | undefined)[];
  readonly from?: string;
  readonly to?: string;
}

/** Whether an envelope like this was sent, or may be claimed to have been by a byzantine sender. */
export function wasSent({ universe, view }: Scope, { message, fields, from, to }: Pattern): boolean {
  const claimed = forgersOf(universe, view, message).some((member) => from === undefined || from === member);
  const wellTyped = fields.every(
    (field, at) => field === undefined || !misfit(message.fields[at]!.type, field, universe.order),
  );
  if (claimed && wellTyped) return true;
  return view.networks[message.network]!.some(({ envelope }) => {
    if (envelope.message !== message) return false;
    if (from !== undefined && envelope.from !== from) return false;
    if (to !== undefined && envelope.to !== to) return false;
    return fields.every((field, at) => field === undefined || equal(field, envelope.fields.get(at)!));
  });
}
