/**
 * `history FILE`: whether the operations of clients, in a log, look like those on one object that does one thing at a time.
 * The exit code is the verdict's; mistakes in the file are told, and what stands before them is checked.
 */
import { Option } from "commander";
import { HistoryCheck, type HistoryResult, type ObjectName, objectNames, prepareHistory } from "../../conform/index.ts";
import type { Json } from "../../protocols/index.ts";
import {
  type Checked,
  createPaint,
  createProgressLine,
  type HistoryAccount,
  historyJson,
  historyText,
  historyTimeline,
  objectTitle,
} from "../../report/index.ts";
import type { Diagnostic } from "../../source/index.ts";
import type { Context } from "../context.ts";
import { type ExitCode, exitCodes, worst } from "../exit.ts";
import { offerReports, type ReportRequest, saveReports } from "../reports.ts";
import { saveText } from "../save.ts";
import { atLeast, type Subcommand } from "../subcommand.ts";

interface HistoryRequest extends ReportRequest {
  readonly object?: ObjectName;
  readonly initial?: string;
  readonly keyed?: boolean;
  readonly maxStates?: number;
  /** Seconds. */
  readonly maxTime?: number;
  readonly svg?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

export const history: Subcommand = {
  name: "history",
  declare(command, call) {
    offerReports(
      command
        .description("decides whether a history of operations is linearizable")
        .argument("<file>", "JSON Lines (docs/traces.md), or EDN, JSON or the log of Jepsen")
        .addOption(
          new Option("-o, --object <kind>", `what the operations are about: ${objectNames.join(", ")}`).choices(
            objectNames,
          ),
        )
        .option("--initial <value>", "what the object holds at first, as JSON or as a word (default: nothing, 0)")
        .option("--keyed", "in Jepsen's formats: values are pairs of a key and a value")
        .option("--max-states <n>", "stop after this many configurations (default: 20 million)", atLeast(1, true))
        .option("--max-time <seconds>", "stop after this time", atLeast(0, false))
        .option("--svg <file>", "draw the history with the order that was found, or where it fails")
        .option("--json", "print one JSON document instead of text")
        .option("-q, --quiet", "print violations and mistakes only"),
    ).action((file: string, request: HistoryRequest) => call((context) => checkFile(file, request, context)));
  },
};

/** Steps between two looks at the clock. */
const portion = 16_384;

async function checkFile(path: string, request: HistoryRequest, context: Context): Promise<ExitCode> {
  const { host, tell } = context;
  const bytes = host.read(path);
  if ("failure" in bytes) {
    const rule = host.kind(path) === undefined ? "missing-file" : "unreadable-file";
    return close(request, context, undefined, [{ rule, message: `cannot read \`${path}\`: ${bytes.failure}` }]);
  }
  const start = host.now();
  const { object, initial, keyed = false } = request;
  const first = initial === undefined ? {} : { initial: parseValue(initial) };
  const input = prepareHistory(path, bytes, { ...(object ? { object } : {}), ...first, keyed });
  const { history, diagnostics, cutAt } = input;
  tell(diagnostics);
  if (history.operations.length === 0) return close(request, context, undefined, diagnostics, true);
  const limit = request.maxStates === undefined ? {} : { maxConfigurations: request.maxStates };
  const check = new HistoryCheck(history.operations, { object: input.object, ...first, ...limit });
  const ended = await carryOut(check, path, start, request, context);
  const account: HistoryAccount = {
    path,
    object: input.object,
    events: history.events,
    result: check.result(),
    seconds: (host.now() - start) / 1000,
    ...(ended ? { limit: ended } : {}),
    ...(cutAt === undefined ? {} : { cutAt }),
  };
  return close(request, context, account, diagnostics, true);
}

const limits = {
  interrupted: "interrupted",
  time: "the limit on time was reached",
  states: "the limit on configurations was reached",
} as const;

/** Goes on until there is an answer or a limit is reached: then which. */
async function carryOut(
  check: HistoryCheck,
  path: string,
  start: number,
  request: HistoryRequest,
  { host }: Context,
): Promise<string | undefined> {
  const line = createProgressLine(host.errors, path, () => host.now());
  let interrupted = false;
  const forget = host.onInterrupt(() => {
    interrupted = true;
  });
  try {
    while (!check.finished) {
      if (interrupted) return limits.interrupted;
      if (request.maxTime !== undefined && host.now() - start >= request.maxTime * 1000) return limits.time;
      check.advance(portion);
      const { reached, ends } = check.progress;
      if (!request.quiet && !request.json)
        line.show(`${reached} of ${ends} answers explained, ${check.configurations} configurations`);
      await host.breathe();
    }
    return check.verdict === "unknown" ? limits.states : undefined;
  } finally {
    forget();
    line.clear();
  }
}

/** Prints the result, writes the files that were asked for, and says how to exit. */
function close(
  request: HistoryRequest,
  context: Context,
  account: HistoryAccount | undefined,
  diagnostics: readonly Diagnostic[],
  told = false,
): ExitCode {
  const { host, paint, width, print, tell } = context;
  if (!told) tell(diagnostics);
  const codes: ExitCode[] = diagnostics.length > 0 ? [exitCodes.usage] : [];
  if (account) {
    codes.push(account.limit === limits.interrupted ? exitCodes.interrupted : verdictCode(account.result.verdict));
    if (!request.json && (!request.quiet || account.result.verdict !== "linearizable"))
      print(historyText(account, paint, width));
    if (request.svg !== undefined) {
      const failure = saveText(historyTimeline(account.path, account.object, account.result), request.svg, host);
      if (failure) {
        tell([failure]);
        codes.push(exitCodes.usage);
      } else if (!request.json && !request.quiet) print(`  ${paint.faint(`timeline drawn in ${request.svg}`)}`);
    }
  }
  const code = saveReports(request, account ? [checked(account)] : [], diagnostics, worst(codes), context);
  if (request.json) host.output.write(historyJson(account, diagnostics, code));
  return code;
}

function verdictCode(verdict: HistoryResult["verdict"]): ExitCode {
  return { linearizable: exitCodes.holds, violated: exitCodes.safety, unknown: exitCodes.inconclusive }[verdict];
}

function checked(account: HistoryAccount): Checked {
  const { path, object, result, seconds } = account;
  const violation = result.partitions.find((item) => item.violation)?.violation;
  const about = { suite: path, name: `linearizable as a ${objectTitle(object)}`, file: path, seconds };
  const details = historyText(account, createPaint(false), 100);
  if (result.verdict === "linearizable") return { ...about, verdict: "passed" };
  if (!violation) return { ...about, verdict: "inconclusive", rule: "inconclusive", details };
  const { operation, text } = violation;
  const message = `${text} by ${operation.client} fits nowhere: the history is not linearizable`;
  const place = { file: path, line: operation.lastLine ?? operation.firstLine };
  return { ...about, verdict: "failed", rule: "rejected-history", message, details, place };
}

/** A value on the command line: JSON, or else a word as it is. */
function parseValue(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}
