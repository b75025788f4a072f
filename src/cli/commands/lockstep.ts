/**
 * `lockstep PROTOCOL`: explores an implementation of this package and its model side by side, and tells the first step of
 * the code that the model can't do. The exit code is the verdict's.
 */
import { dirname, join, relative, resolve } from "node:path";
import {
  accountOf,
  type LockstepFigures,
  type LockstepOutcome,
  prepareCode,
  raftSubject,
  reproductionOf,
  type Subject,
  searchPairs,
  twoPhaseSubject,
} from "../../conform/index.ts";
import { createMachine } from "../../interpreter/index.ts";
import type { Model } from "../../ir/index.ts";
import type { Simulable } from "../../protocols/index.ts";
import {
  type Checked,
  count,
  createPaint,
  createProgressLine,
  type LockstepResult,
  lockstepJson,
  lockstepText,
} from "../../report/index.ts";
import { closest, type Diagnostic } from "../../source/index.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes, worst } from "../exit.ts";
import { createLibrary } from "../files.ts";
import { mistakesCode } from "../mistakes.ts";
import { offerReports, type ReportRequest, saveReports } from "../reports.ts";
import { saveText } from "../save.ts";
import { type Job, select } from "../selection.ts";
import { parseSettings } from "../settings.ts";
import { atLeast, collect, type Subcommand } from "../subcommand.ts";

interface LockstepRequest extends ReportRequest {
  readonly model?: string;
  readonly config?: string;
  readonly set: readonly string[];
  readonly fault: readonly string[];
  readonly maxPairs?: number;
  /** Seconds. */
  readonly maxTime?: number;
  readonly leftOut?: boolean;
  /** From every so many-th pair; 0 for none. */
  readonly progress?: number;
  readonly testOut?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const protocols = ["raft", "two-phase-commit"];

export const lockstep: Subcommand = {
  name: "lockstep",
  declare(command, call) {
    offerReports(
      command
        .description("explores an implementation and its model side by side: the code may do only what the model can")
        .argument("<protocol>", protocols.join(" or "))
        .option("--model <file>", "hold it against this model instead of the package's own")
        .option("-c, --config <name>", "within the bounds of this configuration")
        .option("-s, --set <parameter=value>", "give a parameter another value (repeatable)", collect, [])
        .option("-f, --fault <fault.setting=value>", "give a fault another budget (repeatable)", collect, [])
        .option(
          "--max-pairs <n>",
          "stop after this many pairs of a state of the code and one of the model",
          atLeast(1, true),
        )
        .option("--max-time <seconds>", "stop after this time", atLeast(0, false))
        .option("--left-out", "also which steps of the model the code leaves out, state by state: slow")
        .option(
          "--progress <n>",
          "from every n-th pair, whether the code gets done when nothing fails any more; 0 for none",
          atLeast(0, true),
        )
        .option("--test-out <file>", "save a violation as a vitest file that needs the core only")
        .option("--json", "print one JSON document instead of text")
        .option("-q, --quiet", "print violations and mistakes only"),
    ).action((protocol: string, request: LockstepRequest) => call((context) => start(protocol, request, context)));
  },
};

function start(protocol: string, request: LockstepRequest, context: Context): ExitCode | Promise<ExitCode> {
  if (protocol === "raft") return run(raftSubject(), request, context);
  if (protocol === "two-phase-commit") return run(twoPhaseSubject(), request, context);
  const near = closest(protocol, protocols);
  const hint = near ? `did you mean \`${near}\`?` : `there are ${protocols.join(" and ")}`;
  return refuse(
    [{ rule: "usage", message: `there is no protocol \`${protocol}\``, hint }],
    exitCodes.usage,
    request,
    context,
  );
}

async function run<P extends Simulable>(
  subject: Subject<P>,
  request: LockstepRequest,
  context: Context,
): Promise<ExitCode> {
  const { host } = context;
  const file = request.model ?? shortest(join(host.packageFolder, subject.path));
  const selected = configured(subject, file, request, context);
  if ("diagnostics" in selected) return refuse(selected.diagnostics, selected.code, request, context);
  const { job } = selected;
  const machine = createMachine(job.model);
  const { code, diagnostics } = prepareCode(subject, machine);
  if (!code) return refuse(diagnostics, exitCodes.usage, request, context);

  const started = host.now();
  const { outcome, limit } = await watched(
    (options) => searchPairs(code, machine, options),
    subject.name,
    request,
    context,
  );
  const account = outcome.kind === "violated" ? accountOf(outcome, code, machine) : undefined;
  const { kind, figures, actions } = outcome;
  const result: LockstepResult = {
    code: subject.name,
    model: job.model,
    name: job.name,
    file,
    configuration: job.configuration.name,
    kind,
    ...(limit === undefined ? {} : { limit: limits[limit] }),
    figures,
    actions,
    duties: code.duties.length,
    outside: [...subject.mapping.outside, ...subject.mapping.silent, ...ghostsOf(job.model)],
    seconds: (host.now() - started) / 1000,
    ...(account ? { account } : {}),
    again: again(subject.name, request, context),
  };
  const test =
    outcome.kind === "violated" && account && request.testOut !== undefined
      ? reproductionOf(outcome, account, code, importPath(request.testOut, host.packageFolder))
      : undefined;
  return close(result, test, limit === "interrupted" ? exitCodes.interrupted : codeOf(kind, account), request, context);
}

/** The model's own memory of what happened. */
function ghostsOf(model: Model): LockstepResult["outside"] {
  const names = model.variables.filter(({ storage }) => storage === "ghost").map(({ name }) => name);
  if (names.length === 0) return [];
  return [{ name: names.join(", "), because: "ghosts, the model's own memory: no action reads them" }];
}

const codes = { holds: exitCodes.holds, violated: exitCodes.safety, inconclusive: exitCodes.inconclusive } as const;

const codeOf = (kind: LockstepResult["kind"], account: LockstepResult["account"]): ExitCode =>
  account?.kind === "progress" ? exitCodes.liveness : codes[kind];

type LimitName = keyof typeof limits;
const limits = {
  pairs: "the limit on pairs was reached",
  time: "the limit on time was reached",
  interrupted: "interrupted",
} as const;

/** The model in the configuration that was asked for, with what the code decides set. */
function configured<P extends Simulable>(
  subject: Subject<P>,
  file: string,
  request: LockstepRequest,
  context: Context,
): { readonly job: Job } | { readonly diagnostics: readonly Diagnostic[]; readonly code: ExitCode } {
  const given = parseSettings([...subject.settings, ...request.set], request.fault);
  if (!given.value) return { diagnostics: given.diagnostics, code: exitCodes.usage };
  if (context.host.kind(file) !== "file") {
    const message = `there is no model \`${file}\``;
    return { diagnostics: [{ rule: "missing-file", message }], code: exitCodes.usage };
  }
  const library = createLibrary(context.host);
  const config = request.config ?? (request.model === undefined ? subject.configuration : undefined);
  const selected = select(file, library, { config, all: false, only: [], settings: given.value });
  const mistakes = [...library.diagnostics, ...selected.diagnostics];
  const job = selected.value?.jobs.find(({ model }) => model.name === subject.model) ?? selected.value?.jobs[0];
  if (mistakes.length > 0) return { diagnostics: mistakes, code: mistakesCode(mistakes) };
  if (job) return { job };
  return { diagnostics: [{ rule: "usage", message: `\`${file}\` has no model` }], code: exitCodes.usage };
}

/** Searches with an eye on the clock and on interrupts, and says how far it is. */
async function watched<P extends Simulable>(
  search: (options: Parameters<typeof searchPairs>[2]) => Promise<LockstepOutcome<P>>,
  title: string,
  request: LockstepRequest,
  { host }: Context,
): Promise<{ readonly outcome: LockstepOutcome<P>; readonly limit?: LimitName }> {
  const line = createProgressLine(host.errors, title, () => host.now());
  const began = host.now();
  let ended: "interrupted" | "time" | undefined;
  const forget = host.onInterrupt(() => {
    ended = "interrupted";
  });
  try {
    const outcome = await search({
      ...(request.maxPairs === undefined ? {} : { mostPairs: request.maxPairs }),
      closely: request.leftOut ?? false,
      ...(request.progress === undefined ? {} : { calmEvery: request.progress }),
      progress: (figures: LockstepFigures) => {
        if (!request.quiet && !request.json) line.show(`${count(figures.pairs)} pairs, ${count(figures.steps)} steps`);
      },
      interrupted: async () => {
        await host.breathe();
        if (request.maxTime !== undefined && host.now() - began >= request.maxTime * 1000) ended ??= "time";
        return ended !== undefined;
      },
    });
    if (outcome.kind !== "inconclusive") return { outcome };
    return { outcome, limit: outcome.limit === "pairs" ? "pairs" : (ended ?? "interrupted") };
  } finally {
    forget();
    line.clear();
  }
}

/** Prints the result, writes what was asked for, and says how to exit. */
function close(
  result: LockstepResult,
  test: string | undefined,
  verdict: ExitCode,
  request: LockstepRequest,
  context: Context,
): ExitCode {
  const { host, paint, width, print, tell } = context;
  const found: ExitCode[] = [verdict];
  if (!request.json && (!request.quiet || result.kind !== "holds")) print(lockstepText(result, paint, width));
  if (test !== undefined && request.testOut !== undefined) {
    const failure = saveText(test, request.testOut, host);
    if (failure) {
      tell([failure]);
      found.push(exitCodes.usage);
    } else if (!request.json && !request.quiet) print(`  ${paint.faint(`test saved in ${request.testOut}`)}`);
  }
  const code = saveReports(request, [checked(result)], [], worst(found), context);
  if (request.json) host.output.write(lockstepJson(result, [], code));
  return code;
}

function refuse(
  diagnostics: readonly Diagnostic[],
  code: ExitCode,
  request: LockstepRequest,
  context: Context,
): ExitCode {
  context.tell(diagnostics);
  const exit = saveReports(request, [], diagnostics, code, context);
  if (request.json) context.host.output.write(lockstepJson(undefined, diagnostics, exit));
  return exit;
}

const rulesOf = { model: "rejected-code", duty: "neglected-duty", progress: "standstill" } as const;

function checked(result: LockstepResult): Checked {
  const { code, name, file, kind, seconds, account, limit } = result;
  const about = { suite: `lockstep ${code}`, name: `does only what ${name} can`, file, seconds };
  if (kind === "holds") return { ...about, verdict: "passed" };
  const details = lockstepText(result, createPaint(false), 100);
  if (kind === "inconclusive")
    return { ...about, verdict: "inconclusive", rule: "inconclusive", message: limit, details };
  return { ...about, verdict: "failed", rule: rulesOf[account?.kind ?? "model"], message: account?.title, details };
}

function again(name: string, request: LockstepRequest, { host }: Context): string {
  const option = (flag: string, value: string | undefined) => (value === undefined ? [] : [flag, value]);
  return [
    `npx ${host.command}`,
    "lockstep",
    name,
    ...option("--model", request.model),
    ...option("--config", request.config),
    ...request.set.flatMap((text) => ["--set", text]),
    ...request.fault.flatMap((text) => ["--fault", text]),
    ...(request.leftOut ? ["--left-out"] : []),
    ...option("--progress", request.progress === undefined ? undefined : String(request.progress)),
    ...option("--test-out", request.testOut ?? "again.test.ts"),
  ].join(" ");
}

/** How a file at `path` imports the protocols of the package. */
function importPath(path: string, packageFolder: string): string {
  const found = relative(dirname(resolve(path)), join(packageFolder, "src/protocols/index.ts")).replaceAll("\\", "/");
  return found.startsWith(".") ? found : `./${found}`;
}

/** The path as people want to see it: relative where that is shorter. */
function shortest(path: string): string {
  const near = relative(".", path);
  return near.length < path.length ? near : path;
}
