/**
 * `--junit FILE` and `--sarif FILE`: what every checking command offers to CI. A command adds the options to its own, makes
 * a list of what it checked, and saves the reports at its end, whether or not it came to a verdict.
 */
import { basename } from "node:path";
import type { Command } from "commander";
import { type Checked, checkedDiagnostic, junitText, sarifText } from "../report/index.ts";
import type { Diagnostic } from "../source/index.ts";
import type { Context } from "./context.ts";
import { type ExitCode, exitCodes, worst } from "./exit.ts";
import { saveText } from "./save.ts";

/** Part of the request of every command that `offerReports` was called for. */
export interface ReportRequest {
  readonly junit?: string;
  readonly sarif?: string;
}

export const offerReports = (command: Command): Command =>
  command
    .option("--junit <file>", "save what was checked as JUnit XML, a test for each check")
    .option("--sarif <file>", "save what is wrong as SARIF 2.1.0, for code hosts");

/** The program ended without a verdict. */
const withoutVerdict: ReadonlySet<ExitCode> = new Set<ExitCode>([
  exitCodes.internal,
  exitCodes.interrupted,
  exitCodes.input,
  exitCodes.usage,
]);

/**
 * Saves the reports that `request` asks for. `code` is what the command would exit with; what it should exit with is
 * returned, which is worse when a report can't be written.
 */
export function saveReports(
  request: ReportRequest,
  checks: readonly Checked[],
  mistakes: readonly Diagnostic[],
  code: ExitCode,
  { host, tell }: Context,
): ExitCode {
  const all = [...mistakes.map(checkedDiagnostic), ...checks];
  const category = basename(request.sarif ?? "").replace(/(\.sarif)?(\.json)?$/, "");
  const run = { version: host.version, exit: code, successful: !withoutVerdict.has(code), category };
  const failures = [
    request.junit === undefined ? undefined : saveText(junitText(all), request.junit, host),
    request.sarif === undefined ? undefined : saveText(sarifText(all, run), request.sarif, host),
  ].filter((failure) => failure !== undefined);
  tell(failures);
  return worst([code, ...failures.map(() => exitCodes.usage)]);
}
