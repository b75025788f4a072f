/** Two-phase commit as it is simulated: one transaction, with its coordinator, participants and client. */
import type { System } from "../simulation/system.ts";
import { createTwoPhaseCommit, observeTwoPhase, type TwoPhaseConfiguration } from "./core.ts";
import { createTwoPhasePace } from "./pace.ts";
import { createTwoPhaseProperties } from "./properties.ts";
import type { TwoPhase } from "./types.ts";
import { createTwoPhaseClients } from "./workload.ts";

const waits: System<TwoPhase>["waits"] = { patience: [100, 800], inquiry: [40, 120] };

export function twoPhaseSystem(count = 3): System<TwoPhase> {
  const participants = Array.from({ length: count }, (_, index) => `r${index + 1}`);
  const configuration: TwoPhaseConfiguration = { coordinator: "coordinator", participants };
  const nodes = [configuration.coordinator, ...participants];
  return {
    name: "two-phase-commit",
    model: "TwoPhase",
    constants: { Managers: count },
    nodes,
    createCore: (point) => createTwoPhaseCommit(configuration, point),
    observe: observeTwoPhase,
    variables: ["decision", "prepared", "vote"],
    waits,
    createClients: (random) => createTwoPhaseClients(configuration, random),
    createProperties: (report) => createTwoPhaseProperties(nodes, report),
    createPace: (report, now) => createTwoPhasePace(configuration, waits, report, now),
    calm: 1200,
    end: 6000,
  };
}
