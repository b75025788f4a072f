/**
 * The simulated runtime: all nodes and clients of a system in one process, in virtual time. A seed determines everything
 * that happens, so that a run which shows a mistake can be had again. Properties look on; what they report ends the run.
 */
import type { Core, Effect, Input, Node, Outcome } from "../core.ts";
import type { FaultLine, VectorClock } from "../trace-event.ts";
import { createTraceLog, type TraceLog } from "../trace-log.ts";
import { encodeState, fullDetail, recording, silent, viewMessage } from "../trace-point.ts";
import { Agenda } from "./agenda.ts";
import { Disk } from "./disk.ts";
import { drawFaults, type Faults } from "./faults.ts";
import { type InFlight, Network } from "./network.ts";
import { createRandom, type Random } from "./random.ts";
import type { Client, ClientAction, Pace, Properties, Simulable, System } from "./system.ts";
import { createWeather } from "./weather.ts";

export interface RunSettings {
  readonly seed: number;
  /** Drawn from the seed unless given. */
  readonly faults?: Faults;
  /** Takes the trace, line by line. Without it, trace points are silent. */
  readonly write?: (line: string) => void;
}

export interface Run {
  readonly seed: number;
  readonly faults: Faults;
  readonly violation?: { readonly property: string; readonly reason: string; readonly time: number };
  readonly steps: number;
  readonly operations: number;
}

interface SimulatedNode<P extends Simulable> {
  readonly name: Node;
  readonly disk: Disk<P["record"]>;
  /** Undefined while it is down. */
  state: P["state"] | undefined;
  paused: boolean;
  /** Running timers, each with the number of its start: an appointment with another number is of a timer that is gone. */
  readonly timers: Map<string, number>;
  /** It crashes in its next step, after so many effects and messages. */
  crashAfter: number | undefined;
}

export const simulate = <P extends Simulable>(system: System<P>, settings: RunSettings): Run =>
  new Simulation(system, settings).run();

class Simulation<P extends Simulable> {
  private readonly system: System<P>;
  private readonly seed: number;
  private readonly faults: Faults;
  private readonly agenda = new Agenda();
  private readonly random: Random;
  private readonly core: Core<P>;
  private readonly nodes: ReadonlyMap<Node, SimulatedNode<P>>;
  private readonly clients: readonly Client<P>[];
  private readonly network: Network<P["message"]>;
  private readonly properties: Properties<P>;
  private readonly pace: Pace<P>;
  private readonly log: TraceLog | undefined;
  private readonly restartLater: (node: Node) => void;
  private readonly wakings = new Map<Client<P>, number>();
  private started = 0;
  private driving: Node | undefined;
  private violation: Run["violation"];
  private steps = 0;
  private operations = 0;

  constructor(system: System<P>, { seed, faults, write }: RunSettings) {
    this.system = system;
    this.seed = seed;
    const random = createRandom(seed);
    const drawn = drawFaults(random.fork(), system.nodes.length);
    this.faults = faults ?? drawn;
    const [ofNetwork, ofWeather, ofClients, ofRest] = [random.fork(), random.fork(), random.fork(), random.fork()];
    this.random = ofRest;
    this.log = write && this.openLog(write);
    this.core = system.createCore(write ? recording(system.observe) : silent);
    this.nodes = new Map(
      system.nodes.map((name) => [
        name,
        { name, disk: new Disk(), state: undefined, paused: false, timers: new Map(), crashAfter: undefined },
      ]),
    );
    this.clients = system.createClients(ofClients);
    this.network = new Network<P["message"]>({
      agenda: this.agenda,
      random: ofNetwork,
      faults: this.faults,
      stormy: () => this.stormy(),
      condition: (name) => this.condition(this.node(name)),
      deliver: (message) => this.deliver(message),
      fault: (line) => this.log?.fault(line),
    });
    const report = (property: string, reason: string) => {
      this.violation ??= { property, reason, time: this.agenda.now };
    };
    this.properties = system.createProperties(report);
    this.pace = system.createPace(report, () => this.agenda.now);
    this.restartLater = createWeather(this.agenda, ofWeather, this.faults, system.calm, {
      nodes: system.nodes,
      down: () => this.down(),
      driving: () => this.driving,
      crash: (name) => this.crash(this.node(name)),
      crashAmidst: (name, after) => {
        this.node(name).crashAfter = after;
      },
      restart: (name) => this.restart(this.node(name)),
      pause: (name) => this.pause(this.node(name)),
      resume: (name) => this.resume(this.node(name)),
      partition: (side) => {
        this.network.split(side);
        this.log?.fault({ fault: "partition", side });
      },
      heal: () => {
        this.network.split([]);
        this.log?.fault({ fault: "heal" });
      },
    }).restartLater;
  }

  run(): Run {
    for (const node of this.nodes.values()) this.begin(node, false);
    for (const client of this.clients) this.act(client, client.wake());
    while (!this.violation && this.agenda.proceed(this.system.end));
    if (!this.violation) {
      const states = [...this.nodes.values()].flatMap(({ state }) => (state ? [state] : []));
      this.pace.ended();
      this.properties.ended(states, this.clients.filter((client) => client.waiting()).length);
    }
    this.log?.end();
    const { seed, faults, steps, operations, violation } = this;
    return { seed, faults, steps, operations, ...(violation ? { violation } : {}) };
  }

  private openLog(write: (line: string) => void): TraceLog {
    const { model, constants, nodes, variables, name } = this.system;
    const { args, msg, pre } = fullDetail;
    const logged = { variables, args, msg, pre, faults: true };
    const source = `${name}, simulated with seed ${this.seed}`;
    const order = ["vc", "ts", "lines"] as const;
    return createTraceLog({ trace: "lockstep/1", model, constants, nodes, logged, order, source }, write);
  }

  // ------------------------------------------------------------------------------------------------------ steps

  private deliver({ envelope, clock }: InFlight<P["message"]>): void {
    const node = this.node(envelope.to);
    this.step(node, { kind: "message", ...envelope }, clock);
  }

  private step(node: SimulatedNode<P>, input: Input<P>, seen?: VectorClock): void {
    const before = node.state;
    if (before === undefined) return;
    this.steps++;
    const outcome = this.core.step(before, input);
    if (input.kind === "timer" && outcome.messages.length > 0) this.driving = node.name;
    const { performed, happened, crashes } = this.store(node, outcome);
    if (happened) {
      node.state = outcome.state;
      this.log?.events(node.name, outcome.events, seen, this.moment());
      this.properties.stepped(before, outcome.state);
      this.pace.stepped({ before, input, outcome });
      this.emit(node, outcome, performed);
    } else if (input.kind === "message") {
      this.log?.fault({ fault: "loss", msg: viewMessage(input) });
    }
    if (crashes) this.crashNow(node);
  }

  /** The start of a node is a step too, which the trace shows as the restart itself. */
  private begin(node: SimulatedNode<P>, restarted: boolean): void {
    const outcome = this.core.start(node.name, node.disk.records, restarted);
    const { performed, crashes } = this.store(node, outcome);
    node.state = outcome.state;
    if (restarted && this.log) {
      const sent = outcome.messages.map(viewMessage);
      const set = encodeState(this.system.observe, outcome.state);
      this.log.fault({ fault: "restart", node: node.name, set, ...(sent.length > 0 ? { msg: { sent } } : {}) });
    }
    this.properties.started(outcome.state);
    this.pace.stepped({ outcome });
    this.emit(node, outcome, performed);
    if (crashes) this.crashNow(node);
  }

  /**
   * Carries out what concerns the disk. If the node is to crash amidst its effects and messages, only the first of them
   * are `performed`; the step has happened if all that it wrote is on the disk afterwards.
   */
  private store(node: SimulatedNode<P>, { effects, messages }: Outcome<P>) {
    const all = effects.length + messages.length;
    const crashes = node.crashAfter !== undefined && this.stormy() && this.down() < this.faults.crash.atOnce;
    const performed = crashes ? Math.min(node.crashAfter ?? all, all) : all;
    node.crashAfter = undefined;
    let appended = 0;
    for (const effect of effects.slice(0, performed)) {
      if (effect.kind === "append") {
        node.disk.append(effect.record);
        appended++;
      } else if (effect.kind === "sync") node.disk.sync();
    }
    const wanted = effects.filter(({ kind }) => kind === "append").length;
    const length = node.disk.records.length;
    if (crashes) node.disk.crash(this.random);
    return { performed, crashes, happened: appended === wanted && node.disk.records.length === length };
  }

  /** The effects beside those on the disk, and the messages; what comes after the crash is not done, or lost. */
  private emit(node: SimulatedNode<P>, { effects, messages }: Outcome<P>, performed: number): void {
    for (const effect of effects.slice(0, performed)) this.perform(node, effect);
    const clock = this.log?.clockOf(node.name);
    for (const [place, envelope] of messages.entries()) {
      if (place < performed - effects.length) this.network.send({ envelope, clock });
      else this.network.lose({ envelope, clock });
    }
  }

  private perform(node: SimulatedNode<P>, effect: Effect<P>): void {
    if (effect.kind === "start-timer") {
      const { timer } = effect;
      const start = ++this.started;
      node.timers.set(timer, start);
      const [from, to] = this.system.waits[effect.wait as P["wait"]];
      this.agenda.after(this.random.between(from, to), () => this.expire(node, timer, start));
    } else if (effect.kind === "answer") {
      const { client: name, answer } = effect;
      const client = this.clients.find((candidate) => candidate.goesBy(name));
      if (client) this.carry(() => this.act(client, client.hear(node.name, answer)));
    }
  }

  private expire(node: SimulatedNode<P>, timer: string, start: number): void {
    if (node.timers.get(timer) !== start) return;
    if (node.paused) {
      this.agenda.after(20, () => this.expire(node, timer, start));
      return;
    }
    node.timers.delete(timer);
    this.step(node, { kind: "timer", timer });
  }

  // ---------------------------------------------------------------------------------------------------- clients

  private act(client: Client<P>, actions: readonly ClientAction<P>[]): void {
    for (const action of actions) {
      if (action.kind === "ask") this.carry(() => this.ask(action));
      else if (action.kind === "wake") {
        const waking = ++this.started;
        this.wakings.set(client, waking);
        this.agenda.after(action.after, () => {
          if (this.wakings.get(client) === waking) this.act(client, client.wake());
        });
      } else {
        const { kind: operation, ...rest } = action;
        this.log?.operation({ operation, ...rest, ts: this.moment() });
        if (action.kind === "invoke") {
          this.operations++;
          this.properties.invoked(action);
        }
        if (action.kind === "ok") this.properties.done(action.client, action.id, action.result ?? null);
      }
    }
  }

  private ask(action: Extract<ClientAction<P>, { kind: "ask" }>): void {
    const node = this.node(action.to);
    const { client, request } = action;
    if (node.paused) this.agenda.after(20, () => this.ask(action));
    else this.step(node, { kind: "request", client, request });
  }

  /** Between a client and a node: the faults of a message, but for partitions. */
  private carry(arrive: () => void): void {
    const { loss, duplication } = this.stormy() ? this.faults : { loss: 0, duplication: 0 };
    if (this.random.chance(loss)) return;
    this.agenda.after(this.random.between(1, 12), arrive);
    if (this.random.chance(duplication)) this.agenda.after(this.random.between(1, 400), arrive);
  }

  // ----------------------------------------------------------------------------------------------------- faults

  private crash(node: SimulatedNode<P>): boolean {
    if (node.state === undefined) return false;
    node.disk.crash(this.random);
    this.takeDown(node);
    return true;
  }

  private crashNow(node: SimulatedNode<P>): void {
    this.takeDown(node);
    this.restartLater(node.name);
  }

  private takeDown(node: SimulatedNode<P>): void {
    node.state = undefined;
    node.crashAfter = undefined;
    node.timers.clear();
    this.resume(node);
    this.pace.interrupted(node.name);
    this.faultOf("crash", node);
  }

  private restart(node: SimulatedNode<P>): void {
    if (node.state === undefined) this.begin(node, true);
  }

  private pause(node: SimulatedNode<P>): boolean {
    if (node.state === undefined || node.paused) return false;
    node.paused = true;
    this.pace.interrupted(node.name);
    this.faultOf("pause", node);
    return true;
  }

  private resume(node: SimulatedNode<P>): void {
    if (!node.paused) return;
    node.paused = false;
    this.faultOf("resume", node);
  }

  private faultOf(
    fault: Extract<FaultLine, { fault: "crash" | "pause" | "resume" }>["fault"],
    node: { name: Node },
  ): void {
    this.log?.fault({ fault, node: node.name });
  }

  private down(): number {
    return [...this.nodes.values()].filter((node) => node.state === undefined).length;
  }

  private stormy(): boolean {
    return this.agenda.now < this.system.calm;
  }

  private condition(node: SimulatedNode<P>): "up" | "down" | "paused" {
    if (node.state === undefined) return "down";
    return node.paused ? "paused" : "up";
  }

  private moment(): readonly [number, number] {
    return [this.agenda.now, this.agenda.now];
  }

  private node(name: Node): SimulatedNode<P> {
    const node = this.nodes.get(name);
    if (!node) throw new RangeError(`there is no node ${name}`);
    return node;
  }
}
