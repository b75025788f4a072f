/**
 * The code and its world, one step at a time: nodes that run a core, disks, a network, faults. `steps` lists everything that
 * may happen next: each message that can be delivered, each timer and request of each node that is up, each fault that the
 * model still allows; and each of these steps with a crash in its middle, at every boundary between two effects.
 */
import type { Machine } from "../../interpreter/index.ts";
import type { Fault, Model } from "../../ir/index.ts";
import {
  type Breach,
  breachOf,
  type Core,
  type Deed,
  type Duty,
  type Input,
  type Node,
  type Outcome,
  type Simulable,
  silent,
  type Transition,
} from "../../protocols/index.ts";
import { assert } from "../../source/index.ts";
import type { Memory } from "../mappings/mapping.ts";
import { Alphabet } from "./alphabet.ts";
import {
  type Call,
  type CallHappening,
  interruptions,
  type Landing,
  type Passed,
  prematureAnswer,
  type StartedTimer,
  startedBy,
  untrueEvents,
  written,
} from "./call.ts";
import {
  type CodeNode,
  type CodeState,
  codeState,
  type Disk,
  type Flight,
  type Parcel,
  put,
  replaced,
  textOf,
  without,
} from "./code-state.ts";
import { createObserver, type Observer, type Samples } from "./observation.ts";
import type { CodeStep, Failing } from "./step.ts";
import type { Nodes, Subject } from "./subject.ts";
import { differenceOfTwin } from "./twin.ts";
import { stepsOf } from "./ways.ts";

/** How all nodes begin. */
export interface Initial<P extends Simulable> {
  readonly state: CodeState<P>;
  /** By node, in their order. */
  readonly started: readonly (readonly StartedTimer[])[];
  readonly complaint?: string;
  readonly breach?: Breach;
}

export class Code<P extends Simulable> {
  readonly subject: Subject<P>;
  readonly model: Model;
  readonly alphabet: Alphabet<P>;
  readonly nodes: Nodes;
  /** Receiving a message removes nothing, so that it may come again at any time. */
  readonly isSet: boolean;
  readonly capacity: number | undefined;
  readonly core: Core<P>;
  readonly duties: readonly Duty<P>[];
  /** Without trace points. */
  private readonly twin: Core<P>;
  private readonly observer: Observer<P["state"]>;
  private readonly transitions: Transition<P["state"], P["message"]>[] = [];
  private readonly interned = new Map<string, CodeNode<P>>();
  private readonly recovered = new Map<string, P["state"]>();
  private readonly calls = new Map<string, Call<P>>();
  private readonly landings = new Map<string, Landing<P>>();
  private readonly memory: readonly Memory<P["state"]>[];
  private readonly parameters: ReadonlyMap<string, string>;
  private readonly members: ReadonlyMap<string, readonly string[]>;

  constructor(subject: Subject<P>, machine: Machine) {
    this.subject = subject;
    this.model = machine.model;
    this.alphabet = new Alphabet(machine, subject.mapping.members);
    this.observer = createObserver(machine.model, subject.mapping);
    this.nodes = new Map(machine.model.processes.map((kind) => [kind.name, kind.members]));
    this.core = subject.createCore(this.nodes, (transition) => {
      this.transitions.push(transition);
      return { action: transition.action };
    });
    this.twin = subject.createCore(this.nodes, silent);
    this.duties = subject.duties(this.nodes);
    this.memory = Object.values(subject.mapping.remembered);
    this.parameters = new Map(machine.model.parameters.map(({ name, shown }) => [name, shown]));
    this.members = symmetricMembers(machine.model);
    const [network] = machine.model.networks;
    this.isSet = network?.discipline === "set";
    this.capacity = network?.capacity;
  }

  /** A state of each kind of node, as it starts. */
  samples(): Samples<P["state"]> {
    return new Map(
      this.model.processes.flatMap(({ name, members: [first] }) =>
        first === undefined ? [] : [[name, this.core.start(first, [], false).state] as const],
      ),
    );
  }

  /** All nodes have started, for the first time and without a crash. */
  initial(): Initial<P> {
    let network: readonly Flight<P>[] = [];
    let complaint: string | undefined;
    let breach: Breach | undefined;
    const started: (readonly StartedTimer[])[] = [];
    const nodes: CodeNode<P>[] = [];
    for (const name of this.core.nodes) {
      const outcome = this.core.start(name, [], false);
      const sent = this.parcels(outcome);
      complaint ??= sent.complaint;
      breach ??= this.breach({ outcome });
      started.push(startedBy(outcome));
      for (const parcel of sent.parcels) network = put(network, parcel, this.isSet);
      nodes.push(this.node(name, outcome.state, true, written<P>({ records: [], synced: 0 }, outcome.effects)));
    }
    const used = this.model.faults.map(() => 0);
    const memories = this.memory.map(({ initial }) => initial);
    return { state: codeState({ nodes, network, used, memories }), started, complaint, breach };
  }

  *steps(state: CodeState<P>): Generator<CodeStep<P>> {
    for (const { parcel, lost } of state.network) {
      const receiver = state.nodes.find(({ name }) => name === parcel.envelope.to);
      if (receiver?.up && !lost)
        yield* stepsOf(this, state, this.input(receiver, { kind: "message", ...parcel.envelope }, parcel));
    }
    for (const node of state.nodes) {
      if (!node.up) {
        if (this.comesBack(node)) yield* stepsOf(this, state, this.restart(node));
        continue;
      }
      for (const timer of this.subject.timers(node.name, this.nodes))
        yield* stepsOf(this, state, this.input(node, { kind: "timer", timer }));
      for (const { client, request } of this.subject.requests(node.name, this.nodes, this.members))
        yield* stepsOf(this, state, this.input(node, { kind: "request", client, request }));
      yield* this.fails(state, node);
    }
    for (const { parcel } of state.network) yield* this.befalls(state, parcel);
  }

  // -------------------------------------------------------------------------------------------------------- calls

  private input(node: CodeNode<P>, input: Input<P>, received?: Parcel<P>): Call<P> {
    const key = `${node.id} ${received ? received.id : textOf(input)}`;
    const known = this.calls.get(key);
    if (known) return known;
    const passed = this.pass(() => this.core.step(node.state, input));
    const events = passed.transitions.map(({ action }) => action);
    const call = this.call(node, passed, { kind: "input", node: node.name, input, events }, received);
    this.calls.set(key, call);
    return call;
  }

  private restart(node: CodeNode<P>): Call<P> {
    const key = `${node.id} restart`;
    const known = this.calls.get(key);
    if (known) return known;
    const passed = this.pass(() => this.core.start(node.name, node.disk.records, true));
    const call = {
      ...this.call(node, passed, { kind: "return", node: node.name }),
      restart: this.alphabet.failing("restart", node.name),
    };
    this.calls.set(key, call);
    return call;
  }

  /** All that follows from what the core did. */
  private call(node: CodeNode<P>, passed: Passed<P>, happening: CallHappening<P>, received?: Parcel<P>): Call<P> {
    const { outcome, transitions } = passed;
    const { mapping } = this.subject;
    const { parcels: sent, complaint } = this.parcels(outcome);
    const disk = written<P>(node.disk, outcome.effects);
    const untrue = outcome.effects
      .map((effect) => (effect.kind === "answer" ? mapping.answered?.(effect.answer, outcome.state) : undefined))
      .find((wrong) => wrong !== undefined);
    const sentAfter = [0];
    for (const { sent: messages } of transitions) sentAfter.push((sentAfter.at(-1) ?? 0) + messages.length);
    // What is sent behind the last event goes with it.
    sentAfter[transitions.length] = sent.length;
    // A node that is down comes back before it can fail again: it does so by crashing.
    const failures: readonly Failing[] = happening.kind === "return" ? ["crash"] : ["crash", "restart"];
    return {
      happening,
      node,
      received,
      after: this.node(node.name, outcome.state, true, disk),
      sent,
      deeds: transitions.map((transition) => this.alphabet.event(node.name, transition)),
      sentAfter,
      moves: transitions.map(({ before, after }) => [before, after] as const),
      crashes: failures
        .filter((failing) => this.canFail(node, failing))
        .flatMap((failing) =>
          [...interruptions(node.disk, outcome)].map((interruption) => ({
            failing,
            interruption,
            landing: this.landing(node.name, disk, failing, interruption.records),
          })),
        ),
      started: startedBy(outcome),
      complaint:
        complaint ??
        untrue ??
        prematureAnswer(node.name, outcome) ??
        untrueEvents(node.name, happening.kind === "input" ? node.state : undefined, passed) ??
        differenceOfTwin(this.twin, node, happening, outcome),
      breach: this.breach(
        happening.kind === "input" ? { before: node.state, input: happening.input, outcome } : { outcome },
      ),
    };
  }

  // ------------------------------------------------------------------------------------------------------- faults

  /** Between two steps: everything that is synced survives, and perhaps more. */
  private *fails(state: CodeState<P>, node: CodeNode<P>): Generator<CodeStep<P>> {
    for (const failing of this.failures(state, node)) {
      for (let records = node.disk.synced; records <= node.disk.records.length; records++) {
        const landing = this.landing(node.name, node.disk, failing, records);
        let { network } = state;
        for (const parcel of landing.sent) network = put(network, parcel, this.isSet);
        const used = this.counted(state.used, failing);
        const target = codeState({ nodes: replaced(state, landing.node), network, used, memories: state.memories });
        yield {
          happening: { kind: "fail", node: node.name, failing, records },
          sent: landing.sent,
          started: landing.started,
          ways: [{ target, word: [this.alphabet.failing(failing, node.name)] }],
          complaint: landing.complaint,
          breach: landing.breach,
        };
      }
    }
  }

  private *befalls(state: CodeState<P>, parcel: Parcel<P>): Generator<CodeStep<P>> {
    // On a set, a message that is lost is one that is never delivered, and one that comes twice is delivered twice.
    if (this.isSet) return;
    for (const kind of ["loss", "duplication"] as const) {
      const fault = this.model.faults.find((item) => item.kind === kind);
      if (!fault?.of.includes(parcel.message.name) || !this.leaves(state, kind)) continue;
      const network = kind === "loss" ? without(state.network, parcel) : put(state.network, parcel, false);
      const used = this.counted(state.used, kind);
      const target = codeState({ nodes: state.nodes, network, used, memories: state.memories });
      const word = [this.alphabet.befalls(kind, parcel)];
      const ways = [{ target, word }];
      yield { happening: { kind, envelope: parcel.envelope }, received: parcel, sent: [], started: [], ways };
    }
  }

  /** The ways to fail that the model still allows for a node. */
  failures(state: CodeState<P>, node: CodeNode<P>): readonly Failing[] {
    return (["crash", "restart"] as const).filter((failing) => {
      if (!this.canFail(node, failing) || !this.leaves(state, failing)) return false;
      const atOnce = this.model.faults[this.alphabet.fault(failing)]?.atOnce;
      const down = state.nodes.filter((other) => !other.up && other.name !== node.name).length;
      return failing === "restart" || atOnce === undefined || down < atOnce;
    });
  }

  private canFail({ kind }: CodeNode<P>, failing: Failing): boolean {
    return this.model.faults[this.alphabet.fault(failing)]?.of.includes(kind.name) ?? false;
  }

  private comesBack({ kind }: CodeNode<P>): boolean {
    return this.model.actions.some((action) => action.kind === "restart" && action.process === kind);
  }

  /** Whether the model's budget for a fault is not used up, after `more` of it. */
  leaves(state: CodeState<P>, kind: Fault["kind"], more = 1): boolean {
    const fault = this.alphabet.fault(kind);
    const total = this.model.faults[fault]?.total ?? Number.POSITIVE_INFINITY;
    return fault >= 0 && (state.used[fault] ?? 0) + more <= total;
  }

  /** What the mapping remembers after the first `count` events of a call. */
  remembered({ memories }: CodeState<P>, { moves }: Call<P>, count: number): readonly unknown[] {
    if (count === 0 || memories.length === 0) return memories;
    return memories.map((memory, at) =>
      moves
        .slice(0, count)
        .reduce((value, [before, after]) => this.memory[at]?.next(value, before, after, this.parameters), memory),
    );
  }

  /** More of a fault, if the model counts it. */
  counted(used: readonly number[], kind: Fault["kind"], more = 1): readonly number[] {
    const fault = this.alphabet.fault(kind);
    if (more === 0 || this.model.faults[fault]?.total === undefined) return used;
    return used.with(fault, (used[fault] ?? 0) + more);
  }

  /** A node that failed with so many records of `disk` left: down, or back at once. */
  private landing(name: Node, disk: Disk<P["record"]>, failing: Failing, left: number): Landing<P> {
    const kept = { records: disk.records.slice(0, left), synced: left };
    const key = `${failing} ${name} ${textOf(kept.records)}`;
    const known = this.landings.get(key);
    if (known) return known;
    const landing: Landing<P> =
      failing === "crash"
        ? { node: this.node(name, this.recover(name, kept), false, kept), sent: [], started: [] }
        : this.back(name, kept);
    this.landings.set(key, landing);
    return landing;
  }

  private back(name: Node, disk: Disk<P["record"]>): Landing<P> {
    const outcome = this.core.start(name, disk.records, true);
    const { parcels: sent, complaint } = this.parcels(outcome);
    const node = this.node(name, outcome.state, true, written<P>(disk, outcome.effects));
    return { node, sent, started: startedBy(outcome), complaint, breach: this.breach({ outcome }) };
  }

  // -------------------------------------------------------------------------------------------------------- parts

  /** The messages of an outcome, as the model has them. */
  private parcels({ messages }: Outcome<P>): { readonly parcels: readonly Parcel<P>[]; readonly complaint?: string } {
    const parcels: Parcel<P>[] = [];
    for (const envelope of messages) {
      const parcel = this.alphabet.parcel(envelope);
      if ("complaint" in parcel) return { parcels, complaint: parcel.complaint };
      parcels.push(parcel);
    }
    return { parcels };
  }

  private node(name: Node, state: P["state"], up: boolean, disk: Disk<P["record"]>): CodeNode<P> {
    const text = `${name} ${up ? "up" : "down"} ${textOf(state)} ${textOf(disk.records)} ${disk.synced}`;
    const known = this.interned.get(text);
    if (known) return known;
    const kind = this.alphabet.kindOf(name);
    assert(kind, `${name} is no process of the model`);
    const shown = this.observer.observe(kind, state);
    const kept = this.observer.observe(kind, this.recover(name, disk));
    const node = { id: this.interned.size, name, kind, up, state, disk, shown, kept };
    this.interned.set(text, node);
    return node;
  }

  /** What the log of a node makes of it, before it does anything. */
  private recover(name: Node, { records }: Disk<P["record"]>): P["state"] {
    const key = `${name} ${textOf(records)}`;
    const state = this.recovered.get(key) ?? this.core.start(name, records, false).state;
    this.recovered.set(key, state);
    return state;
  }

  /** The first duty that a call of the core does not keep. */
  breach(deed: Deed<P>): Breach | undefined {
    return breachOf(this.duties, deed);
  }

  private pass(run: () => Outcome<P>): Passed<P> {
    this.transitions.length = 0;
    const outcome = run();
    return { outcome, transitions: [...this.transitions] };
  }
}

/** The members of the symmetric types that parameters of actions range over. */
function symmetricMembers(model: Model): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { parameters } of model.actions)
    for (const { local } of parameters)
      if (local.type.kind === "symmetric") found.set(local.type.name, local.type.members);
  return found;
}
