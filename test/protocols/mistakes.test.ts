/**
 * The simulator finds mistakes: each variant has one planted in it, which breaks a property in one of so many seeds. Which
 * seed is not fixed: a better simulator finds it earlier.
 */
import { afterAll, describe, expect, it } from "vitest";
import type * as Protocols from "../../src/protocols/index.ts";
import { type Mistake, plant } from "./variant.ts";

interface Expected extends Mistake {
  /** Which property breaks first, or which ones may: `A or B`. */
  readonly breaks: string;
  /** So many seeds are tried; with more than 1,000, only in a full run. */
  readonly within?: number;
}

type Simulate = (protocols: typeof Protocols, seed: number) => Protocols.Run;

const found: string[] = [];
afterAll(() => {
  if (process.env.LOCKSTEP_SEEDS_NEEDED) process.stdout.write(`${found.join("\n")}\n`);
});

function mistakes(name: string, run: Simulate, list: readonly Expected[]): void {
  describe(`${name}, when`, () => {
    for (const mistake of list)
      it.runIf(process.env.LOCKSTEP_FULL || (mistake.within ?? 0) <= 1000)(
        `${mistake.what}: breaks ${mistake.breaks}`,
        { timeout: 120_000 },
        async () => {
          const variant = await plant(mistake);
          const within = mistake.within ?? 300;
          let broken: string | undefined;
          let seed = 0;
          while (broken === undefined && seed < within) broken = run(variant, ++seed).violation?.property;
          found.push(`${broken ?? "nothing"} at seed ${seed}: ${name}, ${mistake.what}`);
          expect(mistake.breaks.split(" or "), `after ${seed} seeds`).toContain(broken);
        },
      );
  });
}

mistakes("raft", (protocols, seed) => protocols.simulate(protocols.raftSystem(), { seed }), [
  {
    what: "a vote is given without being stored",
    file: "raft/election.ts",
    replace: "  persist(server, before);\n  turn.send(candidate",
    by: "  turn.send(candidate",
    breaks: "ElectionSafety",
    within: 1000,
  },
  {
    what: "a candidate does not store its new term",
    file: "raft/election.ts",
    replace: "  persist(server, before);\n  sendSoon(server);",
    by: "  sendSoon(server);",
    breaks: "ElectionSafety",
    within: 1000,
  },
  {
    what: "nothing is synced",
    file: "turn.ts",
    replace: `{ kind: "append", record }, { kind: "sync" }`,
    by: `{ kind: "append", record }`,
    breaks: "CommittedEntriesStay or ElectionSafety or LogMatching",
  },
  {
    what: "a server votes twice in a term",
    file: "raft/election.ts",
    replace: "(votedFor === undefined || votedFor === candidate) && ",
    by: "",
    breaks: "ElectionSafety",
  },
  {
    what: "votes of an older term count",
    file: "raft/election.ts",
    replace: `message.term === currentTerm && message.voteGranted`,
    by: "message.voteGranted",
    breaks: "ElectionSafety",
  },
  {
    what: "one vote is enough",
    file: "raft/state.ts",
    replace: "2 * count > servers.length",
    by: "2 * count + 1 >= servers.length",
    breaks: "ElectionSafety or LeaderCompleteness",
  },
  {
    what: "a vote does not ask for an up-to-date log",
    file: "raft/election.ts",
    replace: " && upToDate",
    by: "",
    breaks: "LeaderCompleteness",
  },
  {
    what: "an entry of an older term is committed by counting",
    file: "raft/commitment.ts",
    replace: "termAt(turn.state, index) === currentTerm && ",
    by: "",
    breaks: "LeaderCompleteness or CommittedEntriesStay or StateMachineSafety",
    within: 5000,
  },
  {
    what: "entries are accepted after any entry",
    file: "raft/replication.ts",
    replace: "prevLogIndex <= lastLogIndex(before) && termAt(before, prevLogIndex) === prevLogTerm",
    by: "prevLogIndex <= lastLogIndex(before)",
    breaks: "LogMatching or StateMachineSafety",
  },
  {
    what: "a conflicting entry stays",
    file: "raft/replication.ts",
    replace: "log = log.setSize(index - 1); // rule 3",
    by: "",
    breaks: "StateMachineSafety or LogMatching",
  },
  {
    what: "entries that match are replaced too, with all that follow",
    file: "raft/replication.ts",
    replace: "index <= log.size && log.get(index - 1)?.term !== entry.term",
    by: "index <= log.size",
    breaks: "CommittedEntriesStay",
  },
  {
    what: "entries are acknowledged without being stored",
    file: "raft/replication.ts",
    replace: "persist(server, before, storeEntries(server, message));",
    by: "storeEntries(server, message);",
    breaks: "CommittedEntriesStay or LogMatching",
  },
  {
    what: "a leader of an older term is obeyed",
    file: "raft/replication.ts",
    replace: "const current = message.term === currentTerm;",
    by: "const current = true;",
    breaks: "CommittedEntriesStay or LogMatching",
  },
  {
    what: "a command that comes again is executed again",
    file: "raft/store.ts",
    replace: "if (session && sequence <= session.sequence) return store;",
    by: "",
    breaks: "ExactlyOnce",
  },
  {
    what: "a client is answered before its entry is committed",
    file: "raft/replication.ts",
    replace: "    persist(server, before);\n    sendSoon(server);",
    by: `    persist(server, before);
    sendSoon(server);
    if (value.operation.kind === "put") turn.answer(client, { kind: "done", client, sequence, result: { kind: "written" } });`,
    breaks: "CommittedEntriesStay",
  },
  {
    what: "the leader does not go back after a failure",
    file: "raft/replication.ts",
    replace: "(nextIndex.get(follower) ?? 1) - 1",
    by: "nextIndex.get(follower) ?? 1",
    breaks: "Progress",
  },
]);

mistakes("two-phase commit", (protocols, seed) => protocols.simulate(protocols.twoPhaseSystem(), { seed }), [
  {
    what: "a participant that waits for long aborts on its own",
    file: "two-phase-commit/participant.ts",
    replace: `  turn.send(coordinator, { type: "Ready" });
  turn.startTimer("inquiry", "inquiry");
}`,
    by: `  vote(turn, "Aborted");\n}`,
    breaks: "Atomicity",
  },
  {
    what: "votes are told without being stored",
    file: "two-phase-commit/participant.ts",
    replace: "  turn.persist({ vote: value });\n",
    by: "",
    breaks: "Durability or Consent",
  },
  {
    what: "a participant that has prepared may still refuse",
    file: "two-phase-commit/participant.ts",
    replace: `  if (turn.state.vote !== "Working") return;\n  vote(turn, "Aborted");`,
    by: `  vote(turn, "Aborted");`,
    breaks: "Durability",
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
    replace: `  turn.persist({ decision: "Committed" });\n`,
    by: "",
    breaks: "Durability or Atomicity",
  },
  {
    what: "nothing is synced",
    file: "turn.ts",
    replace: `{ kind: "append", record }, { kind: "sync" }`,
    by: `{ kind: "append", record }`,
    breaks: "Durability",
  },
  {
    what: "the coordinator loses patience after it has committed",
    file: "two-phase-commit/coordinator.ts",
    replace: `  if (turn.state.decision !== "Open") return;\n`,
    by: "",
    breaks: "Durability",
  },
  {
    what: "a coordinator that comes back collects votes again",
    file: "two-phase-commit/coordinator.ts",
    replace: `restarted && turn.state.decision === "Open"`,
    by: "false && restarted",
    breaks: "Durability or Atomicity",
  },
  {
    what: "nobody asks for a decision that was lost",
    file: "two-phase-commit/participant.ts",
    replace: `  turn.send(coordinator, { type: "Ready" });
  turn.startTimer("inquiry", "inquiry");
}`,
    by: "}",
    breaks: "Progress",
  },
  {
    what: "a participant that comes back prepared does not ask",
    file: "two-phase-commit/participant.ts",
    replace: `if (turn.state.vote === "Prepared") turn.startTimer`,
    by: `if (turn.state.vote === "Working") turn.startTimer`,
    breaks: "Progress",
  },
]);
