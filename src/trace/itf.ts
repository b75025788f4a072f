/**
 * Traces as ITF documents. Variables of a process are maps from its members, called `Kind.variable`; networks are called
 * `network`. Each state names the step that led to it: `mbt::actionTaken`, `mbt::nondetPicks`. `#meta` says how to get the
 * same model again.
 */
import type { Envelope, Label, State } from "../interpreter/index.ts";
import type { Message, Model, Network, Variable } from "../ir/index.ts";
import { encodeLoosely, encodeValue, type Json } from "./itf-values.ts";
import type { Trace } from "./trace.ts";

/** What a saved trace says about itself. */
export interface TraceOrigin {
  /** Path of the model's file, relative to the trace's own file. */
  readonly source: string;
  readonly model: string;
  readonly configuration: string;
  /** Values of all parameters, for people. */
  readonly parameters: Readonly<Record<string, string>>;
  /** `--set` and `--fault` as they were given. */
  readonly set: readonly string[];
  readonly fault: readonly string[];
  readonly kind: "violated" | "witness" | "deadlock" | "error" | "assertion";
  /** The property that is violated, or the rule of a model error. */
  readonly property?: string;
}

export interface ItfDocument {
  readonly "#meta": Json;
  readonly params: readonly string[];
  readonly vars: readonly string[];
  readonly states: readonly { readonly [name: string]: Json }[];
  readonly loop?: number;
}

const format = "https://apalache-mc.org/docs/adr/015adr-trace.html";

/** `failed` is the label of a step that ran into a model error from the trace's last state. */
export function encodeTrace(trace: Trace, origin: TraceOrigin, failed?: Label): ItfDocument {
  const names = variableNames(trace.model);
  const encode = (state: State, index: number, label: Label | undefined) => ({
    "#meta": { index },
    "mbt::actionTaken": label ? actionName(label) : "init",
    "mbt::nondetPicks": label ? nondetPicks(label) : {},
    ...encodeState(trace.model, names, state),
  });
  return {
    "#meta": {
      format: "ITF",
      "format-description": format,
      description: "Created by Lockstep",
      ...(origin as unknown as { readonly [name: string]: Json }),
      ...(failed ? { failed: { action: actionName(failed), picks: nondetPicks(failed) } } : {}),
    },
    params: [],
    vars: [
      "mbt::actionTaken",
      "mbt::nondetPicks",
      ...names.values(),
      ...trace.model.networks.map((network) => networkName(trace.model, network)),
    ],
    states: [
      encode(trace.initial, 0, undefined),
      ...trace.steps.map((step, index) => encode(step.target, index + 1, step.label)),
    ],
    ...(trace.loop === undefined ? {} : { loop: trace.loop }),
  };
}

/** Names of the variables in a document; unique. */
export function variableNames(model: Model): ReadonlyMap<Variable, string> {
  const names = new Map<Variable, string>();
  const taken = new Set<string>();
  for (const variable of model.variables) {
    let name = variable.process ? `${variable.process.name}.${variable.name}` : variable.name;
    while (taken.has(name)) name += "'";
    taken.add(name);
    names.set(variable, name);
  }
  return names;
}

export const networkName = (model: Model, network: Network): string =>
  model.networks.length === 1 ? "network" : `network ${network.id + 1}`;

/** `ResourceManager.prepare`, `Coordinator.on Ready`, `tick`. */
export const actionName = (label: Label): string =>
  label.action.process ? `${label.action.process.name}.${label.action.name}` : label.action.name;

/** What identifies the step among those of its action: each name with `Some(value)`, as Quint writes it. */
export function nondetPicks(label: Label): { readonly [name: string]: Json } {
  const some = (value: Json): Json => ({ tag: "Some", value });
  const chosen: Record<string, Json> = {};
  if (label.self !== undefined) chosen.self = some(label.self);
  for (const item of [...label.parameters, ...label.picks]) chosen[item.name] = some(encodeLoosely(item.value));
  if (label.envelope) chosen.message = some(encodeEnvelope(label.envelope));
  if (label.forged) chosen.forged = some(true);
  return chosen;
}

export function encodeEnvelope(envelope: Envelope): Json {
  return {
    message: envelope.message.name,
    from: envelope.from,
    to: envelope.to,
    fields: encodeFields(envelope.message, envelope),
  };
}

function encodeFields(message: Message, envelope: Envelope): Json {
  return Object.fromEntries(
    message.fields.map((field, index) => [field.name, encodeValue(field.type, envelope.fields.get(index)!)]),
  );
}

function encodeState(
  model: Model,
  names: ReadonlyMap<Variable, string>,
  state: State,
): { readonly [name: string]: Json } {
  const encoded: Record<string, Json> = {};
  for (const [variable, name] of names) {
    const kind = variable.process;
    if (!kind) encoded[name] = encodeValue(variable.type, state.get(variable));
    else
      encoded[name] = {
        "#map": kind.members.map((member) => [member, encodeValue(variable.type, state.get(variable, member))]),
      };
  }
  for (const network of model.networks) encoded[networkName(model, network)] = encodeNetwork(network, state);
  return encoded;
}

/** Bags are maps to how many there are; fifos are lists, in sending order per channel. */
export function encodeNetwork(network: Network, state: State): Json {
  const inFlight = state.envelopes(network.id);
  switch (network.discipline) {
    case "fifo":
      return inFlight.flatMap(({ envelope, count }) => Array.from({ length: count }, () => encodeEnvelope(envelope)));
    case "unordered":
      return {
        "#map": inFlight.map(({ envelope, count }) => [encodeEnvelope(envelope), { "#bigint": String(count) }]),
      };
    case "set":
    case "synchronous":
      return { "#set": inFlight.map(({ envelope }) => encodeEnvelope(envelope)) };
  }
}
