/** The twins of the documents' sketches, which hold, without one of their parts. */
import { mutants } from "./mutants.ts";

mutants("models/as-written/two-phase-commit-majority.spec", [
  {
    what: "the twin counts refusals too",
    edits: [["on Refuse { answered := True }", "on Refuse { preparedCount += 1; answered := True }"]],
    breaks: "Agreement",
    config: "twin",
  },
  {
    what: "the twin commits whatever the phase returned",
    edits: [
      ["if enough { callCommit(); goto commit }", "callCommit()\n      goto commit"],
      ["      callAbort()  // strong_put, line 149: it returned false\n      goto abort\n", ""],
    ],
    breaks: "Agreement",
    config: "twin",
  },
  {
    what: "the twin's abort phase commits",
    edits: [
      [
        "procedure callAbort() { send Abort to Replica[node] }",
        "procedure callAbort() { send Commit to Replica[node] }",
      ],
    ],
    breaks: "Agreement",
    config: "twin",
  },
  {
    what: "a replica that gives up says yes",
    edits: [["on Prepare { vote := Aborted; reply Refuse }", "on Prepare { vote := Aborted; reply Yes }"]],
    breaks: "Agreement",
    config: "twin",
  },
  {
    what: "a replica that says yes is not prepared",
    edits: [["on Prepare { vote := Prepared; reply Yes }", "on Prepare { reply Yes }"]],
    breaks: "Consent",
    config: "twin",
  },
]);

mutants("models/as-written/paxos-propose-value.spec", [
  {
    what: "the twin's acceptors answer any number",
    edits: [["reached where number > a.promised", "reached where number > 0"]],
    breaks: "Agreement",
    config: "twin",
  },
  {
    what: "the twin's acceptors accept in spite of their promise",
    edits: [["reached where number ≥ a.promised", "reached where number > 0"]],
    breaks: "Agreement",
    config: "twin",
  },
  {
    what: "the twin goes on with one promise",
    edits: [["if ¬isQuorum(promising) {", "if promising = {} {"]],
    breaks: "Agreement",
    config: "twin",
  },
  {
    what: "the twin tells the learners what one acceptor has accepted",
    edits: [["if ¬isQuorum(accepting) {", "if accepting = {} {"]],
    breaks: "Agreement",
    config: "twin",
  },
  {
    what: "the twin's acceptors do not remember what they have promised",
    edits: [["      for a in promising { a.promised := number }  // Acceptor::prepare, line 818\n", ""]],
    breaks: "Agreement",
    config: "twin",
  },
]);
