/**
 * What came of a history, for people: one line when an order explains it; otherwise the longest prefix that has an
 * explanation, its last operations in their order, and why nothing goes on from there.
 */
import {
  type HistoryResult,
  type HistoryViolation,
  type Operation,
  type PartitionResult,
  shown,
} from "../conform/index.ts";
import type { Paint } from "./paint.ts";
import { type Line, labelled, table } from "./table.ts";
import { count, duration, plural } from "./verdict-line.ts";
import { displayWidth, wrap } from "./width.ts";

/** A history with its verdict, and what is said about it. */
export interface HistoryAccount {
  readonly path: string;
  readonly object: string;
  /** Begins and ends. */
  readonly events: number;
  readonly result: HistoryResult;
  readonly seconds: number;
  /** What ended the check, when it was no answer. */
  readonly limit?: string;
  /** With mistakes in the file: the history is what stands before this line. */
  readonly cutAt?: number;
}

const lastShown = 12;
const mostStates = 4;

export const objectTitle = (object: string): string => (object === "kv" ? "key–value store" : object);

export function historyText(account: HistoryAccount, paint: Paint, width: number): string {
  const { result, limit } = account;
  const name = account.cutAt === undefined ? account.path : `${account.path} before line ${account.cutAt}`;
  switch (result.verdict) {
    case "linearizable": {
      const title = `✓ ${name} is linearizable as a ${objectTitle(account.object)}`;
      const answered = result.partitions.some((item) => item.ends > 0);
      return [
        ...spread(title, paint.good, figures(account), paint, width),
        ...(answered ? [] : [`  ${paint.warning("nothing was answered, so nothing can be wrong")}`]),
      ].join("\n");
    }
    case "violated": {
      const partition = result.partitions.find((item) => item.violation);
      const title = `✗ ${name} is not linearizable as a ${objectTitle(account.object)}`;
      const lines = [...spread(title, paint.bad, figures(account), paint, width)];
      if (partition?.violation) lines.push(...violationLines(partition, partition.violation, paint, width));
      return lines.join("\n");
    }
    case "unknown": {
      const title = `? ${name}: nobody knows yet whether it is linearizable as a ${objectTitle(account.object)}: ${limit ?? "unfinished"}`;
      const open = result.partitions.filter((item) => item.outcome === "unfinished");
      return [
        ...wrap(title, width, "  ").map((line) => paint.warning(line)),
        ...wrap(figures(account), width - 2).map((line) => `  ${paint.faint(line)}`),
        ...open.slice(0, lastShown).map((item) => `  ${keyText(item)}${standing(item)}`),
        ...(open.length > lastShown ? [`  … and ${plural(open.length - lastShown, "more key")}`] : []),
      ].join("\n");
    }
  }
}

const keyText = ({ key }: PartitionResult): string => (key === undefined ? "" : `key ${shown(key)}: `);

const standing = ({ reached, ends }: PartitionResult): string =>
  `${count(reached)} of ${plural(ends, "answer")} can be explained so far`;

/** The title and what stands behind it, on one line where there is room. */
function spread(
  title: string,
  color: (text: string) => string,
  text: string,
  paint: Paint,
  width: number,
): readonly string[] {
  if (displayWidth(title) + 2 + displayWidth(text) <= width) return [`${color(title)}  ${paint.faint(text)}`];
  return [
    ...wrap(title, width, "  ").map((line) => color(line)),
    ...wrap(text, width - 2).map((line) => `  ${paint.faint(line)}`),
  ];
}

export function figures({ events, result, seconds }: HistoryAccount): string {
  const operations = result.partitions.reduce((sum, item) => sum + item.operations, 0);
  const pending = result.partitions.reduce((sum, item) => sum + item.pending, 0);
  const keys = result.partitions.filter((item) => item.key !== undefined).length;
  return [
    plural(events, "event"),
    `${plural(operations, "operation")}${pending > 0 ? `, ${count(pending)} pending` : ""}`,
    ...(keys > 0 ? [plural(keys, "key")] : []),
    plural(result.configurations, "configuration"),
    duration(seconds),
  ].join(" · ");
}

/** `9–14`; an operation that never ended: `9–`. */
export const linesText = ({ firstLine, lastLine, outcome }: Operation): string =>
  `${firstLine}–${outcome === "pending" || lastLine === undefined ? "" : lastLine}`;

/** What an operation did, in short. */
export function deedText(text: string): string {
  const longest = 44;
  return text.length <= longest ? text : `${text.slice(0, longest - 16)}…${text.slice(-15)}`;
}

function violationLines(
  partition: PartitionResult,
  violation: HistoryViolation,
  paint: Paint,
  width: number,
): readonly string[] {
  const { operation, text, order, states, unplaced } = violation;
  const label = (name: string, words: string) => labelled(name, words, width, paint.strong);
  const key = partition.key === undefined ? "" : ` of key ${shown(partition.key)}`;
  const lines = [
    ...label(
      "fails",
      `${deedText(text)} by client ${operation.client}${key}, lines ${linesText(operation)}: no order explains it`,
    ),
    ...label(
      "prefix",
      order.length === 0
        ? `before its answer in line ${operation.lastLine} nothing has to have happened`
        : `before its answer in line ${operation.lastLine}, ${plural(order.length, "operation")} can be explained, in this order:`,
    ),
  ];
  const faint = (cell: string) => ({ pieces: [cell], paint: paint.faint });
  if (order.length > 0) {
    const hidden = Math.max(0, order.length - lastShown);
    const rows: Line[] = [[faint("#"), faint("client"), faint("operation"), faint("lines"), faint("afterwards")]];
    for (const [at, placed] of order.slice(hidden).entries()) {
      rows.push([
        faint(String(hidden + at + 1)),
        { pieces: [placed.operation.client] },
        { pieces: [deedText(placed.text)], paint: paint.strong },
        faint(linesText(placed.operation)),
        { pieces: [placed.state] },
      ]);
    }
    lines.push(...table(rows, width, "    "));
    if (hidden > 0) lines.push(`    ${paint.faint(`(${plural(hidden, "operation")} before these)`)}`);
  }
  if (!violation.exact) {
    lines.push(
      ...label("note", "the whole history has no explanation; whether a longer prefix has one was too hard to say"),
    );
  }
  if (states.length > 1) {
    lines.push(...label("or", `another order ends with another state: ${states.slice(1, mostStates).join("; ")}`));
  }
  lines.push(...label("open", "then none of these goes on:"));
  const rows = unplaced.slice(0, lastShown).map(
    (item): Line => [
      { pieces: [item.operation.client] },
      { pieces: [deedText(item.text)], paint: item.operation === operation ? paint.bad : paint.strong },
      faint(linesText(item.operation)),
      {
        pieces: item.reasons.length > 0 ? item.reasons.slice(0, mostStates) : ["it fits, and what follows does not"],
        stacked: true,
      },
    ],
  );
  const header = [faint("client"), faint("operation"), faint("lines"), faint("why not")];
  lines.push(...table([header, ...rows], width, "    "));
  const more = unplaced.length - lastShown;
  if (more > 0) lines.push(`    ${paint.faint(`and ${plural(more, "more operation")}`)}`);
  return lines;
}
