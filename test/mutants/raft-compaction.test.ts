/** Raft's log compaction without one of its rules, by the section of Ongaro's thesis that gives the rule. */
import { mutants } from "./mutants.ts";

mutants("models/raft-compaction.spec", [
  {
    what: "§5.1: a snapshot of more than has been applied",
    edits: [["    let lastIndex = lastApplied\n", "    let lastIndex = lastLogIndex\n"]],
    breaks: "SnapshotIsCommitted",
    only: ["SnapshotIsCommitted"],
  },
  {
    what: "§5.1: the log is not discarded with the snapshot",
    edits: [["state: machine }\n    log := rest\n", "state: machine }\n"]],
    breaks: "log becomes [{term: 1}, {term: 1}, {term: 1}], over its capacity of 2",
  },
  {
    what: "§5.1: the term of the last entry is not remembered",
    edits: [["lastTerm: termAt(lastIndex)", "lastTerm: 0"]],
    breaks: "MachineFollowsTheLog",
  },
  {
    what: "§5.1: a server that comes back begins with an empty state machine",
    edits: [["volatile machine: Machine = snapshot.state", "volatile machine: Machine = []"]],
    breaks: "MachineFollowsTheLog",
    config: "restarts",
    only: ["MachineFollowsTheLog"],
  },
  {
    what: "figure 5.3: an older snapshot takes the place of a newer one",
    edits: [["      if lastIndex > snapshot.lastIndex {", "      if True {"]],
    breaks: "log[index - snapshot.lastIndex] does not exist: there is no item -1, it is empty",
  },
  {
    what: "figure 5.3: a follower throws away what follows the snapshot",
    edits: [["    let rest = if follows then log", "    let rest = if False then log"]],
    breaks: "MachineFollowsTheLog",
    only: ["MachineFollowsTheLog"],
  },
  {
    what: "figure 5.3: the state machine does not go on from the snapshot",
    edits: [["        if lastApplied < lastIndex { reset() }\n", ""]],
    breaks: "MachineFollowsTheLog",
    only: ["MachineFollowsTheLog"],
  },
  {
    what: "figure 5.3: an answer to a snapshot is not taken into account",
    edits: [["if role = Leader ∧ msg.term = currentTerm { progress(follower, msg.matchIndex) }", ""]],
    breaks: "StableLeaderBringsUpToDate",
    only: ["StableLeaderBringsUpToDate"],
  },
]);
