/** Types as sets of values and the one order of values: enumerations are complete, sorted, told apart by their texts. */
import { Map as ImmutableMap, Set as ImmutableSet, List } from "immutable";
import { expect, test } from "vitest";
import { bagOf, enumerate, misfit } from "../../src/interpreter/domains.ts";
import { Order } from "../../src/interpreter/order.ts";
import { equal, mapValue, some, variant } from "../../src/interpreter/values.ts";
import { bool, cardinality, integer, type Type } from "../../src/ir/index.ts";

const order = new Order(
  new Map([
    ["s1", 0],
    ["s10", 2],
    ["s2", 1],
  ]),
); // prettier-ignore
const server: Type = { kind: "symmetric", name: "Server", members: ["s1", "s2", "s10"], ordered: false };
const small = integer(0, 1);
const shape: Type = {
  kind: "variant",
  name: "Shape",
  cases: [
    { name: "Z", fields: [] },
    {
      name: "A",
      fields: [
        { name: "x", type: small },
        { name: "on", type: bool },
      ],
    }, // prettier-ignore
  ],
};

const types: readonly [string, Type, number, string][] = [
  ["Bool", bool, 2, "False True"],
  ["1..3", integer(1, 3), 3, "1 2 3"],
  ["2..1", integer(2, 1), 0, ""],
  ["symmetric", server, 3, "s1 s2 s10"],
  ["variant", shape, 5, "Z A(0, False) A(0, True) A(1, False) A(1, True)"],
  ["option", { kind: "option", item: small }, 3, "None Some(0) Some(1)"],
  [
    "record",
    {
      kind: "record",
      fields: [
        { name: "b", type: small },
        { name: "a", type: bool },
      ],
    },
    4,
    "{a: False, b: 0} {a: False, b: 1} {a: True, b: 0} {a: True, b: 1}",
  ], // prettier-ignore
  ["tuple", { kind: "tuple", items: [small, bool] }, 4, "[0, False] [0, True] [1, False] [1, True]"],
  ["set", { kind: "set", item: server }, 8, "{} {s1} {s2} {s1, s2} {s10} {s1, s10} {s2, s10} {s1, s2, s10}"],
  ["set with a maximum", { kind: "set", item: server, max: 1 }, 4, "{} {s1} {s2} {s10}"],
  ["sequence", { kind: "seq", item: small, max: 2 }, 7, "[] [0] [0, 0] [0, 1] [1] [1, 0] [1, 1]"],
  ["bag", { kind: "bag", item: small, max: 2 }, 6, "{} {0: 1} {0: 2} {0: 1, 1: 1} {1: 1} {1: 2}"],
  [
    "map",
    { kind: "map", key: bool, value: small },
    4,
    "{False: 0, True: 0} {False: 0, True: 1} {False: 1, True: 0} {False: 1, True: 1}",
  ], // prettier-ignore
  [
    "sets of options",
    { kind: "set", item: { kind: "option", item: small } },
    8,
    "{} {None} {Some(0)} {None, Some(0)} {Some(1)} {None, Some(1)} {Some(0), Some(1)} {None, Some(0), Some(1)}",
  ], // prettier-ignore
  ["never", { kind: "never" }, 0, ""],
];

test.each(types)("%s", (_, type, size, texts) => {
  const values = enumerate(type, order);
  expect(values.map(order.text).join(" ")).toBe(texts);
  expect(cardinality(type)).toBe(size);
  expect(values.every((value) => misfit(type, value, order) === undefined)).toBe(true);
  for (const [at, left] of values.entries()) {
    for (const [other, right] of values.entries()) {
      expect(Math.sign(order.compare(left, right))).toBe(Math.sign(at - other));
      expect(equal(left, right)).toBe(at === other);
    }
  }
});

test("equal values are equal however they were made", () => {
  expect(equal(some(1), variant("Some", 1, [1]))).toBe(true);
  expect(ImmutableSet([some(1), some(1), variant("None", 0)]).size).toBe(2);
  const map = (pairs: [number, number][]) => mapValue(ImmutableMap(pairs));
  expect(
    equal(
      map([
        [1, 2],
        [3, 4],
      ]),
      map([
        [3, 4],
        [1, 2],
      ]),
    ),
  ).toBe(true); // prettier-ignore
  expect(equal(bagOf([1, 1, 2]), bagOf([2, 1, 1]))).toBe(true);
  expect(equal(bagOf([1, 1]), bagOf([1]))).toBe(false);
  expect(order.text(ImmutableSet(["s10", "s2"]))).toBe(order.text(ImmutableSet(["s2", "s10"])));
});

test("what does not fit says where and why", () => {
  const entry: Type = { kind: "record", fields: [{ name: "term", type: integer(0, 2) }] };
  const log: Type = { kind: "seq", item: entry, max: 1 };
  const of = (term: number) => ImmutableMap({ term });
  expect(misfit(log, List([of(3)]), order)).toMatchObject({
    rule: "range",
    path: "[1].term",
    value: 3,
    words: "outside 0..2",
  });
  expect(misfit(log, List([of(1), of(1)]), order)).toMatchObject({
    rule: "capacity",
    path: "",
    words: "over its capacity of 1",
  });
  expect(misfit({ kind: "set", item: server, max: 1 }, ImmutableSet(["s1", "s2"]), order)).toMatchObject({
    rule: "capacity",
  });
  expect(misfit({ kind: "option", item: small }, some(2), order)).toMatchObject({ path: ".value", value: 2 });
  expect(misfit(shape, variant("A", 1, [2, true]), order)).toMatchObject({ path: ".x" });
  expect(misfit({ kind: "map", key: bool, value: small }, mapValue(ImmutableMap([[true, 5]])), order)).toMatchObject({
    path: "[True]",
  });
});

test("types too large to go through are known before anyone tries", () => {
  expect(cardinality({ kind: "set", item: integer(1, 64) })).toBeGreaterThan(2 ** 20);
  expect(cardinality({ kind: "seq", item: integer(0, 9), max: 100 })).toBeGreaterThan(2 ** 20);
  expect(cardinality({ kind: "map", key: integer(1, 9999), value: bool })).toBe(Number.POSITIVE_INFINITY);
});
