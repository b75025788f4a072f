/** The durable log: what is recovered from what a crash, a failing disk or a mistaken hand leaves behind. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockFolder } from "../../../src/protocols/real/folder-lock.ts";
import type { Failure } from "../../../src/protocols/real/index.ts";
import { type Identity, type NodeLog, openNodeLog } from "../../../src/protocols/real/node-log.ts";
import { encodeRecord, scanRecords } from "../../../src/protocols/real/record-format.ts";
import { count, record } from "../../../src/protocols/real/shape.ts";
import { createForgetfulStorage, openFile, type Storage } from "../../../src/protocols/real/storage.ts";

const identity: Identity = { lockstep: "log/1", protocol: "test", node: "s1", nodes: ["s1", "s2"] };
const shape = record({ n: count });
type Log = NodeLog<{ readonly n: number }>;

/** Bytes in memory, as a disk would hold them. */
class Memory implements Storage {
  bytes: Buffer;
  constructor(bytes: Buffer = Buffer.alloc(0)) {
    this.bytes = bytes;
  }
  read = () => this.bytes;
  append(bytes: Uint8Array): void {
    this.bytes = Buffer.concat([this.bytes, bytes]);
  }
  sync(): void {}
  truncate(length: number): void {
    this.bytes = this.bytes.subarray(0, length);
  }
  close(): void {}
}

const open = (storage: Storage, whose: Identity = identity) => openNodeLog(storage, whose, shape, "log");

function opened(storage: Storage): Log {
  const log = open(storage);
  if ("failure" in log) throw new Error(log.failure);
  return log;
}

const numbersOf = (log: Log) => log.entries.map((entry) => entry.record.n);

/** A log of `count` records, each synced before the next. */
function written(count: number): Buffer {
  const memory = new Memory();
  const log = opened(memory);
  log.begin({ boot: "b", traced: false });
  for (let n = 0; n < count; n++) {
    log.append({ record: { n }, events: [] });
    log.sync();
  }
  return memory.bytes;
}

function startsOf(bytes: Buffer): readonly number[] {
  const starts = [];
  for (let at = 0; at < bytes.length; at += 16 + bytes.readUInt32LE(at + 4)) starts.push(at);
  return starts;
}

describe("a log that is cut off", () => {
  const whole = written(4);
  const starts = startsOf(whole);

  it("at any byte holds what was whole, and goes on", () => {
    for (let length = 0; length <= whole.length; length++) {
      const memory = new Memory(whole.subarray(0, length));
      const log = opened(memory);
      const records = Math.max(0, starts.filter((start) => start > 0 && start <= length).length - 2);
      const expected = length === whole.length ? 4 : records;
      expect(numbersOf(log), `${length} bytes`).toEqual([0, 1, 2, 3].slice(0, expected));
      log.append({ record: { n: 9 }, events: [] });
      log.sync();
      expect(numbersOf(opened(new Memory(memory.bytes)))).toEqual([...[0, 1, 2, 3].slice(0, expected), 9]);
    }
  });

  it("says how many bytes were torn", () => {
    const last = starts.at(-1) ?? 0;
    expect(opened(new Memory(whole.subarray(0, last + 5))).torn).toBe(5);
    expect(opened(new Memory(whole)).torn).toBe(0);
  });
});

describe("a log that is damaged", () => {
  it("before the last record is refused, whichever byte it is", () => {
    const whole = written(3);
    const last = startsOf(whole).at(-1) ?? 0;
    for (let at = 0; at < whole.length; at++) {
      const bytes = Buffer.from(whole);
      bytes.writeUInt8(bytes.readUInt8(at) ^ 0x10, at);
      const log = open(new Memory(bytes));
      if (at < last) expect("failure" in log, `byte ${at}`).toBe(true);
      else expect("failure" in log ? log.failure : numbersOf(log), `byte ${at}`).toEqual([0, 1]);
    }
  });

  it("says where, and what to do", () => {
    const bytes = written(3);
    const second = startsOf(bytes)[2] ?? 0;
    bytes.writeUInt8(0, second + 20);
    expect(open(new Memory(bytes))).toMatchObject({
      about: "data",
      failure: `\`log\` is damaged at byte ${second}: what stands there was durable, and later records rely on it`,
    });
  });

  it("in a part that was never synced is only torn", () => {
    const first = encodeRecord({ n: 0 }, 0);
    const second = encodeRecord({ n: 1 }, 0);
    const bytes = Buffer.concat([first, second]);
    bytes.writeUInt8(0, 17);
    expect(scanRecords(bytes)).toEqual({ contents: [], end: 0, torn: bytes.length });
    const synced = Buffer.concat([first, encodeRecord({ n: 1 }, first.length)]);
    synced.writeUInt8(0, 17);
    expect(scanRecords(synced).damagedAt).toBe(0);
  });

  it("by zeros at its end, as some file systems leave them, is only torn", () => {
    const whole = written(2);
    const log = opened(new Memory(Buffer.concat([whole, Buffer.alloc(100)])));
    expect([numbersOf(log), log.torn]).toEqual([[0, 1], 100]);
  });
});

describe("a log of somebody else is refused:", () => {
  const failure = (bytes: Buffer, whose?: Identity) => (open(new Memory(bytes), whose) as Failure).failure;

  it("of another node, another protocol, other nodes", () => {
    for (const other of [{ node: "s2" }, { protocol: "other" }, { nodes: ["s1", "s2", "s3"] }])
      expect(failure(written(1), { ...identity, ...other })).toBe("`log` is the log of s1, one of s1, s2 of test");
  });

  it("something that is no log, and stays as it was", () => {
    for (const text of ["my notes\n", "x".repeat(5000), "{}"]) {
      const memory = new Memory(Buffer.from(text));
      expect((open(memory) as Failure).failure).toBe("`log` is not the log of a node, or its beginning is damaged");
      expect(memory.bytes.toString()).toBe(text);
    }
  });

  it("records of another version", () => {
    const bytes = Buffer.concat([encodeRecord(identity, 0), encodeRecord({ record: { m: 1 }, events: [] }, 0)]);
    expect(failure(bytes)).toBe("`log` holds something else than a record of test: its record 2");
  });
});

it("what was synced survives any crash, and nothing comes back in another order", () => {
  const step = fc.oneof(fc.constant("append"), fc.constant("sync"), fc.record({ crash: fc.nat() }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), fc.nat(), (steps, tear) => {
      const disk = new Memory();
      const open = () => opened(createForgetfulStorage(disk, (length) => tear % (length + 1)));
      let log = open();
      let [next, synced] = [0, 0];
      for (const action of [...steps, { crash: 0 }]) {
        if (action === "append") log.append({ record: { n: next++ }, events: [] });
        else if (action === "sync") {
          log.sync();
          synced = next;
        } else {
          log = open();
          const kept = numbersOf(log);
          expect(kept).toEqual(Array.from({ length: kept.length }, (_, n) => n));
          expect(kept.length).toBeGreaterThanOrEqual(synced);
          next = kept.length;
          synced = next;
        }
      }
    }),
    { numRuns: 300, seed: 1 },
  );
});

describe("a folder", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "lockstep-folder-"));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("keeps a log in a file", () => {
    const file = path.join(folder, "s1", "log");
    const log = opened(openFile(file));
    log.append({ record: { n: 7 }, events: [] });
    log.sync();
    log.close();
    expect(numbersOf(opened(openFile(file)))).toEqual([7]);
  });

  it("is used by one living process at a time", () => {
    const lock = path.join(folder, "lock");
    writeFileSync(lock, `${process.ppid}\n`);
    expect(lockFolder(folder)).toMatchObject({ failure: `\`${folder}\` is in use by process ${process.ppid}` });
    // Numbers of processes end far below this one.
    for (const left of ["999999999\n", "", "not a number"]) {
      writeFileSync(lock, left);
      const unlock = lockFolder(folder);
      expect(readFileSync(lock, "utf8")).toBe(`${process.pid}\n`);
      if (typeof unlock === "function") unlock();
      expect(() => readFileSync(lock)).toThrow("ENOENT");
    }
  });
});
