/**
 * A violation comes with a test that needs the core only: it fails with the mistake and passes without it, run by vitest as
 * a user would. Ways to go wrong: an event that the model refuses, a disk after a crash, a message, a duty that is not kept, and
 * code that does not get done.
 */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { type Mistake, plant, planted } from "../protocols/variant.ts";
import { type Bounds, type Held, holdRaft, holdTwoPhase, holdTwoPhaseWithoutDuties } from "./lockstep.ts";

const root = path.resolve(import.meta.dirname, "../..");

interface Case extends Mistake {
  readonly hold: (bounds: Bounds, cores: Awaited<ReturnType<typeof plant>>) => Promise<Held>;
  readonly settings: string;
}

const all: readonly Case[] = [
  {
    what: "event",
    file: "two-phase-commit/participant.ts",
    replace: `  if (turn.state.vote !== "Working") return;\n  vote(turn, "Aborted");`,
    by: `  vote(turn, "Aborted");`,
    hold: holdTwoPhase,
    settings: "Managers = 1",
  },
  {
    what: "disk",
    file: "raft/state.ts",
    replace: "({ currentTerm, votedFor } = record);",
    by: "({ currentTerm } = record);",
    hold: holdRaft,
    settings: "Servers = 2",
  },
  {
    what: "message",
    file: "raft/election.ts",
    replace: " && upToDate",
    by: "",
    hold: holdRaft,
    settings: "Servers = 2",
  },
  {
    what: "restart",
    file: "two-phase-commit/coordinator.ts",
    replace: `restarted && turn.state.decision === "Open"`,
    by: "false && restarted",
    hold: holdTwoPhase,
    settings: "Managers = 1",
  },
  {
    what: "duty",
    file: "two-phase-commit/participant.ts",
    replace: `  turn.send(coordinator, { type: "Ready" });\n  turn.startTimer("inquiry", "inquiry");\n}`,
    by: "}",
    hold: holdTwoPhase,
    settings: "Managers = 1",
  },
  {
    what: "progress",
    file: "two-phase-commit/participant.ts",
    replace: `  turn.send(coordinator, { type: "Ready" });\n  turn.startTimer("inquiry", "inquiry");\n}`,
    by: "}",
    hold: holdTwoPhaseWithoutDuties,
    settings: "Managers = 1",
  },
];

const often = ["event", "duty", "progress"];
const cases = process.env.LOCKSTEP_FULL ? all : all.filter(({ what }) => often.includes(what));

interface Report {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly { readonly status: string; readonly failureMessages: readonly string[] }[];
  }[];
}

it("fails with the mistake, and passes without it", { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(path.join(root, "lockstep-"));
  try {
    for (const { hold, settings, ...mistake } of cases) {
      const cores = await plant(mistake);
      const bad = await hold({ settings, protocols: `./${mistake.what}.mjs` }, cores);
      writeFileSync(path.join(folder, `${mistake.what}.mjs`), await planted(mistake));
      writeFileSync(path.join(folder, `${mistake.what}-planted.test.ts`), bad.test ?? "");
      const good = await hold({ settings, protocols: "../src/protocols/index.ts" }, cores);
      writeFileSync(path.join(folder, `${mistake.what}-own.test.ts`), good.test ?? "");
    }
    const output = path.join(folder, "report.json");
    const vitest = path.join(root, "node_modules/vitest/vitest.mjs");
    const call = [vitest, "run", "--root", folder, "--reporter=json", `--outputFile=${output}`];
    await promisify(execFile)(process.execPath, call, { cwd: folder }).catch(() => {});
    const { testResults } = JSON.parse(readFileSync(output, "utf8")) as Report;
    const statuses = testResults.map(({ name, assertionResults: [result] }) => {
      const isOurs = result?.status !== "failed" || result.failureMessages.join().includes("to not deeply equal");
      return `${path.basename(name)} ${isOurs ? result?.status : result.failureMessages.join()}`;
    });
    expect(statuses.sort()).toEqual(
      cases.flatMap(({ what }) => [`${what}-own.test.ts passed`, `${what}-planted.test.ts failed`]).sort(),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
