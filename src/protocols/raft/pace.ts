/**
 * What servers of Raft promise about time, which figure 3 of the paper and the model leave open: a new leader tells at once
 * (§5.2, figure 2), a command goes on to the others without delay, a leader that is too far ahead of a follower goes back at
 * once, nobody starts an election while a leader is heard, and everybody does when it is not. And that they do no more than
 * that: between two messages of the same kind lies a retry's time. What each step owes at any time is in `duties.ts`.
 */

import type { Node } from "../core.ts";
import type { Deed } from "../deed.ts";
import { breachOf } from "../duties.ts";
import { Obligations } from "../simulation/obligations.ts";
import type { Pace, Report, System } from "../simulation/system.ts";
import { createRaftDuties } from "./duties.ts";
import type { Raft, RaftState } from "./types.ts";

const election = "an election";
const messageTo = (peer: Node) => `a message to ${peer}`;

export function createRaftPace(
  servers: readonly Node[],
  waits: System<Raft>["waits"],
  report: Report,
  now: () => number,
): Pace<Raft> {
  const duties = createRaftDuties(servers);
  const owed = new Obligations();
  /** When a server sent its last message to a peer, and since when it waits for a leader. */
  const sentAt = new Map<string, number>();
  const patientSince = new Map<Node, number>();

  return {
    stepped(deed) {
      const { node } = deed.outcome.state;
      checkLate();
      const breach = breachOf(duties, deed);
      if (breach) report(breach.kind, breach.what);
      if (!deed.before) {
        wait(node);
        return;
      }
      checkSending(node, deed);
      checkPatience(node, deed);
      owe(node, deed.before, deed);
    },
    interrupted: (node) => owed.forget(node),
    ended: () => checkLate(),
  };

  function checkLate(): void {
    const late = owed.late(now());
    if (late) report("Promptness", `${late.node} owed ${late.what} at ${late.until} ms, and it is ${now()} ms`);
  }

  /** What is sent unasked was owed at this moment, or comes a retry's time after the last one. */
  function checkSending(node: Node, { outcome: { messages } }: Deed<Raft>): void {
    const [soonest, latest] = waits.retry;
    for (const { to, message } of messages) {
      if (message.type !== "AppendEntries" && message.type !== "RequestVote") continue;
      const last = sentAt.get(`${node} ${to}`) ?? Number.NEGATIVE_INFINITY;
      if (!owed.isDue(node, messageTo(to), now()) && now() - last < soonest)
        report("Thrift", `${node} sends ${to} the next ${message.type} after ${now() - last} ms`);
      sentAt.set(`${node} ${to}`, now());
      owed.settle(node, messageTo(to));
      owed.owe(node, messageTo(to), now() + latest);
    }
  }

  /** A vote or a leader gives everybody new patience; an election comes when it has ended, neither before nor much later. */
  function checkPatience(node: Node, { before, input, outcome: { state, messages } }: Deed<Raft>): void {
    const isTimeout = input?.kind === "timer" && input.timer === "election";
    const waited = now() - (patientSince.get(node) ?? now());
    if (isTimeout && state.currentTerm !== before?.currentTerm && waited < waits.election[0])
      report("Thrift", `${node} starts an election ${waited} ms after it heard of a leader or a candidate`);
    const hearsLeader =
      input?.kind === "message" && input.message.type === "AppendEntries" && input.message.term === state.currentTerm;
    const votes = messages.some(({ message }) => message.type === "RequestVoteResponse" && message.voteGranted);
    if (isTimeout || hearsLeader || votes) wait(node);
  }

  function wait(node: Node): void {
    patientSince.set(node, now());
    owed.settle(node, election);
    owed.owe(node, election, now() + waits.election[1]);
  }

  /** What a step brings with it that others should hear of at once. */
  function owe(node: Node, before: RaftState, { input, outcome: { state, effects } }: Deed<Raft>): void {
    const { role, currentTerm, votesGranted } = state;
    const others = servers.filter((peer) => peer !== node);
    const isNew = role !== before.role || currentTerm !== before.currentTerm;
    if (isNew) for (const peer of others) owed.settle(node, messageTo(peer));
    if (role === "Follower") return;
    const isAccepted = input?.kind === "request" && !effects.some(({ kind }) => kind === "answer");
    if (isNew || isAccepted) for (const peer of others) owed.owe(node, messageTo(peer), now());
    if (role === "Candidate") for (const peer of votesGranted) owed.settle(node, messageTo(peer));
    if (input?.kind !== "message" || input.message.type !== "AppendEntriesResponse" || role !== "Leader") return;
    if (input.message.term === currentTerm && !input.message.success) owed.owe(node, messageTo(input.from), now());
  }
}
