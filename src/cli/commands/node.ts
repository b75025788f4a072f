/** `node PROTOCOL`: one node of a protocol as this process, until it is told to stop. */
import { Option } from "commander";
import { type Failure, isFailure, parsePeers } from "../../protocols/real/index.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit.ts";
import { diagnosticOf, protocolNamed, untilTold, waitsOf, withWaits } from "../processes.ts";
import { atLeast, type Subcommand } from "../subcommand.ts";

interface NodeRequest {
  readonly node: string;
  readonly peers: string;
  readonly data: string;
  readonly traceFile?: string;
  readonly wait: readonly string[];
  readonly untilInputEnds?: boolean;
  readonly loseUnsynced?: boolean;
  readonly dieAfter?: number;
}

export const node: Subcommand = {
  name: "node",
  declare(command, call) {
    withWaits(
      command
        .description("runs one node of a protocol: raft or two-phase-commit")
        .argument("<protocol>", "raft or two-phase-commit")
        .requiredOption("--node <name>", "which one this is: its name, or its place among the peers, from 1")
        .requiredOption("--peers <addresses>", "where all nodes listen, this one too: :7001,:7002,:7003 or s1=:7001,…")
        .requiredOption("--data <folder>", "where it keeps what it must not forget")
        .option("--trace-file <file>", "write its transitions into this file, as JSON Lines"),
    )
      .addOption(new Option("--until-input-ends", "stop when the standard input is closed"))
      .addOption(
        new Option("--lose-unsynced", "for tests: a crash loses what was not synced, as a power failure would"),
      )
      .addOption(
        new Option("--die-after <n>", "for tests: die before effect or message n + 1").argParser(atLeast(0, true)),
      )
      .action((protocol: string, request: NodeRequest) => call((context) => runNode(protocol, request, context)));
  },
};

async function runNode(name: string, request: NodeRequest, context: Context): Promise<ExitCode> {
  const { print, tell } = context;
  const fail = (failure: Failure): ExitCode => {
    tell([diagnosticOf(failure)]);
    return exitCodes.usage;
  };
  const protocol = protocolNamed(name);
  if (isFailure(protocol)) return fail(protocol);
  const addresses = parsePeers(request.peers, (count) => protocol.namesOf(Math.max(count, protocol.fewest)));
  if (isFailure(addresses)) return fail(addresses);
  const names = [...addresses.keys()];
  if (names.length < protocol.fewest) {
    const failure = `${name} has at least ${protocol.fewest} nodes, and \`--peers\` names ${names.length}`;
    return fail({ about: "usage", failure });
  }
  const own = names.includes(request.node) ? request.node : names[Number(request.node) - 1];
  if (own === undefined) {
    const hint = `the peers are ${names.join(", ")}`;
    return fail({ about: "usage", failure: `\`--node ${request.node}\` is none of the peers`, hint });
  }
  const waits = waitsOf(request.wait, protocol);
  if (isFailure(waits)) return fail(waits);

  const { data: folder, traceFile: trace, loseUnsynced, dieAfter } = request;
  const hear = (line: string) => print(`${own} ${line}`);
  const settings = { node: own, addresses, folder, trace, loseUnsynced, dieAfter, tell: hear };
  const running = await protocol.start(settings, waits);
  if (isFailure(running)) return fail(running);
  const release = untilTold(context, () => running.stop(), request.untilInputEnds ?? false);
  const failure = await running.ended;
  release();
  if (failure) return fail(failure);
  hear("has stopped");
  return exitCodes.holds;
}
