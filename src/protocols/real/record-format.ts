/**
 * The bytes of a durable log. Each record is 16 bytes and its content, JSON: a checksum (CRC-32) of all that follows it,
 * the content's length, and how many bytes of the log were synced when it was written. The last number tells a write that
 * was torn, which nobody can have relied on, from damage to what was durable, which must never be passed over.
 */
import { crc32 } from "node:zlib";
import type { Json } from "../trace-event.ts";

const headLength = 16;

export function encodeRecord(content: unknown, synced: number): Buffer {
  const text = Buffer.from(JSON.stringify(content), "utf8");
  const bytes = Buffer.allocUnsafe(headLength + text.length);
  bytes.writeUInt32LE(text.length, 4);
  bytes.writeBigUInt64LE(BigInt(synced), 8);
  text.copy(bytes, headLength);
  bytes.writeUInt32LE(crc32(bytes.subarray(4)), 0);
  return bytes;
}

export interface Scan {
  readonly contents: readonly Json[];
  /** So many bytes are whole records. */
  readonly end: number;
  /** Bytes behind them that were never synced, of a write that was torn. */
  readonly torn: number;
  /** Where a record that was durable is damaged. */
  readonly damagedAt?: number;
}

/** All records from the beginning to the first one that is bad. */
export function scanRecords(bytes: Buffer): Scan {
  const contents: Json[] = [];
  let end = 0;
  for (let record = recordAt(bytes, end); record; record = recordAt(bytes, end)) {
    contents.push(record.content);
    end = record.end;
  }
  const torn = bytes.length - end;
  return relyingRecordAfter(bytes, end) ? { contents, end, torn, damagedAt: end } : { contents, end, torn };
}

function recordAt(bytes: Buffer, at: number) {
  if (at + headLength > bytes.length) return undefined;
  const length = bytes.readUInt32LE(at + 4);
  const end = at + headLength + length;
  const synced = bytes.readBigUInt64LE(at + 8);
  if (length === 0 || end > bytes.length || synced > BigInt(at)) return undefined;
  if (crc32(bytes.subarray(at + 4, end)) !== bytes.readUInt32LE(at)) return undefined;
  try {
    const content = JSON.parse(bytes.toString("utf8", at + headLength, end)) as Json;
    return { content, end, synced: Number(synced) };
  } catch {
    return undefined;
  }
}

/** Whether a later record was written when what stands at `bad` was synced already. */
function relyingRecordAfter(bytes: Buffer, bad: number): boolean {
  for (let at = bad + 1; at + headLength <= bytes.length; at++) {
    const record = recordAt(bytes, at);
    if (record && record.synced > bad) return true;
  }
  return false;
}
