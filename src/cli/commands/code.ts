/**
 * `code DIR --model FILE`: does the code have the model's trace points, and does it write before it sends? What reads the
 * code is loaded only here: a search must not wait for a compiler.
 */
import type { Command } from "commander";
import type { CodeReport } from "../../conform/code/check-code.ts";
import type { Names } from "../../conform/code/names.ts";
import type { Model } from "../../ir/index.ts";
import {
  type Checked,
  diagnosticText,
  type JsonResult,
  jsonDiagnostic,
  jsonDocument,
  plural,
} from "../../report/index.ts";
import { type Diagnostic, positionAt, type Span } from "../../source/index.ts";
import { readCodeFiles } from "../code-files.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes } from "../exit.ts";
import { createLibrary } from "../files.ts";
import { mistakesCode } from "../mistakes.ts";
import { offerReports, type ReportRequest, saveReports } from "../reports.ts";
import { select } from "../selection.ts";
import { parseSettings } from "../settings.ts";
import { collect, type Subcommand } from "../subcommand.ts";

interface CodeRequest extends ReportRequest {
  readonly paths: readonly string[];
  readonly model: string;
  readonly tracePoint: readonly string[];
  readonly update: readonly string[];
  readonly persist: readonly string[];
  readonly send: readonly string[];
  readonly variable: readonly string[];
  readonly untraced: readonly string[];
  readonly set: readonly string[];
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export const code: Subcommand = {
  name: "code",
  declare(command, call) {
    const offered: Command = command
      .description("holds code against a model without running it: trace points, and durable before sent")
      .argument("<paths...>", "folders or files of TypeScript or JavaScript")
      .requiredOption("-m, --model <file>", "the model that the code implements")
      .option("--trace-point <name>", "what a trace point is called: `trace`, `log.trace` (repeatable)", collect, [])
      .option("--update <name>", "what changes the state: `update` (repeatable)", collect, [])
      .option("--persist <name>", "what makes changes durable: `persist` (repeatable)", collect, [])
      .option(
        "--send <name>",
        "what lets others know: `send`, `broadcast`, `reply`, `answer` (repeatable)",
        collect,
        [],
      )
      .option("--variable <model=code>", "what the code calls a durable variable (repeatable)", collect, [])
      .option("--untraced <action>", "an action that needs no trace point (repeatable)", collect, [])
      .option("-s, --set <parameter=value>", "give a parameter another value (repeatable)", collect, [])
      .option("--json", "print one JSON document instead of text")
      .option("-q, --quiet", "print what is wrong only");
    offerReports(offered).action((paths: string[], options: Omit<CodeRequest, "paths">) =>
      call((context) => checkCodeOf({ ...options, paths }, context)),
    );
  },
};

async function checkCodeOf(request: CodeRequest, context: Context): Promise<ExitCode> {
  const { host, print, paint, width } = context;
  const refuse = (diagnostics: readonly Diagnostic[], exit: ExitCode): ExitCode => {
    if (request.json) host.output.write(jsonDocument([], diagnostics, exit));
    context.tell(diagnostics);
    return saveReports(request, [], diagnostics, exit, context);
  };
  const variables = parseVariables(request.variable);
  if (variables.diagnostics.length > 0) return refuse(variables.diagnostics, exitCodes.usage);
  const opened = openModel(request, context);
  if (!opened.model) return refuse(opened.diagnostics, opened.exit);
  const { model, name } = opened;
  const unknown = unknownVariables(variables.pairs, model);
  if (unknown.length > 0) return refuse(unknown, exitCodes.usage);
  const { files, diagnostics } = readCodeFiles(host, request.paths);
  if (diagnostics.length > 0) return refuse(diagnostics, exitCodes.usage);

  const started = host.now();
  const [{ checkCode }, { usualNames }] = await Promise.all([
    import("../../conform/code/check-code.ts"),
    import("../../conform/code/names.ts"),
  ]);
  const names: Names = {
    trace: request.tracePoint.length > 0 ? request.tracePoint : usualNames.trace,
    update: request.update.length > 0 ? request.update : usualNames.update,
    persist: request.persist.length > 0 ? request.persist : usualNames.persist,
    send: request.send.length > 0 ? request.send : usualNames.send,
    variables: variables.pairs,
    untraced: request.untraced,
  };
  const report = checkCode(files, model, names);
  if (report.mistakes.length > 0) return refuse(report.mistakes, exitCodes.input);
  const seconds = (host.now() - started) / 1000;
  const failed = report.findings.length > 0;
  const exit = failed ? exitCodes.safety : exitCodes.holds;
  if (request.json) host.output.write(jsonDocument([jsonResult(request, report, model, seconds)], [], exit));
  else {
    for (const finding of report.findings) print(`${diagnosticText(finding, paint, width)}\n`);
    if (failed || !request.quiet) {
      const title = `${request.paths.join(", ")} ${failed ? `does not conform to ${name}: ${plural(report.findings.length, "finding")}` : `conforms to ${name}, as far as can be read off`}`;
      print(failed ? `${paint.bad("✗")} ${title}` : `${paint.good("✓")} ${title}`);
      for (const line of notes(report, files.filter((file) => file.isChecked).length)) print(`  ${paint.faint(line)}`);
      for (const line of warnings(report)) print(`  ${paint.warning(line)}`);
    }
  }
  return saveReports(request, checksOf(request, report, name, seconds), [], exit, context);
}

function openModel(request: CodeRequest, context: Context) {
  const failed = (diagnostics: readonly Diagnostic[], exit: ExitCode) => ({
    diagnostics,
    exit,
    model: undefined,
    name: "",
  });
  const settings = parseSettings(request.set, []);
  if (!settings.value) return failed(settings.diagnostics, exitCodes.usage);
  if (context.host.kind(request.model) !== "file")
    return failed([{ rule: "missing-file", message: `there is no file \`${request.model}\`` }], exitCodes.usage);
  const library = createLibrary(context.host);
  const selected = select(request.model, library, { all: false, only: [], settings: settings.value });
  const diagnostics = [...library.diagnostics, ...selected.diagnostics];
  const [job, another] = selected.value?.jobs ?? [];
  if (diagnostics.length > 0) return failed(diagnostics, mistakesCode(diagnostics));
  if (!job || another) {
    const message = `\`${request.model}\` has ${job ? "several models" : "no model"}: code is held against one`;
    return failed([{ rule: "usage", message }], exitCodes.usage);
  }
  return { model: job.model, name: job.model.name, diagnostics: [], exit: exitCodes.holds as ExitCode };
}

function parseVariables(texts: readonly string[]) {
  const pairs = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const text of texts) {
    const [, variable, name] = /^\s*([\p{L}_][\p{L}\p{N}_]*)\s*=\s*([\p{L}_$][\p{L}\p{N}_$]*)\s*$/u.exec(text) ?? [];
    if (variable === undefined || name === undefined)
      diagnostics.push({
        rule: "usage",
        message: `\`--variable\` takes MODEL=CODE, and got \`${text}\``,
        hint: "write for example `--variable log=entries`",
      });
    else pairs.set(variable, name);
  }
  return { pairs, diagnostics };
}

const durableOf = (model: Model): readonly string[] =>
  model.variables.filter(({ storage, role }) => storage === "durable" && role === "field").map(({ name }) => name);

function unknownVariables(pairs: ReadonlyMap<string, string>, model: Model): readonly Diagnostic[] {
  const known = durableOf(model);
  return [...pairs.keys()]
    .filter((name) => !known.includes(name))
    .map((name) => ({
      rule: "usage",
      message: `${model.name} has no durable variable \`${name}\``,
      expected: known.length === 0 ? "nothing: it has none" : known.join(", "),
    }));
}

/** What was looked at: a check that found nothing to check must not look like one that passed. */
function notes({ actions, points, durability }: CodeReport, files: number): readonly string[] {
  const { changed, sends, persists } = durability;
  return [
    `${plural(files, "file")} · ${plural(actions, "action")} · ${plural(points, "trace point")} · ${plural(sends, "send")} · ${plural(persists, "write")}`,
    ...(changed.length > 0 ? [`durable before sent: ${changed.join(", ")}`] : []),
  ];
}

function warnings({ durability: { unseen, excuses, sends } }: CodeReport): readonly string[] {
  return [
    ...(unseen.length > 0
      ? [`not checked, because no code changes it by this name: ${unseen.join(", ")} (--variable)`]
      : []),
    ...(sends === 0 ? ["no code sends anything by the names that were looked for (--send)"] : []),
    ...excuses.map(({ span, reason }) => `not durable, as the code says at ${lineOf(span)}: ${reason}`),
  ];
}

const lineOf = (span: Span): string => `${span.source.path}:${positionAt(span.source, span.start).line}`;

function jsonResult(request: CodeRequest, report: CodeReport, model: Model, seconds: number): JsonResult {
  const { changed, unseen, sends, persists, excuses } = report.durability;
  return {
    file: request.paths.join(", "),
    model: model.name,
    config: "default",
    params: {},
    verdict: report.findings.length > 0 ? "rejected" : "accepted",
    actions: report.actions,
    tracePoints: report.points,
    sends,
    writes: persists,
    durable: changed,
    notChecked: unseen,
    excuses: excuses.map(({ span, reason }) => ({ place: lineOf(span), reason })),
    findings: report.findings.map(jsonDiagnostic),
    seconds: Math.round(seconds * 1000) / 1000,
  };
}

/** One check for each of the two questions, and one for each finding. */
function checksOf(request: CodeRequest, report: CodeReport, model: string, seconds: number): readonly Checked[] {
  const suite = `code of ${model}`;
  const about = { suite, file: request.paths[0] ?? "" };
  const ofDurability = new Set<Diagnostic>(report.durability.diagnostics);
  const questions = [
    {
      name: "trace points are the model's actions",
      findings: report.findings.filter((item) => !ofDurability.has(item)),
    },
    { name: "durable before sent", findings: report.durability.diagnostics },
  ];
  return questions.flatMap(({ name, findings }, at): readonly Checked[] =>
    findings.length === 0
      ? [{ ...about, name, verdict: "passed", seconds: at === 0 ? seconds : 0 }]
      : findings.map((finding) => ({
          ...about,
          name: `${name}: ${finding.message}`,
          verdict: "failed",
          rule: finding.rule,
          message: finding.message,
          file: finding.span?.source.path ?? about.file,
          ...(finding.hint ? { details: finding.hint } : {}),
          ...(finding.span ? { place: finding.span } : {}),
        })),
  );
}
