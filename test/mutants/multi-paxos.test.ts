/** Multi-Paxos without one of its rules, by the section of "Paxos Made Simple" that gives the rule. */
import { mutants } from "./mutants.ts";

mutants("models/multi-paxos.spec", [
  {
    what: "§3: a leader leads with one promise",
    edits: [["phase = Preparing ∧ isQuorum(promises)", "phase = Preparing ∧ promises ≠ {}"]],
    breaks: "P2b",
  },
  {
    what: "§3: a leader does not look at what the promises speak of",
    edits: [["highest[i] := higher(highest[i], msg.accepted[i])", "highest[i] := highest[i]"]],
    breaks: "P2b",
  },
  {
    what: "§3: a leader fills slots with nothing, whatever the promises speak of",
    edits: [["Some(proposal): proposal.value, None: NoOp", "Some(_): NoOp, None: NoOp"]],
    breaks: "P2b",
  },
  {
    what: "§3: a leader goes on after the last slot that it knows, not after the last that the promises speak of",
    edits: [["next := lastReported + 1", "next := firstUnknown"]],
    breaks: "OneProposalPerNumber",
  },
  {
    what: "§3: the promise holds for the slots that were asked for only in words: nothing is written down",
    edits: [["    promised := msg.number\n    reply", "    reply"]],
    breaks: "P2b",
  },
  {
    what: "§3: an acceptor tells of the first slot only",
    edits: [["if i ≥ msg.first then accepted[i]", "if i = msg.first then accepted[i]"]],
    breaks: "P2b",
    config: "again",
    only: ["P2b"],
  },
  {
    what: "§2.2: an acceptor accepts in spite of its promise",
    edits: [
      [
        "  on Accept when msg.number ≥ promised {\n    promised := msg.number",
        "  on Accept {\n    promised := promised",
      ],
    ],
    breaks: "P2b",
  },
  {
    what: "§2.3: a server believes the first acceptor",
    edits: [["log[msg.slot] = None ∧ acceptedByMajority(msg.number, msg.slot, msg.value)", "log[msg.slot] = None"]],
    breaks: "SameSequence",
    only: ["SameSequence", "Agreement"],
  },
  {
    what: "§2.2: a server that comes back uses its number again",
    edits: [["durable round", "volatile round"]],
    breaks: "OneProposalPerNumber",
    settings: "Servers = 2, restart.total = 1",
    only: ["OneProposalPerNumber"],
  },
  {
    what: "§2.3: a server executes what the first acceptor has accepted",
    edits: [["log[msg.slot] = None ∧ acceptedByMajority(msg.number, msg.slot, msg.value)", "log[msg.slot] = None"]],
    breaks: "ReplicatedLog",
    only: ["ReplicatedLog"],
  },
  {
    what: "§3: a leader does not go on to the next slot",
    edits: [["    next += 1\n", ""]],
    breaks: "does not reach Learned",
    settings: "Acceptors = 2, Servers = 1",
    only: ["Learned"],
  },
  {
    what: "§3: a new leader leaves to others what the promises speak of",
    edits: [
      [
        "for i in firstUnknown..lastReported where log[i] = None {",
        "for i in lastReported+1..lastReported where log[i] = None {",
      ],
    ],
    breaks: "OneLeaderFinishes",
    only: ["OneLeaderFinishes"],
  },
]);
