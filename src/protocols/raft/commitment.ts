/** §5.3 and §5.4.2: when an entry is committed, and what that does. */
import { isQuorum, lastLogIndex, type Server, termAt } from "./state.ts";
import { applyCommand, findResult } from "./store.ts";

/** §5.4.2: an entry is committed once a majority stores it, if it is of the current term; older ones are with it. */
export function advanceCommitIndex(server: Server): void {
  const { turn, servers } = server;
  const { node, currentTerm, matchIndex, commitIndex } = turn.state;
  for (let index = commitIndex + 1; index <= lastLogIndex(turn.state); index++) {
    const stored = servers.filter((peer) => peer === node || (matchIndex.get(peer) ?? 0) >= index).length;
    if (termAt(turn.state, index) === currentTerm && isQuorum(stored, servers)) commitUpTo(server, index);
  }
}

/** A message that was delayed takes nothing back. */
export function commitUpTo({ turn }: Server, index: number): void {
  turn.update({ commitIndex: Math.max(turn.state.commitIndex, index) });
}

/** §5.3: what is committed is applied, in the order of the log; the leader answers the clients. */
export function applyCommitted({ turn }: Server): void {
  while (turn.state.lastApplied < turn.state.commitIndex) {
    const { role, log, lastApplied } = turn.state;
    const entry = log.get(lastApplied);
    if (!entry) return; // no server commits what it does not have
    const store = applyCommand(turn.state.store, entry.value);
    turn.update({ store, lastApplied: lastApplied + 1 });
    const result = findResult(store, entry.value);
    const { client, sequence } = entry.value;
    if (role === "Leader" && result) turn.answer(client, { kind: "done", client, sequence, result });
    turn.trace("apply");
  }
}
