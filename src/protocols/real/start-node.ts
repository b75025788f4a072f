/**
 * Starts a node: locks and opens its data folder, recovers the log, continues its trace, and lets it run. Everything that
 * can be wrong with folder, log, trace or address is found here, before the node says a word to anybody.
 */
import { readFileSync } from "node:fs";
import { uptime } from "node:os";
import { join } from "node:path";
import type { Node } from "../core.ts";
import type { Simulable } from "../simulation/system.ts";
import type { HeaderLine } from "../trace-event.ts";
import { fullDetail, recording, silent } from "../trace-point.ts";
import type { Address } from "./addresses.ts";
import { dieAfter, never } from "./crash-point.ts";
import type { Deployment } from "./deployment.ts";
import { attempt, type Failure, isFailure } from "./failure.ts";
import { lockFolder } from "./folder-lock.ts";
import { type Identity, type NodeLog, openNodeLog } from "./node-log.ts";
import { NodeTrace, type Past } from "./node-trace.ts";
import { RunningNode } from "./running-node.ts";
import { createForgetfulStorage, openFile, type Storage } from "./storage.ts";

export interface NodeSettings {
  readonly node: Node;
  readonly addresses: ReadonlyMap<Node, Address>;
  /** Its data folder. */
  readonly folder: string;
  /** The file of its trace. Without it, trace points are silent. */
  readonly trace?: string;
  tell(line: string): void;
  /** For tests: what a crash loses beyond what the process's death would. */
  readonly loseUnsynced?: boolean;
  /** For tests: dies after so many effects and messages. */
  readonly dieAfter?: number;
}

export async function startNode<P extends Simulable>(
  deployment: Deployment<P>,
  settings: NodeSettings,
): Promise<RunningNode<P> | Failure> {
  const { node, addresses, folder, tell } = settings;
  const unlock = attempt("data", `cannot use \`${folder}\``, () => lockFolder(folder));
  if (isFailure(unlock)) return unlock;
  const started = await prepare(deployment, settings);
  if (isFailure(started)) {
    unlock();
    return started;
  }
  started.ended.then(unlock, unlock);
  const address = addresses.get(node);
  if (address) tell(`listens at ${address.host}:${address.port}`);
  return started;
}

async function prepare<P extends Simulable>(
  deployment: Deployment<P>,
  settings: NodeSettings,
): Promise<RunningNode<P> | Failure> {
  const { node, addresses, folder, tell } = settings;
  const path = join(folder, "log");
  const identity: Identity = { lockstep: "log/1", protocol: deployment.name, node, nodes: deployment.nodes };
  const log = attempt("data", `cannot use \`${path}\``, () => {
    const file = openFile(path);
    const storage = settings.loseUnsynced ? createForgetfulStorage(file, tearAnywhere) : file;
    return openOrClose(storage, () => openNodeLog(storage, identity, deployment.shapes.record, path));
  });
  if (isFailure(log)) return log;

  const boot = bootOf();
  const restarted = log.starts.length > 0;
  const trace = settings.trace === undefined ? undefined : openTrace(settings.trace, deployment, node, log, boot);
  if (isFailure(trace)) {
    log.close();
    return trace;
  }
  if (restarted) tell(`comes back with ${log.entries.length} records${tornText(log.torn)}`);
  const running = new RunningNode<P>({
    deployment,
    core: deployment.createCore(trace ? recording(deployment.observe) : silent),
    identity,
    addresses,
    log,
    restarted,
    start: { boot, traced: trace !== undefined },
    trace,
    crashPoint: settings.dieAfter === undefined ? never : dieAfter(settings.dieAfter),
    tell,
  });
  const failure = await running.begin();
  if (failure) {
    running.stop();
    return failure;
  }
  return running;
}

const tornText = (torn: number) => (torn === 0 ? "" : `; ${torn} bytes of a write that was torn are cut off`);
const tearAnywhere = (length: number) => Math.floor(Math.random() * (length + 1));

function openOrClose<Value>(storage: Storage, work: () => Value | Failure): Value | Failure {
  const value = work();
  if (isFailure(value)) storage.close();
  return value;
}

function openTrace<P extends Simulable>(
  path: string,
  deployment: Deployment<P>,
  node: Node,
  log: NodeLog<P["record"]>,
  boot: string,
): NodeTrace | Failure {
  const last = log.starts.at(-1);
  const past: Past = {
    events: log.entries.flatMap((entry) => entry.events),
    restarted: last !== undefined,
    complete: last?.traced === true && last.boot === boot,
  };
  return attempt("trace", `cannot write \`${path}\``, () => {
    const storage = openFile(path);
    return openOrClose(storage, () => NodeTrace.open(storage, path, node, headerOf(deployment, node), past));
  });
}

export function headerOf<P extends Simulable>(deployment: Deployment<P>, node: Node): HeaderLine {
  const { name, model, constants, nodes, variables } = deployment;
  const { args, msg, pre } = fullDetail;
  return {
    trace: "lockstep/1",
    model,
    constants,
    nodes,
    // Nobody sees what the network loses.
    logged: { variables, args, msg, pre, faults: ["crash", "restart"] },
    order: ["vc"],
    source: `${name}, processes; this file: ${node}`,
  };
}

/** Tells one boot of the machine from another. Where the system does not, the time at which it booted does. */
function bootOf(): string {
  try {
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  } catch {
    return `${Math.round((Date.now() / 1000 - uptime()) / 60)}`;
  }
}
