/**
 * The core of Raft: which function answers which input. What a peer should have is sent by a timer, so that a step is one
 * transition, followed by one for each entry that it applies.
 */
import type { Core, Node } from "../core.ts";
import { type Observation, silent, type TracePoint } from "../trace-point.ts";
import { Turn } from "../turn.ts";
import { onElectionTimeout, onRequestVote, onRequestVoteResponse, requestVote } from "./election.ts";
import { appendEntries, clientRequest, onAppendEntries, onAppendEntriesResponse } from "./replication.ts";
import { recoverServer, type Server, sending } from "./state.ts";
import type { Raft, RaftMessage, RaftState } from "./types.ts";

export function createRaft(servers: readonly Node[], point: TracePoint<RaftState, RaftMessage> = silent): Core<Raft> {
  return {
    nodes: servers,
    start(node, records) {
      const turn = new Turn<Raft>(recoverServer(node, servers, records), point);
      turn.startTimer("election", "election");
      return turn.end();
    },
    step(state, input) {
      const server: Server = { turn: new Turn<Raft>(state, point), servers };
      if (input.kind === "request") clientRequest(server, input.request);
      else if (input.kind === "message") receive(server, input.from, input.to, input.message);
      else if (input.timer === "election") onElectionTimeout(server);
      else for (const peer of servers) if (input.timer === sending(peer)) sendTo(server, peer);
      return server.turn.end();
    },
  };
}

function receive(server: Server, from: Node, to: Node, message: RaftMessage): void {
  if (message.type === "RequestVote") onRequestVote(server, { from, to, message });
  else if (message.type === "RequestVoteResponse") onRequestVoteResponse(server, { from, to, message });
  else if (message.type === "AppendEntries") onAppendEntries(server, { from, to, message });
  else onAppendEntriesResponse(server, { from, to, message });
}

/** A follower has nothing to send: the timer is from before it became one. */
function sendTo(server: Server, peer: Node): void {
  const { role } = server.turn.state;
  if (role === "Candidate") requestVote(server, peer);
  if (role === "Leader") appendEntries(server, peer);
}

/** The variables of the model, by its names. */
export const observeRaft: Observation<RaftState> = (state) => ({
  currentTerm: state.currentTerm,
  votedFor: state.votedFor,
  log: state.log,
  role: state.role,
  commitIndex: state.commitIndex,
  lastApplied: state.lastApplied,
  votesGranted: state.votesGranted,
  nextIndex: state.nextIndex,
  matchIndex: state.matchIndex,
});
