/** The implementations of this package that are held against their models. */
import {
  createRaft,
  createRaftDuties,
  createTwoPhaseCommit,
  createTwoPhaseDuties,
  observeRaft,
  observeTwoPhase,
  type Raft,
  type TwoPhase,
} from "../../protocols/index.ts";
import { assert } from "../../source/index.ts";
import { commandOf, raftMapping } from "../mappings/raft.ts";
import { twoPhaseMapping } from "../mappings/two-phase-commit.ts";
import { raftGoal, twoPhaseGoal } from "./goals.ts";
import type { Nodes, Subject } from "./subject.ts";

/** The functions that make cores: tests put others in their place. */
export interface Cores {
  readonly createRaft: typeof createRaft;
  readonly createTwoPhaseCommit: typeof createTwoPhaseCommit;
}

const ownCores: Cores = { createRaft, createTwoPhaseCommit };

const membersOf = (nodes: Nodes, kind: string) => nodes.get(kind) ?? [];

export const raftSubject = (cores: Cores = ownCores): Subject<Raft> => ({
  name: "raft",
  model: "Raft",
  path: "models/raft.spec",
  configuration: "default",
  // A leader of the code sends AppendEntries to those who have everything too.
  settings: ["Heartbeats=True"],
  mapping: raftMapping,
  createCore: (nodes, point) => cores.createRaft(membersOf(nodes, "Server"), point),
  timers: (node, nodes) => [
    "election",
    ...membersOf(nodes, "Server")
      .filter((peer) => peer !== node)
      .map((peer) => `send ${peer}`),
  ],
  requests: (_node, _nodes, members) =>
    (members.get("Value") ?? []).map((_, at) => {
      const request = commandOf(at + 1);
      return { client: request.client, request };
    }),
  duties: (nodes) => createRaftDuties(membersOf(nodes, "Server")),
  goal: (nodes) => raftGoal(membersOf(nodes, "Server")),
  source: {
    create: "createRaft",
    observe: "observeRaft",
    arguments: (nodes) => JSON.stringify(membersOf(nodes, "Server")),
  },
  observe: observeRaft,
});

export const twoPhaseSubject = (cores: Cores = ownCores): Subject<TwoPhase> => ({
  name: "two-phase-commit",
  model: "TwoPhase",
  path: "models/two-phase-commit.spec",
  configuration: "recovers",
  settings: [],
  mapping: twoPhaseMapping,
  createCore: (nodes, point) => cores.createTwoPhaseCommit(configurationOf(nodes), point),
  timers: (node, nodes) => (membersOf(nodes, "Coordinator").includes(node) ? ["patience"] : ["inquiry"]),
  requests: (node, nodes) =>
    (membersOf(nodes, "Coordinator").includes(node)
      ? (["outcome"] as const)
      : (["prepare", "refuse", "outcome"] as const)
    ).map((kind) => ({ client: "application", request: { kind } })),
  duties: (nodes) => createTwoPhaseDuties(configurationOf(nodes)),
  goal: (nodes) => {
    const { coordinator, participants } = configurationOf(nodes);
    return twoPhaseGoal(coordinator, participants);
  },
  source: {
    create: "createTwoPhaseCommit",
    observe: "observeTwoPhase",
    arguments: (nodes) => JSON.stringify(configurationOf(nodes)),
  },
  observe: observeTwoPhase,
});

function configurationOf(nodes: Nodes) {
  const [coordinator] = membersOf(nodes, "Coordinator");
  assert(coordinator !== undefined, "a model of two-phase commit has a coordinator");
  return { coordinator, participants: membersOf(nodes, "ResourceManager") };
}
