/**
 * Raft as its model sees it: identity by name. The model's values stand for commands of clients, and the store that the
 * commands make is no part of it: a command that is answered from the store, because it comes again, changes nothing that
 * the model has.
 */
import type { Command, RaftAnswer, RaftState } from "../../protocols/index.ts";
import type { Mapping } from "./mapping.ts";

/** The commands that stand for v1, v2, …: each of a client of its own, which has one. */
export const commandOf = (number: number): Command => ({
  client: `c${number}`,
  sequence: 1,
  operation: { kind: "put", key: "x", value: `v${number}` },
});

const isCommand = (value: unknown): value is Command =>
  typeof value === "object" && value !== null && "client" in value && "sequence" in value && "operation" in value;

export const raftMapping: Mapping<RaftState, RaftAnswer> = {
  variables: {
    Server: {
      currentTerm: (state) => state.currentTerm,
      votedFor: (state) => state.votedFor,
      log: (state) => state.log,
      role: (state) => state.role,
      commitIndex: (state) => state.commitIndex,
      lastApplied: (state) => state.lastApplied,
      votesGranted: (state) => state.votesGranted,
      nextIndex: (state) => state.nextIndex,
      matchIndex: (state) => state.matchIndex,
    },
  },
  remembered: {
    /** The model counts elections to bound them; an election is a term that a server begins as a candidate. */
    elections: {
      initial: 0,
      next: (count, before, after) =>
        Number(count) + (after.role === "Candidate" && after.currentTerm > before.currentTerm ? 1 : 0),
    },
    /** What clients have asked for, where the model wants to know. */
    asked: {
      initial: [],
      next: (values, before, after, parameters) => {
        const known = values as readonly unknown[];
        if (parameters.get("AskOnce") !== "True" || after.role !== "Leader" || after.log.size <= before.log.size)
          return known;
        const value = after.log.last()?.value;
        return known.includes(value) ? known : [...known, value];
      },
    },
  },
  members: {
    /** v1 is the command of client c1, and so on. */
    Value: (value) => (isCommand(value) && value.sequence === 1 ? value.client.replace(/^c/, "v") : undefined),
  },
  outside: [
    { name: "node", because: "the name of the node: whose variables they are" },
    {
      name: "store",
      because: "what applied commands make of the store: the model agrees on commands, not on their effects",
    },
  ],
  silent: [],
  answered: (answer, { log, lastApplied }) => {
    if (answer.kind !== "done") return undefined;
    const applied = log.slice(0, lastApplied);
    const known = applied.some(({ value }) => value.client === answer.client && value.sequence === answer.sequence);
    return known ? undefined : `${answer.client} is told that a command is done which was not applied here`;
  },
};
