/**
 * What must hold of every run of Raft, seen from outside: figure 3 of the paper, and that no committed entry is ever lost.
 * What a server stores while it is down is what it stored when it went down, until it comes back and shows otherwise.
 */
import type { Node } from "../core.ts";
import type { Properties, Report } from "../simulation/system.ts";
import { ClientHistory } from "./client-history.ts";
import { isQuorum } from "./state.ts";
import type { Entry, Raft, RaftState } from "./types.ts";

/** An entry that was committed, its place in the log from 0, and the term in which it was for the first time. */
interface Committed {
  readonly place: number;
  readonly entry: Entry;
  readonly term: number;
}

const same = (one: Entry | undefined, other: Entry | undefined): boolean =>
  one === other ||
  (one !== undefined &&
    other !== undefined &&
    one.term === other.term &&
    one.value.client === other.value.client &&
    one.value.sequence === other.value.sequence);

export function createRaftProperties(servers: readonly Node[], report: Report): Properties<Raft> {
  const latest = new Map<Node, RaftState>();
  const leaders = new Map<number, Node>();
  const committed: Committed[] = [];
  const history = new ClientHistory(report);

  return {
    started(state) {
      latest.set(state.node, state);
      checkLogs(state);
      checkCommittedStay(0);
    },
    stepped(before, after) {
      latest.set(after.node, after);
      if (after.role === "Leader") {
        checkElection(after);
        if (before.role === "Leader") checkAppendOnly(before, after);
        else checkCompleteness(after, committed);
      }
      if (after.log !== before.log) {
        checkLogs(after);
        if (after.log.get(before.log.size - 1) !== before.log.last()) checkCommittedStay(0);
      }
      if (after.commitIndex > before.commitIndex) apply(before.commitIndex, after);
      if (after.commitIndex < before.commitIndex)
        report("StateMachineSafety", `${after.node} takes back what it applied after ${after.commitIndex}`);
    },
    invoked: (operation) => history.invoked(operation),
    done: (client, id, result) => history.done(client, id, result),
    ended(states, waiting) {
      if (states.length < servers.length) report("Progress", "a server never came back");
      if (waiting > 0) report("Progress", `${waiting} clients still wait`);
      // That all have applied it can't be asked for: a leader commits what it took over with its next entry only.
      for (const { node, log } of states)
        if (!committed.every(({ place, entry }) => same(log.get(place), entry)))
          report("Progress", `${node} still lacks one of ${committed.length} committed entries`);
    },
  };

  /** §5.2: at most one leader a term. */
  function checkElection({ node, currentTerm }: RaftState): void {
    const leader = leaders.get(currentTerm) ?? node;
    leaders.set(currentTerm, leader);
    if (leader !== node) report("ElectionSafety", `${leader} and ${node} lead in term ${currentTerm}`);
  }

  /** §5.3: a leader never overwrites or deletes. */
  function checkAppendOnly(before: RaftState, after: RaftState): void {
    if (after.log !== before.log && !before.log.every((entry, place) => same(after.log.get(place), entry)))
      report("LeaderAppendOnly", `${after.node} changes its log as leader of term ${after.currentTerm}`);
  }

  /** §5.3: logs with an entry of the same index and term are identical up to there. */
  function checkLogs({ node, log }: RaftState): void {
    for (const other of latest.values()) {
      let index = Math.min(log.size, other.log.size);
      while (index > 0 && log.get(index - 1)?.term !== other.log.get(index - 1)?.term) index--;
      for (; index > 0; index--)
        if (!same(log.get(index - 1), other.log.get(index - 1)))
          report("LogMatching", `${node} and ${other.node} differ at index ${index}, but agree on the term after it`);
    }
  }

  /** §5.4: what was committed in a term is in the logs of the leaders of all later terms. */
  function checkCompleteness({ node, log, currentTerm }: RaftState, entries: readonly Committed[]): void {
    for (const { place, entry, term } of entries)
      if (term < currentTerm && !same(log.get(place), entry))
        report("LeaderCompleteness", `${node} leads in term ${currentTerm} without entry ${place + 1} of term ${term}`);
  }

  /** A majority stores what is committed, at every moment. */
  function checkCommittedStay(from: number): void {
    for (const { place, entry } of committed.slice(from)) {
      const stored = [...latest.values()].filter(({ log }) => same(log.get(place), entry)).length;
      if (!isQuorum(stored, servers))
        report("CommittedEntriesStay", `only ${stored} servers store the committed entry ${place + 1}`);
    }
  }

  /** §5.4.3: no two servers apply different entries at the same index. */
  function apply(from: number, after: RaftState): void {
    const known = committed.length;
    for (let place = from; place < after.commitIndex; place++) {
      const entry = after.log.get(place);
      if (!entry) {
        report("StateMachineSafety", `${after.node} applies entry ${place + 1}, which it does not have`);
        return;
      }
      const other = committed[place]?.entry;
      if (other && !same(other, entry))
        report("StateMachineSafety", `${after.node} applies another entry ${place + 1} than was committed`);
      if (!other) {
        committed.push({ place, entry, term: after.currentTerm });
        history.applied(entry.value);
      }
    }
    history.compare(after);
    if (committed.length === known) return;
    checkCommittedStay(known);
    for (const state of latest.values()) if (state.role === "Leader") checkCompleteness(state, committed.slice(known));
  }
}
