/** What expressions mean: each line is true, and would be false if the expression meant something else. */
import { expect, test } from "vitest";
import { machineOf, verdict } from "./spec.ts";

const declarations = `model M
  type Fruit = fruit[1..2] ordered
  type Nut = symmetric nut[1..2]
  type Level = level[0..3] ordered
  type Shape = Point | Line(length: 0..3, thick: Bool)
  type Entry = { term: 0..3, kind: Shape }
  process P as p[1..3] ordered { shared n: 0..9 = index(self) }
  process Q as q { }
  state seven: 0..9 = 7
  state none: Option<0..3> = None
  state some: Option<0..3> = Some(2)
  state shape: Shape = Line(2, True)
  state log: Seq<Entry, 3> = [{ term: 1, kind: Point }, { term: 2, kind: Line(1, False) }]
  state nuts: Map<Nut, 0..9> = { n: 4 for n in Nut }
  state set: Set<0..3> = {1, 3}
  state table: Map<Fruit, 0..9> = { f: 4 for f in Fruit }
  terminal when True`;

const truths = [
  // numbers
  "7 div 2 = 3 and 7 mod 2 = 1",
  "-7 div 2 = -4 and -7 mod 2 = 1",
  "7 div -2 = -3 and 7 mod -2 = 1",
  "-7 div -2 = 4 and -7 mod -2 = 1",
  "-(seven) + 7 = 0",
  "min(3, 1, 2) = 1 and max({3, 1, 2}) = 3",
  "seven * 2 - 1 = 13",
  // logic: short-circuit, so that what is not there is not read
  "none = None or none.value = 1",
  "not (none != None and none.value = 1)",
  "none != None => none.value = 1",
  "True <=> not False",
  "(if seven = 7 then 1 else 2) = 1",
  // options, variants, records
  "some.value = 2 and some = Some(2) and some != Some(1) and some != None",
  "shape is Line and not (shape is Point)",
  "match shape { Point: False, Line(l, t): l = 2 and t }",
  "match none { Some(x): False, None: True }",
  "match shape { Point: False, _: True }",
  "log[1] = { kind: Point, term: 1 } and log[2].kind = Line(1, False)",
  "(log[1] with { term: 3 }).term = 3 and log[1].term = 1",
  "(table with { [fruit1]: 9 })[fruit1] = 9 and (table with { [fruit1]: 9 })[fruit2] = 4",
  "(1, True) = (1, True) and (2, False) != (2, True)",
  // sets
  "set = {3, 1, 3} and len(set) = 2 and len({}) = 0",
  "1 in set and 2 notin set and 5 notin 1..4 and 4 in 1..4",
  "{1, 3} subset set and not ({1, 2} subset set) and {} subset set",
  "{1} union {3} = set and set minus {1} = {3} and set intersect {1, 2} = {1}",
  "2..1 = {} and 1..3 = {1, 2, 3}",
  "{ x + 1 for x in set where x > 1 } = {4}",
  "{ x mod 2 for x in 1..3 } = {0, 1}",
  "len(subsets({1, 2, 3})) = 8 and {1, 3} in subsets(1..3)",
  "Fruit = {fruit1, fruit2} and len(P) = 3",
  "len(Shape) = 9 and Line(3, False) in Shape",
  "isQuorum({p1, p2}, P) and not isQuorum({p1}, {p1, p2})",
  "sum({1, 2, 3}) = 6 and sum(x mod 2 for x in 1..4) = 2",
  "count(x in 1..4 where x > 1) = 3 and count(x in 1..2, y in 1..2 where x <= y) = 3",
  // quantifiers
  "forall x in set: x in {1, 3}",
  "exists x in set: x = 3",
  "not (exists x in {}: True) and forall x in {}: False",
  "forall x in 1..3, y in 1..x: y <= x",
  "exists x in 1..3: forall y in 1..3: x >= y",
  // sequences
  "[1, 2, 3][2] = 2 and len([1, 1]) = 2",
  "[1, 2, 3][2..3] = [2, 3] and [1, 2, 3][2..9] = [2, 3] and [1, 2][2..1] = []",
  "[1, 2, 3][0..1] = [1]",
  "[x * 2 for x in 1..3] = [2, 4, 6]",
  "head([1, 2]) = 1 and last([1, 2]) = 2 and tail([1, 2, 3]) = [2, 3]",
  // maps
  "table[fruit1] = 4 and { f: 1 for f in Fruit }[fruit2] = 1",
  "{ x: x * x for x in 1..3 }[3] = 9",
  // order and members
  "level1 < level2 and level3 > level0 and p1 < p3 and p2 <= p2",
  "index(p2) = 2 and index(level3) = 3 and P[3] = p3 and Level[0] = level0",
  "p2.n = 2 and sum(p.n for p in P) = 6",
  "(choose x in 1..9 where x > 4) = 5",
  "(choose s in subsets(Nut) where len(s) = 2) = Nut and len(choose s in [Nut, {}] where True) = 2",
  "(choose f in Fruit where table[f] = 4) = fruit1",
  "forall n in Nut: (choose m in Nut where m = n) = n",
];

test.each(truths)("%s", async (formula) => {
  const text = `${declarations}\n  invariant I: ${formula}`;
  expect(await verdict(text)).toBe("1 states, 1 transitions, depth 1");
});

const bag = (body: string) => `model M state bag: Bag<0..3, 3> = {} state done: Bool = False
  action a when not done { done := True ${body} } terminal when done`;

test("bags count", async () => {
  const two = "insert 1 into bag insert 1 into bag insert 2 into bag";
  for (const formula of ["len(bag) = 3", "bag[1] = 2 and bag[3] = 0", "1 in bag and 3 notin bag"]) {
    expect(await verdict(`${bag(two)} invariant I: done => (${formula})`)).toBe("2 states, 2 transitions, depth 2");
  }
  expect(
    await verdict(
      `${bag(`${two} remove 1 from bag remove 2 from bag`)} invariant I: done => bag[1] = 1 and 2 notin bag`,
    ),
  ).toBe("2 states, 2 transitions, depth 2");
  expect(await verdict(bag(`${two} insert 0 into bag`))).toMatch(
    /^capacity at depth 2: bag becomes .*, over its capacity of 3$/,
  );
});

const failures: readonly [string, string][] = [
  ["log[3].term = 1", "missing at depth 1: log[3] does not exist: there is no item 3, it has 1..2"],
  ["log[seven - 7].term = 1", "missing at depth 1: log[seven - 7] does not exist: there is no item 0, it has 1..2"],
  ["none.value = 1", "missing at depth 1: none is None: it has no value"],
  ["seven div (seven - 7) = 1", "division at depth 1: seven - 7 is 0: nothing can be divided by it"],
  ["max(set minus set) = 1", "missing at depth 1: max(set minus set) does not exist: the set is empty"],
  ["head(log[2..1]).term = 1", "missing at depth 1: head(log[2..1]) does not exist: the sequence is empty"],
  ["P[seven] = p1", "missing at depth 1: there is no P number 7"],
  ["(choose x in 1..3 where x > seven) = 1", "missing at depth 1: nothing to choose: no x like this"],
  [
    "table[fruit1] = nuts[choose n in Nut where nuts[n] = 4]",
    "choose at depth 1: both nut1 and nut2 could be chosen, and nothing tells them apart",
  ],
  [
    "(choose s in subsets(Nut) where len(s) = 1) subset Nut",
    "choose at depth 1: both {nut1} and {nut2} could be chosen, and nothing tells them apart",
  ],
  ["{ f: 1 for f in Fruit where f = fruit2 }[fruit2] = 1", "partial-map at depth 1: the map has no value for fruit1"],
];

test.each(failures)("%s fails", async (formula, message) => {
  const text = `${declarations}\n  invariant I: ${formula}`;
  expect(await verdict(text)).toBe(message);
});

test("a failure shows the values that went into it", () => {
  const machine = machineOf(
    "model M state term: 0..2 = 2 state log: Seq<0..2, 2> = [] action a { term += 1 } action b { log := [term + 1] }",
  );
  const { failures: found } = machine.expand(machine.initialStates().states[0]!);
  expect(
    found.map(({ failure }) => [
      failure.message,
      ...failure.values.map(({ text, value }) => `${text} = ${machine.show(value)}`),
    ]),
  ).toEqual([
    ["term becomes 3, outside 0..2", expect.stringContaining(" = 3"), "term = 2"],
    ["log[1] becomes 3, outside 0..2", "[term + 1] = [3]", "term = 2"],
  ]);
});

test("values for explanations: sub-expressions with names bound, and undefined where they fail", () => {
  const machine = machineOf(
    "model M state x: 0..3 = 2 terminal when True invariant I: forall i in 1..x: 6 div (i - 1) > x",
  );
  const [state] = machine.initialStates().states;
  const { formula } = machine.model.properties[0]!;
  if (formula.kind !== "quantifier") throw new Error("not a quantifier");
  const [binder] = formula.binders;
  expect(machine.items(binder!.domain, state!)).toEqual([1, 2]);
  expect(machine.value(formula.body, state!, undefined, new Map([[binder!.local.id, 2]]))).toBe(true);
  expect(machine.value(formula.body, state!, undefined, new Map([[binder!.local.id, 1]]))).toBeUndefined();
});
