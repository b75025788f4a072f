/**
 * What refining means, in small: each pair of models has one thing that matters, and both evaluators see it. The upper model
 * comes first; the lower one refines it.
 */
import { describe, expect, it } from "vitest";
import { compiled, interpreted } from "./compare.ts";

const counter = `
  model Upper
  param Most = 3
  state level: 0..Most = 0
  action up when level < Most { level += 1 }
  action reset when level = Most { level := 0 }
  terminal when True
`;

const jumps = `
  model Upper
  state level: 0..9 = 0
  action jump { pick width in 1..3 where (level + width) mod 2 = 1  level := (level + width) mod 10 }
  terminal when True`;

interface Case {
  readonly upper?: string;
  readonly lower: string;
  readonly verdict: string;
  readonly path?: readonly string[];
}

const cases: Readonly<Record<string, Case>> = {
  "steps that change nothing above are allowed, however many": {
    lower: `
      state x: 0..7 = 0
      action tick when x < 7 { x += 1 }
      action back when x = 7 { x := 0 }
      refines Upper with { level = x div 2 }`,
    verdict: "holds",
  },
  "a step of two is none of the upper model's": {
    lower: `
      state x: 0..3 = 0
      action one when x < 1 { x += 1 }
      action two when x = 1 { x += 2 }
      refines Upper with { level = x }`,
    verdict: "violates Upper at depth 3",
    path: ["one", "two"],
  },
  "a step to a state that is known is looked at too": {
    lower: `
      state x: 0..3 = 0
      action tick when x < 3 { x += 1 }
      action back when x = 2 { x := 0 }
      refines Upper with { level = x }`,
    verdict: "violates Upper at depth 4",
    path: ["tick", "tick", "back"],
  },
  "a step between states that are both allowed need not be": {
    lower: `
      state x: 0..3 = 0
      action tick when x < 3 { x += 1 }
      action back when x = 3 { x := 1 }
      refines Upper with { level = x }`,
    verdict: "violates Upper at depth 5",
    path: ["tick", "tick", "tick", "back"],
  },
  "a step out of the constraint is looked at": {
    lower: `
      state x: 0..3 = 0
      action two when x = 0 { x := 2 }
      constraint x < 2
      refines Upper with { level = x }`,
    verdict: "violates Upper at depth 2",
    path: ["two"],
  },
  "it starts where the upper model starts": {
    lower: `
      state x: 0..3 = 1
      action tick when x < 3 { x += 1 }
      refines Upper with { level = x }`,
    verdict: "violates Upper at depth 1",
    path: [],
  },
  "it may start in some of several initial states": {
    upper: `
      model Upper
      state level: 0..3 in 1..2
      action up when level < 3 { level += 1 }
      terminal when True`,
    lower: `
      state x: 0..3 = 1
      action tick when x < 3 { x += 1 }
      refines Upper with { level = x }`,
    verdict: "holds",
  },
  "but not in others": {
    upper: `
      model Upper
      state level: 0..3 in 1..2
      action up when level < 3 { level += 1 }
      terminal when True`,
    lower: `
      state x: 0..3 in 1..3
      action tick when x < 3 { x += 1 }
      refines Upper with { level = x }`,
    verdict: "violates Upper at depth 1",
    path: [],
  },
  "the upper model's picks are searched": {
    upper: jumps,
    lower: `
      state x: 0..9 = 0
      action three when x = 0 { x := 3 }
      action five when x = 3 { x := 5 }
      refines Upper with { level = x }`,
    verdict: "holds",
  },
  "a step that no pick gives": {
    upper: jumps,
    lower: `
      state x: 0..9 = 0
      action three when x = 0 { x := 3 }
      action four when x = 3 { x := 4 }
      refines Upper with { level = x }`,
    verdict: "violates Upper at depth 3",
    path: ["three", "four"],
  },
  "parameters are what the mapping says": {
    lower: `
      param Rounds = 2
      state x: 0..6 = 0
      action tick when x < 6 { x += 1 }
      refines Upper with { Most = Rounds * 3, level = x }`,
    verdict: "holds",
  },
  "or have the value of their namesake": {
    lower: `
      param Most = 5
      state x: 0..5 = 0
      action tick when x < 5 { x += 1 }
      refines Upper with { level = x }`,
    verdict: "holds",
  },
  "a value that the upper variable can't have is a model error": {
    lower: `
      state x: 0..5 = 0
      action tick when x < 5 { x += 1 }
      refines Upper with { level = x }`,
    verdict: "range",
  },
  "ghosts tell what the state has forgotten": {
    lower: `
      ghost seen: 0..3 = 0
      state x: 0..1 = 0
      action tick { x := 1 - x  seen := min(seen + 1, 3) }
      refines Upper with { level = seen }`,
    verdict: "holds",
  },
  "processes stand for processes, types for types": {
    upper: `
      model Upper
      type Colour = symmetric c[1..2]
      process Node as n[1..2] {
        shared seen: Set<Colour> = {}
        shared friend: Option<Node> = None
        action see(any in Colour) when any ∉ seen { insert any into seen }
        action befriend(other in Node) when other ≠ self ∧ friend = None { friend := Some(other) }
      }
      terminal when True`,
    lower: `
      type Paint = symmetric k[1..3]
      type Shown = symmetric d[1..2]
      process Wall as w[1..3] { durable y: 0..1 = 0 action z when y = 0 { y := 1 } }
      process Painter as p[1..2] {
        volatile inside: Set<Shown> = {}
        volatile mate: Set<Painter> = {}
        action dip(any in Shown) when any ∉ inside { insert any into inside }
        action meet(other in Painter) when other ≠ self ∧ mate = {} { insert other into mate }
      }
      refines Upper with {
        Node = Painter, Colour = Shown,
        Node.seen = inside,
        Node.friend = if mate = {} then None else Some(choose q in Painter where q ∈ mate)
      }`,
    verdict: "holds",
  },
  "a member in the place of another one is noticed": {
    upper: `
      model Upper
      process Node as n[1..2] { shared on: Bool = False  action switch when ¬on ∧ (∀ m ∈ Node: m = self ∨ m.on = False) { on := True } }
      terminal when True`,
    lower: `
      process Other as o[1..2] { durable a: 0..1 = 0 }
      process Lamp as l[1..2] { durable lit: Bool = False  action light when ¬lit { lit := True } }
      refines Upper with { Node = Lamp, Node.on = lit }`,
    verdict: "violates Upper at depth 3",
    path: ["light", "light"],
  },
  "structured values are compared as values": {
    upper: `
      model Upper
      type Item = { key: 0..2, tags: Set<0..3> }
      state queue: Seq<Item, 2> = []
      state index: Map<0..2, Option<0..2>> = { k: None for k in 0..2 }
      state bag: Bag<0..2, 3> = {}
      action put(k in 0..2, t in 0..3) when len(queue) < 2 ∧ index[k] = None {
        append { key: k, tags: {t, (t + 1) mod 4} } to queue
        index[k] := Some(len(queue))
        insert k into bag
      }
      terminal when True`,
    lower: `
      type Item = { tags: Set<0..3>, key: 0..2 }
      state items: Set<(0..2, 0..2, 0..3), 2> = {}
      action add(k in 0..2, t in 0..3) when len(items) < 2 ∧ (∀ i ∈ items: i.1 ≠ k) { insert (len(items), k, t) into items }
      refines Upper with {
        queue = [{ key: i.1, tags: {i.2, (i.2 + 1) mod 4} } for n in 0..1, i in items where i.0 = n],
        index = { k: if (∃ i ∈ items: i.1 = k) then Some(sum(i.0 + 1 for i in items where i.1 = k)) else None for k in 0..2 },
        bag = if len(items) = 0 then {} else if len(items) = 1 then { sum(i.1 for i in items) } else { sum(i.1 for i in items where i.0 = 0), sum(i.1 for i in items where i.0 = 1) }
      }`,
    verdict: "holds",
  },
};

describe.each(Object.entries(cases))("%s", (_, { upper = counter, lower, verdict, path }) => {
  const text = `${upper}\nmodel Lower\n${lower}\nterminal when True`;
  it("says the interpreter", async () => {
    const found = await interpreted(text);
    expect(found.verdict).toBe(verdict);
    if (path) expect(found.path).toEqual(path);
  });
  it("says the engine, with the same figures", async () => {
    expect(await compiled(text)).toEqual(await interpreted(text));
  });
});
