// `npm run bench`: the same models in this engine with one and two workers, in its interpreter, in SPIN and in TLC, as far
// as they are installed, one after the other on this machine. Rates are distinct states per second: of the CPU (user and
// system, the whole process with its start) and of the wall clock. A row of another tool counts only if it stores as many
// states as we do. `-- --large` adds what needs minutes and gigabytes; `-- WORD …` runs the rows whose names contain one;
// `-- --liveness` measures properties of behaviours against the invariant alone.
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const words = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const isLarge = process.argv.includes("--large");
const folder = mkdtempSync(join(tmpdir(), "lockstep-bench-"));

/** Bars of the first engine: states per CPU second, or times a rate of the same model. */
const rows = [
  {
    name: "two-phase commit, 8 managers",
    spec: ["two-phase-commit", "Managers=8"],
    spin: ["two-phase-commit", "-DN=8"],
    tlc: ["TwoPhaseCommit", "TwoPhaseCommit8.cfg"],
    timesSpin: 2.5,
  },
  {
    name: "two-phase commit, 9 managers",
    spec: ["two-phase-commit", "Managers=9"],
    spin: ["two-phase-commit", "-DN=9"],
    bar: 2_500_000,
    speedup: 1.4,
  },
  { name: "Peterson, 4 processes", spec: ["peterson", "N=4"], spin: ["peterson", "-DN=4"] },
  { name: "Raft, 3 servers", spec: ["raft"], bar: 1_000_000, speedup: 1.4 },
  { name: "two-phase commit, 10 managers", spec: ["two-phase-commit", "Managers=10"], large: true, mostGibibytes: 2 },
  {
    // (2 × (MostPending + 1)) ^ N + 1 states.
    name: "termination detection, 8 nodes",
    spec: ["../../test/oracle/async-termination-detection", "N=8", "MostPending=4"],
    large: true,
    mostGibibytes: 4,
  },
];

/** Runs a program: what it printed, and its seconds. */
function measure(program, args, options = {}) {
  const timed = 'TIMEFORMAT="%U %S %R"; time "$@"';
  const { stdout, stderr, status } = spawnSync("bash", ["-c", timed, "bash", program, ...args], {
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    ...options,
  });
  const [user, system, wall] = stderr.trim().split("\n").at(-1).split(" ").map(Number);
  return { stdout, stderr, status, cpu: user + system, wall };
}

function ours({ spec: [file, ...settings] }, ...args) {
  const set = settings.flatMap((text) => ["--set", text]);
  const path = file.endsWith(".spec") ? file : join(root, "bench/models", `${file}.spec`);
  const result = measure(process.execPath, [
    join(root, "dist/cli.js"),
    path,
    ...set,
    "--symmetry",
    "off",
    "--json",
    ...args,
  ]);
  const [found] = JSON.parse(result.stdout).results;
  return { ...result, states: found.states, json: found };
}

function spin({ spin: [file, ...defines] }) {
  const here = { cwd: folder };
  execFileSync("spin", ["-a", ...defines, join(root, "bench/spin", `${file}.pml`)], { ...here, stdio: "ignore" });
  execFileSync("gcc", ["-O2", "-DSAFETY", "-DNOREDUCE", "-o", "pan", "pan.c"], {
    ...here,
    stdio: "ignore",
  });
  const result = measure("./pan", ["-m20000000", "-w24"], here);
  return { ...result, states: Number(/(\S+) states, stored/.exec(result.stdout)?.[1]) };
}

function tlc({ tlc: [module, configuration] }) {
  for (const name of [`${module}.tla`, configuration]) copyFileSync(join(root, "bench/tla", name), join(folder, name));
  const args = ["-XX:+UseParallelGC", "-cp", process.env.TLA2TOOLS, "tlc2.TLC", "-workers", "1", "-deadlock"];
  const result = measure("java", [...args, "-config", configuration, module], { cwd: folder });
  const states = /(\d+) distinct states found/.exec(
    result.stdout
      .split("\n")
      .filter((line) => line.includes("distinct"))
      .at(-1),
  );
  return { ...result, states: Number(states?.[1]) };
}

const has = (program) => spawnSync(program, ["-V"], { stdio: "ignore" }).error === undefined;
const number = (value) => value.toLocaleString("en-US", { maximumFractionDigits: value < 100 ? 2 : 0 });

function print(label, { states, cpu, wall }, note = "") {
  const cells = [number(states), cpu.toFixed(2), number(states / cpu), wall.toFixed(2), number(states / wall)];
  console.log(`  ${label.padEnd(14)}${cells.map((cell) => cell.padStart(13)).join("")}  ${note}`);
}

function run(row) {
  console.log(`\n${row.name}`);
  const one = ours(row, "--workers", "1");
  const peak = one.json.peakMemory / 2 ** 30;
  const notes = [`${one.json.bytesPerState} bytes a state`, `${peak.toFixed(2)} GiB resident`];
  if (row.mostGibibytes) notes.push(`under ${row.mostGibibytes}: ${met(peak < row.mostGibibytes)}`);
  if (row.bar) notes.push(`the bar is ${number(row.bar)}: ${met(one.states / one.cpu >= row.bar)}`);
  print("1 worker", one, notes.join("; "));
  const two = ours(row, "--workers", "2");
  const speedup = one.wall / two.wall;
  print(
    "2 workers",
    two,
    `${speedup.toFixed(2)} times the wall speed${row.speedup ? `: ${met(speedup >= row.speedup)}` : ""}`,
  );
  if (!row.large) {
    const slow = ours(row, "--engine", "interpreter", "--max-time", "10");
    print(
      "interpreter",
      slow,
      `${(one.states / one.cpu / (slow.states / slow.cpu)).toFixed(0)} times slower${slow.json.limit ? "; stopped after 10 s" : ""}`,
    );
  }
  for (const [label, tool, isThere] of [
    ["SPIN", spin, row.spin && has("spin")],
    ["TLC", tlc, row.tlc && process.env.TLA2TOOLS],
  ]) {
    if (!isThere) continue;
    const other = tool(row);
    const ratio = one.states / one.cpu / (other.states / other.cpu);
    const wanted =
      label === "SPIN" && row.timesSpin ? ` (wanted ${row.timesSpin}: ${met(ratio >= row.timesSpin)})` : "";
    print(
      label,
      other,
      other.states === one.states
        ? `we are ${ratio.toFixed(2)} times as fast${wanted}`
        : "does not count: other states",
    );
  }
}

/**
 * Properties of behaviours, each against the invariant alone: at most three times the CPU time, and 2 GiB. All of them in turn,
 * three times; the fastest of each counts, because whatever else the machine does makes them slower.
 */
function runLiveness() {
  const file = "two-phase-commit-live";
  const ordered = join(folder, "ordered.spec");
  const text = readFileSync(join(root, "bench/models", `${file}.spec`), "utf8");
  writeFileSync(ordered, text.replace("r[1..Managers]", "r[1..Managers] ordered"));
  const rows = [
    { label: "invariant", file, only: ["Consistent"] },
    { label: "one process", file, only: ["Decides"] },
    { label: "∀ managers", file, only: ["EachVotes"] },
    { label: "both", file, only: ["Decides", "EachVotes"] },
    { label: "∀, ordered", file: ordered, only: ["EachVotes"] },
  ];
  console.log("\ntwo-phase commit, 9 managers, one worker; the fastest of three runs");
  const best = new Map();
  for (let round = 0; round < 3; round++)
    for (const row of rows) {
      const only = row.only.flatMap((name) => ["--only", name]);
      const found = ours({ spec: [row.file, "Managers=9"] }, "--workers", "1", ...only);
      if (!best.has(row) || found.cpu < best.get(row).cpu) best.set(row, found);
    }
  const [safety] = best.values();
  for (const [{ label }, found] of best) {
    const times = found.cpu / safety.cpu;
    const peak = found.json.peakMemory / 2 ** 30;
    const notes = [`${times.toFixed(2)} times: ${met(times <= 3)}`, `${peak.toFixed(2)} GiB: ${met(peak < 2)}`];
    print(label, found, found === safety ? notes[1] : notes.join("; "));
  }
}

const met = (isMet) => (isMet ? "met" : "MISSED");

try {
  execFileSync(process.execPath, [join(root, "build.js")], { cwd: root });
  console.log(
    `${cpus()[0]?.model ?? "?"}, ${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB; Node ${process.versions.node}`,
  );
  console.log(
    `  ${"".padEnd(14)}${["states", "CPU s", "states/CPU s", "wall s", "states/wall s"].map((cell) => cell.padStart(13)).join("")}`,
  );
  if (process.argv.includes("--liveness")) runLiveness();
  else
    for (const row of rows) {
      const isWanted = words.length === 0 || words.some((word) => row.name.toLowerCase().includes(word.toLowerCase()));
      if (isWanted && (isLarge || !row.large)) run(row);
    }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
