/**
 * Lock-step finds mistakes: each variant of the code has one planted in it, and some step of it is none of the model's. What
 * a card says about it is part of the test. Mistakes by which something does not happen that should are no matter of lock-step.
 */
import { describe, expect, it } from "vitest";
import { type Mistake, plant } from "../protocols/variant.ts";
import { type Bounds, type Held, holdRaft, holdTwoPhase } from "./lockstep.ts";

interface Expected extends Mistake {
  /** Found in the card: a difference, the model's refusal, or what is wrong with an answer. */
  readonly shows: string;
  readonly bounds?: Bounds;
}

const factsOf = ({ account }: Held): string =>
  [
    account?.title,
    account?.rejected?.text,
    ...(account?.rejected?.refusals.flatMap(({ reason, values }) => [reason, ...values]) ?? []),
    ...(account?.differences.map(({ what, code, model }) => `${what}: ${code}, and not ${model}`) ?? []),
  ].join("\n");

function mistakes(
  name: string,
  hold: (bounds: Bounds, cores: Awaited<ReturnType<typeof plant>>) => Promise<Held>,
  bounds: Bounds,
  list: readonly Expected[],
): void {
  describe(`${name}, when`, () => {
    for (const mistake of list)
      it(mistake.what, { timeout: 120_000 }, async () => {
        const held = await hold(mistake.bounds ?? bounds, await plant(mistake));
        expect(held.kind).toBe("violated");
        expect(factsOf(held)).toContain(mistake.shows);
        expect(held.account?.rows.length).toBeGreaterThan(0);
      });
  });
}

mistakes("two-phase commit", holdTwoPhase, { settings: "Managers = 2" }, [
  {
    what: "the coordinator decides before everybody has answered",
    file: "two-phase-commit/coordinator.ts",
    replace: "prepared.size === participants.length",
    by: "prepared.size >= 1",
    shows: "prepared = ResourceManager is false",
  },
  {
    what: "the commit is not on the log",
    file: "two-phase-commit/coordinator.ts",
    replace: `  turn.persist({ decision: "Committed" });\n`,
    by: "",
    shows: "coordinator.committed on disk: False, and not True",
  },
  {
    what: "the coordinator loses patience after it has decided",
    file: "two-phase-commit/coordinator.ts",
    replace: `  if (turn.state.decision !== "Open") return;\n`,
    by: "",
    shows: "decision = Open is false",
  },
  {
    what: "a coordinator that comes back collects votes again",
    file: "two-phase-commit/coordinator.ts",
    replace: `restarted && turn.state.decision === "Open"`,
    by: "false && restarted",
    shows: "coordinator.decision: Open, and not Aborted",
  },
  {
    what: "a participant aborts on its own when it has waited for long",
    file: "two-phase-commit/participant.ts",
    replace: `  turn.send(coordinator, { type: "Ready" });
  turn.startTimer("inquiry", "inquiry");
}`,
    by: `  vote(turn, "Aborted");\n}`,
    shows: "r1.vote: Aborted, and not Prepared",
  },
  {
    what: "votes are told without being stored",
    file: "two-phase-commit/participant.ts",
    replace: "  turn.persist({ vote: value });\n",
    by: "",
    shows: "r1.vote on disk: Working, and not Prepared",
  },
  {
    what: "a participant that has prepared may still refuse",
    file: "two-phase-commit/participant.ts",
    replace: `  if (turn.state.vote !== "Working") return;\n  vote(turn, "Aborted");`,
    by: `  vote(turn, "Aborted");`,
    shows: "vote = Working is false",
  },
  {
    what: "what is stored is not synced: a crash takes it back",
    file: "turn.ts",
    replace: `{ kind: "append", record }, { kind: "sync" }`,
    by: `{ kind: "append", record }`,
    shows: "r1.vote: Working, and not Prepared",
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
]);

mistakes("Raft", holdRaft, { settings: "Servers = 2" }, [
  {
    what: "a vote is given without being stored",
    file: "raft/election.ts",
    replace: "  persist(server, before);\n  turn.send(candidate",
    by: "  turn.send(candidate",
    shows: "s2.votedFor on disk: None, and not Some(s1)",
  },
  {
    what: "the log forgets for whom a server voted",
    file: "raft/state.ts",
    replace: "({ currentTerm, votedFor } = record);",
    by: "({ currentTerm } = record);",
    shows: "s1.votedFor on disk: None, and not Some(s1)",
  },
  {
    what: "a candidate does not store its new term",
    file: "raft/election.ts",
    replace: "  persist(server, before);\n  sendSoon(server);",
    by: "  sendSoon(server);",
    shows: "s1.currentTerm on disk: 0, and not 1",
  },
  {
    what: "what is stored is not synced: a crash takes it back",
    file: "turn.ts",
    replace: `{ kind: "append", record }, { kind: "sync" }`,
    by: `{ kind: "append", record }`,
    shows: "s1.votedFor: None, and not Some(s1)",
  },
  {
    what: "a server votes twice in a term",
    file: "raft/election.ts",
    replace: "(votedFor === undefined || votedFor === candidate) && ",
    by: "",
    shows: "s2.votedFor: Some(s1), and not Some(s2)",
  },
  {
    what: "votes of an older term count",
    file: "raft/election.ts",
    replace: `message.term === currentTerm && message.voteGranted`,
    by: "message.voteGranted",
    shows: "s1.role: Leader, and not Candidate",
  },
  {
    what: "one server is enough",
    file: "raft/state.ts",
    replace: "2 * count > servers.length",
    by: "2 * count + 1 >= servers.length",
    shows: "commitIndex > lastApplied is false",
  },
  {
    what: "a vote does not ask for an up-to-date log",
    file: "raft/election.ts",
    replace: " && upToDate",
    by: "",
    shows: "s1.votedFor: Some(s2), and not None",
  },
  {
    what: "an entry of an older term is committed by counting",
    file: "raft/commitment.ts",
    replace: "termAt(turn.state, index) === currentTerm && ",
    by: "",
    shows: "commitIndex > lastApplied is false",
  },
  {
    what: "a conflicting entry stays",
    file: "raft/replication.ts",
    replace: "log = log.setSize(index - 1); // rule 3",
    by: "",
    shows: "s1.log: [{term: 1, value: v1}], and not [{term: 2, value: v1}]",
    bounds: { settings: "restart.total = 0, loss.total = 0" },
  },
  {
    what: "entries that match are replaced too, with all that follow",
    file: "raft/replication.ts",
    replace: "index <= log.size && log.get(index - 1)?.term !== entry.term",
    by: "index <= log.size",
    shows: "s2.log: [{term: 1, value: v1}], and not [{term: 1, value: v1}, {term: 1, value: v1}]",
    bounds: { settings: "Servers = 2, MaxLog = 2, InFlight = 2, MaxElections = 1, restart.total = 0, loss.total = 0" },
  },
  {
    what: "entries are acknowledged without being stored",
    file: "raft/replication.ts",
    replace: "persist(server, before, storeEntries(server, message));",
    by: "storeEntries(server, message);",
    shows: "s2.log on disk: [], and not [{term: 1, value: v1}]",
  },
  {
    what: "a leader of an older term is obeyed",
    file: "raft/replication.ts",
    replace: "const current = message.term === currentTerm;",
    by: "const current = true;",
    shows: "s2.role: Follower, and not Candidate",
  },
  {
    what: "a client is answered before its entry is committed",
    file: "raft/replication.ts",
    replace: "    persist(server, before);\n    sendSoon(server);",
    by: `    persist(server, before);
    sendSoon(server);
    if (value.operation.kind === "put") turn.answer(client, { kind: "done", client, sequence, result: { kind: "written" } });`,
    shows: "c1 is told that a command is done which was not applied here",
  },
  {
    what: "the leader does not go back after a failure",
    file: "raft/replication.ts",
    replace: "(nextIndex.get(follower) ?? 1) - 1",
    by: "nextIndex.get(follower) ?? 1",
    shows: "s1.nextIndex: {s1: 2, s2: 2}, and not {s1: 2, s2: 1}",
  },
  {
    what: "an entry is applied without an event",
    file: "raft/commitment.ts",
    replace: `    turn.trace("apply");\n`,
    by: "",
    shows: "s1.lastApplied: 1, and not 0",
  },
]);
