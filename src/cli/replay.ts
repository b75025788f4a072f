/**
 * `--replay FILE`: is a saved counterexample still one? Its model is read as it is now, with the parameters of then. Exit
 * 0: it is still a behaviour and still bad, so the file says the truth. Exit 1: it went stale, and why is said.
 */
import { dirname, isAbsolute, join } from "node:path";
import { createMachine } from "../interpreter/index.ts";
import { type Checked, card, jsonDocument } from "../report/index.ts";
import type { Diagnostic } from "../source/index.ts";
import { account, asRun, readDocument, replay } from "../trace/index.ts";
import type { Context } from "./context.ts";
import { type ExitCode, exitCodes } from "./exit.ts";
import { createLibrary, readSource } from "./files.ts";
import { mistakesCode } from "./mistakes.ts";
import { failingStep } from "./present.ts";
import { saveReports } from "./reports.ts";
import type { CheckRequest } from "./requests.ts";
import { type Job, select } from "./selection.ts";
import { parseSettings } from "./settings.ts";

export function replayTrace(request: CheckRequest, file: string, context: Context): ExitCode {
  const { host, print, paint, width, tell } = context;
  const refuse = (diagnostics: readonly Diagnostic[], code: ExitCode): ExitCode => {
    if (request.json) host.output.write(jsonDocument([], diagnostics, code, { replay: file }));
    tell(diagnostics);
    return saveReports(request, [], diagnostics, code, context);
  };
  const read = readSource(host, file);
  if ("diagnostic" in read) return refuse([read.diagnostic], exitCodes.usage);
  const opened = readDocument(read.source.text);
  if ("failure" in opened)
    return refuse(
      [{ rule: "unreadable-file", message: `cannot replay \`${file}\`: ${opened.failure}` }],
      exitCodes.usage,
    );
  const { document, origin } = opened;
  if (request.paths.length > 1) {
    const hint = "one file may be named beside it: where its model is now";
    return refuse([{ rule: "usage", message: "`--replay` is about one saved trace", hint }], exitCodes.usage);
  }
  const path = request.paths[0] ?? (isAbsolute(origin.source) ? origin.source : join(dirname(file), origin.source));
  if (host.kind(path) !== "file") {
    const message = `cannot replay \`${file}\`: its model \`${path}\` is not there`;
    const hint = `\`--replay ${file} models/that.spec\` says where it is now`;
    return refuse([{ rule: "missing-file", message, hint }], exitCodes.usage);
  }
  const settings = parseSettings([...origin.set, ...request.set], [...origin.fault, ...request.fault]);
  if (!settings.value) return refuse(settings.diagnostics, exitCodes.usage);
  const library = createLibrary(host);
  const selected = select(path, library, {
    config: origin.configuration,
    all: false,
    only: [],
    every: true,
    settings: settings.value,
    model: origin.model,
  });
  const mistakes = [...library.diagnostics, ...selected.diagnostics];
  const job: Job | undefined = selected.value?.jobs[0];
  if (mistakes.length > 0 || !job) return refuse(mistakes, mistakesCode(mistakes));

  const machine = createMachine(job.model);
  const started = host.now();
  const result = replay(document, origin, machine);
  const check: Checked = {
    suite: job.name,
    name: "the saved counterexample still is one",
    file,
    seconds: (host.now() - started) / 1000,
    ...(result.kind === "stale"
      ? { verdict: "failed", rule: "stale", message: `${file} went stale: ${result.reason}` }
      : { verdict: "passed" }),
  };
  const code = saveReports(request, [check], [], result.kind === "stale" ? exitCodes.missed : exitCodes.holds, context);
  if (request.json) {
    const told = result.kind === "stale" ? { verdict: "stale", reason: result.reason } : { verdict: "confirmed" };
    host.output.write(
      jsonDocument([], [], code, {
        replay: { file, model: origin.model, config: origin.configuration, property: origin.property, ...told },
      }),
    );
    return code;
  }
  if (result.kind === "stale") {
    print(`${paint.bad("✗")} ${file} went stale: ${result.reason}`);
    return code;
  }
  if (request.asRun && "trace" in result.finding && result.finding.trace) {
    print(asRun(result.finding.trace, machine, "replayed", failingStep(result.finding)).trimEnd());
    return code;
  }
  if (!request.quiet) {
    print(`${card(account(result.finding, machine), { width, paint, trace: request.trace, shortest: false, path })}\n`);
    print(`${paint.good("✓")} ${file} is still a behaviour of ${job.name}, and still ends badly`);
  }
  return code;
}
