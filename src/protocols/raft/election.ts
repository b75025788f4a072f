/** §5.2 and §5.4.1: leader election. */
import type { Envelope, Node } from "../core.ts";
import { indexes, isQuorum, lastLogIndex, persist, type Server, sending, sendSoon, stepDown, termAt } from "./state.ts";
import type { RequestVote, RequestVoteResponse } from "./types.ts";

/** §5.2: a follower that hears from no leader, or a candidate whose election came to nothing, starts an election. */
export function onElectionTimeout(server: Server): void {
  const { turn } = server;
  turn.startTimer("election", "election");
  if (turn.state.role === "Leader") return;
  const before = turn.state;
  const { node } = before;
  turn.update({
    currentTerm: before.currentTerm + 1,
    role: "Candidate",
    votedFor: node,
    votesGranted: before.votesGranted.clear().add(node),
  });
  persist(server, before);
  sendSoon(server);
  if (isQuorum(turn.state.votesGranted.size, server.servers)) becomeLeader(server); // it is the only server
  turn.trace("timeout");
}

/** §5.2: a candidate asks the others for their votes, and again while it has not got them. */
export function requestVote({ turn }: Server, peer: Node): void {
  const { state } = turn;
  if (state.votesGranted.has(peer)) return;
  const index = lastLogIndex(state);
  turn.send(peer, {
    type: "RequestVote",
    term: state.currentTerm,
    lastLogIndex: index,
    lastLogTerm: termAt(state, index),
  });
  turn.startTimer(sending(peer), "retry");
  turn.trace("requestVote", { peer });
}

/** §5.2 and §5.4.1: one vote a term, first come first served, and only for a log that is at least as up-to-date. */
export function onRequestVote(server: Server, envelope: Envelope<RequestVote>): void {
  const { turn } = server;
  const { from: candidate, message } = envelope;
  const before = turn.state;
  if (message.term > before.currentTerm) stepDown(server, message.term);
  const { currentTerm, votedFor } = turn.state;
  const index = lastLogIndex(before);
  const term = termAt(before, index);
  const upToDate = message.lastLogTerm > term || (message.lastLogTerm === term && message.lastLogIndex >= index);
  const voteGranted = message.term === currentTerm && (votedFor === undefined || votedFor === candidate) && upToDate;
  if (voteGranted) {
    turn.update({ votedFor: candidate });
    turn.startTimer("election", "election");
  }
  persist(server, before);
  turn.send(candidate, { type: "RequestVoteResponse", term: currentTerm, voteGranted });
  turn.trace("on RequestVote", {}, envelope);
}

/** §5.2: votes from a majority make a leader. */
export function onRequestVoteResponse(server: Server, envelope: Envelope<RequestVoteResponse>): void {
  const { turn } = server;
  const { from: voter, message } = envelope;
  const before = turn.state;
  if (message.term > before.currentTerm) stepDown(server, message.term);
  persist(server, before);
  const { role, currentTerm, votesGranted } = turn.state;
  if (role === "Candidate" && message.term === currentTerm && message.voteGranted) {
    const votes = votesGranted.add(voter);
    turn.update({ votesGranted: votes });
    if (isQuorum(votes.size, server.servers)) becomeLeader(server);
  }
  turn.trace("on RequestVoteResponse", {}, envelope);
}

function becomeLeader(server: Server): void {
  const { turn, servers } = server;
  turn.update({
    role: "Leader",
    votesGranted: turn.state.votesGranted.clear(),
    nextIndex: indexes(servers, lastLogIndex(turn.state) + 1),
    matchIndex: indexes(servers, 0),
  });
  sendSoon(server);
}
