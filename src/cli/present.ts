/** What one configuration came to, as text for people or as JSON, with its exit code. */
import type { Profile } from "../explore/index.ts";
import type { Machine } from "../interpreter/index.ts";
import {
  asymmetryLines,
  card,
  coverageJson,
  coverageText,
  diagnosticText,
  exceptionLines,
  figures,
  imageJson,
  type JsonResult,
  jsonDiagnostic,
  jsonResult,
  nothingStatedLine,
  openLine,
  plural,
  profileJson,
  profileText,
  type Simulation,
  simulationJson,
  simulationText,
  uncheckedLine,
  verdictLine,
  wantedLine,
} from "../report/index.ts";
import type { Diagnostic } from "../source/index.ts";
import {
  account,
  asRun,
  type Coverage,
  type Finding,
  type ItfDocument,
  type RunResult,
  type Verdict,
  verdictKind,
} from "../trace/index.ts";
import type { Context } from "./context.ts";
import { type ExitCode, exitCodes, worst } from "./exit.ts";
import type { Comparison } from "./expectation.ts";
import type { CheckRequest } from "./requests.ts";
import { traceDocument } from "./save.ts";
import type { Job } from "./selection.ts";
import { shellWord } from "./shell-word.ts";

export interface Result {
  readonly job: Job;
  readonly machine: Machine;
  readonly verdict: Verdict;
  readonly runs: readonly RunResult[];
  readonly profile?: Profile;
  readonly coverage?: Coverage;
  /** What holds and says less than it seems to. */
  readonly warnings: readonly Diagnostic[];
  /** With `--all`, when the file expects something. */
  readonly comparison?: Comparison;
  /** When random walks were taken instead of visiting every state. */
  readonly simulation?: Simulation;
}

export interface Presented {
  readonly code: ExitCode;
  readonly json: JsonResult;
  /** The first counterexample. */
  readonly trace?: ItfDocument;
}

/** `saves`: whether the first counterexample of this result is the one that `--trace-out` keeps. */
export function present(result: Result, request: CheckRequest, context: Context, saves: boolean): Presented {
  const { job, machine, verdict, runs, comparison } = result;
  const [first] = verdict.findings;
  const isRefinement = first !== undefined && "property" in first && first.property?.kind === "refinement";
  const traces = verdict.findings.flatMap((finding) => traceDocument(finding, job, request));
  const witnesses = witnessesOf(result).flatMap((finding) => traceDocument(finding, job, request));
  if (!request.json) write(result, request, context, saves);
  return {
    code: worst([exitCode(result), request.strict && result.warnings.length > 0 ? exitCodes.warning : exitCodes.holds]),
    trace: traces[0],
    json: jsonResult(job.model, verdict, {
      file: job.path,
      config: job.configuration.name,
      trace: traces[0],
      again: traces.slice(1),
      witnesses,
      warnings: result.warnings.map(jsonDiagnostic),
      expected: comparison,
      profile: result.profile && profileJson(job.model, result.profile),
      coverage: result.coverage && coverageJson(result.coverage),
      simulation: result.simulation && simulationJson(job.model, result.simulation),
      image: isRefinement ? imageJson(account(first, machine)) : undefined,
      runs: runs.map((item) => ({
        name: item.run.name,
        passed: item.failure === undefined,
        ...(item.failure ? { message: item.failure.message } : {}),
      })),
    }),
  };
}

function exitCode({ verdict, runs, comparison }: Result): ExitCode {
  if (verdict.limit === "interrupted") return exitCodes.interrupted;
  const failed = runs.some((item) => item.failure) ? exitCodes.missed : exitCodes.holds;
  if (comparison)
    return comparison.met === false
      ? exitCodes.missed
      : comparison.met === "unchecked"
        ? exitCodes.inconclusive
        : failed;
  return verdictCode(verdict) || failed;
}

export function verdictCode(verdict: Verdict): ExitCode {
  const first = verdict.findings[0];
  if (first?.kind === "liveness" || first?.kind === "impossible")
    return first.property.kind === "invariant" ? exitCodes.safety : exitCodes.liveness;
  switch (verdictKind(verdict)) {
    case "holds":
      return exitCodes.holds;
    case "violated":
      return exitCodes.safety;
    case "deadlock":
      return exitCodes.deadlock;
    case "error":
      return exitCodes.modelError;
    case "assertion":
      return exitCodes.assertion;
    case "inconclusive":
      return exitCodes.inconclusive;
  }
}

function write(result: Result, request: CheckRequest, context: Context, saves: boolean): void {
  const { job, machine, verdict, runs, comparison } = result;
  const { paint, print, width } = context;
  const asExpected = comparison !== undefined && comparison.met === true;
  if (request.asRun) {
    for (const finding of verdict.findings)
      if ("trace" in finding && finding.trace)
        print(asRun(finding.trace, machine, runName(finding, job), failingStep(finding)).trimEnd());
    if (verdict.findings.length > 0) return;
  } else if (!asExpected) {
    const kept = saves ? verdict.findings.find((finding) => "trace" in finding && finding.trace) : undefined;
    for (const finding of verdict.findings)
      print(`${findingCard(finding, result, request, context, finding === kept)}\n`);
  }
  if (!asExpected && !request.quiet)
    for (const witness of witnessesOf(result)) print(`${findingCard(witness, result, request, context, false)}\n`);
  const failed = runs.filter((item) => item.failure);
  for (const { failure } of failed) if (failure) print(diagnosticText(failure, paint, width));
  const missed = comparison !== undefined && comparison.met !== true;
  const violated = verdict.findings.length > 0;
  if (!request.quiet || missed || (violated && !asExpected)) {
    if (asExpected && violated)
      print(
        `${paint.good("✓")} ${job.name} ${comparison.found}, as expected  ${paint.faint(figures(verdict.statistics, verdict.symmetry))}`,
      );
    else print(verdictLine(job.name, job.model, verdict, paint, width, comparison?.met === false));
    const notes = [
      result.simulation ? simulationText(job.model, result.simulation, paint, width) : "",
      wantedLine(job.wanted, paint, width),
      openLine(verdict, paint, width),
      // Who asks for symmetry wants to know why there is none; who does not, has JSON.
      request.symmetry === "auto" && verdict.symmetry ? asymmetryLines(verdict.symmetry, paint, width) : "",
      exceptionLines(job.model.exceptions, paint, width),
      uncheckedLine(job.model.unchecked, paint, width),
      comparison || job.wanted ? "" : nothingStatedLine(job.model, verdict, paint, width),
    ];
    for (const note of notes) if (note !== "") print(note);
    if (failed.length > 0) print(`  ${paint.bad(`${failed.length} of ${plural(runs.length, "scenario")} failed`)}`);
    else if (runs.length > 0) print(`  ${paint.faint(`${plural(runs.length, "scenario")} passed`)}`);
  }
  if (!request.quiet || request.strict)
    for (const warning of result.warnings) print(diagnosticText(warning, paint, width, "warning"));
  if (missed) {
    const word = comparison.met === "unchecked" ? paint.warning("undecided") : paint.bad("mismatch");
    print(`  ${word}  expected ${comparison.expected}; found ${comparison.found}    ${paint.faint(place(job))}`);
  }
  if (result.profile) print(`\n${profileText(job.model, result.profile, paint, width)}`);
  if (result.coverage) print(`\n${coverageText(result.coverage, paint, width)}`);
}

/** The behaviours that show what is `possible`. */
const witnessesOf = ({ job, verdict }: Result): readonly Finding[] =>
  verdict.properties.flatMap(({ name, witness }): readonly Finding[] => {
    const property = job.model.behaviours.properties.find((item) => item.name === name);
    return witness && property ? [{ kind: "liveness", property, trace: witness }] : [];
  });

const place = (job: Job) => {
  const { source, start } = job.configuration.span;
  return `${source.path}:${source.text.slice(0, start).split("\n").length}`;
};

function findingCard(
  finding: Finding,
  { job, machine, simulation }: Result,
  request: CheckRequest,
  { host, paint, width }: Context,
  saved: boolean,
): string {
  return card(account(finding, machine), {
    width,
    paint,
    trace: request.trace,
    shortest: simulation?.found?.shortest ?? true,
    path: job.path,
    again: again(job, request, host.command, saved),
  });
}

/** The command that shows the same again: from the saved trace when it is this one. */
function again(job: Job, request: CheckRequest, command: string, saved: boolean): string {
  if (saved && request.traceOut !== undefined) return `npx ${command} --replay ${shellWord(request.traceOut)}`;
  const options = [
    ...(job.configuration.name === "default" ? [] : ["--config", job.configuration.name]),
    ...request.set.flatMap((text) => ["--set", shellWord(text)]),
    ...request.fault.flatMap((text) => ["--fault", shellWord(text)]),
    ...request.only.flatMap((name) => ["--only", name]),
    ...walksAgain(request),
  ];
  return ["npx", command, shellWord(job.path), ...options].join(" ");
}

const walksAgain = ({ simulate, walks, depth, seed }: CheckRequest): readonly string[] =>
  simulate
    ? [
        "--simulate",
        ...Object.entries({ walks, depth, seed }).flatMap(([name, value]) =>
          value === undefined ? [] : [`--${name}`, String(value)],
        ),
      ]
    : [];

/** The step that ends in a model error or a failed assertion: it leads to no state, so the trace ends in front of it. */
export const failingStep = (finding: Finding) => (finding.kind === "error" ? finding.label : undefined);

/** `AgreementViolated`: a name for the scenario that the trace becomes. */
function runName(finding: Finding, job: Job): string {
  const base = (() => {
    switch (finding.kind) {
      case "violated":
      case "unreached":
      case "liveness":
      case "impossible":
        return `violates${finding.property.name.slice(finding.property.name.lastIndexOf(".") + 1)}`;
      case "deadlock":
        return "deadlocks";
      case "error":
        return finding.failure.kind === "assertion" ? "failsAssertion" : "beforeModelError";
    }
  })();
  const taken = new Set(job.model.runs.map((run) => run.name));
  let name = base;
  for (let number = 2; taken.has(name); number++) name = `${base}${number}`;
  return name;
}
