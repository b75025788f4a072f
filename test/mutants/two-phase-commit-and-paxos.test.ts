/** Two-phase commit and Paxos without one of their parts, and models that break what the theories say about systems and faults. */
import { mutants } from "./mutants.ts";

mutants("models/two-phase-commit.spec", [
  {
    what: "the coordinator commits without waiting for anybody",
    edits: [["decision = Open ∧ prepared = ResourceManager", "decision = Open"]],
    breaks: "Consent",
  },
  {
    what: "a majority is enough to commit",
    edits: [["prepared = ResourceManager", "isQuorum(prepared)"]],
    breaks: "Consent",
  },
  {
    what: "the coordinator forgets that it has committed",
    edits: [["    decision := Committed\n", ""]],
    breaks: "Atomicity",
  },
  {
    what: "the coordinator aborts after it has committed",
    edits: [["action abort when decision = Open {", "action abort when decision ≠ Aborted {"]],
    breaks: "Atomicity",
  },
  {
    what: "a manager refuses after it has prepared",
    edits: [["action chooseToAbort when vote = Working", "action chooseToAbort when vote ∈ {Working, Prepared}"]],
    breaks: "Atomicity",
  },
  {
    what: "a manager that has refused prepares",
    edits: [["action prepare when vote = Working", "action prepare when vote ∈ {Working, Aborted}"]],
    breaks: "Durability",
  },
  {
    what: "the coordinator counts all managers as soon as one is ready",
    edits: [["insert manager into prepared", "prepared := ResourceManager"]],
    breaks: "Consent",
    only: ["Consent"],
  },
  {
    what: "a manager commits on its own",
    edits: [["    send Ready to coordinator", "    send Ready to coordinator\n    vote := Committed"]],
    breaks: "Consent",
  },
  {
    what: "the coordinator does not write down that it has committed",
    edits: [["    committed := True\n", ""]],
    breaks: "Atomicity",
    settings: "Managers = 2, crash.total = 1",
  },
  {
    what: "a coordinator that comes back collects votes again",
    edits: [["on restart { if decision = Open { decideToAbort() } }", ""]],
    breaks: "Atomicity",
    settings: "Managers = 2, crash.total = 1",
  },
  {
    what: "a manager forgets its vote when it fails",
    edits: [["durable vote: Vote = Working", "volatile vote: Vote = Working"]],
    breaks: "Durability",
    settings: "Managers = 2, crash.total = 1",
  },
]);

mutants("models/paxos.spec", [
  {
    what: "a proposer goes on without promises",
    edits: [["phase = Preparing ∧ isQuorum(promises)", "phase = Preparing"]],
    breaks: "P2b",
    only: ["P2b"],
  },
  {
    what: "one promise is enough",
    edits: [["phase = Preparing ∧ isQuorum(promises)", "phase = Preparing ∧ promises ≠ {}"]],
    breaks: "P2b",
    only: ["P2b"],
  },
  {
    what: "a proposer proposes what it wants, whatever the promises say",
    edits: [["Some(proposal): proposal.value, None: wanted", "Some(proposal): wanted, None: wanted"]],
    breaks: "P2b",
    only: ["P2b"],
  },
  {
    what: "a promise does not tell what was accepted",
    edits: [["reply Promise { number: msg.number, accepted }", "reply Promise { number: msg.number, accepted: None }"]],
    breaks: "P2b",
    only: ["P2b"],
  },
  {
    what: "an acceptor does not keep its promise",
    edits: [["    promised := msg.number\n    reply", "    reply"]],
    breaks: "P2b",
    only: ["P2b"],
  },
  {
    what: "an acceptor answers every prepare request",
    edits: [["on Prepare from proposer when msg.number > promised", "on Prepare from proposer"]],
    breaks: "PromisesAreKept",
  },
  {
    what: "an acceptor accepts in spite of its promise",
    edits: [
      [
        "  on Accept when msg.number ≥ promised {\n    promised := msg.number",
        "  on Accept {\n    promised := max(promised, msg.number)",
      ],
    ],
    breaks: "P2b",
    only: ["P2b"],
  },
  {
    what: "a learner believes the first acceptor",
    edits: [["on Accepted when acceptedByMajority(msg.number, msg.value)", "on Accepted"]],
    breaks: "Agreement",
  },
]);

/** The theories of faults and of the system say something too: these models would break them. */
mutants("models/raft.spec", [
  {
    what: "§2.2 of the document: a crash takes the log",
    edits: [["durable log", "volatile log"]],
    breaks: "CrashKeepsMemory",
    settings: "crash.total = 1, restart.total = 0, loss.total = 0",
    only: ["CrashKeepsMemory"],
  },
  {
    what: "§2.2 of the document: what was written to the log is lost in coming back",
    edits: [
      [
        "  // ---------------------------------------------------------------------------------------- §5.2 leader",
        "  on restart { log := [] }\n  // --- §5.2 leader",
      ],
    ],
    breaks: "CrashedIsSilent",
    settings: "crash.total = 1, restart.total = 0, loss.total = 0",
    only: ["CrashedIsSilent"],
  },
  {
    what: "§2.2 of the document: two of three servers may be down",
    edits: [["fault crash { atOnce: 1, total: 0 }", "fault crash { atOnce: 2, total: 2 }"]],
    breaks: "MajorityIsCorrect",
    settings: "restart.total = 0, loss.total = 0",
  },
  {
    what: "§1.1 of the document: a server that is down still leads",
    edits: [["volatile role", "durable role"]],
    breaks: "ServedByTheLiving",
    settings: "crash.total = 1, restart.total = 0, loss.total = 0",
    only: ["ServedByTheLiving"],
  },
  {
    what: "§1.1 of the document: a server comes back as a leader",
    edits: [
      [
        "  // ---------------------------------------------------------------------------------------- §5.2 leader",
        "  on restart { role := Leader }\n  // --- §5.2 leader",
      ],
    ],
    breaks: "BackBeforeServing",
    settings: "crash.total = 1, restart.total = 0, loss.total = 0",
    only: ["BackBeforeServing"],
  },
]);
mutants("models/two-phase-commit.spec", [
  {
    what: "§1.1 of the document: a manager commits before anybody told it",
    edits: [["    send Ready to coordinator", "    send Ready to coordinator\n    vote := Committed"]],
    breaks: "NothingFromNowhere",
    only: ["NothingFromNowhere"],
  },
  {
    what: "§2.2 of the document: a manager commits while it is cut off",
    edits: [["    send Ready to coordinator", "    send Ready to coordinator\n    vote := Committed"]],
    breaks: "CutIsSilent",
    config: "partitioned",
    only: ["CutIsSilent"],
  },
]);
