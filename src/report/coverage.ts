/** Coverage for people and programs: every gap with its source line marked, and how much of the source was covered. */
import { positionAt, type Source } from "../source/index.ts";
import type { Coverage, CoveredPoint, Gap } from "../trace/index.ts";
import { excerpt, place } from "./diagnostics.ts";
import type { Paint } from "./paint.ts";
import { count, plural } from "./verdict-line.ts";

const mostShown = 50;

export interface LineCoverage {
  readonly source: Source;
  /** By line, from 1: how often something that starts there was evaluated. Lines without code are absent. */
  readonly lines: ReadonlyMap<number, number>;
}

/** Lines of each file in which something starts. */
export function lineCoverage(points: readonly CoveredPoint[]): readonly LineCoverage[] {
  const files = new Map<Source, Map<number, number>>();
  for (const { span, count: times } of points) {
    const lines = files.get(span.source) ?? new Map<number, number>();
    files.set(span.source, lines);
    const { line } = positionAt(span.source, span.start);
    lines.set(line, Math.max(lines.get(line) ?? 0, times));
  }
  return [...files].map(([source, lines]) => ({
    source,
    lines: new Map([...lines].sort(([left], [right]) => left - right)),
  }));
}

interface Part {
  readonly covered: number;
  readonly all: number;
}

export interface CoverageTotals {
  readonly lines: Part;
  /** Expressions and statements. */
  readonly parts: Part;
  /** Expressions that can be true. */
  readonly conditions: Part;
}

export function coverageTotals({ points }: Coverage): CoverageTotals {
  const counts = lineCoverage(points).flatMap(({ lines }) => [...lines.values()]);
  const inside = points.filter(({ kind }) => kind === "expression" || kind === "statement");
  const conditions = points.filter(({ truths }) => truths !== undefined);
  return {
    lines: { covered: counts.filter((times) => times > 0).length, all: counts.length },
    parts: { covered: inside.filter((point) => point.count > 0).length, all: inside.length },
    conditions: { covered: conditions.filter(({ truths = 0 }) => truths > 0).length, all: conditions.length },
  };
}

/** Several lines without a newline at the end. */
export function coverageText(coverage: Coverage, paint: Paint, width: number): string {
  const totals = coverageTotals(coverage);
  const of = ({ covered, all }: Part): string => `${count(covered)} of ${count(all)}`;
  const { gaps, states, isPartial } = coverage;
  const lines = [
    paint.strong(
      `coverage: ${of(totals.lines)} lines, ${of(totals.parts)} parts, ${of(totals.conditions)} conditions true`,
    ),
  ];
  if (isPartial && gaps.length > 0) {
    lines.push(`  ${paint.warning(`only ${plural(states, "state")} looked at: there is more that may be covered`)}`);
  }
  for (const gap of gaps.slice(0, mostShown)) {
    const words = remark(gap);
    lines.push("", `${paint.strong(place(gap.span))} ${paint.warning(words)}${extent(gap)}`);
    lines.push(...excerpt(gap.span, paint, width, paint.warning));
  }
  if (gaps.length > mostShown) lines.push("", `… and ${count(gaps.length - mostShown)} more`);
  return lines.join("\n");
}

function remark({ kind, name }: Gap): string {
  if (name === undefined) return kind;
  return kind === "never true" ? `never true: ${name} is never taken` : `${name} is ${kind}`;
}

function extent({ span }: Gap): string {
  const last = positionAt(span.source, span.end).line;
  return last > positionAt(span.source, span.start).line ? ` (to line ${last})` : "";
}

/** The `coverage` of a JSON result. */
export function coverageJson(coverage: Coverage): Readonly<Record<string, unknown>> {
  return {
    states: coverage.states,
    partial: coverage.isPartial,
    ...coverageTotals(coverage),
    gaps: coverage.gaps.map(({ kind, span, name }) => {
      const { line, column } = positionAt(span.source, span.start);
      const end = positionAt(span.source, span.end);
      return {
        kind,
        ...(name === undefined ? {} : { name }),
        file: span.source.path,
        line,
        column,
        endLine: end.line,
        endColumn: end.column,
      };
    }),
  };
}
