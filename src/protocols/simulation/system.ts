/** What a protocol brings to be simulated: its core, its clients, what its timers mean in time, and what must hold of a run. */
import type { Core, Node, Protocol } from "../core.ts";
import type { Deed } from "../deed.ts";
import type { Json } from "../trace-event.ts";
import type { Observation, TracePoint } from "../trace-point.ts";
import type { Identified } from "../turn.ts";
import type { Random } from "./random.ts";

export type Simulable = Protocol & { readonly state: Identified };

export interface System<P extends Simulable> {
  /** `raft`, `two-phase-commit`. */
  readonly name: string;
  /** The model that it claims to be an implementation of, and the parameters of the model that it has. */
  readonly model: string;
  readonly constants: { readonly [parameter: string]: Json };
  readonly nodes: readonly Node[];
  createCore(point: TracePoint<P["state"], P["message"]>): Core<P>;
  readonly observe: Observation<P["state"]>;
  /** The model's variables, of all kinds of nodes. */
  readonly variables: readonly string[];
  /** Virtual milliseconds, from and to. */
  readonly waits: Readonly<Record<P["wait"], readonly [number, number]>>;
  createClients(random: Random): readonly Client<P>[];
  createProperties(report: Report): Properties<P>;
  /** `now` is the virtual time. */
  createPace(report: Report, now: () => number): Pace<P>;
  /** Faults come before `calm`; whatever was begun must be done at `end`. Virtual milliseconds. */
  readonly calm: number;
  readonly end: number;
}

/** A property does not hold, and why. */
export type Report = (property: string, reason: string) => void;

/** What looks at a run from outside and knows when something is wrong. */
export interface Properties<P extends Simulable> {
  /** A node begins, or comes back from a crash. */
  started(state: P["state"]): void;
  stepped(before: P["state"], after: P["state"]): void;
  invoked(operation: Invocation): void;
  /** An operation is done, with its result. */
  done(client: string, id: number, result: Json): void;
  /** All faults are over for long. */
  ended(states: readonly P["state"][], waiting: number): void;
}

/** What looks at the time that everything takes, and at what is done without need. */
export interface Pace<P extends Simulable> {
  stepped(deed: Deed<P>): void;
  /** It crashes, or takes no steps for a while: whatever it owed, it can't give in time. */
  interrupted(node: Node): void;
  ended(): void;
}

export interface Invocation {
  readonly client: string;
  readonly id: number;
  readonly call: Json;
}

/** A client acts when it is woken or answered. It is never down; what it sends and hears may be lost. */
export interface Client<P extends Simulable> {
  /** Whether it is known under this name: a client that gives an operation up goes on under another. */
  goesBy(name: string): boolean;
  wake(): readonly ClientAction<P>[];
  hear(from: Node, answer: P["answer"]): readonly ClientAction<P>[];
  /** Whether an operation of it is under way. */
  waiting(): boolean;
}

export type ClientAction<P extends Simulable> =
  | { readonly kind: "ask"; readonly client: string; readonly to: Node; readonly request: P["request"] }
  /** Replaces an earlier wish to be woken. */
  | { readonly kind: "wake"; readonly after: number }
  | ({ readonly kind: "invoke" } & Invocation)
  | { readonly kind: "ok" | "fail" | "info"; readonly client: string; readonly id: number; readonly result?: Json };
