/**
 * The code that `check code` reads: TypeScript and JavaScript below the given folders, without tests, declarations and what
 * is installed; and, to understand it, the files that these import by a relative path, from wherever they lie.
 */
import { dirname, join, normalize } from "node:path";
import type { CodeFile } from "../conform/code/code.ts";
import type { Host } from "../host.ts";
import type { Diagnostic } from "../source/index.ts";
import { readSource } from "./files.ts";

const endings = [".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs"];
/** Files that are imported are followed up to so many. */
const mostFiles = 2000;

export function readCodeFiles(
  host: Host,
  paths: readonly string[],
): { readonly files: readonly CodeFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const files = new Map<string, CodeFile>();
  const diagnostics: Diagnostic[] = [];
  const read = (path: string, isChecked: boolean) => {
    if (files.has(path) || files.size >= mostFiles) return;
    const found = readSource(host, path);
    if ("source" in found) files.set(path, { source: found.source, isChecked });
    else if (isChecked) diagnostics.push(found.diagnostic);
  };
  for (const given of paths) {
    const path = normalize(given);
    const kind = host.kind(path);
    const below = kind === "folder" ? codeBelow(host, path, 0) : kind === "file" ? [path] : [];
    for (const file of below) read(file, true);
    if (kind === undefined)
      diagnostics.push({ rule: "missing-file", message: `there is no file or folder \`${path}\`` });
    else if (below.length === 0)
      diagnostics.push({ rule: "no-code", message: `there is no TypeScript or JavaScript in or below \`${path}\`` });
  }
  const queue = [...files.values()];
  for (let file = queue.shift(); file; file = queue.shift())
    for (const path of importsOf(file.source.text, file.source.path, host)) {
      if (files.has(path)) continue;
      read(path, false);
      const known = files.get(path);
      if (known) queue.push(known);
    }
  return { files: [...files.values()], diagnostics };
}

function codeBelow(host: Host, folder: string, depth: number): readonly string[] {
  return host.list(folder).flatMap((name) => {
    if (name.startsWith(".") || name === "node_modules" || depth > 32) return [];
    const path = join(folder, name);
    if (host.kind(path) === "folder") return codeBelow(host, path, depth + 1);
    const isCode = endings.some((ending) => name.endsWith(ending));
    return isCode && !/\.d\.[mc]?ts$|[._-](test|spec)\.[mc]?[tj]sx?$/.test(name) ? [path] : [];
  });
}

/** `import … from "./x.ts"`, as it is written or as the build would find it. */
function importsOf(text: string, path: string, host: Host): readonly string[] {
  const specifiers = [...text.matchAll(/\bfrom\s*["'](\.[^"']+)["']|\bimport\s*\(?\s*["'](\.[^"']+)["']/g)];
  return specifiers.flatMap(([, named, bare]) => {
    const target = join(dirname(path), named ?? bare ?? "");
    const candidates = [
      target,
      target.replace(/\.([mc]?)js(x?)$/, ".$1ts$2"),
      ...endings.map((ending) => `${target}${ending}`),
      ...endings.map((ending) => join(target, `index${ending}`)),
    ];
    const found = candidates.find((candidate) => host.kind(candidate) === "file");
    return found === undefined ? [] : [found];
  });
}
