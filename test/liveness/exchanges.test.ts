/**
 * Where nothing tells members apart, one case of a property stands for its images: how many are left to look at, and that
 * nothing changes where something does tell them apart.
 */
import { describe, expect, it } from "vitest";
import { representatives } from "../../src/explore/liveness/alike.ts";
import { casesOf } from "../../src/explore/liveness/cases.ts";
import { normalForm } from "../../src/explore/liveness/formula.ts";
import { exchanges, interchangeable } from "../../src/ir/index.ts";
import { modelIn } from "../soundness/examine.ts";
import { check, summary } from "./check.ts";

const text = (property: string, { ordered = "", more = "", where = "" } = {}) => `
model Members
process P as p[1..4] ${ordered} { durable x: 0..2 = 0
  action up when x < 2 ${where} { x := x + 1 } }
${more}
fair weak P
property Wanted: ${property}
terminal when True
`;

/** How many cases the negated property has, and how many are looked at. */
function casesIn(model: string): string {
  const lowered = modelIn(model);
  const [property] = lowered.behaviours.properties;
  const { formula } = property!;
  if (formula.kind === "canReach") throw new Error("this has no cases");
  const all = casesOf(normalForm(formula as Parameters<typeof normalForm>[0], true));
  return `${representatives(all, exchanges(lowered)).length} of ${all.length}`;
}

describe("cases that are images of each other", () => {
  it.each([
    ["one member stands for all", text("∀ q ∈ P: q.x = 0 ⇝ q.x > 0"), "1 of 4"],
    ["of pairs, one of the same and one of different members", text("∀ q, r ∈ P: q.x > 0 ⇝ r.x > 0"), "2 of 16"],
    ["steps are renamed with the members", text("∀ q ∈ P: q.x = 0 ⇝ taken(q.up)"), "1 of 4"],
    ["members that have an order are not the same", text("∀ q ∈ P: ◇ q.x > 0", { ordered: "ordered" }), "4 of 4"],
    [
      "nor members that are put into a sequence",
      text("∀ q ∈ P: ◇ q.x > 0", { more: "state row: Seq<P, 4> = [q for q in P]" }),
      "4 of 4",
    ],
    [
      "nor those of whom a partition names one",
      text("∀ q ∈ P: ◇ q.x > 0", { more: "fault partition { total: 1 }" }),
      "4 of 4",
    ],
    [
      "who is chosen at the start is the same as others",
      text("∀ q ∈ P: ◇ q.x > 0", { more: "state leader: P in P", where: "∧ self = leader" }),
      "1 of 4",
    ],
    ["what a numbered value tells apart is not the same", text("∀ i ∈ 0..1: ∀ q ∈ P: ◇ q.x > i"), "2 of 8"],
  ])("%s", (_name, model, expected) => {
    expect(casesIn(model)).toBe(expected);
  });

  it("members are the same if nothing but their type's order could tell them apart", () => {
    expect(interchangeable(modelIn(text("◇ ∃ q ∈ P: q.x > 0")))).toEqual([["p1", "p2", "p3", "p4"]]);
    expect(interchangeable(modelIn(text("◇ ∃ q ∈ P: q.x > 0", { ordered: "ordered" })))).toEqual([]);
  });
});

describe("a property of every member", () => {
  // Only the leader moves: of each of the others, and by another choice of the leader, it is false.
  const leader = text("∀ q ∈ P: ◇ q.x = 2", { more: "state leader: P in P", where: "∧ self = leader" });
  // p1 leads: what is true of it is not true of p2.
  const first = text("∀ q ∈ P: ◇ q.x = 2", { more: "state row: Seq<P, 4> = [q for q in P]", where: "∧ self = row[1]" });

  it.each([
    ["holds of all when it holds of one", text("∀ q ∈ P: ◇ q.x = 2"), "Wanted: holds"],
    ["is violated by whoever is not chosen", leader, "Wanted: violated 2+0"],
    ["is violated by those that one member is not the same as", first, "Wanted: violated 2+0"],
  ])("%s", async (_name, model, expected) => {
    for (const engine of ["interpreter", "compiled"] as const)
      expect(summary(await check(model, { engine }))).toBe(expected);
  });
});
