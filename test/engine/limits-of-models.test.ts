/** Models that the engine refuses, each with the place that is at fault; and some that come close. */
import { describe, expect, it } from "vitest";
import { limitsOf } from "../../src/engine/index.ts";
import { spanText } from "../../src/source/index.ts";
import { modelOfText } from "./differential.ts";

const found = (text: string) =>
  limitsOf(modelOfText(`model M state n: 0..3 = 0 ${text} terminal when True`)).map(
    ({ rule, span }) => `${rule}: ${span ? spanText(span) : ""}`,
  );

describe("what the engine cannot do", () => {
  it.each([
    ["state q: Seq<0..9, 200000> = []", ["state-size: state q: Seq<0..9, 200000> = []"]],
    [
      "state q: Seq<Seq<0..9, 1000>, 1000> = [] state r: Seq<0..9, 60000> = []",
      ["state-size: state q: Seq<Seq<0..9, 1000>, 1000> = []"],
    ],
    [
      "state m: Map<0..70000, Bool> = { k: False for k in 0..70000 }",
      ["state-size: state m: Map<0..70000, Bool> = { k: False for k in 0..70000 }"],
    ],
    ["process P as p[1..3] { shared q: Seq<0..9, 40000> = [] }", ["state-size: shared q: Seq<0..9, 40000> = []"]],
    [
      "type T = Option<Set<0..50, 4>> type U = (Bool, Set<0..500, 2>) action a when n = 0 { pick k in T { n := 1 } } action b when n = 0 { pick k in U { n := 1 } }",
      ["uncounted-values: T"],
    ],
    [
      "type T = Option<Set<(0..200, 0..200), 1>> action a when n = 0 { pick k in T { n := 1 } }",
      ["uncounted-values: T"],
    ],
    ["type T = Map<Bool, Set<1..70, 1>> invariant I: exists k in T: 3 in k[True]", ["uncounted-values: T"]],
    ["type T = Map<Bool, Set<1..70, 1>> state k: Option<T> = None invariant I: k is Some => k.value in T", []],
  ])("%s", (text, expected) => {
    expect(found(text)).toEqual(expected);
  });
});
