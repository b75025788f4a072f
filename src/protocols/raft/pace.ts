/**
 * What servers of Raft promise about time, which figure 3 of the paper and the model leave open: a new leader tells at once
 * (§5.2, figure 2), who does not lead says so, a command goes on to the others without delay, its client is answered when
 * it is applied, a leader that is too far ahead of a follower goes back at once, nobody starts an election while a leader is
 * heard, and everybody does when it is not. And that they do no more than that: between two messages of the same kind lies
 * a retry's time, an answer is given to who asked, and the disk is written when something has changed.
 */
import type { Node } from "../core.ts";
import { Obligations } from "../simulation/obligations.ts";
import type { Deed, Pace, Report, System } from "../simulation/system.ts";
import { findResult } from "./store.ts";
import type { Raft, RaftAnswer, RaftState } from "./types.ts";

const election = "an election";
const messageTo = (peer: Node) => `a message to ${peer}`;

export function createRaftPace(
  servers: readonly Node[],
  waits: System<Raft>["waits"],
  report: Report,
  now: () => number,
): Pace<Raft> {
  const owed = new Obligations();
  /** When a server sent its last message to a peer, and since when it waits for a leader. */
  const sentAt = new Map<string, number>();
  const patientSince = new Map<Node, number>();

  return {
    stepped(deed) {
      const { node } = deed.outcome.state;
      checkLate();
      checkWriting(deed);
      if (!deed.before) {
        wait(node);
        return;
      }
      checkSending(node, deed);
      checkPatience(node, deed);
      checkAnswers(deed);
      owe(node, deed.before, deed);
    },
    interrupted: (node) => owed.forget(node),
    ended: () => checkLate(),
  };

  function checkLate(): void {
    const late = owed.late(now());
    if (late) report("Promptness", `${late.node} owed ${late.what} at ${late.until} ms, and it is ${now()} ms`);
  }

  function checkWriting({ before, outcome: { state, effects } }: Deed<Raft>): void {
    const isChanged =
      before !== undefined &&
      (before.currentTerm !== state.currentTerm || before.votedFor !== state.votedFor || before.log !== state.log);
    if (!isChanged && effects.some(({ kind }) => kind === "append"))
      report("Thrift", `${state.node} writes what is written already`);
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

  function checkAnswers({ before, input, outcome: { state, effects } }: Deed<Raft>): void {
    const answers = effects.flatMap((effect) => (effect.kind === "answer" ? [effect.answer] : []));
    if (input?.kind === "request") {
      if (before?.role !== "Leader" && !answers.some((answer) => isAbout(answer, input.request)))
        report("Promptness", `${state.node} does not lead, and does not say so`);
      if (before && findResult(before.store, input.request) && !answers.some(({ kind }) => kind === "done"))
        report("Promptness", `${state.node} knows what it has answered ${input.request.client}, and does not say it`);
      return;
    }
    if (state.role !== "Leader" && answers.length > 0)
      report("Thrift", `${state.node} answers whom the leader answers`);
    for (const answer of answers)
      if (answer.kind === "done" && !answer.result)
        report("Thrift", `${state.node} answers ${answer.client}, which has gone on since, with nothing`);
    if (state.role !== "Leader" || !before) return;
    for (const { value } of state.log.slice(before.lastApplied, state.lastApplied))
      if (findResult(state.store, value) && !answers.some((answer) => isAbout(answer, value)))
        report("Promptness", `${state.node} leads, applies a command of ${value.client} and does not answer`);
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

const isAbout = (answer: RaftAnswer, asked: { readonly client: string; readonly sequence: number }): boolean =>
  answer.client === asked.client && answer.sequence === asked.sequence;
