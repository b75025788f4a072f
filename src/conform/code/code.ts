/**
 * Code as it is checked: its files parsed by ts-morph, in memory, and the way from its nodes to places that diagnostics can
 * show. Types are resolved as far as the given files go; what comes from packages stays unknown, and needs not be there.
 */
import { type Node, Project, ts } from "ts-morph";
import { assert, type Source, type Span } from "../../source/index.ts";

export interface CodeFile {
  readonly source: Source;
  /** Other files are there to be understood only: what the checked ones import. */
  readonly isChecked: boolean;
}

export interface Code {
  readonly project: Project;
  readonly sources: ReadonlyMap<string, CodeFile>;
  spanOf(node: Node): Span;
  isChecked(node: Node): boolean;
}

export function readCode(files: readonly CodeFile[]): Code {
  const project = new Project({
    useInMemoryFileSystem: true,
    skipLoadingLibFiles: true,
    skipFileDependencyResolution: true,
    compilerOptions: {
      noLib: true,
      allowJs: true,
      allowImportingTsExtensions: true,
      target: ts.ScriptTarget.ESNext,
      module: ts.ModuleKind.ESNext,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
    },
  });
  const sources = new Map<string, CodeFile>();
  for (const file of files) {
    const path = inMemory(file.source.path);
    if (sources.has(path)) continue;
    sources.set(path, file);
    project.createSourceFile(path, file.source.text);
  }
  const fileOf = (node: Node): CodeFile => {
    const file = sources.get(node.getSourceFile().getFilePath());
    assert(file, "nodes are of files that were given");
    return file;
  };
  return {
    project,
    sources,
    spanOf: (node) => ({ source: fileOf(node).source, start: node.getStart(), end: node.getEnd() }),
    isChecked: (node) => fileOf(node).isChecked,
  };
}

/** Relative paths, also those that begin with `..`, as absolute ones of the file system in memory. */
function inMemory(path: string): string {
  const start = "/0/1/2/3/4/5/6/7/8/9";
  const parts = path.startsWith("/") ? [] : start.split("/").slice(1);
  for (const part of path.replaceAll("\\", "/").split("/"))
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  return `/${parts.join("/")}`;
}

/** Mistakes of the grammar: such a file can't be judged. */
export function syntaxMistakes(code: Code): readonly { readonly span: Span; readonly message: string }[] {
  return code.project.getSourceFiles().flatMap((file) => {
    const known = code.sources.get(file.getFilePath());
    if (!known?.isChecked) return [];
    const found = code.project.getProgram().getSyntacticDiagnostics(file);
    return found.map((diagnostic) => {
      const start = diagnostic.getStart() ?? 0;
      const text = diagnostic.getMessageText();
      return {
        span: { source: known.source, start, end: start + (diagnostic.getLength() ?? 1) },
        message: typeof text === "string" ? text : text.getMessageText(),
      };
    });
  });
}
