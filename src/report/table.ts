/**
 * Tables whose cells are lists of short pieces: pieces share a line while they fit, a piece that is too long is broken.
 * Column widths follow the content; when the terminal is too narrow the widest columns give way.
 */
import { displayWidth, pad, wrap } from "./width.ts";

export interface Cell {
  readonly pieces: readonly string[];
  /** Each piece stands on a line of its own. */
  readonly stacked?: boolean;
  /** Columns that the cell takes at most. */
  readonly most?: number;
  readonly paint?: (text: string) => string;
}

export type Line = readonly Cell[];

const gap = 2;
const separator = " · ";

/** Widths of the columns so that a line takes at most `room` columns where that is possible. */
export function columnWidths(lines: readonly Line[], room: number): readonly number[] {
  const count = Math.max(0, ...lines.map((line) => line.length));
  const natural = Array.from({ length: count }, (_, column) =>
    Math.max(0, ...lines.map((line) => naturalWidth(line[column]))),
  );
  const least = Array.from({ length: count }, (_, column) =>
    Math.min(natural[column] ?? 0, Math.max(10, ...lines.map((line) => longestWord(line[column])))),
  );
  const widths = [...natural];
  const total = () => widths.reduce((sum, width) => sum + width, 0) + gap * (count - 1);
  while (total() > room) {
    let widest = -1;
    for (const [column, width] of widths.entries()) {
      if (width > Math.min(least[column] ?? 0, 24) && (widest < 0 || width > (widths[widest] ?? 0))) widest = column;
    }
    if (widest < 0) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function naturalWidth(cell: Cell | undefined): number {
  if (!cell) return 0;
  const width = cell.stacked
    ? Math.max(0, ...cell.pieces.map(displayWidth))
    : displayWidth(cell.pieces.join(separator));
  return Math.min(width, cell.most ?? width);
}

const longestWord = (cell: Cell | undefined) =>
  Math.max(0, ...(cell?.pieces ?? []).flatMap((piece) => piece.split(" ").map(displayWidth)));

/** The lines of one row of the table. */
export function layOut(line: Line, widths: readonly number[]): readonly string[] {
  const cells = line.map((cell, column) => fill(cell, widths[column] ?? 0));
  const height = Math.max(1, ...cells.map((cell) => cell.length));
  return Array.from({ length: height }, (_, row) => {
    let text = "";
    cells.forEach((cell, column) => {
      const part = cell[row] ?? "";
      const last = column === cells.length - 1;
      const shown = line[column]?.paint && part !== "" ? line[column].paint(part) : part;
      text += shown + (last ? "" : " ".repeat(Math.max(0, (widths[column] ?? 0) - displayWidth(part)) + gap));
    });
    return text.trimEnd();
  });
}

/** The pieces of a cell as lines of at most `width` columns. */
export function fill(cell: Cell, width: number): readonly string[] {
  const lines: string[] = [];
  for (const piece of cell.pieces) {
    const before = lines.at(-1);
    if (before !== undefined && !cell.stacked && displayWidth(before + separator + piece) <= width) {
      lines[lines.length - 1] = before + separator + piece;
    } else lines.push(...wrap(piece, Math.max(8, width), lines.length === 0 || cell.pieces.length > 0 ? "  " : ""));
  }
  return lines;
}

/** `lines` under each other, each with `indent` in front. */
export function table(lines: readonly Line[], room: number, indent: string): readonly string[] {
  const widths = columnWidths(lines, room - displayWidth(indent));
  return lines.flatMap((line) => layOut(line, widths).map((text) => (text === "" ? "" : indent + text)));
}

/** `label  text`, the text wrapped under itself. */
export function labelled(
  label: string,
  text: string,
  width: number,
  paintLabel: (text: string) => string,
): readonly string[] {
  const indent = 9;
  return wrap(text, width - indent).map(
    (line, index) => `  ${index === 0 ? paintLabel(pad(label, indent - 2)) : " ".repeat(indent - 2)}${line}`,
  );
}
