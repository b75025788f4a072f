/** Why formulas fail: the sub-expression at fault, with the values put in. */
import { describe, expect, test } from "vitest";
import { explain, lastState, stateBeforeLast } from "../../src/trace/index.ts";
import { machineOf, walk } from "./story.ts";

const model = (formula: string) => `model Explained
type Vote = Working | Committed | Aborted
type Entry = { term: 0..3, vote: Vote }
state total: 0..9 = 0
state log: Seq<Entry, 4> = []
state chosen: Option<P> = None
process P as p[1..3] ordered {
  durable vote: Vote = Working
  durable seen: Set<P> = {}
  define settled = vote ≠ Working
  action commit { vote := Committed; total += 2; append { term: 1, vote: Committed } to log; chosen := Some(self) }
  action abort { vote := Aborted; insert self into seen }
}
define agree(a: P, b: P) = ¬(a.vote = Committed ∧ b.vote = Aborted)
${formula}`;

const why = (formula: string, ...steps: readonly string[]) => {
  const machine = machineOf(model(formula));
  const trace = walk(machine, ...steps);
  const property = machine.model.properties[0];
  if (!property) throw new Error("no property");
  const reason = explain(
    machine,
    property.formula,
    lastState(trace),
    property.kind === "step invariant" ? stateBeforeLast(trace) : undefined,
  );
  return [reason?.facts.join(" & "), reason?.bindings.join(", "), reason?.values.join(", ")];
};

describe("the way to the sub-expression at fault", () => {
  test("values of quantifiers", () => {
    expect(why("invariant I: ∀ p, q ∈ P: ¬(p.vote = Committed ∧ q.vote = Aborted)", "p2.commit", "p1.abort")).toEqual([
      "p2.vote = Committed & p1.vote = Aborted",
      "p = p2, q = p1",
      "",
    ]);
  });
  test("definitions are looked into, with their parameters", () => {
    expect(why("invariant I: forall a, b in P: agree(a, b)", "p1.commit", "p3.abort")[0]).toBe(
      "p1.vote = Committed & p3.vote = Aborted",
    );
  });
  test("definitions of a process name whose fields they read", () => {
    expect(why("invariant I: forall a in P: not a.settled", "p2.commit")).toEqual([
      "p2.vote ≠ Working",
      "a = p2",
      "p2.vote = Committed",
    ]);
  });
  test("the conjunct that fails", () => {
    expect(why("invariant I:\n  ∧ total < 5   // small\n  ∧ p1.vote ≠ Aborted\n  ∧ total ≥ 0", "p1.abort")).toEqual([
      "p1.vote = Aborted",
      "",
      "",
    ]);
  });
  test("an implication whose condition holds", () => {
    expect(why("invariant I: ∀ a ∈ P: a.vote = Committed → total > 2", "p1.commit")).toEqual([
      "p1.vote = Committed & total ≤ 2",
      "a = p1",
      "total = 2",
    ]);
  });
  test("a disjunction fails as a whole", () => {
    expect(why("invariant I: total = 0 ∨ p1.vote = Aborted", "p1.commit")).toEqual([
      "total ≠ 0 & p1.vote ≠ Aborted",
      "",
      "total = 2, p1.vote = Committed",
    ]);
  });
  test("nothing satisfies an existential", () => {
    expect(why("invariant I: ∃ a ∈ P: a.vote = Working", "p1.commit", "p2.commit", "p3.commit")[0]).toBe(
      "¬(∃ a ∈ P: a.vote = Working)",
    );
  });
  test("a match", () => {
    expect(why("invariant I: match chosen { None: True, Some(a): a.vote = Aborted }", "p3.commit")).toEqual([
      "p3.vote ≠ Aborted & chosen = Some(p3)",
      "",
      "p3.vote = Committed",
    ]);
  });
  test("parts of sequences, aggregates and sets", () => {
    expect(why("invariant I: ∀ i ∈ 1..len(log): log[i].term ≠ 1", "p1.commit")).toEqual([
      "log[1].term = 1",
      "i = 1",
      "",
    ]);
    expect(why("invariant I: count(a in P where a.vote = Committed) < 2", "p1.commit", "p2.commit")[2]).toBe(
      "count(a in P where a.vote = Committed) = 2",
    );
    expect(why("invariant I: forall a in P: a notin a.seen", "p2.abort")).toEqual([
      "p2 ∈ p2.seen",
      "a = p2",
      "p2.seen = {p2}",
    ]);
  });
  test("a step invariant compares with the value before", () => {
    expect(why("step invariant I: total = old(total)", "p1.commit", "p2.commit")).toEqual([
      "total ≠ old(total)",
      "",
      "total = 4, old(total) = 2",
    ]);
  });
});

test("what a built-in is made of is no value of its own", () => {
  const machine = machineOf(`model Split
process P as p[1..3] { durable x: 0..1 = 0 action up when x = 0 { x := 1 } }
fault partition { total: 1 }
invariant Whole: forall p, q in P: not (p.x = 1 and partitioned(p, q))`);
  const trace = walk(machine, "p1.up", "partition({p2})");
  const property = machine.model.properties[0];
  if (!property) throw new Error("no property");
  expect(explain(machine, property.formula, lastState(trace))?.values).toEqual([]);
});
