/** A file and all that it uses, as one program. Files are loaded once each; a file that uses itself is told. */
import type { Phase } from "../source/index.ts";
import type { File, Unit } from "../syntax/tree.ts";
import { Context } from "./context.ts";
import type { Library, Program } from "./program.ts";

/**
 * Loads `path` and, transitively, its `use`s through `library`. Mistakes in the syntax of loaded files are reported by
 * the library; here, only what concerns the way files hang together. The entry file must load.
 */
export function link(path: string, library: Library): Phase<Program> {
  const context = new Context();
  const theories = new Map<string, Unit>();
  const models = new Map<string, Unit>();
  const done = new Map<string, File | undefined>();
  const unread = new Set<string>();

  const visit = (at: string, file: File, chain: readonly string[]): void => {
    for (const use of file.uses) {
      const target = library.resolve(use.value, at);
      if (chain.includes(target)) {
        context.report("cyclic-use", use.span, `\`use "${use.value}"\` leads back to this file`, {
          found: [...chain.slice(chain.indexOf(target)), target].join(" → "),
        });
        continue;
      }
      if (done.has(target)) continue;
      const loaded = library.load(target);
      done.set(target, loaded?.file);
      if (!loaded) {
        const own = `lockstep/${/([^/]*?)(?:\.spec)?$/.exec(use.value)?.[1]}`;
        const hint = library.load(library.resolve(own, at))?.file && `\`use "${own}"\` comes with the package`;
        const message = `\`use "${use.value}"\`: there is no such file`;
        context.report("missing-file", use.span, message, { found: target, ...(hint && { hint }) });
      } else if (loaded.file) visit(target, loaded.file, [...chain, target]);
    }
    for (const { text } of file.unread ?? []) unread.add(text);
    for (const unit of file.units) {
      const table = unit.kind === "theory" ? theories : models;
      const first = table.get(unit.name.text);
      if (first) {
        context.report("duplicate-name", unit.name.span, `the ${unit.kind} \`${unit.name.text}\` is declared twice`, {
          related: [{ span: first.name.span, message: "first here" }],
        });
      } else table.set(unit.name.text, unit);
    }
  };

  const entry = library.load(path);
  if (!entry?.file) return { diagnostics: context.diagnostics };
  done.set(path, entry.file);
  visit(path, entry.file, [path]);
  return { value: { path, units: entry.file.units, theories, models, unread }, diagnostics: context.diagnostics };
}
