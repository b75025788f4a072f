/**
 * How values go through a connection: JSON, each value behind its length in bytes (four of them, the highest first).
 * Bytes enter as they come, in pieces of any size; whole values leave.
 */
import type { Json } from "../trace-event.ts";

/** Who announces more than this does not speak this protocol, or is damaged. */
export const longestFrame = 64 * 1024 * 1024;

export function encodeFrame(value: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(value), "utf8");
  const frame = Buffer.allocUnsafe(4 + text.length);
  frame.writeUInt32BE(text.length, 0);
  text.copy(frame, 4);
  return frame;
}

export class FrameReader {
  private pieces: Buffer[] = [];
  private length = 0;

  /** The values that are whole now; `undefined` as the last one when the bytes make no sense from there on. */
  push(piece: Buffer): readonly (Json | undefined)[] {
    this.pieces.push(piece);
    this.length += piece.length;
    const values: (Json | undefined)[] = [];
    while (this.length >= 4) {
      const size = this.joined(4).readUInt32BE(0);
      if (size > longestFrame) return [...values, undefined];
      if (this.length < 4 + size) break;
      const bytes = this.joined(4 + size);
      const value = parse(bytes.subarray(4, 4 + size));
      if (value === undefined) return [...values, undefined];
      values.push(value);
      this.pieces = [bytes.subarray(4 + size), ...this.pieces.slice(1)];
      this.length -= 4 + size;
    }
    return values;
  }

  /** The first piece, made at least so long: pieces are joined once per frame, not once per arrival. */
  private joined(least: number): Buffer {
    const [first] = this.pieces;
    if (first && first.length >= least) return first;
    const whole = Buffer.concat(this.pieces);
    this.pieces = [whole];
    return whole;
  }
}

function parse(bytes: Buffer): Json | undefined {
  try {
    return JSON.parse(bytes.toString("utf8")) as Json;
  } catch {
    return undefined;
  }
}
