/**
 * A file as lines, decoded one at a time, so that a file which is larger than V8's longest string can be read; and places in
 * such a file for diagnostics, without the text around them.
 */
import type { Span } from "../../source/index.ts";

export interface TextLine {
  readonly number: number;
  readonly text: string;
  /** False when the bytes are not UTF-8: then `text` has replacement characters. */
  readonly decoded: boolean;
  /** False for a last line without a newline: it may have been cut. */
  readonly closed: boolean;
}

const newline = 10;

export function* linesOf(bytes: Uint8Array): Generator<TextLine> {
  const strict = new TextDecoder("utf-8", { fatal: true });
  let number = 1;
  for (let start = 0; start < bytes.length; number++) {
    const found = bytes.indexOf(newline, start);
    const end = found < 0 ? bytes.length : found;
    const line = bytes.subarray(start, end);
    start = end + 1;
    try {
      yield { number, text: strict.decode(line), decoded: true, closed: found >= 0 };
    } catch {
      yield { number, text: new TextDecoder().decode(line), decoded: false, closed: found >= 0 };
    }
  }
}

const longestShown = 2000;

/** A place in line `number` of the file; the lines before are left empty, and a very long line is shortened. */
export function lineSpan(path: string, number: number, text: string, from = 0, to = text.length): Span {
  const line = text.slice(0, longestShown).trimEnd();
  const source = { path, text: `${"\n".repeat(number - 1)}${line}` };
  const start = number - 1 + Math.min(from, line.length);
  return { source, start, end: Math.max(start, number - 1 + Math.min(to, line.length)) };
}
