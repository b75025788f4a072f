/** A host whose files are in memory and whose clock stands still, so that the whole program runs inside a test. */
import { dirname, normalize } from "node:path";
import type { Host } from "../../src/host.ts";

export interface FakeHost extends Host {
  readonly files: Map<string, string | Uint8Array>;
  /** What was written to the standard output and error, in order, each line with its stream. */
  readonly written: { readonly stream: "output" | "errors"; readonly text: string }[];
}

export interface FakeSettings {
  readonly columns?: number;
  readonly isTerminal?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds that pass between two looks at the clock. */
  readonly tick?: number;
  /** Interrupts the program when it has let events happen this often. */
  readonly interruptAfter?: number;
}

export function createFakeHost(files: Map<string, string | Uint8Array>, settings: FakeSettings = {}): FakeHost {
  const written: FakeHost["written"] = [];
  const handlers = new Set<() => void>();
  let time = 0;
  let breaths = 0;
  const stream = (name: "output" | "errors") => ({
    write: (text: string) => {
      written.push({ stream: name, text });
    },
    isTerminal: settings.isTerminal ?? false,
    columns: settings.columns ?? 80,
  });
  const folders = () => {
    const found = new Set<string>(["."]);
    for (const path of files.keys())
      for (let at = dirname(path); at !== "." && at !== "/"; at = dirname(at)) found.add(at);
    return found;
  };
  return {
    files,
    written,
    command: "check",
    version: "0.0.0-test",
    environment: settings.environment ?? {},
    output: stream("output"),
    errors: stream("errors"),
    packageFolder: "package",
    kind(path) {
      const at = normalize(path);
      return files.has(at) ? "file" : folders().has(at.replace(/\/$/, "")) ? "folder" : undefined;
    },
    read(path) {
      const found = files.get(normalize(path));
      if (found === undefined) return { failure: "there is no such file" };
      return typeof found === "string" ? new TextEncoder().encode(found) : found;
    },
    list(path) {
      const at = normalize(path).replace(/\/$/, "");
      const below = at === "." ? "" : `${at}/`;
      const names = [...files.keys()]
        .filter((file) => file.startsWith(below))
        .map((file) => file.slice(below.length).split("/")[0] ?? "");
      return [...new Set(names)].sort();
    },
    write(path, text) {
      files.set(normalize(path), text);
      return {};
    },
    now: () => {
      time += settings.tick ?? 0;
      return time;
    },
    onInterrupt(handler) {
      handlers.add(handler);
      return () => handlers.delete(handler);
    },
    breathe: async () => {
      breaths += 1;
      if (breaths === settings.interruptAfter) for (const handler of handlers) handler();
    },
  };
}
