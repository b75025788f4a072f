/**
 * A run of a Raft cluster in processes: clients put load on it while faults befall it, one after the other, drawn from a
 * seed. What is left are the disks, the traces and the history, for tests to judge.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { findFreeAddresses } from "../../../src/protocols/real/addresses.ts";
import { type Address, Cluster, type Failure, isFailure } from "../../../src/protocols/real/index.ts";
import { NodeLinks } from "../../../src/protocols/real/node-links.ts";
import { raftAnswer, type StoreLinks } from "../../../src/protocols/real/store-client.ts";
import { type LoadResult, runLoad } from "../../../src/protocols/real/store-load.ts";
import { createRandom, type Random } from "../../../src/protocols/simulation/random.ts";
import type { OperationLine } from "../../../src/protocols/trace-event.ts";
import { LinkProxy } from "./link-proxy.ts";

export const nodes = ["s1", "s2", "s3"] as const;
export type FaultKind = "kill" | "power failure" | "pause" | "cut" | "silence";

export interface RunSettings {
  readonly program: string;
  readonly seed: number;
  readonly operations: number;
  readonly clients: number;
  /** One after the other, again from the beginning at the end, until the load is done; at least once each. */
  readonly faults: readonly FaultKind[];
  /** Which part of the load is done before the first fault and between two: 0.1 is a tenth. */
  readonly every: number;
  readonly traced: boolean;
}

export interface RaftRun {
  readonly folder: string;
  readonly history: readonly OperationLine[];
  readonly load: LoadResult;
  /** What the nodes said. */
  readonly said: readonly string[];
  readonly befell: readonly string[];
  remove(): void;
}

const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

export async function runRaft(settings: RunSettings): Promise<RaftRun> {
  const folder = mkdtempSync(path.join(tmpdir(), "lockstep-raft-"));
  const random = createRandom(settings.seed);
  const free = await findFreeAddresses(nodes.length);
  const addresses = new Map<string, Address>(nodes.flatMap((node, at) => (free[at] ? [[node, free[at]]] : [])));
  const proxies = new Map<string, LinkProxy>();
  for (const from of nodes)
    for (const [to, address] of addresses)
      if (from !== to) proxies.set(`${from} ${to}`, await LinkProxy.start(address));
  const said: string[] = [];
  const cluster = must(
    await Cluster.start(
      {
        program: settings.program,
        protocol: "raft",
        nodes,
        folder,
        ...(settings.traced ? { traceFolder: folder } : {}),
        optionsOf: () => ["--lose-unsynced", "--wait", "election=300-600"],
        route: (from, to) => proxies.get(`${from} ${to}`)?.address,
        hear: (node, line) => said.push(`${node} ${line}`),
      },
      addresses,
    ),
  );
  const links: StoreLinks = new NodeLinks("raft", addresses, raftAnswer);
  const history: OperationLine[] = [];
  const befell: string[] = [];
  try {
    const { operations, clients } = settings;
    const work = runLoad(links, { clients, operations, keys: 8 }, random.fork(), (line) => history.push(line));
    let [over, threshold] = [false, 0];
    const answered = () => history.length / 2;
    const faults = (async () => {
      for (let number = 0; !over || number < settings.faults.length; number++) {
        threshold += settings.every * operations;
        while (!over && answered() < threshold) await sleep(20);
        if (over && number >= settings.faults.length) return;
        const kind = settings.faults[number % settings.faults.length];
        if (kind) befell.push(await strike(kind, cluster, proxies, random));
      }
    })();
    const load = await work;
    over = true;
    await faults;
    // A write of its own term commits what a leader took over; then everybody has it.
    await runLoad(links, { clients: 1, operations: 3, keys: 1 }, random, (line) => history.push(line));
    return { folder, history, load, said, befell, remove: () => rmSync(folder, { recursive: true, force: true }) };
  } finally {
    links.close();
    await cluster.stop();
    for (const proxy of proxies.values()) proxy.close();
  }
}

/** A fault, and its end. */
async function strike(
  kind: FaultKind,
  cluster: Cluster,
  proxies: ReadonlyMap<string, LinkProxy>,
  random: Random,
): Promise<string> {
  const victim = random.pick(nodes);
  const ofVictim = [...proxies].filter(([name]) => name.split(" ").includes(victim)).map(([, proxy]) => proxy);
  const duration = random.between(100, 900);
  switch (kind) {
    case "kill":
      await cluster.kill(victim);
      await sleep(duration);
      must(await cluster.start(victim));
      break;
    case "power failure":
      await Promise.all(nodes.map((node) => cluster.kill(node)));
      for (const failure of await Promise.all(nodes.map((node) => cluster.start(node)))) must(failure);
      return kind;
    case "pause":
      cluster.pause(victim);
      await sleep(duration);
      cluster.resume(victim);
      break;
    case "cut":
    case "silence":
      for (const proxy of ofVictim) kind === "cut" ? proxy.cut() : proxy.silence();
      await sleep(duration + 500);
      for (const proxy of ofVictim) proxy.mend();
      break;
  }
  return `${kind} ${victim}`;
}

function must<Value>(value: Value | Failure): Value {
  if (isFailure(value)) throw new Error(value.failure);
  return value;
}
