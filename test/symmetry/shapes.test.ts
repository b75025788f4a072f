/**
 * Representatives of states in which members are mentioned in every way that types allow. Where mathematicians have counted the
 * orbits, their numbers are the oracle; elsewhere all states are put into orbits one by one.
 */
import { describe, expect, it } from "vitest";
import { createMachine } from "../../src/interpreter/index.ts";
import { symmetryOf } from "../../src/ir/index.ts";
import { modelIn } from "../soundness/examine.ts";
import { compareReduced, exploreReduced } from "./comparison.ts";

async function orbitsOf(text: string): Promise<number> {
  const model = modelIn(text);
  const outcome = await exploreReduced(createMachine(model), symmetryOf(model).sorts);
  expect(outcome.kind).toBe("holds");
  return outcome.statistics.states;
}

describe("relations between members", () => {
  // Directed graphs up to isomorphism: Harary and Palmer, "Graphical Enumeration", 1973; A000273 of the OEIS.
  it.each([
    [2, 3],
    [3, 16],
    [4, 218],
    [5, 9608],
  ])("sets of pairs of %i members: %i directed graphs", async (size, count) => {
    const text = `model Digraphs type Node = symmetric n[1..${size}] state edges: Set<(Node, Node)> = {}
      action add(a in Node, b in Node) when a != b and (a, b) notin edges { insert (a, b) into edges } terminal when True`;
    expect(await orbitsOf(text)).toBe(count);
  });

  // All maps from a set to itself, up to renaming: A001372 of the OEIS.
  it.each([
    [2, 3],
    [3, 7],
    [4, 19],
    [5, 47],
  ])("maps of %i members to members: %i functional digraphs", async (size, count) => {
    const text = `model Functions process Node as n[1..${size}] { shared next: Node in Node } terminal when True`;
    expect(await orbitsOf(text)).toBe(count);
  });

  it("many members whose images are all the same take no time", async () => {
    const text = `model Pairs type Node = symmetric n[1..20] state partner: Map<Node, Option<Node>> = { n: None for n in Node }
      action pair(a in Node, b in Node) when a != b and partner[a] = None and partner[b] = None {
        partner[a] := Some(b)
        partner[b] := Some(a)
      } terminal when True`;
    expect(await orbitsOf(text)).toBe(11);
  });
});

const kinds = (members: string, body: string): string => `model Shapes ${members} ${body} terminal when True`;
const three = "type V = symmetric v[1..3]";
const nodes = (code: string): string => `process Node as n[1..3] { ${code} }`;

/** Each has transitions that make members differ in the way that its name says. */
const shapes: Readonly<Record<string, string>> = {
  "sets of sets": kinds(
    three,
    "state seen: Set<Set<V>> = {} action see(a in V, b in V) when count(s for s in seen) < 2 { insert {a, b} into seen }",
  ),
  "sequences of members": kinds(
    three,
    "state queue: Seq<V, 3> = [] action join(a in V) when len(queue) < 3 { append a to queue }",
  ),
  "bags of members": kinds(
    three,
    "state bag: Bag<V, 3> = {} action put(a in V) when len(bag) < 3 { insert a into bag }",
  ),
  "records in options": kinds(
    three,
    "state last: Option<{who: V, by: Option<V>, how: 0..1}> = None action go(a in V, b in V) { last := Some({who: a, by: if a = b then None else Some(b), how: if a = b then 0 else 1}) }",
  ),
  "variants with members": kinds(
    `${three} type Cell = Empty | One(a: V) | Two(b: V, c: V)`,
    "state cell: Cell = Empty state other: Cell = Empty action one(a in V) { cell := One(a) } action two(a in V, b in V) { other := Two(a, b) }",
  ),
  "maps by pairs": kinds(
    three,
    "state score: Map<(V, V), 0..1> = { (x, y): 0 for x in V, y in V } action mark(a in V, b in V) when sum(1 for x in V, y in V where score[(x, y)] = 1) < 2 { score[(a, b)] := 1 }",
  ),
  "two types of members in one place": kinds(
    `${three} type W = symmetric w[1..2]`,
    "state owner: Map<V, Option<W>> = { v: None for v in V } state first: Option<V> = None action own(a in V, b in W) { owner[a] := Some(b) } action lead(a in V) { first := Some(a) }",
  ),
  "wide sets": kinds(
    "type V = symmetric v[1..3]",
    "state found: Set<(V, 0..99), 2> = {} action find(a in V, i in {0, 99}) when count(f for f in found) < 2 { insert (a, i) into found }",
  ),
  "processes that point at each other": kinds(
    "",
    nodes(
      "shared next: Option<Node> = None shared old: Bool = False action point(q in Node) when next = None { next := Some(q) } action age when not old { old := True }",
    ),
  ),
  "messages in a bag": kinds(
    "message Ping { hop: 0..1 } message Tell { about: Node } network unordered capacity 2 overflow bound",
    nodes(
      "durable told: Bool = False action ping(q in Node) when q != self { send Ping { hop: 0 } to q } action tell(q in Node, r in Node) when q != self { send Tell { about: r } to q } on Ping { told := False } on Tell when msg.about = self { told := True }",
    ),
  ),
  "messages in queues": kinds(
    "message Number { value: 0..1 } network fifo capacity 3 overflow bound",
    nodes(
      "durable last: 0..1 = 0 action say(q in Node, i in 0..1) when q != self { send Number { value: i } to q } on Number { last := msg.value }",
    ),
  ),
  "messages in a set": kinds(
    "message Vote { candidate: Node } network set",
    nodes(
      "durable voted: Bool = False durable votes: Set<Node> = {} action vote(q in Node, c in Node) when not voted and q != self { voted := True send Vote { candidate: c } to q } on Vote from p when msg.candidate = self { insert p into votes }",
    ),
  ),
  "members in tables beside members in relations": kinds(
    `${three} type W = symmetric w[1..3]`,
    "state seen: Set<W> = {} state rank: Map<W, 0..1> = { w: 0 for w in W } state likes: Map<V, Option<V>> = { v: None for v in V } action see(w in W) { insert w into seen } action rise(w in W) when rank[w] < 1 { rank[w] += 1 } action like(a in V, b in V) { likes[a] := Some(b) }",
  ),
};

describe("members in values and messages", () => {
  it.each(Object.entries(shapes))("%s", async (_name, text) => {
    const { differences, orbits, states } = await compareReduced(modelIn(text), 6000);
    expect(differences).toEqual([]);
    expect(orbits).toBeLessThan(states);
  });
});
