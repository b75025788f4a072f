/**
 * Text to tree: `parse` never throws and never hangs, whatever it is given. Files that no parser should be asked about
 * (binary data, more than a few megabytes, thousands of nested brackets) are refused with one diagnostic; of all others the
 * mistakes are reported, and the tree holds every declaration and statement without one.
 */
import { type Diagnostic, type Phase, type Source, spanText } from "../source/index.ts";
import { explainException } from "./complaint.ts";
import { NestingError } from "./cursor.ts";
import { Grammar } from "./grammar.ts";
import { mistakenSigns } from "./mistakes.ts";
import { type Tokens, tokenize } from "./tokenize.ts";
import type { File } from "./tree.ts";

/** In UTF-16 units; the largest models that people write are a hundredth of it. */
const largestFile = 4 * 1024 * 1024;
/** More than this nobody reads, and most of them follow from the first. */
const mostDiagnostics = 50;

let grammar: Grammar | undefined;

/** What is wrong with `source` before its grammar matters. */
function refusal(source: Source): Diagnostic | undefined {
  const { text } = source;
  const start = { source, start: 0, end: 0 };
  if (text.length > largestFile) {
    const found = `${(text.length / 1024 / 1024).toFixed(1)} million characters`;
    return { rule: "file-size", span: start, message: "the file is too large to be a specification", found };
  }
  const header = /^\s*-{4,}\s*MODULE\b[^\n]*/.exec(text)?.[0];
  if (header !== undefined) {
    const span = { source, start: header.length - header.trimStart().length, end: header.trimEnd().length };
    const hint = "docs/from-tla-and-quint.md says, construct by construct, what is written here";
    return { rule: "syntax", span, message: "this is a TLA+ module", expected: "`theory Name` or `model Name`", hint };
  }
  const zero = text.indexOf("\0");
  if (zero >= 0) {
    const span = { source, start: zero, end: zero + 1 };
    return { rule: "not-text", span, message: "the file is not text", found: "a zero byte" };
  }
  return undefined;
}

function nothingIn(source: Source): Diagnostic {
  return {
    rule: "empty-file",
    span: { source, start: 0, end: 0 },
    message: "a file must contain a theory or a model",
    expected: "`theory Name` or `model Name`",
    found: "nothing",
  };
}

function tooDeep(error: unknown, source: Source): Diagnostic {
  if (error instanceof NestingError) {
    return { rule: "too-deep", span: error.span, message: "expressions or statements nest too deeply here" };
  }
  // Our own limits are far below the stack's, unless the caller has used most of it.
  if (error instanceof RangeError) {
    return { rule: "too-deep", span: { source, start: 0, end: 0 }, message: "the file nests too deeply" };
  }
  throw error;
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  return (a.span?.start ?? 0) - (b.span?.start ?? 0);
}

/** The parser's mistakes without those that only follow from a repaired bracket or sign. */
function lonelyErrors(tokens: Tokens, errors: readonly Diagnostic[]): Diagnostic[] {
  const reported = new Set(tokens.diagnostics.map(({ span }) => span?.start));
  return errors.filter(({ span }) => {
    const start = span?.start ?? 0;
    return !reported.has(start) && !tokens.gaps.some((gap) => start >= gap.start && start <= gap.end + 1);
  });
}

/** Without those that stand right behind a sign that was dropped: `x' = 1` and `x++;` are one mistake each. */
function withoutEchoes(tokens: Tokens, errors: readonly Diagnostic[]): Diagnostic[] {
  const dropped = tokens.diagnostics.flatMap(({ rule, span }) =>
    rule === "foreign-sign" && span && mistakenSigns.get(spanText(span))?.means === undefined ? [span.end] : [],
  );
  return errors.filter(
    ({ span }) =>
      !span || !dropped.some((end) => end <= span.start && /^ *$/.test(span.source.text.slice(end, span.start))),
  );
}

/** Closing brackets too many, unless something before them was misread and they only follow from it. */
function lonelyExtras(tokens: Tokens, diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const explained = (since: number, until: number) =>
    diagnostics.some(({ span }) => span !== undefined && span.start >= since && span.start <= until);
  return tokens.extras
    .slice(0, mostDiagnostics)
    .filter(({ since, diagnostic }) => !explained(since, diagnostic.span?.start ?? 0))
    .map(({ diagnostic }) => diagnostic);
}

/** The tree of `source` and every mistake in its syntax; the tree lacks what has mistakes that can't be repaired. */
export function parse(source: Source): Phase<File> {
  const refused = refusal(source);
  if (refused) return { diagnostics: [refused] };
  const tokens = tokenize(source);
  if (tokens.tooDeep) return { diagnostics: tokens.diagnostics.slice(-1) };
  const diagnostics = [...tokens.diagnostics.slice(0, mostDiagnostics)];
  if (tokens.tokens.length === 0) return { diagnostics: diagnostics.length > 0 ? diagnostics : [nothingIn(source)] };

  grammar ??= new Grammar();
  grammar.load(source, tokens);
  let file: Omit<File, "comments"> | undefined;
  try {
    file = grammar.file();
  } catch (error) {
    return { diagnostics: [...diagnostics, tooDeep(error, source)].sort(byPlace) };
  }
  const errors = grammar.errors.map((error) => explainException(source, error));
  const complaints = grammar.complaints.slice(0, mostDiagnostics);
  diagnostics.push(...withoutEchoes(tokens, [...lonelyErrors(tokens, errors), ...complaints]));
  diagnostics.push(...lonelyExtras(tokens, diagnostics));
  diagnostics.sort(byPlace);
  diagnostics.splice(mostDiagnostics);
  if (!file || file.units.length === 0) {
    return { diagnostics: diagnostics.length > 0 ? diagnostics : [nothingIn(source)] };
  }
  const complete = errors.length === 0 && !diagnostics.some(({ rule }) => rule === "unbalanced");
  const unread = complete ? undefined : [...grammar.skipped];
  return { value: { ...file, comments: tokens.comments, ...(unread && { unread }) }, diagnostics };
}
