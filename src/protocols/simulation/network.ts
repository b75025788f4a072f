/**
 * The simulated network: brings each message to its receiver after a while, unless a fault befalls it. A message to a node
 * that is cut off or paused waits; one to a node that is down may wait for it too, or be lost.
 */
import type { Envelope, Node } from "../core.ts";
import type { FaultLine, VectorClock } from "../trace-event.ts";
import { viewMessage } from "../trace-point.ts";
import type { Agenda } from "./agenda.ts";
import type { Faults } from "./faults.ts";
import type { Random } from "./random.ts";

/** A message on its way, with the clock that its sender had. */
export interface InFlight<Message> {
  readonly envelope: Envelope<Message>;
  readonly clock: VectorClock | undefined;
}

/** What the network knows of the rest of the simulation. */
export interface Surroundings<Message> {
  readonly agenda: Agenda;
  readonly random: Random;
  readonly faults: Faults;
  /** Whether faults may still happen. */
  stormy(): boolean;
  condition(node: Node): "up" | "down" | "paused";
  deliver(message: InFlight<Message>): void;
  /** Tells the trace. */
  fault(line: Extract<FaultLine, { fault: "loss" | "duplication" }>): void;
}

const longest = 400;
const patience = [10, 40] as const;

export class Network<Message extends { readonly type: string }> {
  private side: ReadonlySet<Node> = new Set();
  /** Without reordering, what is on its way from one node to another, the oldest first. */
  private readonly channels = new Map<string, InFlight<Message>[]>();
  private readonly around: Surroundings<Message>;

  constructor(around: Surroundings<Message>) {
    this.around = around;
  }

  send(message: InFlight<Message>): void {
    const { random, faults } = this.around;
    const stormy = this.around.stormy();
    if (stormy && random.chance(faults.loss)) {
      this.lose(message);
      return;
    }
    this.bring(message);
    if (stormy && random.chance(faults.duplication)) {
      this.around.fault({ fault: "duplication", msg: viewMessage(message.envelope) });
      this.bring(message);
    }
  }

  lose({ envelope }: InFlight<Message>): void {
    this.around.fault({ fault: "loss", msg: viewMessage(envelope) });
  }

  /** One side of the partition; the other side is everybody else. Nobody: it heals. */
  split(side: readonly Node[]): void {
    this.side = new Set(side);
  }

  private bring(message: InFlight<Message>): void {
    const { agenda, random, faults } = this.around;
    const late = this.around.stormy() && random.chance(0.05);
    if (!faults.reordering) this.channel(message).push(message);
    agenda.after(random.between(1, late ? longest : faults.latency), () => this.arrive(message));
  }

  private arrive(message: InFlight<Message>): void {
    const { agenda, random, faults } = this.around;
    const { from, to } = message.envelope;
    const condition = this.around.condition(to);
    const separated = this.side.has(from) !== this.side.has(to);
    if (separated || condition === "paused" || (condition === "down" && random.chance(0.5))) {
      agenda.after(random.between(...patience), () => this.arrive(message));
      return;
    }
    // Without reordering, whenever a message would arrive it is the oldest one of its channel that does.
    const arrived = faults.reordering ? message : this.channel(message).shift();
    if (!arrived) return;
    if (condition === "down") this.lose(arrived);
    else this.around.deliver(arrived);
  }

  private channel({ envelope: { from, to } }: InFlight<Message>): InFlight<Message>[] {
    const name = `${from} ${to}`;
    let channel = this.channels.get(name);
    if (!channel) {
      channel = [];
      this.channels.set(name, channel);
    }
    return channel;
  }
}
