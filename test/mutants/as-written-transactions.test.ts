/** The twins of the documents' sketches of transactions, which hold, without one of their parts. */
import { mutants } from "./mutants.ts";

mutants("models/as-written/two-phase-commit-error.spec", [
  {
    what: "the twin does not abort those that are prepared",
    edits: [["goto abort  // ours: only the twin does it", "goto done"]],
    breaks: "NobodyWaits",
    config: "twin",
    only: ["NobodyWaits"],
  },
  {
    what: "the twin goes on to commit after a refusal",
    edits: [["goto abort  // ours: only the twin does it", "goto commit"]],
    breaks: "Consent",
    config: "twin",
    only: ["Consent"],
  },
  {
    what: "the twin passes over who did not answer the commit",
    edits: [
      [
        "goto commit  // ours: only the twin does it",
        "if next < Participants { next += 1; goto commit } else { goto done }",
      ],
    ],
    breaks: "AllOrNothing",
    config: "twin",
    only: ["AllOrNothing"],
  },
  {
    what: "the twin aborts from the second participant on",
    edits: [["      p.vote := Aborted  // ours\n", "      if next > 1 { p.vote := Aborted }\n"]],
    breaks: "NobodyWaits",
    config: "twin",
    only: ["NobodyWaits"],
  },
]);

mutants("models/as-written/execute-2pc.spec", [
  {
    what: "the twin commits without looking at what was prepared",
    edits: [["      if able ≠ Participant { goto rollbackAll }  // execute_2pc, line 1252\n", ""]],
    breaks: "Durability",
    config: "twin",
    only: ["Durability"],
  },
  {
    what: "the manager takes refusals for votes",
    edits: [["if p ∈ able then Prepared else Aborted", "if p ∉ able then Prepared else Aborted"]],
    breaks: "Durability",
    config: "twin",
    only: ["Durability"],
  },
  {
    what: "the twin rolls back instead of completing",
    edits: [["      goto done  // execute_2pc, line 1264\n", "      goto rollbackAll\n"]],
    breaks: "Durability",
    config: "twin",
    only: ["Durability"],
  },
]);

mutants("models/as-written/execute-saga.spec", [
  {
    what: "the twin does not keep what it has executed",
    edits: [["        append next to executed  // execute_saga, line 1279\n", ""]],
    breaks: "AllOrNothing",
    config: "twin",
    only: ["AllOrNothing"],
  },
  {
    what: "the twin takes an action off the list before it is compensated",
    edits: [["        done_[executed[index]] := False  // compensate_actions, line 1283\n", ""]],
    breaks: "AllOrNothing",
    config: "twin",
    only: ["AllOrNothing"],
  },
  {
    what: "the twin stops after one compensation",
    edits: [
      [
        "      if executed = [] { goto done }  // execute_saga, line 1284\n      goto compensate",
        "      if works { goto done }\n      goto compensate",
      ],
    ],
    breaks: "AllOrNothing",
    config: "twin",
    only: ["AllOrNothing"],
  },
]);

mutants("models/as-written/merge-conflicts.spec", [
  {
    what: "each node has a clock of its own",
    edits: [
      [
        "data := Some(clock)  // write, line 235",
        "data := Some({ m: if m = self then clock[m] else 0 for m in Node })  // write, line 235",
      ],
    ],
    breaks: "NeverInConflict",
    config: "twin",
    only: ["NeverInConflict"],
  },
  {
    what: "the twin returns what it returned before",
    edits: [
      [
        "  merged := newest(if inConflict = {} then versions else inConflict)\n",
        "  merged := if merged = None then newest(versions) else merged\n",
      ],
    ],
    breaks: "NewestIsReturned",
    config: "twin",
    only: ["NewestIsReturned"],
  },
  {
    what: "what was returned counts as current after a write",
    edits: [["    current := False\n    broadcast", "    broadcast"]],
    breaks: "NewestIsReturned",
    config: "twin",
    only: ["NewestIsReturned"],
  },
]);
