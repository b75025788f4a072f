/**
 * Where bytes are kept: a file that grows at its end. A write may be lost by a crash until `sync` has returned. The second
 * implementation is for tests: it loses what an unlucky machine would lose, although only the process dies.
 */
import {
  closeSync,
  fdatasyncSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";

export interface Storage {
  /** All bytes that are there. */
  read(): Buffer;
  append(bytes: Uint8Array): void;
  /** Returns when all that was appended survives a crash. */
  sync(): void;
  /** Cuts off what is behind the first `length` bytes, and syncs. */
  truncate(length: number): void;
  close(): void;
}

export function openFile(path: string): Storage {
  mkdirSync(dirname(path), { recursive: true });
  const file = openSync(path, "a+");
  // A new file is durable only with the folder that names it.
  syncFolder(dirname(path));
  return {
    read: () => readFileSync(path),
    append: (bytes) => writeWhole(file, bytes),
    sync: () => fdatasyncSync(file),
    truncate(length) {
      ftruncateSync(file, length);
      fsyncSync(file);
    },
    close: () => closeSync(file),
  };
}

function syncFolder(folder: string): void {
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** The operating system may take less than it is given. */
export function writeWhole(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
}

/**
 * Keeps what is not synced apart, so that a killed process loses it. Of each write, `tear` says how many bytes reach the
 * disk all the same: a write that was torn.
 */
export function createForgetfulStorage(inner: Storage, tear: (length: number) => number): Storage {
  let held: Uint8Array[] = [];
  return {
    read: () => inner.read(),
    append(bytes) {
      const reached = held.length > 0 ? 0 : Math.min(bytes.length, tear(bytes.length));
      inner.append(bytes.subarray(0, reached));
      held.push(bytes.subarray(reached));
    },
    sync() {
      // What is torn is on the disk for some time: this is when most kills find it.
      if (held.length > 0) inner.sync();
      for (const bytes of held) inner.append(bytes);
      held = [];
      inner.sync();
    },
    truncate(length) {
      held = [];
      inner.truncate(length);
    },
    close: () => inner.close(),
  };
}
