/**
 * A file with a history, in any of the formats that are known by how they begin: JSON Lines (ours and Jepsen's), a JSON array,
 * EDN (maps one after the other, or in a list), and the text of Jepsen's log. Out comes the history up to the first mistake,
 * and all mistakes as diagnostics.
 */
import type { Json } from "../../protocols/index.ts";
import type { Diagnostic } from "../../source/index.ts";
import { EdnMistake, EdnReader } from "./edn.ts";
import { eventOf, type HistoryEvent, type Reading } from "./history-event.ts";
import { endOfItem } from "./json-items.ts";
import type { History } from "./operation.ts";
import { pairEvents } from "./pairing.ts";
import { lineSpan, linesOf, type TextLine } from "./text-lines.ts";

export type HistoryFormat = "JSON Lines" | "JSON" | "EDN" | "Jepsen's log";

export interface HistoryFile {
  readonly format: HistoryFormat;
  readonly history: History;
  readonly diagnostics: readonly Diagnostic[];
  /** With mistakes: the history is what stands before this line. */
  readonly cutAt?: number;
}

/** A record of the file, or what is wrong there. */
type Item =
  | { readonly line: number; readonly record: Json }
  | {
      readonly line: number;
      readonly mistake: string;
      readonly text: string;
      readonly from?: number;
      readonly hint?: string;
    };

/** Formats whose records may span lines are read in one piece. */
const mostBytesAtOnce = 256 * 1024 * 1024;
const mostMistakes = 20;

export function readHistory(path: string, bytes: Uint8Array, reading: Reading): HistoryFile {
  const format = formatOf(bytes);
  if (format !== "JSON Lines" && format !== "Jepsen's log" && bytes.length > mostBytesAtOnce) {
    const message = `\`${path}\` is too large for ${format}: ${Math.round(bytes.length / 1024 / 1024)} MB`;
    const diagnostic: Diagnostic = { rule: "log-line", message, hint: "JSON Lines may be of any length" };
    return { format, history: { operations: [], events: 0 }, diagnostics: [diagnostic], cutAt: 1 };
  }
  const diagnostics: Diagnostic[] = [];
  let cutAt = Number.POSITIVE_INFINITY;
  const events = function* (): Generator<HistoryEvent> {
    for (const item of itemsOf(format, bytes)) {
      const event = "mistake" in item ? item : eventOf(item.record, item.line, reading);
      if (event === undefined) continue;
      if (!("mistake" in event)) {
        if (diagnostics.length === 0) yield event;
        continue;
      }
      cutAt = Math.min(cutAt, item.line);
      const { text = "", from = 0, hint } = "mistake" in item ? item : {};
      const span = lineSpan(path, item.line, text || textOf(bytes, item.line), from);
      diagnostics.push({ rule: "log-line", span, message: event.mistake, ...(hint ? { hint } : {}) });
      if (diagnostics.length >= mostMistakes) return;
    }
  };
  const { history, unfitting } = pairEvents(events());
  if (unfitting) {
    const at = (line: number) => lineSpan(path, line, textOf(bytes, line));
    const { line, message, related } = unfitting;
    const places = related ? { related: [{ span: at(related.line), message: related.message }] } : {};
    diagnostics.push({ rule: "history-event", span: at(line), message, ...places });
    cutAt = Math.min(cutAt, line);
  }
  return { format, history, diagnostics, ...(diagnostics.length > 0 ? { cutAt } : {}) };
}

/** The text of one line, looked up again: only mistakes need it. */
export function textOf(bytes: Uint8Array, number: number): string {
  for (const line of linesOf(bytes)) if (line.number === number) return line.text;
  return "";
}

function formatOf(bytes: Uint8Array): HistoryFormat {
  const text = new TextDecoder().decode(bytes.subarray(0, 4096)).replace(/^\ufeff/, "");
  const [first = ""] = /^(?:\s*;[^\n]*\n)*\s*/.exec(text) ?? [];
  const start = text.slice(first.length);
  if (first.includes(";") || /^(#|\(|\{\s*:|\[\s*(\{\s*:|#|\]))/.test(start)) return "EDN";
  if (start.startsWith("[")) return "JSON";
  return start.startsWith("{") ? "JSON Lines" : "Jepsen's log";
}

function itemsOf(format: HistoryFormat, bytes: Uint8Array): Iterable<Item> {
  switch (format) {
    case "JSON Lines":
      return jsonLines(bytes);
    case "Jepsen's log":
      return logLines(bytes);
    default:
      return inOnePiece(format, bytes);
  }
}

function* jsonLines(bytes: Uint8Array): Generator<Item> {
  for (const line of linesOf(bytes)) {
    const { number, text } = line;
    if (text.trim() === "") continue;
    const mistake = { line: number, text };
    if (!line.decoded) yield { ...mistake, mistake: "this is not UTF-8", from: text.indexOf("\ufffd") };
    else {
      try {
        yield { line: number, record: JSON.parse(text) as Json };
      } catch {
        const message = line.closed ? "this line is not JSON" : "the file ends in the middle of this line";
        yield { ...mistake, mistake: message, ...(line.closed ? {} : { hint: "was the log cut off?" }) };
      }
    }
  }
}

/** `INFO  jepsen.util - 3  :invoke  :cas  [0 2]`; what else stands in the log is not about operations. */
const logLine = /(?:^|\s)(\d+|:nemesis)\s+:(invoke|ok|fail|info)\s+:(\S+)\s+(\S.*)$/;

function* logLines(bytes: Uint8Array): Generator<Item> {
  for (const line of linesOf(bytes)) {
    const { number, text } = line;
    const mistake = { line: number, text };
    if (!line.decoded) {
      yield { ...mistake, mistake: "this is not UTF-8", from: text.indexOf("\ufffd") };
      continue;
    }
    const [, process, type = "", f = "", rest = ""] = logLine.exec(text) ?? [];
    if (process === undefined || process === ":nemesis") continue;
    try {
      const value = new EdnReader(rest).read();
      const failed = type === "fail" || type === "info";
      const common = { process: Number(process), type, f };
      yield {
        line: number,
        record: failed && typeof value === "string" ? { ...common, error: value } : { ...common, value },
      };
    } catch (error) {
      if (!(error instanceof EdnMistake)) throw error;
      yield { ...mistake, mistake: error.message, from: text.length - rest.length + error.offset };
    }
  }
}

/** EDN and JSON arrays: records may span lines. */
function* inOnePiece(format: "EDN" | "JSON", bytes: Uint8Array): Generator<Item> {
  const lines: TextLine[] = [];
  for (const line of linesOf(bytes)) {
    if (!line.decoded) {
      const from = line.text.indexOf("\ufffd");
      yield { line: line.number, text: line.text, mistake: "this is not UTF-8", from };
      break;
    }
    lines.push(line);
  }
  const text = lines.map((line) => line.text).join("\n");
  let line = 1;
  let passed = 0;
  const lineAt = (offset: number): number => {
    for (let at = text.indexOf("\n", passed); at >= 0 && at < offset; at = text.indexOf("\n", passed)) {
      passed = at + 1;
      line++;
    }
    return line;
  };
  const mistakeAt = (offset: number, mistake: string): Item => {
    const number = lineAt(offset);
    return { line: number, text: lines[number - 1]?.text ?? "", mistake, from: offset - passed };
  };
  yield* format === "EDN" ? ednItems(text, lineAt, mistakeAt) : jsonItems(text, lineAt, mistakeAt);
}

type LineAt = (offset: number) => number;
type MistakeAt = (offset: number, mistake: string) => Item;

function* ednItems(text: string, lineAt: LineAt, mistakeAt: MistakeAt): Generator<Item> {
  const reader = new EdnReader(text);
  try {
    const closing = reader.enters("[") ? "]" : reader.enters("(") ? ")" : undefined;
    while (closing === undefined ? reader.next() < text.length : !reader.leaves(closing)) {
      const line = lineAt(reader.next());
      yield { line, record: reader.read() };
    }
  } catch (error) {
    if (!(error instanceof EdnMistake)) throw error;
    yield mistakeAt(error.offset, error.message);
  }
}

function* jsonItems(text: string, lineAt: LineAt, mistakeAt: MistakeAt): Generator<Item> {
  const separator = /[\s,]*/y;
  let at = text.indexOf("[") + 1;
  for (;;) {
    separator.lastIndex = at;
    at += separator.exec(text)?.[0].length ?? 0;
    if (text[at] === "]") return;
    if (at >= text.length) {
      yield mistakeAt(text.length, "the list is not closed: was the file cut off?");
      return;
    }
    const end = endOfItem(text, at);
    try {
      yield { line: lineAt(at), record: JSON.parse(text.slice(at, end)) as Json };
    } catch {
      yield mistakeAt(at, "this is not JSON");
      return;
    }
    at = end;
  }
}
