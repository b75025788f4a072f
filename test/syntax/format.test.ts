/** What the canonical form looks like, case by case: each text and what `fmt` makes of it. */
import { describe, expect, it } from "vitest";
import { print } from "../../src/syntax/index.ts";
import { printExpression } from "../../src/syntax/print-expressions.ts";
import { parseCleanly } from "./compare.ts";

const format = (text: string) => print(parseCleanly(text));

describe("format", () => {
  it.each([
    ["spaces and line ends", "model   M param N=3\n\n\n\nparam K   =   4", "model M\nparam N = 3\n\nparam K = 4\n"],
    ["ranges are closed up", "model M type T = 0 .. N - 1", "model M\ntype T = 0..N-1\n"],
    ["a short block stays on its line", "model M action a { x:=1;y:=2 }", "model M\naction a { x := 1; y := 2 }\n"],
    [
      "a block on several lines stays so, without semicolons",
      "model M\naction a {\n  x := 1; y := 2 }",
      "model M\naction a {\n  x := 1\n  y := 2\n}\n",
    ],
    [
      "empty braces",
      "model M\ncheck default {} expect holds\naction a {\n}",
      "model M\ncheck default { } expect holds\naction a { }\n",
    ],
    [
      "comments keep their place",
      "// before\nmodel M // here\n// above\nparam N = 3 // behind\n\n// apart\n\n/// doc\ntype T = A // last\n// end",
      "// before\nmodel M  // here\n// above\nparam N = 3  // behind\n\n// apart\n\n/// doc\ntype T = A  // last\n// end\n",
    ],
    [
      "comments in a list break it",
      "model M\nassume x = { a: 1, // one\n b: 2 }",
      "model M\nassume\n  x\n    = {\n        a: 1,  // one\n        b: 2\n      }\n",
    ],
    [
      "what was opened with a new line stays open",
      "model M\nparam p = {\n a: 1, b: 2,\n}",
      "model M\nparam p = {\n  a: 1,\n  b: 2\n}\n",
    ],
    [
      "leading bullets stay a list when they were one",
      "model M\ninvariant I:\n ∨ a\n ∨ b",
      "model M\ninvariant I:\n  ∨ a\n  ∨ b\n",
    ],
    ["leading bullets on one line stay there", "model M\ninvariant I: ∨ a ∨ b", "model M\ninvariant I: ∨ a ∨ b\n"],
    [
      "steps of a scenario stay on their lines",
      "model M\nrun r { s1.go; tick\n crash s1 with { x: 1 }; expect disabled s1.go }",
      "model M\nrun r {\n  s1.go; tick\n  crash s1 with { x: 1 }; expect disabled s1.go\n}\n",
    ],
    ["a comma before a closing brace goes", "model M\nassume {a, b,} = [c,]", "model M\nassume {a, b} = [c]\n"],
    [
      "else keeps its place",
      "model M action a {\n if x { y := 1 }\n else if z { y := 2 } else { y := 3 }\n}",
      "model M\naction a {\n  if x { y := 1 }\n  else if z { y := 2 } else { y := 3 }\n}\n",
    ],
    [
      "documentation of everything that can have it",
      "///a\nmodel M\n/// b\n///\n///   c\nprocess P as p {\n/// d\ntask t {\n/// e\nstep s { } } }",
      "/// a\nmodel M\n/// b\n///\n///   c\nprocess P as p {\n  /// d\n  task t {\n    /// e\n    step s { }\n  }\n}\n",
    ],
  ])("%s", (_, text, expected) => {
    expect(format(text)).toBe(expected);
    expect(format(expected)).toBe(expected);
  });

  it("breaks long expressions at the outermost operators first", () => {
    const side = (name: string) => `${name}One = ${name}Two ∧ ${name}Three ≠ ${name}Four ∧ ${name}Five`;
    expect(format(`model M\ninvariant Long: ${side("first")} → ${side("second")} ∨ ${side("third")}\n`)).toBe(
      `model M
invariant Long:
  ${side("first")}
    → ${side("second")}
      ∨ ${side("third")}
`,
    );
  });

  it("converts spellings when it is told to", () => {
    const file = parseCleanly("model M\nassume ∀ x ∈ S: x ≠ 1 ∧ not (a => b) or □ ◇ p ⇝ q\n");
    expect(print(file, { spelling: "ascii" })).toBe(
      "model M\nassume forall x in S: x != 1 and not (a => b) or always eventually p leadsto q\n",
    );
    expect(print(file, { spelling: "unicode" })).toBe("model M\nassume ∀ x ∈ S: x ≠ 1 ∧ ¬(a → b) ∨ □ ◇ p ⇝ q\n");
  });

  it("prints an expression on one line for reports", () => {
    const file = parseCleanly("model M\nassume { a: 1,\n b: {\n c, d } } = (x with { [k]: v }).f(1)[2]\n");
    const [declaration] = file.units[0]?.declarations ?? [];
    const condition = declaration?.kind === "assume" ? declaration.condition : undefined;
    expect(condition && printExpression(condition)).toBe("{ a: 1, b: {c, d} } = (x with { [k]: v }).f(1)[2]");
  });
});
