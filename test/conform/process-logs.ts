/**
 * Logs of systems that ran as processes of the operating system: `check cluster` starts one, does what a script says, and
 * leaves the joined trace. Scripts are drawn from a seed; what the system makes of them depends on the machine.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createRandom, type Random, type TraceLine } from "../../src/protocols/index.ts";

export interface ProcessLog {
  /** `models/raft.spec`. */
  readonly model: string;
  readonly seed: number;
  readonly script: string;
  readonly lines: readonly TraceLine[];
}

type Run = Pick<ProcessLog, "model" | "seed" | "script"> & { readonly options: readonly string[] };

/** Half of them of Raft, half of two-phase commit; some at the same time. */
export async function collectLogs(program: string, count: number, atOnce = 4): Promise<readonly ProcessLog[]> {
  const runs = Array.from({ length: count }, (_none, at) => (at % 2 === 0 ? raftRun(at + 1) : transactionRun(at + 1)));
  const logs = new Map<number, ProcessLog>();
  const queue = [...runs];
  const work = async () => {
    for (let run = queue.shift(); run; run = queue.shift()) {
      const { options, ...about } = run;
      logs.set(run.seed, { ...about, lines: await execute(program, run.script, options) });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return runs.flatMap(({ seed }) => logs.get(seed) ?? []);
}

function raftRun(seed: number): Run {
  const random = createRandom(seed);
  const nodes = random.pick([2, 2, 3]);
  const operations = Array.from({ length: random.between(3, 8) }, () => operation(random));
  const victim = `s${random.between(1, nodes)}`;
  const fault = random.chance(0.4) ? [`kill ${victim}`, `start ${victim}`] : [];
  const script = operations.toSpliced(random.between(1, operations.length), 0, ...fault).join("; ");
  const options = ["raft", "--nodes", String(nodes), "--wait", "election=200-400"];
  return { model: "models/raft.spec", seed, script, options };
}

function operation(random: Random): string {
  const key = random.pick(["x", "y"]);
  return random.pick([`get ${key}`, `put ${key} ${random.between(1, 9)}`, `cas ${key} - ${random.between(1, 9)}`]);
}

function transactionRun(seed: number): Run {
  const random = createRandom(seed);
  const participants = ["r1", "r2", "r3"].slice(0, random.pick([2, 2, 3]));
  const refusing = random.chance(0.3) ? random.pick(participants) : undefined;
  const asked = participants.map((node) => `${node === refusing ? "refuse" : "prepare"} ${node}`);
  const victim = random.pick(["coordinator", ...participants]);
  const fault = random.chance(0.4) ? [`kill ${victim}`, `start ${victim}`] : [];
  const script = [...asked.toSpliced(random.between(0, asked.length), 0, ...fault), "wait"].join("; ");
  const nodes = String(participants.length + 1);
  const options = ["two-phase-commit", "--nodes", nodes, "--wait", "patience=200-400"];
  return { model: "models/two-phase-commit.spec", seed, script, options };
}

/** On a busy machine a node may be too late when it starts: then the run has not begun, and begins again. */
async function execute(
  program: string,
  script: string,
  options: readonly string[],
  attempts = 3,
): Promise<readonly TraceLine[]> {
  const folder = mkdtempSync(path.join(tmpdir(), "lockstep-log-"));
  const all = ["cluster", ...options, "--trace-dir", folder, "--do", script];
  const child = spawn(process.execPath, [program, ...all], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (text) => (said += text));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  if (code === 151 && attempts > 1 && said.includes("did not start")) {
    rmSync(folder, { recursive: true, force: true });
    return execute(program, script, options, attempts - 1);
  }
  if (code !== 0) throw new Error(`${script} ended with ${code}:\n${said}`);
  const text = readFileSync(path.join(folder, "trace.jsonl"), "utf8");
  rmSync(folder, { recursive: true, force: true });
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as TraceLine]));
}
