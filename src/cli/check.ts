/**
 * `check PATH…`: reads the files, explores the chosen configurations one after the other, and prints what came of each.
 * Without `--all` the exit code is the verdict's; with it, whether every expectation of the files was met.
 */
import { limitsOf } from "../engine/index.ts";
import { createMachine } from "../interpreter/index.ts";
import {
  type Checked,
  commandLinePath,
  type JsonResult,
  jsonDiagnostic,
  jsonDocument,
  lcovText,
  plural,
} from "../report/index.ts";
import type { Diagnostic } from "../source/index.ts";
import { type ItfDocument, runScenario, warningsOf } from "../trace/index.ts";
import { checksOfResult } from "./checks-of-result.ts";
import type { Context } from "./context.ts";
import { measureCoverage } from "./coverage.ts";
import { examine } from "./examine.ts";
import { type ExitCode, exitCodes, worst } from "./exit.ts";
import { compare } from "./expectation.ts";
import { createLibrary, expandPaths } from "./files.ts";
import { mistakeCode } from "./mistakes.ts";
import { present, type Result } from "./present.ts";
import { profile } from "./profile.ts";
import { saveReports } from "./reports.ts";
import type { CheckRequest } from "./requests.ts";
import { saveText, saveTrace } from "./save.ts";
import { type Job, type Lack, looksFor, select } from "./selection.ts";
import { parseSettings } from "./settings.ts";
import { mixture, type Simulated, simulate } from "./simulate.ts";
import { planSymmetry } from "./symmetry.ts";
import { checkTheories, tellWellTyped, type WellTyped } from "./theories.ts";

export async function check(request: CheckRequest, context: Context): Promise<ExitCode> {
  const settings = parseSettings(request.set, request.fault);
  if (!settings.value) return refuse(settings.diagnostics, request, context, exitCodes.usage);
  if (request.paths.length === 0) {
    const hint = `\`${context.host.command} models/raft.spec\` checks a model, \`${context.host.command} new NAME\` writes a first one`;
    return refuse([{ rule: "usage", message: "no file was given", hint }], request, context, exitCodes.usage);
  }
  const mixed = mixture(request);
  if (mixed) return refuse([mixed], request, context, exitCodes.usage);
  const expanded = expandPaths(context.host, request.paths);
  const library = createLibrary(context.host);
  const jobs: Job[] = [];
  const theories: WellTyped[] = [];
  const lacking: Lack[] = [];
  let deep = 0;
  let faulty = expanded.diagnostics.length;
  const mistakes: Diagnostic[] = [...expanded.diagnostics];
  for (const path of expanded.files) {
    const before = library.diagnostics.length;
    const selected = select(path, library, { ...request, settings: settings.value, skips: true });
    const syntax = library.diagnostics.slice(before);
    // Of a file that does not parse, it is too early to say what its models lack.
    const meaning = selected.diagnostics.filter(
      (item) => syntax.length === 0 || (item.span && item.span.source.path !== commandLinePath),
    );
    const found = inReadingOrder([...syntax, ...meaning]);
    mistakes.push(...found.filter((item) => !mistakes.includes(item)));
    if (syntax.length === 0) lacking.push(...(selected.value?.lacking ?? []));
    faulty += found.length > 0 ? 1 : 0;
    if (found.length > 0) continue;
    const impossible = request.engine === "compiled" ? limitsOfJobs(selected.value?.jobs ?? []) : [];
    mistakes.push(...impossible);
    faulty += impossible.length > 0 ? 1 : 0;
    if (impossible.length > 0) continue;
    jobs.push(...(selected.value?.jobs ?? []));
    deep += selected.value?.deep ?? 0;
    theories.push(...(selected.value?.theories ?? []));
  }
  if (jobs.length === 0 && theories.length > 0 && mistakes.length === 0) {
    const code = await checkTheories(theories, library, request, context);
    if (code !== undefined) return code;
  }
  if (request.format !== undefined && request.format !== "text" && request.format !== "json") {
    const hint = "give a theory, or a folder of theories, that has models";
    const mistake: Diagnostic = { rule: "usage", message: "`--format` is about the table of theories", hint };
    return refuse([...mistakes, mistake], request, context, exitCodes.usage);
  }
  // What no model has is a mistake; what some lack leaves those out.
  const skipped = jobs.length > 0 ? lacking : [];
  if (jobs.length === 0) mistakes.push(...lacking.map(({ mistake }) => mistake));
  context.tell(mistakes);
  context.tell(skipped.map(leftOut), "warning");
  const codes: ExitCode[] = mistakes.map(mistakeCode);
  const verdicts: ExitCode[] = [];
  const results: JsonResult[] = [];
  const checks: Checked[] = [];
  let saved = false;
  let lcov = "";
  for (const job of jobs) {
    const result = await carryOut(job, request, context);
    const shown = present(result, request, context, request.traceOut !== undefined && !saved);
    results.push(shown.json);
    checks.push(...checksOfResult(result, request));
    verdicts.push(shown.code);
    if (result.coverage) lcov += lcovText(job.name, result.coverage);
    if (request.traceOut !== undefined && !saved && shown.trace) {
      saved = true;
      codes.push(save(shown.trace, request.traceOut, request, context));
    }
    if (result.verdict.limit === "interrupted") break;
  }
  if (!request.json && !request.quiet && !request.asRun) tellWellTyped(theories, context);
  if (request.coverage && lcov !== "") {
    const note = `coverage saved in ${request.coverage}`;
    codes.push(told(saveText(lcov, request.coverage, context.host), note, request, context));
  }
  const code = saveReports(request, checks, mistakes, worst([...codes, ...verdicts]), context);
  if (request.json) {
    const listed = theories.map((theory) => ({ file: theory.path, theory: theory.name }));
    context.host.output.write(
      jsonDocument(results, mistakes, code, {
        ...(listed.length === 0 ? {} : { theories: listed }),
        ...(skipped.length === 0
          ? {}
          : { skipped: skipped.map(({ model, mistake }) => ({ model, ...jsonDiagnostic(mistake) })) }),
      }),
    );
  } else if ((jobs.length > 1 || deep > 0) && !request.quiet) summary(verdicts, faulty, deep, context);
  return code;
}

const leftOut = ({ model, mistake: { rule, span, message } }: Lack): Diagnostic => ({
  rule,
  span,
  message: `${message}: ${model} is left out`,
});

/** One configuration: the search, the scenarios, and the comparison when it is asked for. */
async function carryOut(job: Job, request: CheckRequest, context: Context): Promise<Result> {
  const machine = createMachine(job.model);
  const quiet = request.quiet || (request.json && !context.host.errors.isTerminal);
  const renaming = planSymmetry(job, request);
  const asked = { ...request, deadlock: looksFor("deadlock", job), quiet, renaming };
  const { verdict, simulation }: Simulated = request.simulate
    ? await simulate(machine, asked, job.name, context.host)
    : { verdict: await examine(machine, asked, job.name, context.host) };
  const goesOn = verdict.limit !== "interrupted";
  const { host } = context;
  const profiled = request.profile && goesOn ? await profile(machine, verdict, asked, job.name, host) : undefined;
  const measures = request.coverage !== undefined && goesOn;
  const coverage = measures ? await measureCoverage(job.model, asked, job.name, host) : undefined;
  const runs =
    job.withRuns && verdict.limit !== "interrupted" ? job.model.runs.map((run) => runScenario(machine, run)) : [];
  const { outcomes } = job.configuration;
  return {
    job,
    machine,
    verdict,
    simulation,
    runs,
    profile: profiled,
    coverage,
    warnings: warningsOf(machine, verdict),
    comparison: request.all && outcomes.length > 0 ? compare(outcomes, verdict, job.model) : undefined,
  };
}

/** What the engine cannot do with the models, each thing once. */
function limitsOfJobs(jobs: readonly Job[]): readonly Diagnostic[] {
  const all = jobs.flatMap(({ model }) => limitsOf(model));
  return all.filter(({ span, message }, at) => {
    const same = (other: Diagnostic) => other.message === message && other.span?.start === span?.start;
    return all.findIndex(same) === at;
  });
}

/** The mistakes of each file from its top to its end, whichever phase found them; files stay in the order of their first one. */
function inReadingOrder(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const files = [...new Set(diagnostics.map((item) => item.span?.source.path))];
  return [...diagnostics].sort(
    (a, b) =>
      files.indexOf(a.span?.source.path) - files.indexOf(b.span?.source.path) ||
      (a.span?.start ?? 0) - (b.span?.start ?? 0),
  );
}

function refuse(diagnostics: readonly Diagnostic[], request: CheckRequest, context: Context, code: ExitCode): ExitCode {
  if (request.json) context.host.output.write(jsonDocument([], diagnostics, code));
  context.tell(diagnostics);
  return saveReports(request, [], diagnostics, code, context);
}

function save(trace: ItfDocument, path: string, request: CheckRequest, context: Context): ExitCode {
  return told(saveTrace(trace, path, context.host), `trace saved in ${path}`, request, context);
}

/** Says that a file was written, or why not. */
function told(failure: Diagnostic | undefined, note: string, request: CheckRequest, context: Context): ExitCode {
  if (failure) {
    context.tell([failure]);
    return exitCodes.usage;
  }
  if (!request.json && !request.quiet) context.print(`  ${context.paint.faint(note)}`);
  return exitCodes.holds;
}

/** `verdicts`: the codes of what was checked; `faulty`: how many files could not be; `deep`: what `--all` left out. */
function summary(verdicts: readonly ExitCode[], faulty: number, deep: number, { print, paint }: Context): void {
  const failed = verdicts.filter((code) => code !== exitCodes.holds).length;
  const outcome = failed === 0 ? "all as they should be" : `${failed} not as they should be`;
  const others = faulty === 0 ? "" : `; ${plural(faulty, "file")} could not be checked`;
  const text = `${plural(verdicts.length, "configuration")} checked, ${outcome}${others}`;
  print(`\n${failed + faulty === 0 ? paint.good(text) : paint.bad(text)}`);
  if (deep > 0) print(paint.faint(`${deep} called deep left out: \`--config deep\``));
}
