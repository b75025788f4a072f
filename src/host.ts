/**
 * The world outside: files, terminal, clock, signals. Only this file and cli.ts touch them; everything else gets a `Host`,
 * so that tests run the whole program in-process with a host of their own.
 */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { availableParallelism, freemem } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createWorkerStarter } from "./cli/workers.ts";
import type { StartWorker } from "./explore/index.ts";
import type { Output } from "./report/index.ts";

/** What the program may use of the computer that it runs on. */
export interface Computer {
  readonly cores: number;
  /** Bytes of memory that nobody uses. */
  freeMemory(): number;
  /** Of this process so far, all threads together. */
  cpuSeconds(): number;
  /** The most memory that this process has had, in bytes. */
  peakMemory(): number;
  sleep(milliseconds: number): Promise<void>;
  readonly startWorker: StartWorker;
}

export interface Host {
  /** How the user calls this program, for messages: `check` or `lockstep`. */
  readonly command: string;
  readonly version: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly output: Output;
  readonly errors: Output;
  /** The folder whose `spec/` holds the theories that come with the package. */
  readonly packageFolder: string;
  /** What there is at `path`. */
  kind(path: string): "file" | "folder" | undefined;
  /** Bytes of a file; the reason in words when it cannot be read. */
  read(path: string): Uint8Array | { readonly failure: string };
  /** The same in pieces, for files that may be longer than memory. Absent where all files are small. */
  chunks?(path: string): Iterable<Uint8Array> | { readonly failure: string };
  /** Names in a folder, sorted. */
  list(path: string): readonly string[];
  /** Writes a file and the folders above it; the reason in words when it cannot. */
  write(path: string, text: string): { readonly failure?: string };
  /** Milliseconds; only differences mean something. */
  now(): number;
  /** Calls `handler` when the user interrupts, until the returned function is called. */
  onInterrupt(handler: () => void): () => void;
  /** Lets pending events happen: signals, writes. */
  breathe(): Promise<void>;
  /** Absent where there is nothing but this thread. */
  readonly computer?: Computer;
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EACCES: "access is denied",
  EPERM: "access is denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of the path is not a folder",
  ENOSPC: "the disk is full",
  EROFS: "the disk is read-only",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its symbolic links form a circle",
  EEXIST: "a part of the path is a file",
};

function reason(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return reasons[code] ?? (code === "" ? "it cannot be read" : code);
}

/** A pipe whose reader has gone is no error of ours: what could not be written is dropped. */
function output(stream: NodeJS.WriteStream): Output {
  let open = true;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    open = false;
    if (error.code !== "EPIPE") process.exitCode = 70;
  });
  return {
    write: (text) => {
      if (open) stream.write(text);
    },
    isTerminal: stream.isTTY === true,
    get columns() {
      const told = Number(process.env.COLUMNS);
      return stream.columns ?? (Number.isInteger(told) && told > 0 ? told : 80);
    },
  };
}

/** A file that can't be read any further ends there. */
function* readInPieces(path: string): Iterable<Uint8Array> {
  const file = openSync(path, "r");
  try {
    const buffer = new Uint8Array(1024 * 1024);
    for (let size = readSync(file, buffer); size > 0; size = readSync(file, buffer)) yield buffer.slice(0, size);
  } finally {
    closeSync(file);
  }
}

/** The real world. `entry` is the URL of the program's file, `dist/cli.js`. */
export function createHost(entry: string): Host {
  const packageFolder = dirname(dirname(fileURLToPath(entry)));
  const called = basename(process.argv[1] ?? "");
  return {
    command: called === "lockstep" ? "lockstep" : "check",
    version: packageVersion(packageFolder),
    environment: process.env,
    output: output(process.stdout),
    errors: output(process.stderr),
    packageFolder,
    kind(path) {
      try {
        return statSync(path).isDirectory() ? "folder" : "file";
      } catch {
        return undefined; // nothing there, or nothing that can be reached: reading it says why
      }
    },
    read(path) {
      try {
        return readFileSync(path);
      } catch (error) {
        return { failure: reason(error) };
      }
    },
    chunks(path) {
      try {
        closeSync(openSync(path, "r"));
        return readInPieces(path);
      } catch (error) {
        return { failure: reason(error) };
      }
    },
    list(path) {
      try {
        return readdirSync(path).sort();
      } catch {
        return [];
      }
    },
    write(path, text) {
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
        return {};
      } catch (error) {
        return { failure: reason(error).replace("read", "written") };
      }
    },
    now: () => performance.now(),
    onInterrupt(handler) {
      process.on("SIGINT", handler);
      return () => process.off("SIGINT", handler);
    },
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
    computer: {
      cores: availableParallelism(),
      // What a container may use, where the system says so.
      freeMemory: () => process.availableMemory?.() ?? freemem(),
      cpuSeconds: () => (process.cpuUsage().user + process.cpuUsage().system) / 1e6,
      peakMemory: () => process.resourceUsage().maxRSS * 1024,
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
      startWorker: createWorkerStarter(new URL("./worker.js", entry)),
    },
  };
}

function packageVersion(folder: string): string {
  const path = join(folder, "package.json");
  if (!existsSync(path)) return "unknown";
  const described = JSON.parse(readFileSync(path, "utf8")) as { version?: string };
  return described.version ?? "unknown";
}
