/**
 * A conversation with a running system: commands come from `--do`, a terminal or a pipe, one a line; what they give is
 * printed. Beside what clients can ask, nodes can be killed, paused and started again.
 */
import { createInterface } from "node:readline";
import { type Cluster, isFailure, type Shell } from "../protocols/real/index.ts";
import { pad } from "../report/index.ts";
import type { Context } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit.ts";
import { diagnosticOf, untilTold } from "./processes.ts";

export interface Conversation {
  readonly shell: Shell;
  /** The nodes, if they are ours to kill. */
  readonly nodes: Cluster | undefined;
  readonly names: readonly string[];
  /** Commands; the standard input is asked when there are none. */
  readonly script: readonly string[];
  readonly context: Context;
}

const aboutNodes: readonly (readonly [string, string])[] = [
  ["kill NODE", "ends its process, as kill -9 does"],
  ["start NODE", "starts it again, with its data"],
  ["pause NODE", "it takes no steps"],
  ["resume NODE", "it goes on"],
  ["nodes", "which nodes run"],
];

/** 0 when all went well, 1 when a command was none, 3 when one was not answered, 130 when a script was interrupted. */
export async function holdConversation(conversation: Conversation): Promise<ExitCode> {
  const { script, context } = conversation;
  let interrupt: () => void = () => {};
  let interrupted = false;
  const ended = new Promise<void>((resolve) => {
    interrupt = () => {
      interrupted = true;
      resolve();
    };
  });
  const release = untilTold(context, () => interrupt(), false);
  const codes: ExitCode[] = [];
  const done = script.length > 0 ? readScript() : readInput();
  await Promise.race([done, ended]);
  release();
  if (interrupted) return script.length > 0 ? exitCodes.interrupted : exitCodes.holds;
  return codes.includes(exitCodes.missed) ? exitCodes.missed : (codes.find((code) => code !== 0) ?? exitCodes.holds);

  async function readScript(): Promise<void> {
    for (const line of script.flatMap((part) => part.split(";"))) {
      if (interrupted) return;
      codes.push(await obey(line, conversation));
    }
  }

  async function readInput(): Promise<void> {
    const isTerminal = process.stdin.isTTY === true && context.host.output.isTerminal;
    const reader = createInterface({ input: process.stdin, output: isTerminal ? process.stdout : undefined });
    if (isTerminal) context.print("`help` lists what can be asked, Ctrl-C ends it all");
    // In a terminal, Ctrl-C goes to the reader and not to the process.
    reader.on("SIGINT", () => interrupt());
    void ended.then(() => reader.close());
    if (isTerminal) reader.prompt();
    for await (const line of reader) {
      if (/^(quit|exit)$/.test(line.trim())) break;
      codes.push(await obey(line, conversation));
      if (isTerminal) reader.prompt();
    }
    reader.close();
    process.stdin.destroy();
    // People who mistype are told so, and no more.
    if (isTerminal) codes.length = 0;
  }
}

async function obey(line: string, conversation: Conversation): Promise<ExitCode> {
  const { shell, context } = conversation;
  const words = line.trim().split(/\s+/);
  if (words[0] === "") return exitCodes.holds;
  if (words[0] === "help" && words.length === 1) {
    explain(conversation);
    return exitCodes.holds;
  }
  const said = await handleNode(words, conversation);
  if (said !== undefined) return said;
  const reply = await shell.perform(words);
  if (!reply) {
    context.tell([{ rule: "usage", message: `\`${line.trim()}\` is none of the commands`, hint: "`help` lists them" }]);
    return exitCodes.missed;
  }
  context.print(reply.text);
  return reply.unknown ? exitCodes.inconclusive : exitCodes.holds;
}

async function handleNode(words: readonly string[], { nodes, names, context }: Conversation) {
  const [verb, node] = words;
  if (!nodes) return undefined;
  if (verb === "nodes" && words.length === 1) {
    for (const name of names)
      context.print(`${name} ${nodes.isRunning(name) ? `runs as process ${nodes.processOf(name)}` : "is down"}`);
    return exitCodes.holds;
  }
  if (words.length !== 2 || node === undefined || !names.includes(node)) return undefined;
  if (verb === "kill") await nodes.kill(node);
  else if (verb === "pause") nodes.pause(node);
  else if (verb === "resume") nodes.resume(node);
  else if (verb === "start") {
    const failure = await nodes.start(node);
    if (isFailure(failure)) {
      context.tell([diagnosticOf(failure)]);
      return exitCodes.usage;
    }
  } else return undefined;
  return exitCodes.holds;
}

function explain({ shell, nodes, context }: Conversation): void {
  const commands = [...shell.commands, ...(nodes ? aboutNodes : []), ["quit", "stops everything"] as const];
  const width = Math.max(...commands.map(([command]) => command.length)) + 2;
  for (const [command, what] of commands) context.print(`${pad(command, width)}${what}`);
}
