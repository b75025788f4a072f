/** Printing and parsing undo each other: for the examples and the language's listings, and for random trees. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse, print } from "../../src/syntax/index.ts";
import { file } from "./arbitrary-files.ts";
import { commentsOf, examples, parseCleanly, runs, source, withoutPlaces } from "./compare.ts";

describe.each(examples)("$name", ({ text }) => {
  const tree = parseCleanly(text);
  const printed = print(tree);

  it("prints to a text with the same tree", () => {
    expect(withoutPlaces(parseCleanly(printed))).toEqual(withoutPlaces(tree));
  });
  it("prints the same twice", () => {
    expect(print(parseCleanly(printed))).toBe(printed);
  });
  it("keeps every comment, in order", () => {
    expect(commentsOf(parseCleanly(printed))).toEqual(commentsOf(tree));
  });
  it.each(["ascii", "unicode"] as const)("means the same in %s", (spelling) => {
    const respelt = print(tree, { spelling });
    const back = print(parseCleanly(respelt), { spelling: spelling === "ascii" ? "unicode" : "ascii" });
    const again = print(parseCleanly(back), { spelling });
    expect(withoutPlaces(parseCleanly(again))).toEqual(withoutPlaces(parseCleanly(respelt)));
    if (spelling === "ascii") expect(respelt.replace(/\/\/.*|"[^"\n]*"/g, "")).not.toMatch(/[∀∃∈∧∨¬→≠≤≥□◇]/u);
  });
});

describe("random trees", () => {
  it("print to a text with the same tree, and print the same twice", () => {
    fc.assert(
      fc.property(file, fc.constantFrom(undefined, "ascii" as const, "unicode" as const), (tree, spelling) => {
        const printed = print(tree);
        const { value, diagnostics } = parse(source(printed));
        expect(diagnostics, printed).toEqual([]);
        expect(withoutPlaces(value), printed).toEqual(withoutPlaces(tree));
        if (value) expect(print(value), printed).toBe(printed);
        const respelt = print(tree, { spelling });
        const again = parse(source(respelt));
        expect(again.diagnostics, respelt).toEqual([]);
        if (again.value) expect(print(again.value), respelt).toBe(respelt);
      }),
      runs(100),
    );
  }, 120_000);
});

describe("comments anywhere", () => {
  /** The offsets between the tokens of a text without comments and strings: at its spaces. */
  const gaps = (text: string) => [...text.matchAll(/\s+/g)].map(({ index }) => index);

  it("are kept, and stay where they are once printed", () => {
    const places = fc.array(fc.tuple(fc.nat(), fc.constantFrom(" // note", "\n// own line\n", "\n\n// apart\n\n")), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.constantFrom(...examples), places, ({ text }, inserted) => {
        const bare = print({ ...parseCleanly(text), comments: [] });
        const strings = [...bare.matchAll(/"[^"]*"|\/\/\/.*/g)].map(({ index, 0: match }) => [
          index,
          index + match.length,
        ]);
        const free = gaps(bare).filter((at) => !strings.some(([start, end]) => at >= (start ?? 0) && at < (end ?? 0)));
        let commented = bare;
        for (const [choice, comment] of [...inserted].sort(([a], [b]) => (b % free.length) - (a % free.length))) {
          const at = free[choice % free.length] ?? 0;
          commented = `${commented.slice(0, at)}${comment}\n${commented.slice(at)}`;
        }
        const tree = parseCleanly(commented);
        const printed = print(tree);
        const again = parseCleanly(printed);
        expect(withoutPlaces(again), commented).toEqual(withoutPlaces(tree));
        expect(commentsOf(again).sort(), commented).toEqual(commentsOf(tree).sort());
        expect(print(again), commented).toBe(printed);
      }),
      runs(60),
    );
  }, 120_000);
});
