/**
 * Every example in the documentation is executed: models are checked and must come out as the page says, commands are run
 * and must print what the page shows. `UPDATE_DOCS=1` writes what commands print now into the pages, to be read as a diff.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { CommandBlock } from "./commands.ts";
import { type ConsoleBlock, completed, type Page, readPage, type SpecBlock } from "./page.ts";
import { createSession, type Session, wordsOf } from "./session.ts";

const pages = [
  "README.md",
  "editors/README.md",
  ...readdirSync("docs", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name))
    .sort(),
].filter((path) => existsSync(path));

for (const path of pages) {
  describe(path, () => {
    const text = readFileSync(path, "utf8");
    const page = readPage(text);
    it("links to files that are there", () => {
      expect(page.links.filter((link) => !existsSync(join(dirname(path), link)))).toEqual([]);
    });
    it("has no block that nobody runs", () => expect(page.unknown).toEqual([]));
    const session = createSession();
    const updates: Update[] = [];
    for (const block of page.blocks) {
      it(`line ${block.line}`, { timeout: 60_000 }, async () => {
        if (block.kind === "file") session.files.set(block.file, block.text);
        else if (block.kind === "spec") await checkSpec(block, page, session);
        else if (block.kind === "command") await checkCommand(block, session);
        else await checkConsole(block, session, updates);
      });
    }
    afterAll(() => {
      if (updates.length === 0) return;
      let written = text;
      for (const { block, actual } of updates.toReversed()) {
        written = written.slice(0, block.start) + actual + written.slice(block.start + block.text.length);
      }
      writeFileSync(path, written);
    });
  });
}

interface Update {
  readonly block: ConsoleBlock;
  readonly actual: string;
}

interface Report {
  readonly exit: number;
  readonly diagnostics: readonly { readonly rule: string; readonly message: string; readonly line?: number }[];
  readonly results: readonly {
    readonly config: string;
    readonly verdict: string;
    readonly property?: string;
    readonly error?: { readonly rule: string; readonly message: string };
    readonly states: number;
    readonly transitions: number;
    readonly runs?: readonly { readonly name: string; readonly passed: boolean }[];
    readonly expectation?: { readonly expected: string; readonly found: string };
  }[];
}

async function checkSpec(block: SpecBlock, page: Page, session: Session): Promise<void> {
  const text = completed(block, page.frames);
  const path = block.file ?? `line-${block.line}.spec`;
  session.files.set(path, text);
  const declares = /^\s*check \w+ \{/m.test(text) && block.config === undefined;
  // A fragment without an expectation only has to be a part of the language.
  const glance = block.frame !== undefined && !block.values && block.expect === undefined && !declares;
  const how = declares ? ["--all"] : block.config === undefined ? [] : ["--config", block.config];
  const { output } = await session.run([path, "--json", ...how, ...(glance ? ["--max-states", "1"] : [])]);
  const report = JSON.parse(output) as Report;
  const rejected = /^rejected:(.+)$/.exec(block.expect ?? "")?.[1];
  if (rejected !== undefined) {
    expect([...new Set(report.diagnostics.map((item) => item.rule))]).toEqual([rejected]);
    return;
  }
  expect(report.diagnostics.map(({ rule, message, line }) => `${line}: ${message} [${rule}]`)).toEqual([]);
  if (glance) return;
  expect(report.results.flatMap((result) => (result.runs ?? []).filter((run) => !run.passed))).toEqual([]);
  if (declares && block.expect === undefined) {
    const found = report.results.map((result) => result.expectation ?? result.verdict);
    expect(block.undecided ? [0, 3] : [0], JSON.stringify(found)).toContain(report.exit);
  } else {
    expect(report.results.map(outcome)).toEqual(report.results.map(() => block.expect ?? "holds"));
  }
  const [first] = report.results;
  if (block.states !== undefined) expect(first?.states).toBe(block.states);
  if (block.transitions !== undefined) expect(first?.transitions).toBe(block.transitions);
}

function outcome({ verdict, property, error }: Report["results"][number]): string {
  if (verdict === "violated" || verdict === "unreached") return `violates:${property}`;
  if (verdict === "deadlock") return "deadlocks";
  return error ? `error:${error.rule}` : verdict;
}

async function checkCommand({ command, exit }: CommandBlock, session: Session): Promise<void> {
  const { program, args } = wordsOf(command);
  const { code, text } = await session.run(args, program);
  expect(code, `${command}\n${text}`).toBe(exit);
}

async function checkConsole(block: ConsoleBlock, session: Session, updates: Update[]): Promise<void> {
  const shown: string[] = [];
  let last = 0;
  for (const { command, output } of block.commands) {
    shown.push(`$ ${command}`);
    let text = `${last}\n`;
    if (command !== "echo $?") {
      const { program, args } = wordsOf(command);
      const result = await session.run(args, program);
      last = result.code;
      text = result.text;
    }
    const lines = text
      .replace(/\n+$/, "")
      .split("\n")
      .filter((line, at) => line !== "" || at > 0);
    const elided = output.includes("…") && matches(lines.map(normalise), output.map(normalise));
    shown.push(...(elided ? output : lines));
  }
  const actual = `${shown.join("\n").replace(/[ \t]+$/gm, "")}\n`;
  if (normalise(actual) === normalise(block.text)) return;
  if (process.env.UPDATE_DOCS) {
    updates.push({ block, actual });
    return;
  }
  expect(normalise(actual)).toBe(normalise(block.text));
}

/** Times and shares of time differ from run to run. */
const normalise = (text: string) =>
  text
    .replace(/\d+(\.\d+)?(\s+)s\b/g, "0.0$2s")
    .replace(/ +time$| +\d+\.\d%$/gm, " 0%")
    .trimEnd();

/** Whether `lines` are what `pattern` shows, where a line `…` stands for any lines. */
function matches(lines: readonly string[], pattern: readonly string[]): boolean {
  const [head, ...rest] = pattern;
  if (head === undefined) return lines.length === 0;
  if (head === "…") return lines.some((_, at) => matches(lines.slice(at), rest)) || rest.length === 0;
  return lines[0] === head && matches(lines.slice(1), rest);
}
