/** Three-phase commit, sagas, optimistic transactions and conflict resolution without one of their rules. */
import { mutants } from "./mutants.ts";

mutants("models/three-phase-commit.spec", [
  {
    what: "the coordinator prepares before all have voted",
    edits: [["leads ∧ answers = Site ∖ {self} {", "leads ∧ answers ≠ {} {"]],
    breaks: "Consent",
  },
  {
    what: "the coordinator commits before the others are prepared",
    edits: [
      [
        "action commit when phase = Prepared ∧ self = s1 ∧ leads ∧ everybodyElse {",
        "action commit when phase = Prepared ∧ self = s1 ∧ leads {",
      ],
    ],
    breaks: "NobodyIsAhead",
  },
  {
    what: "a backup decides before the others have its state",
    edits: [
      [
        "leads ∧ ¬decided ∧ everybodyElse { decide(phase = Prepared) }",
        "leads ∧ ¬decided { decide(phase = Prepared) }",
      ],
    ],
    breaks: "Atomicity",
    only: ["Atomicity"],
  },
  {
    what: "a backup that waits commits",
    edits: [["decide(phase = Prepared)", "decide(phase ∈ {Waiting, Prepared})"]],
    breaks: "Atomicity",
    only: ["Atomicity"],
  },
  {
    what: "a site listens to a coordinator that has been replaced",
    edits: [
      [
        "on Prepare from site when phase = Waiting ∧ site = coordinator ∧",
        "on Prepare from site when phase = Waiting ∧",
      ],
    ],
    breaks: "Atomicity",
    only: ["Atomicity"],
  },
  {
    what: "answers to the coordinator before count for the backup",
    edits: [["    coordinator := self\n    answers := {}\n", "    coordinator := self\n    answers := operational\n"]],
    breaks: "Atomicity",
    only: ["Atomicity"],
  },
  {
    what: "a site that has been down takes part again",
    edits: [["    recovering := True\n", ""]],
    breaks: "Atomicity",
    only: ["Atomicity"],
  },
  {
    what: "nobody takes over",
    edits: [
      [
        "action takeOver when coordinator ∉ operational ∧",
        "action takeOver when decided ∧ coordinator ∉ operational ∧",
      ],
    ],
    breaks: "deadlocks",
  },
]);

mutants("models/saga.spec", [
  {
    what: "the next transaction begins before the one before has ended",
    edits: [["begun = ended ∧ begun < Steps {", "begun < Steps {"]],
    breaks: "PrefixInEffect",
  },
  {
    what: "compensations are done in any order",
    edits: [["send Compensate to Service[begun]", "pick i in 1..begun\n    send Compensate to Service[i]"]],
    breaks: "PrefixInEffect",
  },
  {
    what: "what was begun last is not compensated",
    edits: [
      [
        "action abortSaga when status = Running { status := Compensating }",
        "action abortSaga when status = Running {\n    status := Compensating\n    begun := ended\n  }",
      ],
    ],
    breaks: "AllOrNothing",
  },
  {
    what: "a service does not remember what it has done",
    edits: [["if outcome[saga_] = Unknown {", "if outcome[saga_] ∈ {Unknown, Done} {"]],
    breaks: "ExactlyOnce",
  },
  {
    what: "a compensation that was done already is done again",
    edits: [
      [
        "if outcome[saga_] = Done { free += 1 }",
        "if outcome[saga_] ∈ {Done, Compensated} ∧ free < Places { free += 1 }",
      ],
    ],
    breaks: "ExactlyOnce",
    settings: "InFlight = 2",
  },
  {
    what: "a compensation of what was not done leaves no mark",
    edits: [
      ["    outcome[saga_] := Compensated\n", "    if outcome[saga_] = Done { outcome[saga_] := Compensated }\n"],
    ],
    breaks: "AllOrNothing",
    settings: "InFlight = 2",
  },
  {
    what: "the log does not say what was begun",
    edits: [["durable begun", "volatile begun"]],
    breaks: "AllOrNothing",
    only: ["AllOrNothing"],
  },
  {
    what: "the saga ends when the last one has begun",
    edits: [["status = Running ∧ ended = Steps {", "status = Running ∧ begun = Steps {"]],
    breaks: "AllOrNothing",
  },
]);

mutants("models/optimistic-transactions.spec", [
  {
    what: "condition 2: what finished while it was reading is not looked at",
    edits: [
      [
        "    (∀ t ∈ Transaction: startNumber < t.number ∧ t.number ≤ finishNumber → writeSetOf(t) ∩ readSet = {})\n    ∧ (∀ t",
        "    (∀ t",
      ],
    ],
    breaks: "SerialEquivalence",
    only: ["SerialEquivalence"],
  },
  {
    what: "condition 3: what is being written is not looked at",
    edits: [["(∀ t ∈ finishActive: writeSetOf(t) ∩ (readSet ∪ writeSet) = {})", "True"]],
    breaks: "SerialEquivalence",
    settings: "Parallel = True",
    only: ["SerialEquivalence"],
  },
  {
    what: "condition 3: only what was read is compared with what is being written",
    edits: [["writeSetOf(t) ∩ (readSet ∪ writeSet) = {}", "writeSetOf(t) ∩ readSet = {}"]],
    breaks: "SerialEquivalence",
    settings: "Parallel = True",
    only: ["SerialEquivalence"],
  },
  {
    what: "nothing is validated, and there is a circle of dependences",
    edits: [["action validate when phase = Validating ∧ isValid {", "action validate when phase = Validating {"]],
    breaks: "Isolation",
    only: ["Isolation"],
  },
  {
    what: "nothing is validated, and the last object is deleted",
    edits: [["action validate when phase = Validating ∧ isValid {", "action validate when phase = Validating {"]],
    breaks: "Consistency",
    only: ["Consistency"],
  },
  {
    what: "a transaction remembers no beginning",
    edits: [["    startNumber := counter\n", "    startNumber := max(counter, 1)\n"]],
    breaks: "SerialEquivalence",
    only: ["SerialEquivalence"],
  },
  {
    what: "a transaction counts as finished before it has written everything",
    edits: [["action commit when phase = Writing ∧ written = writeSet {", "action commit when phase = Writing {"]],
    breaks: "CommittedIsWritten",
  },
  {
    what: "an abort keeps the copies",
    edits: [["    copies := { o: None for o in Object }\n", ""]],
    breaks: "SerialEquivalence",
    only: ["SerialEquivalence"],
  },
  {
    what: "nothing is validated, and no serial execution does the same",
    edits: [["action validate when phase = Validating ∧ isValid {", "action validate when phase = Validating {"]],
    breaks: "SerialExecution",
    only: ["SerialExecution"],
  },
  {
    what: "a transaction ends while another one writes",
    edits: [["phase = Reading ∧ (Parallel ∨ active = {}) {", "phase = Reading {"]],
    breaks: "SerialExecution",
    only: ["SerialExecution"],
  },
]);

mutants("models/conflict-resolution.spec", [
  {
    what: "of equal times, each replica prefers what it has",
    edits: [
      [
        "LastWrite: { v for v in mine ∪ theirs where ∀ w ∈ mine ∪ theirs: ¬isLater(w, v) },",
        "LastWrite: if mine = {} ∨ (∃ w ∈ theirs: ∀ v ∈ mine: w.time > v.time) then theirs else mine,",
      ],
    ],
    breaks: "StrongConvergence",
  },
  {
    what: "a replica does not take over the time of others",
    edits: [["    time := max(time, msg.time)\n", ""]],
    breaks: "LastWins",
  },
  {
    what: "a merge keeps only what both have",
    edits: [["Merge: { v for v in mine ∪ theirs where", "Merge: { v for v in mine ∩ theirs where"]],
    breaks: "NoLostWrite",
    config: "merge",
  },
  {
    what: "a merge forgets what it has",
    edits: [["Merge: { v for v in mine ∪ theirs where ∀ w ∈ mine ∪ theirs: ¬replaces(w, v) },", "Merge: theirs,"]],
    breaks: "NoLostWrite",
    config: "merge",
    only: ["NoLostWrite"],
  },
  {
    what: "a write does not count itself",
    edits: [["    clock[self] += 1\n    let version", "    let version"]],
    breaks: "StrongConvergence",
  },
]);
