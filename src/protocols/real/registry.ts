/**
 * The protocols that processes can run, by name: what their nodes are called, how one is started, and what a person can
 * ask of them. It hides the types of each protocol from the command line, which needs none of them.
 */
import type { Node } from "../core.ts";
import type { Simulable } from "../simulation/system.ts";
import type { HeaderLine } from "../trace-event.ts";
import type { Deployment } from "./deployment.ts";
import type { Failure } from "./failure.ts";
import { raftDeployment } from "./raft.ts";
import { createRaftShell } from "./raft-shell.ts";
import type { Shell, ShellSettings } from "./shell.ts";
import { headerOf, type NodeSettings, startNode } from "./start-node.ts";
import type { Range } from "./timers.ts";
import { createTransactionShell } from "./transaction-shell.ts";
import { twoPhaseDeployment } from "./two-phase-commit.ts";

/** A running node, of whatever protocol. */
export interface AnyNode {
  readonly ended: Promise<Failure | undefined>;
  stop(): void;
}

export interface RealProtocol {
  readonly name: string;
  /** What the nodes of a system of so many are called. */
  namesOf(count: number): readonly Node[];
  /** Fewer nodes than this are no such system. */
  readonly fewest: number;
  /** Its timers, with how long they run: milliseconds, from and to. */
  readonly waits: Readonly<Record<string, Range>>;
  /** A node of as many as there are addresses; `waits` changes how long timers run. */
  start(settings: NodeSettings, waits: Readonly<Record<string, Range>>): Promise<AnyNode | Failure>;
  /** The first line of a history of its clients. */
  header(count: number): HeaderLine;
  createShell(settings: ShellSettings): Shell;
}

export const realProtocols: readonly RealProtocol[] = [
  offer(raftDeployment, 1, createRaftShell),
  offer(twoPhaseDeployment, 2, createTransactionShell),
];

function offer<P extends Simulable>(
  deploy: (count: number) => Deployment<P>,
  fewest: number,
  createShell: (settings: ShellSettings) => Shell,
): RealProtocol {
  const { name, waits } = deploy(fewest);
  return {
    name,
    fewest,
    waits,
    createShell,
    namesOf: (count) => deploy(count).nodes,
    header: (count) => headerOf(deploy(count), "its clients"),
    start(settings, changed) {
      const deployment = deploy(settings.addresses.size);
      return startNode({ ...deployment, waits: { ...deployment.waits, ...changed } }, settings);
    },
  };
}
