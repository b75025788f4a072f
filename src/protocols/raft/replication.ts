/** §5.3: log replication, from a client's command to the entry in everybody's log. */
import type { Envelope, Node } from "../core.ts";
import { advanceCommitIndex, applyCommitted, commitUpTo } from "./commitment.ts";
import { becomeFollower, lastLogIndex, persist, type Server, sending, sendSoon, stepDown, termAt } from "./state.ts";
import { type Command, findResult } from "./store.ts";
import type { AppendEntries, AppendEntriesResponse } from "./types.ts";

/** §5.3: a client's command becomes an entry of the leader's log. One that was applied before has its answer already. */
export function clientRequest(server: Server, value: Command): void {
  const { turn } = server;
  const before = turn.state;
  const { client, sequence } = value;
  const result = findResult(before.store, value);
  if (result) turn.answer(client, { kind: "done", client, sequence, result });
  else if (before.role !== "Leader") turn.answer(client, { kind: "not-leader", client, sequence });
  else {
    turn.update({ log: before.log.push({ term: before.currentTerm, value }) });
    persist(server, before);
    sendSoon(server);
    advanceCommitIndex(server); // it may be the only server
    turn.trace("clientRequest", { value: showCommand(value) });
    applyCommitted(server);
  }
}

/** §5.3: the leader sends what follows nextIndex, and commitIndex with it; without entries this is a heartbeat. */
export function appendEntries({ turn }: Server, follower: Node): void {
  const { state } = turn;
  const prevLogIndex = (state.nextIndex.get(follower) ?? 1) - 1;
  turn.send(follower, {
    type: "AppendEntries",
    term: state.currentTerm,
    prevLogIndex,
    prevLogTerm: termAt(state, prevLogIndex),
    entries: [...state.log.slice(prevLogIndex)],
    leaderCommit: state.commitIndex,
  });
  turn.startTimer(sending(follower), "retry");
  turn.trace("appendEntries", { follower });
}

/** §5.3 and figure 2, the receiver's rules 1 to 5. */
export function onAppendEntries(server: Server, envelope: Envelope<AppendEntries>): void {
  const { turn } = server;
  const { from: leader, message } = envelope;
  const before = turn.state;
  if (message.term > before.currentTerm) stepDown(server, message.term);
  const { currentTerm } = turn.state;
  const current = message.term === currentTerm;
  let [success, matchIndex] = [false, 0];
  if (current) {
    becomeFollower(server); // §5.2: it lost
    turn.startTimer("election", "election");
    const { prevLogIndex, prevLogTerm } = message;
    success = prevLogIndex <= lastLogIndex(before) && termAt(before, prevLogIndex) === prevLogTerm; // rule 2
  }
  if (success) {
    matchIndex = message.prevLogIndex + message.entries.length;
    persist(server, before, storeEntries(server, message));
    commitUpTo(server, Math.min(message.leaderCommit, matchIndex)); // rule 5
  } else persist(server, before);
  turn.send(leader, { type: "AppendEntriesResponse", term: currentTerm, success, matchIndex }); // rule 1 for an older term
  turn.trace("on AppendEntries", {}, envelope);
  applyCommitted(server);
}

/** Rules 3 and 4; gives how many entries stayed. */
function storeEntries({ turn }: Server, { prevLogIndex, entries }: AppendEntries): number {
  let { log } = turn.state;
  let kept = log.size;
  for (const [offset, entry] of entries.entries()) {
    const index = prevLogIndex + 1 + offset;
    if (index <= log.size && log.get(index - 1)?.term !== entry.term) {
      log = log.setSize(index - 1); // rule 3
      kept = index - 1;
    }
    if (index > log.size) log = log.push(entry); // rule 4
  }
  turn.update({ log });
  return kept;
}

/** §5.3: a success says how far the follower's log matches; after a failure the leader tries one entry earlier. */
export function onAppendEntriesResponse(server: Server, envelope: Envelope<AppendEntriesResponse>): void {
  const { turn } = server;
  const { from: follower, message } = envelope;
  const before = turn.state;
  if (message.term > before.currentTerm) stepDown(server, message.term);
  persist(server, before);
  const { role, currentTerm, nextIndex, matchIndex } = turn.state;
  if (role === "Leader" && message.term === currentTerm) {
    if (message.success) {
      const match = Math.max(matchIndex.get(follower) ?? 0, message.matchIndex);
      turn.update({ matchIndex: matchIndex.set(follower, match), nextIndex: nextIndex.set(follower, match + 1) });
      advanceCommitIndex(server);
    } else {
      turn.update({ nextIndex: nextIndex.set(follower, Math.max(1, (nextIndex.get(follower) ?? 1) - 1)) });
      turn.startTimer(sending(follower), "now");
    }
  }
  turn.trace("on AppendEntriesResponse", {}, envelope);
  applyCommitted(server);
}

/** A command as a trace shows it. */
const showCommand = ({ client, sequence, operation }: Command) => ({ client, sequence, operation: { ...operation } });
