/** Widths on a terminal, and tables and diagnostics that line up because of them. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createPaint, diagnosticText, displayWidth, pad, printable, wantsColor, wrap } from "../../src/report/index.ts";
import { columnWidths, fill, layOut, table } from "../../src/report/table.ts";
import type { Source } from "../../src/source/index.ts";

const plain = createPaint(false);

describe("displayWidth", () => {
  test.each([
    ["abc", 3],
    ["∀ p ∈ S: ¬(p ∧ q)", 17],
    ["中文", 4],
    ["r2 ─Refuse→ s", 13],
    ["e\u0301", 1],
    ["👍", 2],
    ["ｆｕｌｌ", 8],
    ["", 0],
  ])("%s", (text, width) => expect(displayWidth(text)).toBe(width));
});

test("printable text has no control characters", () => {
  expect(printable("a\tb\u001b[31mc\u0000d\u202e")).toBe("a b·[31mc·d·");
});

test("wrapped lines fit and lose no word", () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("a", "word", "中文字", "∀x", "averyveryverylongword", "→")),
      fc.integer({ min: 8, max: 40 }),
      (words, width) => {
        const lines = wrap(words.join(" "), width, "  ");
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        expect(lines.join("").replaceAll(" ", "")).toBe(words.join(""));
      },
    ),
  );
});

describe("tables", () => {
  const lines = [
    [
      { pieces: ["1"] },
      { pieces: ["server"] },
      { pieces: ["term: 0 → 1", "role: Follower → Candidate", "votedFor: None → Some(s1)"] },
    ],
    [{ pieces: ["12"] }, { pieces: ["中文"] }, { pieces: [] }],
  ];
  test.each([30, 40, 80, 200])("fit into %i columns", (width) => {
    for (const line of table(lines, width, "  ")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });
  test("line up behind wide characters", () => {
    const widths = columnWidths(lines, 200);
    expect(layOut([{ pieces: ["a"] }, { pieces: ["中文"] }, { pieces: ["x"] }], widths)[0]?.indexOf("x")).toBe(
      2 + 2 + 6 + 2 - 2,
    );
    expect(pad("中文", 6)).toBe("中文  ");
  });
  test("pieces share a line while they fit", () => {
    expect(fill({ pieces: ["aaaa", "bbbb", "cccc"] }, 12)).toEqual(["aaaa · bbbb", "cccc"]);
    expect(fill({ pieces: ["aaaa", "bbbb"], stacked: true }, 40)).toEqual(["aaaa", "bbbb"]);
  });
});

describe("diagnostics", () => {
  const mark = (text: string, word: string, width = 80): string => {
    const source: Source = { path: "x.spec", text };
    const start = text.indexOf(word);
    const span = { source, start, end: start + word.length };
    return diagnosticText({ rule: "syntax", message: "wrong", span }, plain, width);
  };
  /** The columns of the terminal that the mark covers in the line above it. */
  const marked = (text: string): string => {
    const [, line = "", marks = ""] = text.split("\n");
    let column = 0;
    let covered = "";
    for (const character of line) {
      if (marks[column] === "^") covered += character;
      column += displayWidth(character);
    }
    return covered;
  };
  test.each([
    ["state x: Bool = y", "y"],
    ["invariant 中文: ∀ 成员 ∈ 集合: 变量 = 成员", "变量"],
    ["\taction a when q == 1", "=="],
    ["不变 ∧ 👍 ∧ z", "z"],
    [`${"x ∧ ".repeat(200)}wrong ∧ ${"y ∧ ".repeat(100)}z`, "wrong"],
    [`${"变量 ∧ ".repeat(200)}错误`, "错误"],
  ])("mark the place in %s", (text, word) => {
    for (const width of [50, 80, 200]) {
      const shown = mark(text, word, width);
      expect(marked(shown)).toBe(word);
      for (const line of shown.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
  });
  test("a place at the end of the file, and one over several lines", () => {
    const source: Source = { path: "x.spec", text: "model M\nstate x" };
    expect(diagnosticText({ rule: "syntax", message: "wrong", span: { source, start: 15, end: 15 } }, plain, 80)).toBe(
      "x.spec:2:8 error[syntax] wrong\n  2 │ state x\n    │        ^",
    );
    expect(
      diagnosticText({ rule: "syntax", message: "wrong", span: { source, start: 6, end: 13 } }, plain, 80),
    ).toContain("      ^\n".trimEnd());
  });
});

test("who wants colours", () => {
  expect(wantsColor({}, true)).toBe(true);
  expect(wantsColor({}, false)).toBe(false);
  expect(wantsColor({ NO_COLOR: "1" }, true)).toBe(false);
  expect(wantsColor({ NO_COLOR: "" }, true)).toBe(true);
  expect(wantsColor({ FORCE_COLOR: "1" }, false)).toBe(true);
  expect(wantsColor({ FORCE_COLOR: "0" }, true)).toBe(false);
  expect(wantsColor({ TERM: "dumb" }, true)).toBe(false);
});
