/** Whatever it is given, the parser gives back a tree or diagnostics, soon, and throws nothing. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Diagnostic, rules } from "../../src/source/index.ts";
import { parse, print } from "../../src/syntax/index.ts";
import { examples, runs, source } from "./compare.ts";

/** Parses, and checks that the answer is one that a report can be made of. */
function survive(text: string): readonly Diagnostic[] {
  const { value, diagnostics } = parse(source(text));
  expect(value !== undefined || diagnostics.length > 0).toBe(true);
  expect(diagnostics.length).toBeLessThanOrEqual(51);
  for (const { rule, span, message } of diagnostics) {
    expect(rules).toHaveProperty([rule]);
    expect(message).not.toMatch(/undefined|NaN|\[object/);
    if (span) expect(span.start >= 0 && span.start <= span.end && span.end <= text.length, `${span.start}`).toBe(true);
  }
  if (value && diagnostics.length === 0) expect(parse(source(print(value))).diagnostics).toEqual([]);
  return diagnostics;
}

const repeated = (piece: string, times: number) => piece.repeat(times);

describe("too much of something", () => {
  it.each([
    ["parentheses", `model M\nassume ${repeated("(", 10_000)}1${repeated(")", 10_000)}`],
    ["parentheses that are not closed", `model M\nassume ${repeated("(", 10_000)}`],
    ["brackets that don't match", `model M\nassume ${repeated("( ] ", 100_000)}`],
    ["closing braces", `model M\n${repeated("} ", 100_000)}`],
    ["negations", `model M\nassume ${repeated("not ", 10_000)}a`],
    ["conditions in each other", `model M\nassume ${repeated("if a then b else ", 10_000)}c`],
    ["quantifiers in each other", `model M\nassume ${repeated("∀ x ∈ S: ", 10_000)}c`],
    ["terms", `model M\nassume 1${repeated(" + 1", 10_000)} = 1`],
    ["suffixes", `model M\nassume a${repeated(".b", 10_000)}`],
    ["types in each other", `model M\ntype T = ${repeated("Set<", 10_000)}Bool${repeated(">", 10_000)}`],
    ["else if", `model M\naction a { ${repeated("if x { } else ", 10_000)} { } }`],
    ["implications", `model M\nassume a${repeated(" => a", 10_000)}`],
  ])("%s", (_, text) => {
    expect(survive(text).length).toBeGreaterThan(0);
  });

  it("mistakes: fifty are enough", () => {
    expect(survive(`model M\n${repeated("state x: = 1\n", 5_000)}`)).toHaveLength(50);
  });

  it("text: ten megabytes are refused", () => {
    expect(survive(repeated("model M // very long\n", 500_000)).map(({ rule }) => rule)).toEqual(["file-size"]);
  });

  it("declarations: a long file is read in reasonable time", () => {
    expect(survive(`model M\n${repeated("define f(x: T) = { a: x.b, c: [1, 2, x] }\n", 5_000)}`)).toEqual([]);
  });
});

describe("random texts", () => {
  it("of any characters", () => {
    const text = fc.oneof(fc.string({ unit: "binary", maxLength: 80 }), fc.string({ maxLength: 200 }));
    fc.assert(
      fc.property(
        text,
        fc.boolean(),
        (characters, named) => void survive(named ? `model M\n${characters}` : characters),
      ),
      runs(150),
    );
  }, 60_000);

  it("with half of a surrogate pair", () => {
    for (const half of ["\ud800", "\udc00", "a\ud83d", "\ude00b"]) {
      survive(half);
      survive(`model M\nassume ${half} = "${half}" // ${half}\n`);
      survive(`model ${half}\nassume x${half}y`);
    }
  });
});

/** The pieces that mutations move about: words, signs, and the space between them. */
const piecesOf = (text: string) =>
  text.match(/[\p{L}_][\p{L}\p{N}_]*|\d+|"[^"\n]*"|\/\/.*|\s+|[:+-]=|\.\.|[^\s]/gu) ?? [];

type Mutation = "delete" | "duplicate" | "swap" | "replace";

function mutate(pieces: string[], kind: Mutation, at: number, other: number): void {
  const here = at % pieces.length;
  const there = other % pieces.length;
  const piece = pieces[here] ?? "";
  if (kind === "delete") pieces.splice(here, 1);
  else if (kind === "duplicate") pieces.splice(here, 0, piece);
  else if (kind === "replace") pieces[here] = pieces[there] ?? "";
  else {
    pieces[here] = pieces[there] ?? "";
    pieces[there] = piece;
  }
}

describe("mutated examples", () => {
  const mutations = fc.array(
    fc.tuple(fc.constantFrom<Mutation>("delete", "duplicate", "swap", "replace"), fc.nat(), fc.nat()),
    { minLength: 1, maxLength: 4 },
  );

  it("by tokens", () => {
    fc.assert(
      fc.property(fc.constantFrom(...examples), mutations, ({ text }, changes) => {
        const pieces = [...piecesOf(text)];
        for (const [kind, at, other] of changes) mutate(pieces, kind, at, other);
        survive(pieces.join(""));
      }),
      runs(60),
    );
  }, 60_000);

  it("by characters", () => {
    fc.assert(
      fc.property(fc.constantFrom(...examples), mutations, ({ text }, changes) => {
        const characters = text.split("");
        for (const [kind, at, other] of changes) mutate(characters, kind, at, other);
        survive(characters.join(""));
      }),
      runs(60),
    );
  }, 60_000);

  it("with one token less say little: what follows from a mistake is not reported", () => {
    let reported = 0;
    const tried = 100;
    for (let count = 0; count < tried; count++) {
      const pieces = [...piecesOf(examples[count % examples.length]?.text ?? "")];
      pieces.splice((count * 7919) % pieces.length, 1);
      reported += survive(pieces.join("")).length;
    }
    expect(reported / tried).toBeLessThan(1.3);
  });
});
