/**
 * Two-phase commit as processes, each of which is killed before each single effect and message once, and comes back with
 * what was synced. Whenever that is, everybody decides, and decides the same; and the traces are a behaviour of the model.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Cluster, isFailure, mergeTraces } from "../../../src/protocols/real/index.ts";
import { NodeLinks } from "../../../src/protocols/real/node-links.ts";
import {
  TransactionClient,
  type TransactionLinks,
  twoPhaseAnswer,
} from "../../../src/protocols/real/transaction-client.ts";
import { bundleProgram, type Program } from "./program.ts";
import { readTrace, tracedValue } from "./witness.ts";

const nodes = ["coordinator", "r1", "r2"] as const;
const full = process.env.LOCKSTEP_FULL !== undefined;

let program: Program;
beforeAll(async () => {
  program = await bundleProgram();
}, 60_000);
afterAll(() => program.remove());

interface Ending {
  readonly died: boolean;
  /** What each node says at the end. */
  readonly outcomes: readonly (string | undefined)[];
}

async function killBeforeEffect(victim: string, performed: number): Promise<Ending> {
  const folder = mkdtempSync(path.join(tmpdir(), "lockstep-transaction-"));
  const options = ["--lose-unsynced", "--wait", "inquiry=40-80"];
  const cluster = await Cluster.start({
    program: program.file,
    protocol: "two-phase-commit",
    nodes,
    folder,
    traceFolder: folder,
    optionsOf: (node) => (node === victim ? [...options, "--die-after", `${performed}`] : options),
    hear: () => {},
  });
  if (isFailure(cluster)) throw new Error(cluster.failure);
  const links: TransactionLinks = new NodeLinks("two-phase-commit", cluster.addresses, twoPhaseAnswer);
  try {
    const client = new TransactionClient(links);
    let died = false;
    const back = cluster.died(victim).then(async () => {
      died = true;
      const failure = await cluster.start(victim, options);
      if (failure) throw new Error(failure.failure);
    });
    expect(await Promise.all(["r1", "r2"].map((node) => client.ask(node, { kind: "prepare" })))).not.toContain(
      undefined,
    );
    // What it answers counts as an effect: nobody asks the coordinator before it has died.
    if (victim === "coordinator") await back;
    const outcomes = await client.outcomes();
    if (died) await back;
    links.close();
    await cluster.stop();
    checkTraces(folder, outcomes);
    await conform(folder);
    return { died, outcomes: [...outcomes.values()] };
  } finally {
    links.close();
    await cluster.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The traces end with what the nodes said, whether a step was told before the crash or after it. */
function checkTraces(folder: string, outcomes: ReadonlyMap<string, string | undefined>): void {
  for (const node of nodes) {
    const lines = readTrace(path.join(folder, `${node}.jsonl`));
    const numbers = lines.filter((line) => "action" in line).map((line) => line.i);
    expect(numbers, node).toEqual(numbers.map((_, at) => at + 1));
    const variable = node === "coordinator" ? "decision" : "vote";
    expect(tracedValue(lines, node, variable), node).toBe(outcomes.get(node));
  }
}

/** Joined, they are a behaviour of the model, the crash included. */
async function conform(folder: string): Promise<void> {
  const whole = path.join(folder, "trace.jsonl");
  const files = nodes.map((node) => path.join(folder, `${node}.jsonl`));
  expect(isFailure(await mergeTraces(files, whole))).toBe(false);
  const model = path.resolve("models/two-phase-commit.spec");
  const { status, stdout } = spawnSync(process.execPath, [program.file, "conform", model, whole], { encoding: "utf8" });
  expect(status, stdout).toBe(0);
}

// A participant: append, sync, trace, answer, send, and append, sync, trace of the decision. The coordinator: trace of the
// first vote; append, sync, trace, send, send when it commits.
const moments: readonly (readonly [string, number])[] = full
  ? [
      ...Array.from({ length: 8 }, (_, performed) => ["r1", performed] as const),
      ...Array.from({ length: 6 }, (_, performed) => ["coordinator", performed] as const),
    ]
  : [
      ["r1", 2],
      ["coordinator", 3],
    ];

it.each(moments)(
  "%s dies after %i effects",
  async (victim, performed) => {
    const { died, outcomes } = await killBeforeEffect(victim, performed);
    expect(died).toBe(true);
    expect(["Committed Committed Committed", "Aborted Aborted Aborted"]).toContain(outcomes.join(" "));
    // Once the coordinator's decision is synced, it stays.
    if (victim === "r1" || performed >= 3) expect(outcomes[0]).toBe("Committed");
    else expect(outcomes[0]).toBe("Aborted");
  },
  60_000,
);
