/**
 * From the bytes of a log to its lines, one after the other, so that a log of any length is read in little memory. A line
 * that can't be read (not UTF-8, longer than anything sensible) is handed on as what is wrong with it, with its number.
 */

/** Opens the log anew at each call: it is read more than once. */
export type OpenLog = () => Iterable<Uint8Array>;

export type Line =
  /** `closed`: it ends with a line break, as every line but the last of a log that was cut off. */
  | { readonly number: number; readonly text: string; readonly closed: boolean }
  | { readonly number: number; readonly problem: string };

/** Bytes of the longest line that is read. */
const longest = 16 * 1024 * 1024;
const lineBreak = 0x0a;

export function* readLines(chunks: Iterable<Uint8Array>): Iterable<Line> {
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: false });
  let waiting: Uint8Array[] = [];
  let size = 0;
  let number = 0;
  let tooLong = false;

  const decode = (closed: boolean): Line => {
    number += 1;
    const parts = waiting;
    const skipped = tooLong;
    waiting = [];
    size = 0;
    tooLong = false;
    if (skipped) return { number, problem: `this line is longer than ${longest / 1024 / 1024} MB` };
    try {
      return { number, text: decoder.decode(join(parts)), closed };
    } catch {
      return { number, problem: "this line is not UTF-8" };
    }
  };
  const keep = (part: Uint8Array) => {
    size += part.length;
    tooLong ||= size > longest;
    if (tooLong) waiting = [];
    else if (part.length > 0) waiting.push(part);
  };

  for (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(lineBreak); end >= 0; end = chunk.indexOf(lineBreak, start)) {
      keep(chunk.subarray(start, end));
      yield decode(true);
      start = end + 1;
    }
    // A copy: whoever reads may use the memory of a chunk again.
    keep(chunk.slice(start));
  }
  if (size > 0) yield decode(false);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
