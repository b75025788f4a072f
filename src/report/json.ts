/**
 * Results for programs: `{schema, results, diagnostics}`. There is always exactly one document, also when something is
 * wrong with the input. Numbers are TLC's: `states` distinct, `transitions` with initial states counted, `depth` counting
 * the initial state as 1.
 */
import type { Model } from "../ir/index.ts";
import { type Diagnostic, positionAt, type Span } from "../source/index.ts";
import { type ItfDocument, type SymmetryUse, type Verdict, verdictKind } from "../trace/index.ts";
import { within } from "./verdict-line.ts";

export const schema = "lockstep/check/1";

export interface JsonResult {
  readonly file: string;
  readonly model: string;
  readonly config: string;
  readonly params: Readonly<Record<string, string | number | boolean>>;
  readonly verdict: string;
  readonly [name: string]: unknown;
}

/** What a run adds to its verdict. */
export interface JsonExtras {
  readonly file: string;
  readonly config: string;
  readonly trace?: ItfDocument;
  readonly again?: readonly ItfDocument[];
  /** Behaviours that show what is `possible`, in the order of the properties. */
  readonly witnesses?: readonly ItfDocument[];
  /** What the file expects, in its words, and what was found. */
  readonly expected?: { readonly expected: string; readonly found: string; readonly met: boolean | "unchecked" };
  /** As of `jsonDiagnostic`. */
  readonly warnings?: readonly Readonly<Record<string, unknown>>[];
  /** With `--profile` and `--coverage`. */
  readonly profile?: Readonly<Record<string, unknown>>;
  readonly coverage?: Readonly<Record<string, unknown>>;
  /** With `--simulate`. */
  readonly simulation?: Readonly<Record<string, unknown>>;
  /** How the step that breaks a refinement looks to the abstract model, or what is not fair to it. */
  readonly image?: Readonly<Record<string, unknown>>;
  readonly runs: readonly { readonly name: string; readonly passed: boolean }[];
}

export function jsonResult(model: Model, verdict: Verdict, extras: JsonExtras): JsonResult {
  const { statistics } = verdict;
  const first = verdict.findings[0];
  const verdicts = new Map(verdict.properties.map((item) => [item.name, item.verdict]));
  const held = new Map(verdict.properties.map((item) => [item.name, item.heldUp]));
  const property = first && "property" in first ? first.property?.name : undefined;
  return {
    file: extras.file,
    model: model.name,
    config: extras.config,
    params: Object.fromEntries(model.parameters.map((parameter) => [parameter.name, plain(parameter.shown)])),
    verdict: verdictKind(verdict),
    ...(property === undefined ? {} : { property }),
    ...(extras.image === undefined ? {} : { image: extras.image }),
    ...(verdict.limit === undefined ? {} : { limit: verdict.limit }),
    ...(verdict.found ? { found: true } : {}),
    ...(first?.kind === "error"
      ? { error: { rule: first.failure.rule, message: first.failure.message, ...position(first.failure.span) } }
      : {}),
    states: statistics.states,
    transitions: statistics.transitions,
    depth: statistics.depth,
    seconds: Math.round(statistics.seconds * 1000) / 1000,
    ...(statistics.cpuSeconds === undefined ? {} : { cpuSeconds: rounded(statistics.cpuSeconds, 3) }),
    ...(statistics.peakMemory === undefined ? {} : { peakMemory: statistics.peakMemory }),
    ...(statistics.bytesPerState === undefined ? {} : { bytesPerState: rounded(statistics.bytesPerState, 2) }),
    ...(statistics.collision === undefined ? {} : { collision: statistics.collision }),
    ...(verdict.symmetry === undefined ? {} : { symmetry: symmetryJson(verdict.symmetry) }),
    cut: statistics.cut,
    within: within(model, statistics),
    unchecked: model.unchecked.map((item) => ({ name: item.name, kind: item.kind, source: source(item.span) })),
    ...(model.exceptions.length === 0
      ? {}
      : { exceptions: model.exceptions.map(({ theory, axiom, because }) => ({ theory, axiom, because })) }),
    properties: [...model.properties, ...model.behaviours.properties].map((item) => ({
      name: item.name,
      kind: item.kind,
      verdict: verdicts.get(item.name) ?? "unknown",
      ...(held.get(item.name) === undefined ? {} : { heldUp: held.get(item.name) }),
      source: source(item.span),
      cites: item.cites.map((citation) => citation.texts),
    })),
    ...(extras.runs.length === 0 ? {} : { runs: extras.runs }),
    ...(extras.expected === undefined ? {} : { expectation: extras.expected }),
    ...(extras.profile === undefined ? {} : { profile: extras.profile }),
    ...(extras.coverage === undefined ? {} : { coverage: extras.coverage }),
    ...(extras.simulation === undefined ? {} : { simulation: extras.simulation }),
    ...(extras.trace === undefined ? {} : { trace: extras.trace }),
    ...(extras.warnings === undefined || extras.warnings.length === 0 ? {} : { warnings: extras.warnings }),
    ...(extras.witnesses === undefined || extras.witnesses.length === 0 ? {} : { witnesses: extras.witnesses }),
    ...(extras.again === undefined || extras.again.length === 0 ? {} : { furtherTraces: extras.again }),
  };
}

function symmetryJson({ types, refused, exact }: SymmetryUse): Readonly<Record<string, unknown>> {
  return {
    types,
    ...(types.length === 0 ? {} : { exact }),
    refused: refused.map(({ type, reason, span }) => ({
      ...(type === undefined ? {} : { type }),
      reason,
      ...(span ? { source: source(span) } : {}),
    })),
  };
}

const rounded = (number: number, digits: number): number => Number(number.toFixed(digits));

function plain(shown: string): string | number | boolean {
  if (/^-?\d{1,15}$/.test(shown)) return Number(shown);
  return shown === "True" ? true : shown === "False" ? false : shown;
}

function position(span: Span): { readonly file: string; readonly line: number; readonly column: number } {
  return { file: span.source.path, ...positionAt(span.source, span.start) };
}

function source(span: Span): string {
  const { file, line } = position(span);
  return `${file}:${line}`;
}

export function jsonDiagnostic(diagnostic: Diagnostic): Readonly<Record<string, unknown>> {
  const { rule, span, message, expected, found, hint, related } = diagnostic;
  const end = span && positionAt(span.source, span.end);
  return {
    rule,
    message,
    ...(span ? { ...position(span), endLine: end?.line, endColumn: end?.column } : {}),
    ...(expected === undefined ? {} : { expected }),
    ...(found === undefined ? {} : { found }),
    ...(hint === undefined ? {} : { hint }),
    ...(related === undefined
      ? {}
      : { related: related.map((item) => ({ message: item.message, ...position(item.span) })) }),
  };
}

export function jsonDocument(
  results: readonly JsonResult[],
  diagnostics: readonly Diagnostic[],
  exit: number,
  more: Readonly<Record<string, unknown>> = {},
): string {
  return `${JSON.stringify({ schema, exit, results, diagnostics: diagnostics.map(jsonDiagnostic), ...more }, undefined, 2)}\n`;
}
