/** `merge`: the traces of several nodes, and the history of their clients, as one file. */
import { isFailure, mergeTraces } from "../../protocols/real/index.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit.ts";
import { diagnosticOf } from "../processes.ts";
import type { Subcommand } from "../subcommand.ts";

export const merge: Subcommand = {
  name: "merge",
  declare(command, call) {
    command
      .description("joins traces of several nodes, ordered by their vector clocks, into one")
      .argument("<files...>", "a trace of each node, and of the clients")
      .requiredOption("--out <file>", "the file to write")
      .action((files: string[], { out }: { out: string }) => call((context) => mergeFiles(files, out, context)));
  },
};

export async function mergeFiles(
  files: readonly string[],
  out: string,
  { print, tell }: Pick<Context, "print" | "tell">,
): Promise<ExitCode> {
  const merged = await mergeTraces(files, out);
  if (isFailure(merged)) {
    tell([diagnosticOf(merged)]);
    return exitCodes.usage;
  }
  const { events, operations, unfinished } = merged;
  print(`${out}: ${events} events, ${operations} lines of operations, from ${files.length} files`);
  if (unfinished.length > 0)
    print(`${unfinished.join(", ")}: cut off, by a crash or because it still runs; what is there is used`);
  return exitCodes.holds;
}
