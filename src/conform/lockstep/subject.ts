/**
 * What is held against a model: an implementation, with the inputs that the world may give it. The core is made from the
 * names of the model's processes, so that both sides speak of the same nodes.
 */
import type { Core, Duty, Node, Observation, Simulable, TracePoint } from "../../protocols/index.ts";
import type { Mapping } from "../mappings/mapping.ts";
import type { Goal } from "./goal.ts";

/** The members of each kind of process, by the kind's name. */
export type Nodes = ReadonlyMap<string, readonly Node[]>;

export interface Subject<P extends Simulable> {
  /** As on the command line: `raft`. */
  readonly name: string;
  /** The model that it claims to implement, and where that lies in the package. */
  readonly model: string;
  readonly path: string;
  /** The configuration that is explored unless another is asked for: one with faults. */
  readonly configuration: string;
  /** Parameters of the model that the code decides, as on the command line: `Heartbeats=True`. */
  readonly settings: readonly string[];
  readonly mapping: Mapping<P["state"], P["answer"]>;
  createCore(nodes: Nodes, point: TracePoint<P["state"], P["message"]>): Core<P>;
  /** Every timer that a node may have: each may fire at any moment, running or not. */
  timers(node: Node, nodes: Nodes): readonly string[];
  /** What clients may ask a node, at any moment; `members` are those of the model's symmetric types, by their names. */
  requests(node: Node, nodes: Nodes, members: ReadonlyMap<string, readonly string[]>): readonly Asked<P>[];
  /** What each step of the core owes, whatever the model says. */
  duties(nodes: Nodes): readonly Duty<P>[];
  /** What it comes to when nothing fails any more. */
  goal(nodes: Nodes): Goal<P>;
  /** For a test that needs nothing but the core. */
  readonly source: CoreSource;
  readonly observe: Observation<P["state"]>;
}

export interface Asked<P extends Simulable> {
  readonly client: string;
  readonly request: P["request"];
}

/** Code that makes the same core in a test of its own. */
export interface CoreSource {
  /** Exports of `src/protocols`. */
  readonly create: string;
  readonly observe: string;
  /** The arguments of `create`, before the trace point. */
  arguments(nodes: Nodes): string;
}
