/**
 * `cluster PROTOCOL`: starts the nodes of a system as processes, or connects to nodes that were started by hand, and does
 * what it is told: what clients ask, and what goes wrong. With `--trace-dir` it leaves a trace of all that happened.
 */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type Address,
  attempt,
  Cluster,
  type Failure,
  isFailure,
  openHistoryFile,
  parsePeers,
  type RealProtocol,
  showAddress,
} from "../../protocols/real/index.ts";
import type { Context } from "../context.ts";
import { holdConversation } from "../conversation.ts";
import { type ExitCode, exitCodes } from "../exit.ts";
import { diagnosticOf, protocolNamed, waitsOf, withWaits } from "../processes.ts";
import { atLeast, collect, type Subcommand } from "../subcommand.ts";
import { mergeFiles } from "./merge.ts";

interface ClusterRequest {
  readonly nodes: number;
  readonly data?: string;
  readonly traceDir?: string;
  readonly connect?: string;
  readonly do: readonly string[];
  readonly wait: readonly string[];
}

export const cluster: Subcommand = {
  name: "cluster",
  declare(command, call) {
    withWaits(
      command
        .description("runs a whole system of nodes, as processes of this machine, with a small client")
        .argument("<protocol>", "raft or two-phase-commit")
        .option("--nodes <n>", "how many nodes (default: 3)", atLeast(1, true), 3)
        .option("--data <folder>", "keep what the nodes store here; without it, all is gone at the end")
        .option("--trace-dir <folder>", "write traces of nodes and clients there, and all of them in trace.jsonl")
        .option("--connect <addresses>", "start no nodes, but talk to these: :7001,:7002,:7003")
        .option("--do <commands>", 'do this and end, instead of asking: "put x 1; get x" (repeatable)', collect, []),
    ).action((protocol: string, request: ClusterRequest) => call((context) => runCluster(protocol, request, context)));
  },
};

async function runCluster(name: string, request: ClusterRequest, context: Context): Promise<ExitCode> {
  const fail = (failure: Failure): ExitCode => {
    context.tell([diagnosticOf(failure)]);
    return exitCodes.usage;
  };
  const protocol = protocolNamed(name);
  if (isFailure(protocol)) return fail(protocol);
  const waits = waitsOf(request.wait, protocol);
  if (isFailure(waits)) return fail(waits);
  if (request.connect !== undefined) {
    const addresses = parsePeers(request.connect, (count) => protocol.namesOf(Math.max(count, protocol.fewest)));
    return isFailure(addresses) ? fail(addresses) : converse(protocol, addresses, undefined, true, request, context);
  }
  if (request.nodes < protocol.fewest)
    return fail({ about: "usage", failure: `${name} has at least ${protocol.fewest} nodes` });

  const temporary = request.data === undefined ? mkdtempSync(join(tmpdir(), "lockstep-cluster-")) : undefined;
  const nodes = protocol.namesOf(request.nodes);
  const folder = request.data ?? temporary ?? "";
  const continues = nodes.some((node) => existsSync(join(folder, node)));
  try {
    const started = await Cluster.start({
      program: join(context.host.packageFolder, "dist/cli.js"),
      protocol: name,
      nodes,
      folder,
      traceFolder: request.traceDir,
      optionsOf: () => request.wait.flatMap((wait) => ["--wait", wait]),
      hear: (node, line) => context.print(context.paint.faint(`${node} ${line}`)),
    });
    if (isFailure(started)) return fail(started);
    return await converse(protocol, started.addresses, started, continues, request, context);
  } finally {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
  }
}

/** Does what is asked, stops the nodes, and joins what they and their clients wrote. */
async function converse(
  protocol: RealProtocol,
  addresses: ReadonlyMap<string, Address>,
  nodes: Cluster | undefined,
  continues: boolean,
  request: ClusterRequest,
  context: Context,
): Promise<ExitCode> {
  const { traceDir } = request;
  const path = traceDir === undefined ? undefined : join(traceDir, "clients.jsonl");
  const history =
    path === undefined
      ? undefined
      : attempt("trace", `cannot write \`${path}\``, () =>
          openHistoryFile(path, protocol.header(addresses.size), continues),
        );
  if (isFailure(history)) {
    await nodes?.stop();
    context.tell([diagnosticOf(history)]);
    return exitCodes.usage;
  }
  const shell = protocol.createShell({
    addresses,
    log: (line) => history?.add(line),
    tell: context.print,
  });
  if (nodes) context.print([...addresses].map(([node, address]) => `${node} ${showAddress(address)}`).join(" · "));
  const code = await holdConversation({ shell, nodes, names: [...addresses.keys()], script: request.do, context });
  shell.close();
  await nodes?.stop();
  history?.close();
  if (!nodes || traceDir === undefined || path === undefined) return code;
  const files = [path, ...[...addresses.keys()].flatMap((node) => nodes.traceOf(node) ?? [])];
  const merged = await mergeFiles(files, join(traceDir, "trace.jsonl"), context);
  return code === exitCodes.holds ? merged : code;
}
