/** Mistakes planted in two-phase commit: of the coordinator, of participants, of their logs. */
import type { Plant } from "./plants.ts";

export const twoPhasePlants: readonly Plant[] = [
  {
    what: "a participant that waits for long aborts on its own",
    file: "two-phase-commit/participant.ts",
    replace: `  turn.send(coordinator, { type: "Ready" });
  turn.startTimer("inquiry", "inquiry");
}`,
    by: `  vote(turn, "Aborted");
}`,
    breaks: "Atomicity",
    shows: "r1.vote: Aborted, and not Prepared",
  },
  {
    what: "votes are told without being stored",
    file: "two-phase-commit/participant.ts",
    replace: `  turn.persist({ vote: value });
`,
    by: "",
    breaks: "Durability or Consent",
    shows: "r1.vote on disk: Working, and not Prepared",
  },
  {
    what: "a participant that has prepared may still refuse",
    file: "two-phase-commit/participant.ts",
    replace: `  if (turn.state.vote !== "Working") return;
  vote(turn, "Aborted");`,
    by: `  vote(turn, "Aborted");`,
    breaks: "Durability",
    shows: "vote = Working is false",
  },
  {
    what: "two votes are enough",
    file: "two-phase-commit/coordinator.ts",
    replace: "prepared.size === participants.length",
    by: "prepared.size === 2",
    breaks: "Consent",
  },
  {
    what: "the commit is not on the log",
    file: "two-phase-commit/coordinator.ts",
    replace: `  turn.persist({ decision: "Committed" });
`,
    by: "",
    breaks: "Durability or Atomicity",
    shows: "coordinator.committed on disk: False, and not True",
  },
  {
    what: "nothing is synced",
    file: "turn.ts",
    replace: `{ kind: "append", record }, { kind: "sync" }`,
    by: `{ kind: "append", record }`,
    breaks: "Durability",
    shows: "r1.vote: Working, and not Prepared",
  },
  {
    what: "the coordinator loses patience after it has committed",
    file: "two-phase-commit/coordinator.ts",
    replace: `  if (turn.state.decision !== "Open") return;
`,
    by: "",
    breaks: "Durability",
    shows: "decision = Open is false",
  },
  {
    what: "a coordinator that comes back collects votes again",
    file: "two-phase-commit/coordinator.ts",
    replace: `restarted && turn.state.decision === "Open"`,
    by: "false && restarted",
    breaks: "Durability or Atomicity",
    shows: "coordinator.decision: Open, and not Aborted",
  },
  {
    what: "nobody asks for a decision that was lost",
    file: "two-phase-commit/participant.ts",
    replace: `  turn.send(coordinator, { type: "Ready" });
  turn.startTimer("inquiry", "inquiry");
}`,
    by: "}",
    breaks: "Progress",
    owes: "r1 is prepared, and does not say so",
    lacks: "r1 is still Prepared",
  },
  {
    what: "a participant that comes back prepared does not ask",
    file: "two-phase-commit/participant.ts",
    replace: `if (turn.state.vote === "Prepared") turn.startTimer`,
    by: `if (turn.state.vote === "Working") turn.startTimer`,
    breaks: "Progress",
    owes: "r1 starts the timer `inquiry` for nothing",
    lacks: "r1 is still Prepared",
  },
  {
    what: "the coordinator decides before everybody has answered",
    file: "two-phase-commit/coordinator.ts",
    replace: "prepared.size === participants.length",
    by: "prepared.size >= 1",
    shows: "prepared = ResourceManager is false",
  },
  {
    what: "a client is told of a vote before it is stored",
    file: "two-phase-commit/core.ts",
    replace: `if (input.request.kind === "prepare") prepare(turn, coordinator);`,
    by: `if (input.request.kind === "prepare") {
        if (turn.state.vote === "Working") turn.answer(input.client, { outcome: "Prepared" });
        prepare(turn, coordinator);
      }`,
    shows: "r1 answers application before what it has written is durable",
  },
  {
    what: "a client is told of another outcome",
    file: "two-phase-commit/core.ts",
    replace: "{ outcome: turn.state.decision }",
    by: `{ outcome: "Committed" }`,
    shows: "the client is told Committed, and the node knows Open",
  },
  {
    what: "a message is sent that the model does not know",
    file: "two-phase-commit/participant.ts",
    replace: `  turn.send(coordinator, { type: "Ready" });
  turn.startTimer("inquiry", "inquiry");
  turn.trace("prepare");`,
    by: `  turn.send(coordinator, { type: "Prepared" as "Ready" });
  turn.trace("prepare");`,
    shows: "r1 sends Prepared, and TwoPhase has no such message",
  },
  {
    what: "an event has a name that the model does not know",
    file: "two-phase-commit/participant.ts",
    replace: `turn.trace("chooseToAbort")`,
    by: `turn.trace("giveUp")`,
    shows: "TwoPhase has no action `giveUp` of ResourceManager",
  },
  {
    what: "who asks for a decision hears nothing",
    file: "two-phase-commit/coordinator.ts",
    replace: `    turn.send(envelope.from, { type: turn.state.decision === "Committed" ? "Commit" : "Abort" });\n`,
    by: "",
    breaks: "Progress",
    pace: "Promptness",
    owes: "coordinator has decided, and does not tell r1, who asks",
    lacks: "r1 is still Prepared",
  },
  {
    what: "a decision that is known is written again",
    file: "two-phase-commit/participant.ts",
    replace: `if (turn.state.vote !== "Aborted") vote(`,
    by: "vote(",
    pace: "Thrift",
    owes: "r1 writes what is written already",
  },
  {
    what: "a coordinator that has all votes does not commit",
    file: "two-phase-commit/coordinator.ts",
    replace: "    if (prepared.size === participants.length) commit(turn, participants);\n",
    by: "",
    pace: "Promptness",
    owes: "coordinator has all votes, and does not decide",
  },
  {
    what: "a participant prepares when it is asked to refuse",
    file: "two-phase-commit/core.ts",
    replace: `if (input.request.kind === "refuse") refuse(turn);`,
    by: `if (input.request.kind === "refuse") prepare(turn, coordinator);`,
    pace: "Obedience",
    owes: "r1 is asked to refuse, and is Prepared",
  },
  {
    what: "a coordinator waits for ever",
    file: "two-phase-commit/coordinator.ts",
    replace: `  turn.startTimer("patience", "patience");\n`,
    by: "",
    owes: "coordinator does not start the timer `patience` (patience)",
    lacks: "coordinator is still Open",
  },
  {
    what: "who hears of the commit forgets it",
    file: "two-phase-commit/core.ts",
    replace: `      if (input.message.type === "Commit") onCommit(turn, input);\n`,
    by: "",
    owes: "r1 hears Commit, and is Prepared",
    lacks: "r1 is still Prepared",
  },
];
