/**
 * Diagnostics as people read them: the rule, the place, the source line with the place marked under it, what was expected
 * and found, and what to do. Marks are aligned by terminal columns, so Chinese text and mathematical symbols are fine.
 */
import { type Diagnostic, lineText, positionAt, type Span } from "../source/index.ts";
import type { Paint } from "./paint.ts";
import { crop, displayWidth, printable, wrap } from "./width.ts";

export type Severity = "error" | "warning";

/** A source whose path starts so is not a file: its places are shown without a line number. */
export const commandLinePath = "command line";

/** `path:line:column`. */
export function place(span: Span): string {
  const { line, column } = positionAt(span.source, span.start);
  return span.source.path === commandLinePath ? commandLinePath : `${span.source.path}:${line}:${column}`;
}

/** The text of one diagnostic, several lines, without a newline at its end. */
export function diagnosticText(
  diagnostic: Diagnostic,
  paint: Paint,
  width: number,
  severity: Severity = "error",
): string {
  const color = severity === "error" ? paint.bad : paint.warning;
  const where = diagnostic.span ? `${place(diagnostic.span)} ` : "";
  const lines = [`${paint.strong(where)}${color(`${severity}[${diagnostic.rule}]`)} ${printable(diagnostic.message)}`];
  if (diagnostic.span) lines.push(...excerpt(diagnostic.span, paint, width, color));
  for (const [word, text] of [
    ["expected", diagnostic.expected],
    ["found", diagnostic.found],
    ["hint", diagnostic.hint],
  ] as const) {
    if (!text) continue;
    const wrapped = wrap(printable(text), width - 11);
    lines.push(
      ...wrapped.map((line, index) => `  ${index === 0 ? paint.faint(word.padEnd(8)) : " ".repeat(8)} ${line}`),
    );
  }
  for (const related of diagnostic.related ?? []) {
    lines.push(`  ${paint.faint(`${place(related.span)}:`)} ${printable(related.message)}`);
    lines.push(...excerpt(related.span, paint, width, paint.faint));
  }
  return lines.join("\n");
}

/** The source line with the span's first line marked under it; a window around the place when the line is long. */
export function excerpt(span: Span, paint: Paint, width: number, color: (text: string) => string): readonly string[] {
  const { line, column } = positionAt(span.source, span.start);
  const number = span.source.path === commandLinePath ? "" : String(line);
  const room = Math.max(24, width - number.length - 5);
  const whole = lineText(span.source, line);
  const from = Math.min(column - 1, whole.length);
  const to = Math.max(from, Math.min(whole.length, from + (span.end - span.start)));
  const start = windowStart(printable(whole), from, room);
  const cut = start > 0 ? "…" : "";
  const before = cut + printable(whole.slice(start, from));
  const shown = crop(cut + printable(whole.slice(start, start + 4 * room)), room);
  const markWidth = displayWidth(printable(whole.slice(from, Math.min(to, from + 2 * room))));
  const offset = displayWidth(before);
  const mark = "^".repeat(Math.max(1, Math.min(markWidth, room - offset)));
  const gutter = number === "" ? "  " : `  ${number} │ `;
  return [
    `${paint.faint(gutter)}${shown.trimEnd()}`,
    `${paint.faint(number === "" ? "  " : `  ${" ".repeat(number.length)} │ `)}${" ".repeat(offset)}${color(mark)}`,
  ];
}

/** Where to start showing `line`: at its start if `at` is near enough, else as far in front of `at` as there is room. */
function windowStart(line: string, at: number, room: number): number {
  const behind = displayWidth(line.slice(at, at + room));
  let left = Math.max(Math.floor(room / 4), room - behind) - 1;
  let start = at;
  while (start > 0) {
    const low = line.charCodeAt(start - 1);
    const length = low >= 0xdc00 && low <= 0xdfff ? 2 : 1;
    left -= displayWidth(line.slice(start - length, start));
    if (left < 0) return start;
    start -= length;
  }
  return 0;
}
