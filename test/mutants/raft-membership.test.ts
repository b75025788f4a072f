/** Changes of Raft's membership without one of their rules, by the section of Ongaro's thesis that gives the rule. */
import { mutants } from "./mutants.ts";

mutants("models/raft-membership.spec", [
  {
    what: "§4.1: a change of any size in one step",
    edits: [["len((wanted ∖ members) ∪ (members ∖ wanted)) = 1", "True"]],
    breaks: "LeaderCompleteness",
    settings: "loss.total = 0, MaxLog = 3",
    only: ["LeaderCompleteness", "ElectionSafety"],
  },
  {
    what: "§4.1: a change begins before the one before is committed",
    edits: [["        ∧ configurationIndex ≤ commitIndex\n        ∧ wanted", "        ∧ wanted"]],
    breaks: "OneChangeAtATime",
    settings: "MaxLog = 3, MaxChanges = 2, loss.total = 0",
    only: ["OneChangeAtATime"],
  },
  {
    what: "§4.3: the majority of the new members is enough in a joint configuration",
    edits: [
      [
        "isQuorum(servers ∩ oldMembers, oldMembers)\n    ∧ isQuorum(servers ∩ newMembers",
        "isQuorum(servers ∩ newMembers",
      ],
    ],
    breaks: "LeaderCompleteness",
    config: "joint",
    settings: "MaxElections = 2, loss.total = 0",
    only: ["LeaderCompleteness", "ElectionSafety"],
  },
  {
    what: "§4.3: the leader does not wait for the joint configuration",
    edits: [["configuration is Joint ∧ configurationIndex ≤ commitIndex", "configuration is Joint"]],
    breaks: "LeaderCompleteness",
    config: "joint",
    settings: "MaxElections = 2, loss.total = 0",
    only: ["LeaderCompleteness", "ElectionSafety"],
  },
  {
    what: "§3.6: a vote for whoever asks, up-to-date or not",
    edits: [["votedFor ∈ {None, Some(candidate)} ∧ upToDate", "votedFor ∈ {None, Some(candidate)}"]],
    breaks: "LeaderCompleteness",
  },
  {
    what: "§3.4: a server votes for everybody who asks",
    edits: [["    if grant { votedFor := Some(candidate) }\n", ""]],
    breaks: "ElectionSafety",
  },
  {
    what: "§3.5: a leader does not take answers into account",
    edits: [
      [
        "matchIndex[follower] := max(matchIndex[follower], msg.matchIndex)",
        "matchIndex[follower] := matchIndex[follower]",
      ],
    ],
    breaks: "StableLeaderCommits",
    only: ["StableLeaderCommits"],
  },
]);
