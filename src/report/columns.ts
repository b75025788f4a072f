/** Tables of figures: names on the left, numbers flush right below their headings. */
import { crop, displayWidth, pad } from "./width.ts";

export interface FigureRow {
  readonly cells: readonly string[];
  readonly paint?: (text: string) => string;
}

const gap = "  ";

/** Lines of at most `width` columns; the first column gives way. */
export function figureTable(rows: readonly FigureRow[], width: number, indent: string): readonly string[] {
  const columns = Math.max(0, ...rows.map(({ cells }) => cells.length));
  const widths = Array.from({ length: columns }, (_none, column) =>
    Math.max(0, ...rows.map(({ cells }) => displayWidth(cells[column] ?? ""))),
  );
  const others = widths.slice(1).reduce((sum, each) => sum + gap.length + each, displayWidth(indent));
  const first = Math.max(8, Math.min(widths[0] ?? 0, width - others));
  return rows.map(({ cells, paint = (text: string) => text }) => {
    const numbers = cells.slice(1).map((cell, at) => " ".repeat((widths[at + 1] ?? 0) - displayWidth(cell)) + cell);
    return indent + paint([pad(crop(cells[0] ?? "", first), first), ...numbers].join(gap).trimEnd());
  });
}
