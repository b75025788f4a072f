/** What came of a history, for programs: one result with its keys, and the violation in full. */
import type { Operation, PartitionResult } from "../conform/index.ts";
import type { Diagnostic } from "../source/index.ts";
import type { HistoryAccount } from "./history.ts";
import { jsonDiagnostic } from "./json.ts";

export const historySchema = "lockstep/history/1";

export function historyJson(
  account: HistoryAccount | undefined,
  diagnostics: readonly Diagnostic[],
  exit: number,
): string {
  const results = account ? [resultOf(account)] : [];
  const document = { schema: historySchema, exit, results, diagnostics: diagnostics.map(jsonDiagnostic) };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function resultOf({ path, object, events, result, seconds, limit, cutAt }: HistoryAccount) {
  return {
    file: path,
    object,
    verdict: result.verdict,
    ...(limit === undefined ? {} : { limit }),
    ...(cutAt === undefined ? {} : { cutAtLine: cutAt }),
    events,
    operations: result.partitions.reduce((sum, item) => sum + item.operations, 0),
    pending: result.partitions.reduce((sum, item) => sum + item.pending, 0),
    configurations: result.configurations,
    seconds: Math.round(seconds * 1000) / 1000,
    partitions: result.partitions.map(partitionOf),
  };
}

const verdicts = { explained: "linearizable", unexplainable: "violated", unfinished: "unknown" } as const;

function partitionOf(partition: PartitionResult) {
  const { key, outcome, operations, pending, configurations, reached, ends, violation } = partition;
  return {
    ...(key === undefined ? {} : { key }),
    verdict: verdicts[outcome],
    operations,
    pending,
    configurations,
    explained: reached,
    answers: ends,
    ...(violation
      ? {
          violation: {
            ...operationOf(violation.operation, violation.text),
            exact: violation.exact,
            prefix: violation.order.map((item) => ({
              ...operationOf(item.operation, item.text),
              afterwards: item.state,
            })),
            states: violation.states,
            open: violation.unplaced.map((item) => ({
              ...operationOf(item.operation, item.text),
              reasons: item.reasons,
            })),
          },
        }
      : {}),
  };
}

function operationOf({ client, firstLine, lastLine, outcome }: Operation, text: string) {
  return {
    client,
    operation: text,
    firstLine,
    ...(outcome === "pending" || lastLine === undefined ? {} : { lastLine }),
  };
}
