/** Where members have to keep their names, they do, and it is said why. */
import { describe, expect, it } from "vitest";
import { symmetryOf } from "../../src/ir/index.ts";
import { modelIn } from "../soundness/examine.ts";

const head = "model Small process Node as n[1..3] { durable up: Bool = False action go when not up { up := True } }";

function symmetryIn(text: string): { readonly sorts: readonly string[]; readonly reasons: readonly string[] } {
  const { sorts, refused } = symmetryOf(modelIn(text));
  return {
    sorts: sorts.map(({ name }) => name),
    reasons: refused.map(({ type, reason }) => `${type ?? "all"}: ${reason}`),
  };
}

describe("what tells members apart", () => {
  it("nothing: they may be renamed", () => {
    expect(symmetryIn(`${head} terminal when True`)).toEqual({ sorts: ["Node"], reasons: [] });
  });

  // People cannot name a member of an unordered type; what stands for their words now and then does.
  it("a sequence made of a set", () => {
    const text = `${head} type V = symmetric {a, b} state s: Seq<V, 2> = [] action list { s := [v for v in V] }`;
    expect(symmetryIn(text)).toEqual({
      sorts: ["Node"],
      reasons: ["V: list puts members of a set into a sequence"],
    });
  });

  it("a sequence made of a sequence does not", () => {
    const text = `${head} type V = symmetric {a, b} state s: Seq<V, 2> = [] action turn { s := [v for v in s] }`;
    expect(symmetryIn(text)).toEqual({ sorts: ["Node", "V"], reasons: [] });
  });

  it("a partition, whose sides are told apart by the first process", () => {
    const { sorts, reasons } = symmetryIn(`${head} fault partition { total: 1 }`);
    expect(sorts).toEqual([]);
    expect(reasons).toEqual(["Node: partition names n1"]);
  });

  it("an order: they were never interchangeable", () => {
    expect(symmetryIn(head.replace("n[1..3]", "n[1..3] ordered"))).toEqual({ sorts: [], reasons: [] });
  });

  it("a property of behaviours: its graph has all states", () => {
    const text = `${head} fair weak go property Live: eventually forall n in Node: n.up`;
    expect(symmetryIn(text)).toEqual({
      sorts: [],
      reasons: ["all: behaviours are decided on the graph of all states (Live)"],
    });
  });

  it("scenarios: they are run by themselves", () => {
    expect(symmetryIn(`${head} run one { n1.go expect n1.up }`).sorts).toEqual(["Node"]);
  });
});
