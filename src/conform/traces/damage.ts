/**
 * What is wrong with a log itself: diagnostics that mark a line of it, though the log as a whole is never in memory. What
 * can't be read says nothing; what can be read and contradicts itself says something that can't have happened.
 */
import type { Diagnostic, RuleId, Source } from "../../source/index.ts";

/** More than these are not told: a file that is no log at all has a mistake in each line. */
const mostTold = 20;
/** Of a line, so much is kept to be shown. */
const mostShown = 400;

export class Damage {
  readonly diagnostics: Diagnostic[] = [];
  readonly path: string;
  /** All, also those that are not told. */
  count = 0;
  private contradictions = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** Everything can be read, to the end, and it contradicts itself: no run has happened as it says. */
  get isContradiction(): boolean {
    return this.contradictions > 0 && this.contradictions === this.count;
  }

  contradict(line: number | undefined, text: string, message: string, hint?: string): void {
    this.contradictions += 1;
    this.report("trace-order", line, text, message, hint);
  }

  report(rule: RuleId, line: number | undefined, text: string, message: string, hint?: string): void {
    this.count += 1;
    if (this.diagnostics.length >= mostTold) return;
    const span = line === undefined ? undefined : spanOfLine(this.path, line, text);
    this.diagnostics.push({ rule, message, ...(span ? { span } : {}), ...(hint === undefined ? {} : { hint }) });
  }
}

/** A place in a file of which only one line is known. */
export function spanOfLine(path: string, line: number, text: string) {
  const shown = text.slice(0, mostShown);
  const source: Source = { path, text: `${"\n".repeat(line - 1)}${shown}` };
  return { source, start: line - 1, end: source.text.length };
}
