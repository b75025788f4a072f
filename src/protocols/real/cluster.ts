/**
 * A cluster on this machine: a process of the operating system for each node, which this one starts and watches, but
 * talks to through the network only. The nodes end when this process does, however it ends: their standard input closes.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Node } from "../core.ts";
import { type Address, findFreeAddresses, showAddress } from "./addresses.ts";
import type { Failure } from "./failure.ts";

export interface ClusterSettings {
  /** The file of the program, which node runs. */
  readonly program: string;
  readonly protocol: string;
  readonly nodes: readonly Node[];
  /** Each node has a folder in it. */
  readonly folder: string;
  /** Where traces go, if they are written. */
  readonly traceFolder?: string;
  /** More options for a node. */
  readonly optionsOf?: (node: Node) => readonly string[];
  /** Where `from` finds `to`, if that is not where it listens: a proxy stands between them. */
  readonly route?: (from: Node, to: Node) => Address | undefined;
  /** Takes what a node says, line by line. */
  hear(node: Node, line: string): void;
}

interface Member {
  readonly address: Address;
  process: ChildProcess | undefined;
  /** The last lines of its standard error. */
  errors: string[];
}

/** Milliseconds in which a node has to listen, and in which it has to stop in order. */
const patience = { start: 20_000, stop: 5_000 };

export class Cluster {
  readonly addresses: ReadonlyMap<Node, Address>;
  private readonly settings: ClusterSettings;
  private readonly members: ReadonlyMap<Node, Member>;

  private constructor(settings: ClusterSettings, addresses: ReadonlyMap<Node, Address>) {
    this.settings = settings;
    this.addresses = addresses;
    this.members = new Map(
      [...addresses].map(([node, address]) => [node, { address, process: undefined, errors: [] }]),
    );
  }

  /** Starts all nodes, at addresses that are free unless they are given. */
  static async start(settings: ClusterSettings, given?: ReadonlyMap<Node, Address>): Promise<Cluster | Failure> {
    const free = given ? [] : await findFreeAddresses(settings.nodes.length);
    const addresses = given ?? new Map(settings.nodes.flatMap((node, at) => (free[at] ? [[node, free[at]]] : [])));
    const cluster = new Cluster(settings, addresses);
    const failures = await Promise.all(settings.nodes.map((node) => cluster.start(node)));
    const failure = failures.find((one) => one !== undefined);
    if (failure) await cluster.stop();
    return failure ?? cluster;
  }

  isRunning(node: Node): boolean {
    return this.members.get(node)?.process !== undefined;
  }

  /** The number of its process. */
  processOf(node: Node): number | undefined {
    return this.members.get(node)?.process?.pid;
  }

  traceOf(node: Node): string | undefined {
    const { traceFolder } = this.settings;
    return traceFolder === undefined ? undefined : join(traceFolder, `${node}.jsonl`);
  }

  /** Starts a node, for the first time or again, perhaps with other options; resolves when it listens. */
  start(node: Node, options = this.settings.optionsOf?.(node) ?? []): Promise<Failure | undefined> {
    const member = this.members.get(node);
    if (!member || member.process) return Promise.resolve(undefined);
    const child = spawn(process.execPath, [this.settings.program, ...this.argumentsOf(node), ...options], {
      stdio: ["pipe", "pipe", "pipe"],
    });
    member.process = child;
    member.errors = [];
    child.stdin.on("error", () => {}); // it has died, which its exit tells
    createInterface({ input: child.stderr }).on("line", (line) => member.errors.push(line));
    return new Promise((resolve) => {
      const late = setTimeout(() => child.kill("SIGKILL"), patience.start);
      const lines = createInterface({ input: child.stdout });
      lines.on("line", (line) => {
        const said = line.startsWith(`${node} `) ? line.slice(node.length + 1) : line;
        if (said.startsWith("listens at ")) {
          clearTimeout(late);
          resolve(undefined);
        }
        this.settings.hear(node, said);
      });
      child.once("error", (error) => resolve({ about: "usage", failure: `cannot start ${node}: ${error.message}` }));
      child.once("close", (code, signal) => {
        clearTimeout(late);
        if (member.process === child) member.process = undefined;
        const why = member.errors.join("\n") || `it ended with ${signal ?? `exit code ${code}`}`;
        resolve({ about: "usage", failure: `${node} did not start: ${why}` });
      });
    });
  }

  /** Ends a node's process as `kill -9` does; resolves when it is gone. */
  kill(node: Node): Promise<void> {
    return this.end(node, "SIGKILL");
  }

  /** A node takes no steps until it is resumed. */
  pause(node: Node): void {
    this.members.get(node)?.process?.kill("SIGSTOP");
  }

  resume(node: Node): void {
    this.members.get(node)?.process?.kill("SIGCONT");
  }

  /** Resolves when the node has died of itself. */
  died(node: Node): Promise<void> {
    const child = this.members.get(node)?.process;
    return child ? new Promise((resolve) => child.once("close", () => resolve())) : Promise.resolve();
  }

  /** Stops all nodes in order. */
  async stop(): Promise<void> {
    await Promise.all([...this.members.keys()].map((node) => this.end(node, "SIGTERM")));
  }

  private async end(node: Node, signal: NodeJS.Signals): Promise<void> {
    const child = this.members.get(node)?.process;
    if (!child) return;
    const gone = new Promise<void>((resolve) => child.once("close", () => resolve()));
    child.kill(signal);
    child.kill("SIGCONT"); // one that is paused stops only when it goes on
    const late = setTimeout(() => child.kill("SIGKILL"), patience.stop);
    await gone;
    clearTimeout(late);
  }

  private argumentsOf(node: Node): readonly string[] {
    const { protocol, folder, nodes, route } = this.settings;
    const peers = nodes.map((peer) => {
      const way = peer === node ? undefined : route?.(node, peer);
      const address = way ?? this.addresses.get(peer);
      return `${peer}=${address ? showAddress(address) : ""}`;
    });
    const trace = this.traceOf(node);
    return [
      ...["node", protocol, "--node", node, "--peers", peers.join(","), "--data", join(folder, node)],
      ...(trace === undefined ? [] : ["--trace-file", trace]),
      "--until-input-ends",
    ];
  }
}
