/** Two-phase commit as its model sees it: identity by name, but for what the coordinator has written down. */
import type { CoordinatorState, ParticipantState, TwoPhaseAnswer, TwoPhaseState } from "../../protocols/index.ts";
import type { Mapping, Reading } from "./mapping.ts";

const coordinator =
  (read: Reading<CoordinatorState>): Reading<TwoPhaseState> =>
  (state) =>
    state.role === "coordinator" ? read(state) : undefined;

const participant =
  (read: Reading<ParticipantState>): Reading<TwoPhaseState> =>
  (state) =>
    state.role === "participant" ? read(state) : undefined;

export const twoPhaseMapping: Mapping<TwoPhaseState, TwoPhaseAnswer> = {
  variables: {
    Coordinator: {
      // The only record that it writes says this; so of a node that is down, this is whether there is one.
      committed: coordinator((state) => state.decision === "Committed"),
      decision: coordinator((state) => state.decision),
      prepared: coordinator((state) => state.prepared),
    },
    ResourceManager: {
      vote: participant((state) => state.vote),
    },
  },
  remembered: {},
  members: {},
  outside: [
    { name: "node", because: "the name of the node: whose variables they are" },
    { name: "role", because: "the kind of process, which follows from the node" },
  ],
  silent: [],
  answered: ({ outcome }, state) => {
    const known = state.role === "coordinator" ? state.decision : state.vote;
    return outcome === known ? undefined : `the client is told ${outcome}, and the node knows ${known}`;
  },
};
