/**
 * `conform MODEL LOG`: is what a running system has logged a behaviour of the model? The log is `docs/traces.md`'s; names
 * are the model's, or a mapping says which they are.
 */
import {
  type Conformance,
  type ConformanceRequest,
  defaultLimits,
  conform as holdAgainst,
  readMapping,
  type TraceMapping,
  verdictOf,
} from "../../conform/index.ts";
import { link, lower, type Program } from "../../ir/index.ts";
import {
  type Checked,
  type ConformanceAccount,
  conformanceJson,
  conformanceText,
  createPaint,
  jsonDocument,
} from "../../report/index.ts";
import type { Diagnostic } from "../../source/index.ts";
import type { Setting, Unit } from "../../syntax/index.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes, worst } from "../exit.ts";
import { createLibrary } from "../files.ts";
import { openLog } from "../log-file.ts";
import { loadMapping } from "../mapping-file.ts";
import { mistakesCode } from "../mistakes.ts";
import { offerReports, type ReportRequest, saveReports } from "../reports.ts";
import { parseSettings } from "../settings.ts";
import { atLeast, collect, type Subcommand } from "../subcommand.ts";

interface ConformRequest extends ReportRequest {
  readonly model: string;
  readonly log: string;
  readonly map?: string;
  readonly set: readonly string[];
  readonly fault: readonly string[];
  readonly maxStates: number;
  readonly maxTime?: number;
  readonly gap: number;
  readonly work: number;
  readonly advise?: boolean;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export const conform: Subcommand = {
  name: "conform",
  declare(command, call) {
    const offered = command
      .description("holds a log of a running system (docs/traces.md) against a model")
      .argument("<model>", "the model, a .spec file")
      .argument("<log>", "the log, JSON Lines")
      .option("--map <file.ts>", "how the log's names are those of the model; they are the same without it")
      .option(
        "-s, --set <parameter=value>",
        "a parameter that the log's header does not have (repeatable)",
        collect,
        [],
      )
      .option(
        "--fault <fault.setting=value>",
        "a fault that may have happened: `restart.total=2` (repeatable)",
        collect,
        [],
      )
      .option("--max-states <n>", "look at so many places of the log at most", atLeast(1, true), defaultLimits.places)
      .option("--max-time <seconds>", "stop after so many seconds", atLeast(0.001, false))
      .option("--gap <n>", "so many events may lie in a gap without an end", atLeast(0, true), defaultLimits.gap)
      .option("--work <n>", "evaluations that properties along the path may cost", atLeast(0, true), defaultLimits.work)
      .option("--advise", "name the unlogged variable that would shrink the search most")
      .option("--json", "print one JSON document instead of text")
      .option("-q, --quiet", "print what is wrong only");
    offerReports(offered).action((model: string, log: string, options: Omit<ConformRequest, "model" | "log">) =>
      call((context) => conformLog({ ...options, model, log }, context)),
    );
  },
};

async function conformLog(request: ConformRequest, context: Context): Promise<ExitCode> {
  const { host, print, paint, width } = context;
  const refuse = (diagnostics: readonly Diagnostic[], exit: ExitCode): ExitCode => {
    if (request.json) host.output.write(jsonDocument([], diagnostics, exit));
    context.tell(diagnostics);
    return saveReports(request, [], diagnostics, exit, context);
  };
  const prepared = await prepare(request, context);
  if ("exit" in prepared) return refuse(prepared.diagnostics, prepared.exit);
  const started = host.now();
  const limited: ConformanceRequest = { ...prepared, stop: stopping(request, context, started) };
  const outcome = holdAgainst(limited);
  if (outcome.kind === "refused") return refuse(outcome.diagnostics, exitCodes.usage);
  const { conformance } = outcome;
  const { damage } = conformance;
  const account: ConformanceAccount = {
    path: request.log,
    conformance,
    mapping: prepared.mapping,
  };
  const exit = exitOf(conformance);
  const seconds = (host.now() - started) / 1000;
  if (request.json) host.output.write(jsonDocument([{ ...conformanceJson(account), seconds }], damage, exit));
  else {
    context.tell(damage);
    if (!request.quiet || exit !== exitCodes.holds) print(conformanceText(account, paint, width));
  }
  return saveReports(request, [checked(request, account, seconds)], damage, exit, context);
}

type Prepared = ConformanceRequest | { readonly diagnostics: readonly Diagnostic[]; readonly exit: ExitCode };

async function prepare(request: ConformRequest, { host }: Context): Promise<Prepared> {
  const failed = (diagnostics: readonly Diagnostic[], exit: ExitCode) => ({ diagnostics, exit });
  const settings = parseSettings(request.set, request.fault);
  if (!settings.value) return failed(settings.diagnostics, exitCodes.usage);
  if (host.kind(request.model) !== "file")
    return failed([{ rule: "missing-file", message: `there is no file \`${request.model}\`` }], exitCodes.usage);
  const log = openLog(host, request.log);
  if ("diagnostic" in log) return failed([log.diagnostic], exitCodes.usage);
  const library = createLibrary(host);
  const linked = link(request.model, library);
  const mistakes = [...library.diagnostics, ...linked.diagnostics];
  if (!linked.value || mistakes.length > 0) return failed(mistakes, mistakesCode(mistakes));
  const models = linked.value.units.filter(({ kind }) => kind === "model");
  const [unit] = models;
  if (!unit || models.length > 1)
    return failed(
      [
        {
          rule: "usage",
          message: `\`${request.model}\` has ${unit ? "several models" : "no model"}: a log is held against one`,
        },
      ],
      exitCodes.usage,
    );
  const { mapping, diagnostics } = await mappingOf(request, host, linked.value, unit, settings.value);
  if (!mapping) return failed(diagnostics, exitCodes.usage);
  return {
    program: linked.value,
    unit,
    settings: settings.value,
    path: request.log,
    open: log.open,
    mapping,
    limits: { places: request.maxStates, work: request.work, gap: request.gap },
    advise: request.advise === true,
    seekRemedies: true,
  };
}

async function mappingOf(
  { map }: ConformRequest,
  host: Context["host"],
  program: Program,
  unit: Unit,
  settings: readonly Setting[],
): Promise<{ readonly mapping?: TraceMapping; readonly diagnostics: readonly Diagnostic[] }> {
  const { value: model, diagnostics } = lower(program, unit, settings, { largeSets: true });
  if (!model) return { diagnostics };
  if (map === undefined) return { mapping: {}, diagnostics: [] };
  const loaded = await loadMapping(host, map);
  return "diagnostic" in loaded ? { diagnostics: [loaded.diagnostic] } : readMapping(loaded.value, model);
}

/** Why to stop now, when there is a limit. */
function stopping(
  { maxTime }: ConformRequest,
  { host }: Context,
  started: number,
): (() => string | undefined) | undefined {
  if (maxTime === undefined) return undefined;
  return () => ((host.now() - started) / 1000 > maxTime ? `${maxTime} seconds were over` : undefined);
}

function exitOf(conformance: Conformance): ExitCode {
  const { path, damageCount, isContradictory } = conformance;
  const verdict = {
    accepted: exitCodes.holds,
    damaged: exitCodes.usage,
    rejected: exitCodes.safety,
    unknown: exitCodes.inconclusive,
  }[verdictOf(conformance)];
  const broken = path.broken ? exitCodes.safety : path.failed ? exitCodes.assertion : exitCodes.holds;
  return worst([verdict, broken, damageCount > 0 && !isContradictory ? exitCodes.usage : exitCodes.holds]);
}

function checked(request: ConformRequest, account: ConformanceAccount, seconds: number): Checked {
  const { path, fitted } = account.conformance;
  const [blocked] = account.conformance.rejection?.prefixes[0]?.blocked ?? [];
  const line = path.broken?.place?.via?.item?.line ?? blocked?.item.line;
  const base = { suite: request.log, name: `conforms to ${fitted.whole.name}`, file: request.log, seconds };
  const said = verdictOf(account.conformance);
  const isGood = said === "accepted" || said === "damaged"; // damage is told as an error of its own
  if (isGood && !path.broken && !path.failed) return { ...base, verdict: "passed" };
  const details = conformanceText(account, createPaint(false), 100);
  return {
    ...base,
    verdict: said === "unknown" ? "inconclusive" : "failed",
    rule: said === "unknown" ? "inconclusive" : said === "rejected" ? "rejected-trace" : "safety",
    message: details.split("\n")[0] ?? "",
    details,
    ...(line === undefined ? {} : { place: { file: request.log, line } }),
  };
}
