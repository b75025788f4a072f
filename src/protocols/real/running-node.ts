/**
 * The real runtime: one node of a protocol in a process of the operating system. What arrives, from the network, timers
 * or clients, becomes inputs of its core, one at a time; what a step asks for is carried out in its order: the disk first,
 * then the trace, and only then whatever leaves the node.
 */
import type { Core, Effect, Input, Node, Outcome } from "../core.ts";
import type { Simulable } from "../simulation/system.ts";
import type { EventLine, Json, VectorClock } from "../trace-event.ts";
import { encodeState, viewMessage } from "../trace-point.ts";
import type { Address } from "./addresses.ts";
import type { CrashPoint } from "./crash-point.ts";
import type { Deployment } from "./deployment.ts";
import { type Answer, Entrance } from "./entrance.ts";
import { type Failure, reasonOf } from "./failure.ts";
import { Link } from "./link.ts";
import type { Identity, NodeLog, Start } from "./node-log.ts";
import type { NodeTrace } from "./node-trace.ts";
import { count, optional, record, type Shape, text } from "./shape.ts";
import { Timers } from "./timers.ts";

/** What a node needs that was opened for it. */
export interface Equipment<P extends Simulable> {
  readonly deployment: Deployment<P>;
  readonly core: Core<P>;
  readonly identity: Identity;
  readonly addresses: ReadonlyMap<Node, Address>;
  readonly log: NodeLog<P["record"]>;
  /** Whether the node ran before. */
  readonly restarted: boolean;
  /** What is noted of this start. */
  readonly start: Start;
  readonly trace: NodeTrace | undefined;
  readonly crashPoint: CrashPoint;
  /** Takes what people should know, line by line. */
  tell(line: string): void;
}

export class RunningNode<P extends Simulable> {
  /** Resolves when it has stopped, with the reason if it had to. Rejects with a mistake of ours. */
  readonly ended: Promise<Failure | undefined>;
  private readonly equipment: Equipment<P>;
  private readonly node: Node;
  private readonly timers: Timers;
  private readonly entrance: Entrance;
  private readonly links = new Map<Node, Link>();
  /** Where the answers for a client go: to where it asked last. */
  private readonly clients = new Map<string, Answer>();
  private state: P["state"] | undefined;
  private end: (failure: Failure | undefined) => void = () => {};
  private fail: (error: unknown) => void = () => {};
  private stopped = false;

  constructor(equipment: Equipment<P>) {
    this.equipment = equipment;
    this.node = equipment.identity.node;
    this.ended = new Promise((resolve, reject) => {
      this.end = resolve;
      this.fail = reject;
    });
    this.timers = new Timers((timer) => this.step({ kind: "timer", timer }));
    this.entrance = new Entrance(equipment.identity, {
      message: (from, frame) => this.hear(from, frame),
      request: (frame, answer) => this.asked(frame, answer),
      left: (answer) => {
        for (const [client, known] of this.clients) if (known === answer) this.clients.delete(client);
      },
      tell: equipment.tell,
    });
  }

  /** Listens, starts the core with what its log holds, and calls the others. */
  async begin(): Promise<Failure | undefined> {
    const { addresses, log, core, restarted, deployment, trace } = this.equipment;
    const own = addresses.get(this.node);
    const failure = own ? await this.entrance.listen(own) : undefined;
    if (failure) return failure;
    // Who could not even listen has not run: a coordinator that did would have to abort.
    this.guard(() => log.begin(this.equipment.start));
    for (const [peer, address] of addresses) if (peer !== this.node) this.links.set(peer, this.call(peer, address));
    this.guard(() => {
      const records = log.entries.map((entry) => entry.record);
      const outcome = core.start(this.node, records, restarted);
      if (restarted && trace) {
        const sent = outcome.messages.map(viewMessage);
        const set = encodeState(deployment.observe, outcome.state);
        trace.restart({ set, ...(sent.length > 0 ? { msg: { sent } } : {}) });
      }
      this.carryOut(outcome, undefined);
    });
    return undefined;
  }

  /** Stops in order; what is not synced by now is not relied on by anybody. */
  stop(failure?: Failure): void {
    if (this.stopped) return;
    this.silence();
    this.equipment.trace?.close();
    this.equipment.log.close();
    this.end(failure);
  }

  /** Stops as a process does that is killed: nothing is written or closed in order. */
  crash(): void {
    this.silence();
    this.end(undefined);
  }

  private silence(): void {
    this.stopped = true;
    this.timers.stopAll();
    this.entrance.close();
    for (const link of this.links.values()) link.close();
  }

  private call(peer: Node, address: Address): Link {
    const { protocol, nodes } = this.equipment.identity;
    const { tell } = this.equipment;
    return new Link(
      address,
      { hello: "lockstep/1", protocol, nodes, from: this.node, to: peer },
      {
        up: () => tell(`reaches ${peer}`),
        down: () => tell(`has lost ${peer}`),
        refused: (reason) => tell(`${peer} does not let it in: ${reason}`),
      },
    );
  }

  private hear(from: Node, frame: Json): boolean {
    const heard = record({ message: this.equipment.deployment.shapes.message, clock: optional(clockShape) })(frame);
    if (!heard) return false;
    this.step({ kind: "message", from, to: this.node, message: heard.message as P["message"] }, heard.clock);
    return true;
  }

  private asked(frame: Json, answer: Answer): boolean {
    const asked = record({ client: text, request: this.equipment.deployment.shapes.request })(frame);
    if (!asked) return false;
    const { client, request } = asked;
    this.clients.set(client, answer);
    this.step({ kind: "request", client, request: request as P["request"] });
    return true;
  }

  private step(input: Input<P>, seen?: VectorClock): void {
    const { state } = this;
    if (this.stopped || state === undefined) return;
    this.guard(() => this.carryOut(this.equipment.core.step(state, input), seen));
  }

  /** A disk that refuses ends the node at once: it must not go on as if something were durable. So does a core that fails. */
  private guard(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.silence();
      if (error instanceof Error && "syscall" in error)
        this.end({ about: "data", failure: `${this.node} can't write its data: ${reasonOf(error)}` });
      else this.fail(error);
    }
  }

  private carryOut(outcome: Outcome<P>, seen: VectorClock | undefined): void {
    const { deployment, trace, crashPoint, tell } = this.equipment;
    const before = this.state;
    const events = trace?.place(outcome.events, seen) ?? [];
    this.store(outcome.effects, events);
    if (trace && events.length > 0) {
      crashPoint();
      trace.write(events);
    }
    this.state = outcome.state;
    const news = deployment.describe(before, outcome.state);
    if (news !== undefined) tell(news);
    for (const effect of outcome.effects) this.emit(effect);
    const clock = trace?.clock;
    for (const { to, message } of outcome.messages) {
      crashPoint();
      this.links.get(to)?.send(clock ? { message, clock } : { message });
    }
  }

  /** What concerns the disk. The last record of a step carries its events. */
  private store(effects: readonly Effect<P>[], events: readonly EventLine[]): void {
    const { log, crashPoint } = this.equipment;
    const last = effects.findLast((effect) => effect.kind === "append");
    for (const effect of effects) {
      if (effect.kind !== "append" && effect.kind !== "sync") continue;
      crashPoint();
      if (effect.kind === "append") log.append({ record: effect.record, events: effect === last ? events : [] });
      else log.sync();
    }
  }

  private emit(effect: Effect<P>): void {
    if (effect.kind === "start-timer")
      this.timers.start(effect.timer, this.equipment.deployment.waits[effect.wait as P["wait"]]);
    if (effect.kind !== "answer") return;
    this.equipment.crashPoint();
    this.clients.get(effect.client)?.({ client: effect.client, answer: effect.answer });
  }
}

const clockShape: Shape<VectorClock> = (value) => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.values(value).every((entry) => count(entry) !== undefined) ? (value as VectorClock) : undefined;
};
