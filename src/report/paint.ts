/**
 * Colours, by what they mean. chalk does not know `NO_COLOR`: whoever makes a `Paint` decides with `wantsColor`, and
 * nothing else in the reports asks the environment.
 */
import { Chalk } from "chalk";

export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  warning(text: string): string;
  /** Names that the eye looks for: actions, rule ids. */
  strong(text: string): string;
  /** Details that may be skipped. */
  faint(text: string): string;
  /** What was sent and received. */
  message(text: string): string;
}

export function createPaint(color: boolean): Paint {
  const chalk = new Chalk({ level: color ? 1 : 0 });
  return {
    good: chalk.green,
    bad: chalk.red,
    warning: chalk.yellow,
    strong: chalk.bold,
    faint: chalk.dim,
    message: chalk.cyan,
  };
}

/** https://no-color.org, and FORCE_COLOR as chalk reads it; otherwise colours go to terminals only. */
export function wantsColor(environment: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean {
  if (environment.NO_COLOR !== undefined && environment.NO_COLOR !== "") return false;
  const forced = environment.FORCE_COLOR;
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  return isTerminal && environment.TERM !== "dumb";
}
