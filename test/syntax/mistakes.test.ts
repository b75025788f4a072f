/** What the parser says about mistakes: one diagnostic for each, with its place, and none that only follow. */
import { describe, expect, it } from "vitest";
import { parse } from "../../src/syntax/index.ts";
import { complaintsOf, parseCleanly, source, withoutPlaces } from "./compare.ts";

describe("a file with five mistakes", () => {
  const text = `model Five
param N == 3
type Role = Follower | | Leader
process P as p[1..N] {
  durable x: 0..N = 0
  action a whn x = 0 { x := 1 }
  action b when x = 1 {
    x = 2
    x := 2 +
  }
  action c when x = 2 { x := 0 }
}
invariant I: ∀ p ∈ P: p.x < 2
`;

  it("gets five diagnostics", () => {
    expect(complaintsOf(text)).toEqual([
      "2:9 foreign-sign: `==` is not a sign of this language | found `==` | hint: `=` is equality, `:=` is assignment",
      "3:24 syntax: `|` can't stand here | expected a type | found `|`",
      "6:12 syntax: `whn` can't stand here | expected `{` | found `whn` | hint: did you mean `when`?",
      "8:7 assignment: `=` compares, it does not assign | expected `:=` | found `=` | hint: `=` is equality, `:=` is assignment",
      "10:3 syntax: `}` can't stand here | expected an expression | found `}`",
    ]);
  });

  it("keeps what is without mistakes, and tells which names it did not read", () => {
    const file = parse(source(text)).value;
    const [model] = file?.units ?? [];
    expect(model?.declarations.map(({ kind }) => kind)).toEqual(["param", "process", "property"]);
    expect(file?.unread?.map((name) => name.text)).toContain("Role");
  });
});

/** Declarations with a mistake each, and what is said about them. Every one is followed by one without. */
const single: readonly (readonly [declaration: string, complaint: string])[] = [
  [
    "state s: Set<P>= {}",
    "angle-equals: `>=` is read as one sign here | found `>=` | hint: put a space between `>` and `=`",
  ],
  ["assume a && b", "foreign-sign: `&&` is not a sign of this language | found `&&` | hint: write `and` or `∧`"],
  ["assume a || b", "foreign-sign: `||` is not a sign of this language | found `||` | hint: write `or` or `∨`"],
  ["assume !a", "foreign-sign: `!` is not a sign of this language | found `!` | hint: write `not` or `¬`"],
  [
    "assume a -> b",
    "foreign-sign: `->` is not a sign of this language | found `->` | hint: implication is `=>` or `→`; a match arm has `:`",
  ],
  [
    "assume a /\\ b",
    "foreign-sign: `/\\` is not a sign of this language | found `/\\` | hint: `/\\` is TLA+; here it is `and` or `∧`",
  ],
  [
    "assume a \\in S",
    "foreign-sign: `\\in` is not a sign of this language | found `\\in` | hint: `\\in` is TLA+; here it is `in` or `∈`",
  ],
  [
    "assume x' = 1",
    "foreign-sign: `'` is not a sign of this language | found `'` | hint: there are no primed variables: `x := e` gives the next value, `old(x)` is the one before the step",
  ],
  [
    "assume match x { Some(v) => v, None: 1 } = 1",
    "match-arrow: `=>` is implication; an arm of a match has `:` | expected `:` | found `=>`",
  ],
  [
    "action a { match x { Some(v) => { } } }",
    "syntax: `=>` can't stand here | expected `{` | found `=>` | hint: the arms of a match statement are blocks: `Some(v) { … }`",
  ],
  [
    "action a { let y := 1 }",
    "assignment: a local name gets its value with `=` | expected `=` | found `:=` | hint: `:=` assigns to what is there already",
  ],
  [
    "assume 1 < x < 3",
    "operator-chain: `<` can't be chained | found `<` | hint: write both comparisons: `a < b and b < c`",
  ],
  [
    "assume x = not y",
    "operator-order: `not` can't stand here without parentheses | found `not` | hint: put the part that belongs together in parentheses",
  ],
  [
    "assume x = y is A",
    "operator-chain: `is` can't follow a comparison | found `is A` | hint: say with parentheses what `is` asks about",
  ],
  ['assume a = "abc', 'open-string: this string is not closed on its line | hint: put `"` at its end'],
  ['assert "\\q"', "syntax: `assert` can't stand here | expected a declaration | found `assert`"],
  [
    "assume { a: 1, b } = c",
    "mixed-braces: this is neither an element of a set nor a field of a record | expected `name: value` for each field, or elements without `:`",
  ],
  [
    "assume { a, b for a in A } = c",
    "comprehension: `for` follows exactly one value | hint: a pair is written `(a, b)`",
  ],
  [
    "actoin b { }",
    "syntax: `actoin` can't stand here | expected a declaration | found `actoin` | hint: did you mean `action`?",
  ],
  [
    "invariant I x = 1",
    "syntax: `x` can't stand here | expected `:` | found `x` | hint: a property is written `invariant Name: formula`",
  ],
  [
    "message M { a: A } form P",
    "syntax: `form` can't stand here | expected a declaration | found `form` | hint: did you mean `from`?",
  ],
  [
    "check c { } expcet holds",
    "syntax: `expcet` can't stand here | expected `expect` | found `expcet` | hint: did you mean `expect`?",
  ],
  ["type if = A", "syntax: `if` can't stand here | expected a name | found `if` | hint: `if` is a reserved word"],
  ["state y: 3 = 1", "syntax: a number is not a type | expected `low..high`"],
  ["param n = 99999999999999999999", "number-size: this number is too large | expected at most 9007199254740991"],
  ["assume a ¿ b", "stray-character: `¿` means nothing here | found `¿`"],
  ["assume a\u0007", "stray-character: `U+0007` means nothing here | found `U+0007`"],
  ["assume a = (1 + )", "syntax: `)` can't stand here | expected an expression | found `)`"],
  ["assume f(a, b", "unbalanced: this `(` is never closed | expected `)`"],
  ["assume a]", "unbalanced: this `]` closes nothing | found `]`"],
  [
    "param a = 1;",
    "syntax: `;` can't stand here | expected a declaration | found `;` | hint: declarations are not separated by `;`",
  ],
]; // prettier-ignore

describe("one mistake", () => {
  it.each(single)("%s", (declaration, complaint) => {
    const text = `model M\nparam before = 1\n${declaration}\nparam behind = 2\n`;
    const complaints = complaintsOf(text).map((line) => line.replace(/^3:\d+ /, ""));
    // A character that was dropped can leave a gap that is a mistake of its own.
    expect(complaints[0]).toBe(complaint);
    expect(complaints.length).toBeLessThanOrEqual(declaration.includes("¿") ? 2 : 1);
    const names = parse(source(text)).value?.units[0]?.declarations.flatMap((d) =>
      d.kind === "param" ? d.name.text : [],
    );
    expect(names).toEqual(expect.arrayContaining(["before", "behind"]));
  });
});

describe("braces", () => {
  it("are reported where the open one stands, and the rest of the file is read", () => {
    const text = `model M
process P as p {
  action a when x {
    if y {
      x := 1
    z := 2
  }
  action b { x := 1 }
}
action c {
  x := 2
param N = 3
`;
    expect(complaintsOf(text)).toEqual([
      "4:10 unbalanced: this `{` is never closed | expected `}`",
      "10:10 unbalanced: this `{` is never closed | expected `}`",
    ]);
    const declarations = parse(source(text)).value?.units[0]?.declarations ?? [];
    expect(declarations.map(({ kind }) => kind)).toEqual(["process", "action", "param"]);
  });

  it("that are missing at the start of a block are reported once", () => {
    const text =
      "model M\nprocess P as p {\n  action a when x\n    y := 1\n  }\n  action b { y := 2 }\n}\nparam N = 1\n";
    expect(complaintsOf(text)).toEqual(["4:5 syntax: `y` can't stand here | expected `{` | found `y`"]);
  });
});

describe("repaired signs", () => {
  it("are read as what was meant", () => {
    const wrong = parse(source("model M\nassume a == b && !(c <= d) || \\A x \\in S: x /= y\n")).value;
    const right = parseCleanly("model M\nassume a = b ∧ ¬(c <= d) ∨ ∀ x ∈ S: x != y\n");
    expect(withoutPlaces(wrong)).toEqual(withoutPlaces(right));
  });
});

describe("files that are none", () => {
  it.each([
    [
      "",
      "1:1 empty-file: a file must contain a theory or a model | expected `theory Name` or `model Name` | found nothing",
    ],
    [
      "// only a comment\n",
      "1:1 empty-file: a file must contain a theory or a model | expected `theory Name` or `model Name` | found nothing",
    ],
    ["\u0000\u0001binary", "1:1 not-text: the file is not text | found a zero byte"],
    ["hello world", "1:1 syntax: `hello` can't stand here | expected `theory` or `model` | found `hello`"],
    [
      "modle X\nstate y: = 3",
      "1:1 syntax: `modle` can't stand here | expected `theory` or `model` | found `modle` | hint: did you mean `model`?",
    ],
  ])("%j", (text, complaint) => {
    expect(complaintsOf(text)[0]).toBe(complaint);
    expect(parse(source(text)).value).toBeUndefined();
  });
});
