/**
 * The TextMate grammar in `editors/` must know every word and sign of the language. It consists of `match` rules only, so
 * a few lines are enough to run it as an editor does: at each place the leftmost match wins, and of those the first rule.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { builtinNames } from "../../src/ir/calls.ts";
import { operators } from "../../src/syntax/operators.ts";
import { allKeywords } from "../../src/syntax/tokens.ts";

interface Rule {
  readonly name?: string;
  readonly match: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
}
interface Grammar {
  readonly patterns: readonly { readonly include: string }[];
  readonly repository: Readonly<Record<string, Rule>>;
}

const grammar = JSON.parse(readFileSync("editors/lockstep.tmLanguage.json", "utf8")) as Grammar;
const rules = grammar.patterns.map(({ include }) => {
  const rule = grammar.repository[include.slice(1)];
  if (!rule) throw new Error(`no rule ${include}`);
  return { rule, pattern: new RegExp(rule.match, "dgu") };
});

interface Token {
  readonly text: string;
  readonly scope: string;
}

function tokenize(line: string): { readonly tokens: readonly Token[]; readonly left: string } {
  const tokens: Token[] = [];
  let left = "";
  let at = 0;
  while (at < line.length) {
    let best: { readonly match: RegExpExecArray; readonly rule: Rule } | undefined;
    for (const { rule, pattern } of rules) {
      pattern.lastIndex = at;
      const match = pattern.exec(line);
      if (match && match[0] !== "" && (!best || match.index < best.match.index)) best = { match, rule };
    }
    left += line.slice(at, best?.match.index ?? line.length);
    if (!best) break;
    const { match, rule } = best;
    if (rule.name) tokens.push({ text: match[0], scope: rule.name });
    for (const [group, { name }] of Object.entries(rule.captures ?? {})) {
      const text = match[Number(group)];
      if (text !== undefined) tokens.push({ text, scope: name });
    }
    at = match.index + match[0].length;
  }
  return { tokens, left: left.trim() };
}

const scopeOf = (line: string, text: string) => tokenize(line).tokens.find((token) => token.text === text)?.scope;

describe("the TextMate grammar", () => {
  it("knows every word of the language", () => {
    const words = [...allKeywords()].filter((word) => !["True", "False"].includes(word));
    expect(words.filter((word) => !/^(keyword|storage)\./.test(scopeOf(word, word) ?? ""))).toEqual([]);
  });

  it("knows every operator in every spelling", () => {
    const spellings = operators.flatMap((operator) => [operator.ascii, ...operator.unicode]);
    const unknown = spellings.filter((sign) => !scopeOf(`x ${sign} y`, sign)?.startsWith("keyword.operator"));
    expect(unknown).toEqual([]);
  });

  it("knows every built-in function", () => {
    const unknown = [...builtinNames].filter((name) => scopeOf(`${name}(x)`, name) !== "support.function.lockstep");
    expect(unknown).toEqual([]);
  });

  it.each([
    ["/// doc", "/// doc", "comment.line.documentation.lockstep"],
    ["x := 1 // why", "// why", "comment.line.double-slash.lockstep"],
    ['cites "a // b"', '"a // b"', "string.quoted.double.lockstep"],
    ["model Raft", "Raft", "entity.name.namespace.lockstep"],
    ["process Server as s[1..3] {", "Server", "entity.name.type.lockstep"],
    ["urgent action expire when x {", "expire", "entity.name.function.lockstep"],
    ["step invariant Grows: x > 0", "Grows", "entity.name.function.lockstep"],
    ["on Vote from p {", "Vote", "entity.name.type.lockstep"],
    ["on round 1 {", "round", "keyword.other.lockstep"],
    ["durable timer lease: 0..3", "lease", "variable.other.lockstep"],
    ["log[2].state := 3", "state", "variable.other.lockstep"],
    ["{ state: 3 }", "state", "variable.other.lockstep"],
    ["when self = p", "self", "variable.language.lockstep"],
    ["状态 := 10", "10", "constant.numeric.lockstep"],
    ["x = None", "None", "constant.language.lockstep"],
  ])("%s", (line, text, scope) => {
    expect(scopeOf(line, text)).toBe(scope);
  });

  it("leaves nothing over in the models and theories", () => {
    const left = ["models", "models/as-written", "spec"].flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith(".spec"))
        .flatMap((name) => readFileSync(join(folder, name), "utf8").split("\n"))
        .map((line) => tokenize(line).left)
        .filter((rest) => rest !== ""),
    );
    expect(left).toEqual([]);
  });

  it("belongs to an extension whose files are there", () => {
    const manifest = JSON.parse(readFileSync("editors/package.json", "utf8")) as {
      contributes: { languages: { configuration: string }[]; grammars: { path: string; scopeName: string }[] };
    };
    const { languages, grammars } = manifest.contributes;
    const paths = [languages[0]?.configuration, grammars[0]?.path].map((path) => join("editors", path ?? "missing"));
    for (const path of paths) JSON.parse(readFileSync(path, "utf8"));
    expect(grammars[0]?.scopeName).toBe("source.lockstep");
  });
});
