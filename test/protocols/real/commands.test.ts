/** `node`, `cluster` and `merge` as people use them: what they say, what they refuse, and that nothing is left running. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { main } from "../../../src/cli/main.ts";
import { findFreeAddresses } from "../../../src/protocols/real/addresses.ts";
import { encodeRecord } from "../../../src/protocols/real/record-format.ts";
import { createFakeHost } from "../../cli/fake-host.ts";
import { bundleProgram, type Program } from "./program.ts";
import { readTrace } from "./witness.ts";

const folder = mkdtempSync(path.join(tmpdir(), "lockstep-commands-"));
let program: Program;
beforeAll(async () => {
  program = await bundleProgram();
}, 60_000);
afterAll(() => {
  program.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The program in this process: enough where nothing is started. */
async function refused(args: readonly string[]): Promise<string> {
  const host = createFakeHost(new Map());
  expect(await main(args, host)).toBe(151);
  const text = host.written.map((line) => line.text).join("");
  return text.replaceAll(`${folder}/`, "").split("\n")[0] ?? "";
}

const nodeWith = (peers: string, data = path.join(folder, "none"), more: readonly string[] = []) =>
  ["node", "raft", "--node", "1", "--peers", peers, "--data", data, ...more] as const;
const identity = { lockstep: "log/1", protocol: "raft", node: "s1", nodes: ["s1", "s2", "s3"] };
const vote = { record: { currentTerm: 1, votedFor: "s2", keep: 0, entries: [] }, events: [] };

function dataOf(name: string, ...bytes: readonly Uint8Array[]): string {
  const data = path.join(folder, name);
  mkdirSync(data);
  writeFileSync(path.join(data, "log"), Buffer.concat(bytes));
  return data;
}

describe("a mistake is told before anything runs:", () => {
  it.each([
    [["node", "paxos", "--node", "1", "--peers", ":1", "--data", "d"], "error[usage] there is no protocol `paxos`"],
    [["cluster", "rfat"], "error[usage] there is no protocol `rfat`"],
    [["node", "raft", "--peers", ":1", "--data", "d"], "error[usage] required option `--node <name>` not specified"],
    [nodeWith("here"), "error[usage] `here` is no address"],
    [nodeWith("10.0.0.1:7001"), "error[usage] `10.0.0.1:7001` is not an address of this machine"],
    [nodeWith(":1,:2", undefined, ["--node", "s7"]), "error[usage] `--node s7` is none of the peers"],
    [nodeWith(":1", undefined, ["--wait", "election=x"]), "error[usage] `--wait election=x` cannot be understood"],
    [nodeWith(":1,:2", undefined, ["--wait", "patience=5"]), "error[usage] there is no timer `patience`"],
    [
      ["node", "two-phase-commit", "--node", "1", "--peers", ":1", "--data", "d"],
      "error[usage] two-phase-commit has at least 2 nodes, and `--peers` names 1",
    ],
    [["cluster", "two-phase-commit", "--nodes", "1"], "error[usage] two-phase-commit has at least 2 nodes"],
    [["cluster", "raft", "--nodes", "0"], "error[usage] `--nodes 0` cannot be understood"],
    [
      ["merge", "nowhere.jsonl", "--out", "x"],
      "error[unusable-trace] `nowhere.jsonl`: there is no such file or folder",
    ],
  ])("%j", async (args, text) => expect(await refused(args)).toBe(text));

  it("a data folder that can't be used", async () => {
    const [one, two] = [encodeRecord(identity, 0), encodeRecord(vote, 0)];
    const later = encodeRecord(vote, one.length + two.length);
    const damaged = Buffer.from(two);
    damaged.writeUInt8(0, 20);
    const peers = ":7001,:7002,:7003";
    const file = path.join(folder, "file");
    writeFileSync(file, "");
    const inUse = dataOf("in-use", one);
    writeFileSync(path.join(inUse, "lock"), `${process.ppid}\n`);
    expect([
      await refused(nodeWith(peers, file)),
      await refused(nodeWith(peers, inUse)),
      await refused(nodeWith(peers, dataOf("notes", Buffer.from("my notes\n")))),
      await refused(nodeWith(peers, dataOf("other", encodeRecord({ ...identity, node: "s2" }, 0), two))),
      await refused(nodeWith(":7001,:7002", dataOf("larger", one))),
      await refused(nodeWith(peers, dataOf("damaged", one, damaged, later))),
      await refused(nodeWith(peers, dataOf("strange", one, encodeRecord({ record: 1, events: [] }, 0)))),
    ]).toEqual([
      "error[unusable-data] cannot use `file`: a part of the path is a file",
      `error[unusable-data] \`in-use\` is in use by process ${process.ppid}`,
      "error[unusable-data] `notes/log` is not the log of a node, or its beginning is damaged",
      "error[unusable-data] `other/log` is the log of s2, one of s1, s2, s3 of raft",
      "error[unusable-data] `larger/log` is the log of s1, one of s1, s2, s3 of raft",
      `error[unusable-data] \`damaged/log\` is damaged at byte ${one.length}: what stands there was durable, and later records rely on it`,
      "error[unusable-data] `strange/log` holds something else than a record of raft: its record 2",
    ]);
  });

  it("a trace of somebody else, and an address that is taken", async () => {
    const trace = path.join(folder, "notes.txt");
    writeFileSync(trace, "my notes\n");
    expect(await refused(nodeWith(":7001,:7002", path.join(folder, "a"), ["--trace-file", trace]))).toBe(
      "error[unusable-trace] `notes.txt` is no trace of this node, or it is damaged",
    );
    expect(readFileSync(trace, "utf8")).toBe("my notes\n");
    const [address] = await findFreeAddresses(1);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(address?.port, "127.0.0.1", () => resolve()));
    expect(await refused(nodeWith(`:${address?.port},:1`, path.join(folder, "b")))).toBe(
      `error[unusable-address] cannot listen at 127.0.0.1:${address?.port}: another program listens there`,
    );
    server.close();
  });
});

/** The program as a process. */
function run(args: readonly string[], input = "") {
  const child = spawn(process.execPath, [program.file, ...args], { cwd: folder });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  const said = { output: "", errors: "" };
  child.stdout.on("data", (text) => (said.output += text));
  child.stderr.on("data", (text) => (said.errors += text));
  if (input !== "") child.stdin.end(input);
  return { child, ended, said };
}

const isAlive = (process_: number) => {
  try {
    return process.kill(process_, 0);
  } catch {
    return false;
  }
};
const patient = { timeout: 30_000, interval: 20 };

describe("a cluster", () => {
  it("does what a script says, and leaves a trace of it", async () => {
    const script = "put x 1; get x; cas x 2 3; cas y - 4; kill s1; start s1; get y; load 20 2; nonsense";
    const { ended, said } = run([
      "cluster",
      "raft",
      "--wait",
      "election=300-600",
      "--trace-dir",
      "traces",
      "--do",
      script,
    ]);
    expect(await ended, said.errors).toBe(1);
    expect(said.errors).toMatch(/^error\[usage\] `nonsense` is none of the commands/);
    const answers = said.output.split("\n").filter((line) => !/^s\d /.test(line));
    expect(answers.slice(0, 5)).toEqual(["written", "1", "not swapped: it has another value", "swapped", "4"]);
    expect(answers[5]).toMatch(/^20 done, 0 unknown, in .* s: \d+ a second$/);
    expect(said.output).toMatch(/s1 comes back with \d+ records/);
    const trace = readTrace(path.join(folder, "traces/trace.jsonl"));
    expect(trace.filter((line) => "operation" in line).length).toBe(50);
    expect(trace.filter((line) => "fault" in line).map((line) => line.fault)).toEqual(["crash", "restart"]);
    expect(Object.keys(trace.at(-1) ?? {})).toEqual(["end"]);
    const file = path.join(folder, "traces/trace.jsonl");
    const held = run(["conform", path.resolve("models/raft.spec"), file]);
    expect(await held.ended, held.said.output + held.said.errors).toBe(0);
    const checked = run(["history", path.join(folder, "traces/clients.jsonl"), "--object", "kv"]);
    expect(await checked.ended, checked.said.output + checked.said.errors).toBe(0);
  }, 60_000);

  it("goes on with its data, its traces and its history", async () => {
    const again = (script: string) =>
      run([
        "cluster",
        "raft",
        "--nodes",
        "2",
        "--data",
        "one",
        "--trace-dir",
        "one-traces",
        "--wait",
        "election=200-400",
        "--do",
        script,
      ]);
    for (const script of ["put x 1", "get x; kill s2", "put x 2; get x"]) {
      const { ended, said } = again(script);
      expect(await ended, said.errors).toBe(0);
    }
    const checked = run(["history", "one-traces/clients.jsonl", "--object", "kv"]);
    expect(await checked.ended, checked.said.output + checked.said.errors).toBe(0);
    expect(checked.said.output).toContain("4 operations");
    const lines = readTrace(path.join(folder, "one-traces/trace.jsonl"));
    for (const node of ["s1", "s2"]) {
      const own = lines.filter((line) => "node" in line && line.node === node);
      const faults = own.flatMap((line) => ("fault" in line ? [line.fault] : []));
      expect(faults, node).toEqual(["crash", "restart", "crash", "restart"]);
      const numbers = own.flatMap((line) => ("action" in line ? [line.i] : []));
      expect(numbers, node).toEqual(numbers.map((_, at) => at + 1));
    }
  }, 60_000);

  it("may be a single server", async () => {
    const { ended, said } = run(["cluster", "raft", "--nodes", "1", "--do", "put x 1; kill s1; start s1; get x"]);
    expect(await ended, said.errors).toBe(0);
    const answers = said.output.split("\n").filter((line) => !/^s1 /.test(line));
    expect(answers.slice(0, 2)).toEqual(["written", "1"]);
  }, 60_000);

  it("reads commands from its input, keeps data, and aborts when a participant refuses", async () => {
    const args = ["cluster", "two-phase-commit", "--data", "kept", "--wait", "patience=200"];
    const first = run(args, "refuse r1\nprepare r2\nwait\n");
    expect(await first.ended, first.said.errors).toBe(0);
    expect(first.said.output).toContain("coordinator: Aborted\nr1: Aborted\nr2: Aborted\n");
    expect(existsSync(path.join(folder, "kept/r1/lock"))).toBe(false);
    const second = run(args, "outcome r2\nquit\n");
    expect(await second.ended, second.said.errors).toBe(0);
    expect(second.said.output).toContain("r2: Aborted\n");
  }, 60_000);

  const processes = (output: string) => [...output.matchAll(/runs as process (\d+)/g)].map((found) => Number(found[1]));

  async function running(): Promise<{ child: ChildProcess; ended: Promise<number | null>; nodes: readonly number[] }> {
    const { child, ended, said } = run(["cluster", "raft"]);
    child.stdin.write("nodes\n");
    await vi.waitFor(() => expect(processes(said.output).length).toBe(3), patient);
    return { child, ended, nodes: processes(said.output) };
  }

  it("stops everything at Ctrl-C", async () => {
    const { child, ended, nodes } = await running();
    child.kill("SIGINT");
    expect(await ended).toBe(0);
    expect(nodes.filter(isAlive)).toEqual([]);
  }, 60_000);

  it("leaves nothing running when it is killed", async () => {
    const { child, ended, nodes } = await running();
    child.kill("SIGKILL");
    await ended;
    await vi.waitFor(() => expect(nodes.filter(isAlive)).toEqual([]), patient);
  }, 60_000);
});

it("nodes that were started by hand are found by a client", async () => {
  const [one, two] = await findFreeAddresses(2);
  const peers = `:${one?.port},:${two?.port}`;
  const nodes = ["1", "s2"].map((node) =>
    run(["node", "raft", "--node", node, "--peers", peers, "--data", `hand-${node}`]),
  );
  const client = run(["cluster", "raft", "--connect", peers, "--do", "put x 7; get x; kill s1"]);
  expect(await client.ended, client.said.errors).toBe(1);
  expect(client.said.output).toBe("written\n7\n");
  expect(client.said.errors).toContain("`kill s1` is none of the commands");
  for (const { child } of nodes) child.kill("SIGTERM");
  expect(await Promise.all(nodes.map(({ ended }) => ended))).toEqual([0, 0]);
  expect(nodes.map(({ said }) => said.output.trimEnd().split("\n").at(-1))).toEqual([
    "s1 has stopped",
    "s2 has stopped",
  ]);
}, 60_000);
