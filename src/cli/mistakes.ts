/** Which exit code a user's mistakes have. Enters: diagnostics. Leaves: the worst of their codes, the same in every command. */
import { commandLinePath } from "../report/index.ts";
import type { Diagnostic } from "../source/index.ts";
import { type ExitCode, exitCodes, worst } from "./exit.ts";

/** A mistake on the command line, or in a file that cannot be read, is not one in a file; a false assumption is neither. */
export function mistakeCode(diagnostic: Diagnostic): ExitCode {
  if (diagnostic.span?.source.path === commandLinePath && diagnostic.rule !== "assumption") return exitCodes.usage;
  switch (diagnostic.rule) {
    case "missing-file":
      return diagnostic.span ? exitCodes.input : exitCodes.usage;
    case "usage":
    case "unreadable-file":
    case "no-specs":
    case "unknown-configuration":
    case "unknown-property":
      return exitCodes.usage;
    case "assumption":
      return exitCodes.assumption;
    default:
      return exitCodes.input;
  }
}

/** The code of several; at least that of a mistake in a file. */
export function mistakesCode(diagnostics: readonly Diagnostic[]): ExitCode {
  return diagnostics.length === 0 ? exitCodes.input : worst(diagnostics.map(mistakeCode));
}
