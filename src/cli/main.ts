/**
 * The whole program as a function: arguments and a host in, an exit code out. It decides which command runs, and turns our
 * own errors into one short message: a user never sees a stack trace that was not asked for.
 */
import type { Host } from "../host.ts";
import { jsonDocument } from "../report/index.ts";
import { unreachable } from "../source/index.ts";
import { parseArguments } from "./arguments.ts";
import { createContext } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit.ts";

export async function main(args: readonly string[], host: Host): Promise<ExitCode> {
  const context = createContext(host);
  try {
    const parsed = parseArguments(args, host.command, host.version, host.output.columns);
    switch (parsed.kind) {
      case "text":
        host.output.write(parsed.text.endsWith("\n") ? parsed.text : `${parsed.text}\n`);
        return exitCodes.holds;
      case "mistake":
        if (parsed.json) host.output.write(jsonDocument([], [parsed.diagnostic], exitCodes.usage));
        context.tell([parsed.diagnostic]);
        return exitCodes.usage;
      case "work":
        return await parsed.work(context);
      default:
        return unreachable(parsed);
    }
  } catch (error) {
    return confess(error, host);
  }
}

/** An error of ours. */
function confess(error: unknown, host: Host): ExitCode {
  const message = error instanceof Error ? error.message : String(error);
  host.errors.write(`${host.command}: an error inside the checker itself: ${message.split("\n")[0]}\n`);
  host.errors.write(
    "This is a mistake of ours, not yours, and no verdict. Please report it with the model that caused it.\n",
  );
  if (host.environment.LOCKSTEP_DEBUG && error instanceof Error) host.errors.write(`${error.stack}\n`);
  else host.errors.write("LOCKSTEP_DEBUG=1 shows where it happened.\n");
  return exitCodes.internal;
}
