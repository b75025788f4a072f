/**
 * The rooms of `src` and who may import whom, as `docs/architecture.md` draws them; and the habits that a machine can
 * check: no `any`, named exports, names in kebab-case, an opening comment, files of one idea.
 */
import path from "node:path";
import { Project, SyntaxKind } from "ts-morph";
import { describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const sourceRoot = path.join(root, "src");

/** Room → the rooms and packages that it may import. */
const table: Readonly<Record<string, readonly string[]>> = {
  source: [],
  syntax: ["source", "chevrotain"],
  ir: ["source", "syntax"],
  interpreter: ["source", "ir", "immutable"],
  engine: ["source", "ir"],
  explore: ["source", "engine"],
  protocols: ["immutable"],
  trace: ["source", "ir", "interpreter", "engine", "explore"],
  report: ["source", "ir", "interpreter", "explore", "trace", "conform", "chalk"],
  // Is this a behaviour of that model? Of the protocols it knows the events, and the pure cores.
  conform: ["source", "syntax", "ir", "interpreter", "engine", "explore", "trace", "protocols", "ts-morph"],
  cli: [
    "source",
    "syntax",
    "ir",
    "interpreter",
    "engine",
    "explore",
    "trace",
    "protocols",
    "conform",
    "report",
    "commander",
    "node",
  ],
};

/** The one part of a room that may touch files, processes and the clock beside the command line: the real runtime. */
const touchesTheWorld = (name: string): boolean => roomOf(name) === "cli" || name.startsWith("protocols/real/");

/** Files that other rooms may import beside a room's `index.ts`: the tree is all that `ir` knows of syntax. */
const doors = new Set(["syntax/tree.ts"]);
/** A room that imports only part of another: `ir` sees trees, not the parser. */
const narrow: Readonly<Record<string, readonly string[]>> = { "ir → syntax": ["syntax/tree.ts"] };
const longest = 400;

const project = new Project({ tsConfigFilePath: path.join(root, "tsconfig.json"), skipAddingFilesFromTsConfig: true });
project.addSourceFilesAtPaths(path.join(sourceRoot, "**/*.ts"));
const files = project.getSourceFiles().map((file) => ({ file, name: path.relative(sourceRoot, file.getFilePath()) }));

/** The room of a file; `cli.ts` and `host.ts` at the root belong to the room of the command line. */
const roomOf = (name: string): string => (name.includes("/") ? (name.split("/")[0] ?? "") : "cli");

interface Import {
  readonly from: string;
  readonly to: string;
  readonly external: boolean;
}

const imports: Import[] = files.flatMap(({ file, name }) =>
  [...file.getImportDeclarations(), ...file.getExportDeclarations()].flatMap((declaration): Import[] => {
    const specifier = declaration.getModuleSpecifierValue();
    if (specifier === undefined) return [];
    if (!specifier.startsWith(".")) return [{ from: name, to: specifier, external: true }];
    return [{ from: name, to: path.join(path.dirname(name), specifier), external: false }];
  }),
);

describe("the rooms of src", () => {
  it("are all in the table, with nothing loose beside them", () => {
    const unknown = [...new Set(files.map(({ name }) => roomOf(name)))].filter((room) => !(room in table));
    expect(unknown).toEqual([]);
    const loose = files.map(({ name }) => name).filter((name) => !name.includes("/"));
    expect(loose.sort()).toEqual(["cli.ts", "host.ts"]);
  });

  it("import only what the table allows", () => {
    const wrong = imports.filter(({ from, to, external }) => {
      const room = roomOf(from);
      const target = external ? (to.startsWith("node:") ? "node" : to) : roomOf(to);
      if (target === room || (target === "node" && touchesTheWorld(from))) return false;
      return !table[room]?.includes(target);
    });
    expect(wrong).toEqual([]);
  });

  it("are entered through index.ts", () => {
    const wrong = imports.filter(({ from, to, external }) => {
      if (external || roomOf(from) === roomOf(to) || roomOf(from) === "cli") return false;
      const allowed = narrow[`${roomOf(from)} → ${roomOf(to)}`];
      return allowed ? !allowed.includes(to) : !to.endsWith("/index.ts") && !doors.has(to);
    });
    expect(wrong).toEqual([]);
  });

  it("keep the real runtime apart: only the command line enters it", () => {
    const isReal = (name: string) => name.startsWith("protocols/real/");
    const wrong = imports.filter(({ from, to }) => isReal(to) && !isReal(from) && roomOf(from) !== "cli");
    expect(wrong).toEqual([]);
  });

  it("do not import each other in circles", () => {
    const edges = new Map(Object.keys(table).map((room) => [room, new Set<string>()]));
    for (const { from, to, external } of imports)
      if (!external && roomOf(from) !== roomOf(to)) edges.get(roomOf(from))?.add(roomOf(to));
    const state = new Map<string, "open" | "done">();
    const visit = (room: string, chain: readonly string[]): void => {
      expect(state.get(room) === "open", `circle: ${[...chain, room].join(" → ")}`).toBe(false);
      if (state.has(room)) return;
      state.set(room, "open");
      for (const next of edges.get(room) ?? []) visit(next, [...chain, room]);
      state.set(room, "done");
    };
    for (const room of edges.keys()) visit(room, []);
  });
});

describe("files in src", () => {
  it.each(files.map(({ name, file }) => [name, file] as const))("%s keeps the habits", (name, file) => {
    expect(name, "kebab-case").toMatch(/^[a-z0-9]+(-[a-z0-9]+)*(\/[a-z0-9]+(-[a-z0-9]+)*)*\.ts$/);
    expect(name, "a name that says something").not.toMatch(/util|helper|misc|common/);
    expect(file.getDescendantsOfKind(SyntaxKind.AnyKeyword).length, "any").toBe(0);
    expect(file.getDefaultExportSymbol(), "a default export").toBeUndefined();
    expect(
      file
        .getFullText()
        .replace(/^#!.*\n/, "")
        .trimStart(),
      "an opening comment",
    ).toMatch(/^\/\*\*/);
    expect(file.getEndLineNumber(), "lines").toBeLessThanOrEqual(longest);
  });

  it("only the command line and the real runtime touch files, processes and the clock", () => {
    const wrong = files.filter(
      ({ name, file }) =>
        !touchesTheWorld(name) &&
        /\bprocess\.(env|argv|exit|std|cwd|on|cpu|memory|hr|pid|kill)|\bDate\.now|\bperformance\.now|\bconsole\.log/.test(
          file.getFullText(),
        ),
    );
    expect(wrong.map(({ name }) => name)).toEqual([]);
  });
});
