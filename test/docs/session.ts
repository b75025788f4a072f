/** The real program in-process: a host whose files are a page's own, with the repository's behind them. */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { main } from "../../src/cli/main.ts";
import type { Host } from "../../src/host.ts";

export interface Session {
  readonly files: Map<string, string>;
  run(
    args: readonly string[],
    command?: string,
  ): Promise<{ readonly code: number; readonly text: string; readonly output: string }>;
}

const repository = process.cwd();

export function createSession(columns = 80): Session {
  const files = new Map<string, string>();
  const known = (path: string) => files.get(path.replace(/^\.\//, ""));
  const real = (path: string) => (existsSync(join(repository, path)) ? join(repository, path) : undefined);
  return {
    files,
    async run(args, command = "check") {
      let text = "";
      let output = "";
      const host: Host = {
        command,
        version: "0.1.0",
        environment: {},
        output: {
          write: (written) => {
            text += written;
            output += written;
          },
          isTerminal: false,
          columns,
        },
        errors: {
          write: (written) => {
            text += written;
          },
          isTerminal: false,
          columns,
        },
        packageFolder: repository,
        kind(path) {
          if (known(path) !== undefined) return "file";
          const found = real(path);
          if (found === undefined) return undefined;
          return statSync(found).isDirectory() ? "folder" : "file";
        },
        read(path) {
          const own = known(path);
          if (own !== undefined) return new TextEncoder().encode(own);
          const found = real(path);
          return found ? readFileSync(found) : { failure: "there is no such file" };
        },
        list(path) {
          const found = real(path);
          const own = path === "." ? [...files.keys()] : [];
          return found ? [...new Set([...own, ...readdirSync(found)])].sort() : own.sort();
        },
        write(path, written) {
          files.set(path, written);
          return {};
        },
        now: () => performance.now(),
        onInterrupt: () => () => {},
        breathe: () => Promise.resolve(),
      };
      const code = await main(args, host);
      return { code, text, output };
    },
  };
}

/** The words of a command line, quotes removed; `npx` is left out, the program's name is apart. */
export function wordsOf(command: string): { readonly program: string; readonly args: readonly string[] } {
  const words = [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? "",
  );
  if (words[0] === "npx") words.shift();
  const [program = "", ...args] = words;
  if (program !== "check" && program !== "lockstep") throw new Error(`not a command of ours: ${command}`);
  return { program, args };
}
