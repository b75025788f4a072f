/** The goals of the protocols of this package. */
import type { Command, Node, Operation, Raft, RaftState, TwoPhase, TwoPhaseState } from "../../protocols/index.ts";
import type { Goal, Wish } from "./goal.ts";

const client = "somebody";

/** Swaps, asks again, writes, comes too late, fails to swap, and reads: what is executed twice does not give the same. */
const operations: readonly (readonly [sequence: number, operation: Operation])[] = [
  [1, { kind: "cas", key: "y", expected: null, value: "one" }],
  [1, { kind: "cas", key: "y", expected: null, value: "one" }],
  [2, { kind: "put", key: "y", value: "two" }],
  [1, { kind: "cas", key: "y", expected: null, value: "one" }],
  [3, { kind: "cas", key: "y", expected: "one", value: "three" }],
  [4, { kind: "get", key: "y" }],
];

/** A server waits longer for a leader the later it comes in the list, so that elections end. */
export const raftGoal = (servers: readonly Node[]): Goal<Raft> => ({
  text: "one server leads, all logs are equal, committed and applied, and clients are answered",
  ticks: (wait, node) => (wait === "now" ? 0 : wait === "retry" ? 1 : 3 + 2 * servers.indexOf(node)),
  wishes: operations.map(([sequence, operation], at): Wish<Raft> => {
    const request: Command = { client, sequence, operation };
    // Nobody answers a command that its client has followed by others.
    if (operations.slice(0, at).some(([earlier]) => earlier > sequence)) return { client, request };
    return {
      client,
      request,
      isServed: (answer) => answer.kind === "done" && answer.client === client && answer.sequence === sequence,
    };
  }),
  missing(states) {
    const leaders = states.filter(({ role }) => role === "Leader");
    const [leader] = leaders;
    if (!leader || leaders.length > 1)
      return leader ? `${leaders.map(({ node }) => node).join(" and ")} lead` : "nobody leads";
    return states.map((state) => behind(state, leader)).find((text) => text !== undefined);
  },
});

function behind({ node, log, commitIndex, lastApplied }: RaftState, leader: RaftState): string | undefined {
  if (log.size !== leader.log.size || !log.every(({ term }, at) => leader.log.get(at)?.term === term))
    return `the log of ${node} is not that of ${leader.node}, who leads`;
  if (commitIndex < log.size) return `${node} has committed ${commitIndex} of ${log.size} entries`;
  return lastApplied < log.size ? `${node} has applied ${lastApplied} of ${log.size} entries` : undefined;
}

export const twoPhaseGoal = (coordinator: Node, participants: readonly Node[]): Goal<TwoPhase> => ({
  text: "everybody has come to the same decision, and the client knows it",
  ticks: (wait) => (wait === "inquiry" ? 1 : 3),
  wishes: [
    ...participants.map((to): Wish<TwoPhase> => ({ client, to, request: { kind: "prepare" }, isServed: () => true })),
    {
      client,
      to: coordinator,
      request: { kind: "outcome" },
      isServed: ({ outcome }) => outcome === "Committed" || outcome === "Aborted",
    },
  ],
  missing(states) {
    const open = states.find((state) => !isFinal(decisionOf(state)));
    if (open) return `${open.node} is still ${decisionOf(open)}`;
    const [first] = states;
    const other = states.find((state) => first && decisionOf(state) !== decisionOf(first));
    return first && other && `${first.node} is ${decisionOf(first)}, and ${other.node} is ${decisionOf(other)}`;
  },
});

const decisionOf = (state: TwoPhaseState): string => (state.role === "coordinator" ? state.decision : state.vote);
const isFinal = (decision: string): boolean => decision === "Committed" || decision === "Aborted";
