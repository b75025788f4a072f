/**
 * Files of the user: from the paths on the command line to parsed `.spec` files, and the `Library` through which `use`
 * finds others. Each file is read and parsed once; its mistakes are collected here in the order in which files are met.
 */
import { dirname, isAbsolute, join, normalize, relative, resolve } from "node:path";
import type { Host } from "../host.ts";
import type { Library } from "../ir/index.ts";
import { closest, type Diagnostic, type Source } from "../source/index.ts";
import { type File, parse } from "../syntax/index.ts";

/** Nothing larger is even read; the parser has a limit of its own. */
const mostBytes = 32 * 1024 * 1024;
/** What else the first word of a command line may be: near enough, it was meant. */
export const subcommandNames = "fmt explain new conform types lockstep code node cluster merge history".split(" ");

/** The text of one file, or why there is none. */
export function readSource(
  host: Host,
  path: string,
): { readonly source: Source } | { readonly diagnostic: Diagnostic } {
  const bytes = host.read(path);
  if ("failure" in bytes)
    return { diagnostic: { rule: "unreadable-file", message: `cannot read \`${path}\`: ${bytes.failure}` } };
  if (bytes.length > mostBytes) {
    return {
      diagnostic: {
        rule: "file-size",
        message: `\`${path}\` is too large for a .spec file: ${Math.round(bytes.length / 1024 / 1024)} MB`,
      },
    };
  }
  const text = new TextDecoder().decode(bytes);
  const hint = "a .spec file is UTF-8 text";
  if (isUtf16(bytes))
    return { diagnostic: { rule: "not-text", message: `\`${path}\` is UTF-16`, hint: `${hint}: save it as that` } };
  const strange = text.match(/\ufffd|(?![\t\n\r\f])\p{Cc}/gu)?.length ?? 0;
  if (strange > 8) return { diagnostic: { rule: "not-text", message: `\`${path}\` is not text`, hint } };
  const source = { path, text };
  const start = text.indexOf("\ufffd");
  if (start >= 0 && !isUtf8(bytes)) {
    const span = { source, start, end: start + 1 };
    return { diagnostic: { rule: "not-text", span, message: "this is not UTF-8", hint } };
  }
  return { source };
}

/** Text in two bytes for each character: it starts with a mark that says so, or every other byte of its start is 0. */
function isUtf16(bytes: Uint8Array): boolean {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  const start = [...bytes.subarray(0, 64)];
  const zeros = (offset: number) => start.filter((byte, at) => at % 2 === offset && byte === 0).length;
  const [even, odd] = [zeros(0), zeros(1)];
  return (
    start.length >= 8 && Math.min(even, odd) === 0 && Math.max(even, odd) * 2 === start.length - (start.length % 2)
  );
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** The files that `paths` mean: a folder means every .spec file below it. */
export function expandPaths(
  host: Host,
  paths: readonly string[],
): { readonly files: readonly string[]; readonly diagnostics: readonly Diagnostic[] } {
  const files = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  for (const given of paths) {
    if (given === "") {
      diagnostics.push({ rule: "missing-file", message: "a path is empty", hint: "`.` is the folder at hand" });
      continue;
    }
    const path = normalize(given);
    const kind = host.kind(path);
    if (kind === undefined) diagnostics.push(missingFile(host, path));
    else if (kind === "file") files.add(path);
    else {
      const below = specsBelow(host, path, 0);
      for (const file of below) files.add(file);
      if (below.length === 0)
        diagnostics.push({ rule: "no-specs", message: `there is no .spec file in or below the folder \`${path}\`` });
    }
  }
  return { files: [...files], diagnostics };
}

function specsBelow(host: Host, folder: string, depth: number): readonly string[] {
  const files: string[] = [];
  const folders: string[] = [];
  for (const name of host.list(folder)) {
    if (name.startsWith(".") || name === "node_modules" || depth > 32) continue;
    const path = join(folder, name);
    const kind = host.kind(path);
    if (kind === "folder") folders.push(path);
    else if (kind === "file" && name.endsWith(".spec")) files.push(path);
  }
  return [...files, ...folders.flatMap((path) => specsBelow(host, path, depth + 1))];
}

function missingFile(host: Host, path: string): Diagnostic {
  const folder = dirname(path);
  const near = closest(path, [...host.list(folder).map((name) => join(folder, name)), ...subcommandNames]);
  const withEnding = host.kind(`${path}.spec`) === "file" ? `${path}.spec` : undefined;
  const suggestion = withEnding ?? near;
  return {
    rule: "missing-file",
    message: `there is no file or folder \`${path}\``,
    hint: suggestion ? `did you mean \`${suggestion}\`?` : undefined,
  };
}

export interface SpecLibrary extends Library {
  /** Parses `path`, or finds it parsed; mistakes go to `diagnostics`. */
  open(path: string): File | undefined;
  readonly diagnostics: readonly Diagnostic[];
}

/** Files by the place where they lie, so that two ways of writing a path are one file. */
export function createLibrary(host: Host): SpecLibrary {
  const known = new Map<string, { readonly file?: File; readonly failed: boolean }>();
  const diagnostics: Diagnostic[] = [];
  const load = (path: string) => {
    const key = resolve(path);
    const found = known.get(key);
    if (found) return found;
    if (host.kind(path) !== "file") return undefined;
    const read = readSource(host, path);
    if ("diagnostic" in read) {
      diagnostics.push(read.diagnostic);
      known.set(key, { failed: true });
    } else {
      const phase = parse(read.source);
      diagnostics.push(...phase.diagnostics);
      known.set(key, { file: phase.value, failed: phase.diagnostics.length > 0 });
    }
    return known.get(key);
  };
  return {
    diagnostics,
    load,
    open: (path) => load(path)?.file,
    resolve: (use, from) => resolveUse(host, use, from),
  };
}

/** `use "lockstep/consensus"` is a theory of the package; every other path is relative to the file that says it. */
export function resolveUse(host: Host, use: string, from: string): string {
  const named = use.endsWith(".spec") ? use : `${use}.spec`;
  const own = /^lockstep\/(.+)$/.exec(named)?.[1];
  if (own !== undefined) return shortest(join(host.packageFolder, "spec", own));
  return isAbsolute(named) ? named : normalize(join(dirname(from), named));
}

/** The path as people want to see it: relative where that is shorter. */
function shortest(path: string): string {
  const near = relative(".", path);
  return near.length < path.length ? near : path;
}
