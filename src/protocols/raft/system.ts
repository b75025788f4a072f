/** Raft as it is simulated: servers, clients, times, properties. */
import type { Node } from "../core.ts";
import type { System } from "../simulation/system.ts";
import { createRaft, observeRaft } from "./core.ts";
import { createRaftPace } from "./pace.ts";
import { createRaftProperties } from "./properties.ts";
import type { Raft } from "./types.ts";
import { createRaftClients } from "./workload.ts";

const waits: System<Raft>["waits"] = { election: [150, 300], retry: [50, 50], now: [0, 0] };

export function raftSystem(count = 3): System<Raft> {
  const servers: readonly Node[] = Array.from({ length: count }, (_, index) => `s${index + 1}`);
  return {
    name: "raft",
    model: "Raft",
    // A leader sends AppendEntries to those who have everything too.
    constants: { Servers: count, Heartbeats: true },
    nodes: servers,
    createCore: (point) => createRaft(servers, point),
    observe: observeRaft,
    variables: [
      "currentTerm",
      "votedFor",
      "log",
      "role",
      "commitIndex",
      "lastApplied",
      "votesGranted",
      "nextIndex",
      "matchIndex",
    ],
    waits,
    createClients: (random) => createRaftClients(servers, random),
    createProperties: (report) => createRaftProperties(servers, report),
    createPace: (report, now) => createRaftPace(servers, waits, report, now),
    calm: 4000,
    end: 11_000,
  };
}
