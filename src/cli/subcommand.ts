/**
 * A subcommand of the command line: a file in `commands/` declares its name, arguments and options to commander, and hands
 * back what to do when it is called. `arguments.ts` knows the list, and nothing about any of them.
 */
import { type Command, InvalidArgumentError } from "commander";
import type { Context } from "./context.ts";
import type { ExitCode } from "./exit.ts";

/** What a call of the program does, with its arguments already in it. */
export type Work = (context: Context) => ExitCode | Promise<ExitCode>;

export interface Subcommand {
  readonly name: string;
  /** Describes the arguments to `command`; its action passes the work to `call`, exactly once. */
  declare(command: Command, call: (work: Work) => void): void;
}

/** Gathers the values of a repeatable option. */
export const collect = (value: string, before: readonly string[]) => [...before, value];

/** Parses a number of at least `least` for commander; thousands may be separated: `1_000`. */
export function atLeast(least: number, whole: boolean): (text: string) => number {
  return (text) => {
    const value = Number(text.replace(/(?<=\d)[_,](?=\d{3})/g, ""));
    if (text.trim() === "" || !Number.isFinite(value) || value < least || (whole && !Number.isSafeInteger(value))) {
      throw new InvalidArgumentError(`expected ${whole ? "a whole number" : "a number"} of at least ${least}`);
    }
    return value;
  };
}
