/**
 * Coverage as lcov's tracefiles say it (geninfo(1)): one record for every file. Functions are actions and defines; lines
 * count what starts in them; conditions are branches with two ways, true and false.
 */
import { positionAt } from "../source/index.ts";
import type { Coverage, CoveredPoint } from "../trace/index.ts";
import { lineCoverage } from "./coverage.ts";

/** `name` is that of the configuration. */
export function lcovText(name: string, coverage: Coverage): string {
  const test = name.replace(/\W+/g, "_").replace(/_$/, "");
  return lineCoverage(coverage.points)
    .map(({ source, lines }) => {
      const own = coverage.points.filter(({ span }) => span.source === source);
      const records = [`TN:${test}`, `SF:${source.path}`, ...functionRecords(own), ...branchRecords(own)];
      for (const [line, count] of lines) records.push(`DA:${line},${count}`);
      records.push(`LF:${lines.size}`, `LH:${[...lines.values()].filter((count) => count > 0).length}`);
      return `${[...records, "end_of_record"].join("\n")}\n`;
    })
    .join("");
}

const lineOf = ({ span }: CoveredPoint): number => positionAt(span.source, span.start).line;

/** Functions are known by name: those with the same one get their line. */
function functionRecords(points: readonly CoveredPoint[]): readonly string[] {
  const functions = points.filter(({ kind }) => kind === "action" || kind === "define");
  const named = functions.map((point) => {
    const isUnique = functions.every((other) => other === point || other.name !== point.name);
    return { point, name: (isUnique ? (point.name ?? "") : `${point.name}:${lineOf(point)}`).replaceAll(",", ";") };
  });
  return [
    ...named.map(({ point, name }) => `FN:${lineOf(point)},${name}`),
    ...named.map(({ point, name }) => `FNDA:${point.count},${name}`),
    `FNF:${functions.length}`,
    `FNH:${functions.filter(({ count }) => count > 0).length}`,
  ];
}

function branchRecords(points: readonly CoveredPoint[]): readonly string[] {
  const records: string[] = [];
  let hit = 0;
  const conditions = points.filter(({ truths }) => truths !== undefined);
  for (const [block, point] of conditions.entries()) {
    const { count, truths = 0 } = point;
    for (const [way, times] of [truths, count - truths].entries()) {
      records.push(`BRDA:${lineOf(point)},${block},${way},${count === 0 ? "-" : times}`);
      if (times > 0) hit += 1;
    }
  }
  return [...records, `BRF:${2 * conditions.length}`, `BRH:${hit}`];
}
