/**
 * Models with integers that do not fit in 32 bits: as values, as intermediate results, at the edges of what is exact and
 * beyond them, where every evaluator has to find the same model error.
 */
import { evaluated, executed } from "./constructs.ts";

const all = "-9007199254740991..9007199254740991";
const edges = `state u: ${all} in {0, 1, -1, 2147483647, 2147483648, -2147483648, -2147483649, 5000000000, 9007199254740991, -9007199254740991, 94906266}`;
const few = "state w: -3..5000000000 in {-3, 0, 7, 4294967296, 5000000000}";
const both = `${edges} ${few}`;
const cells = "state a: -2147483648..2147483647 in {-2147483648, -2147483647, -1, 0, 1, 46341, 2147483647}";
const pairOfCells = `${cells} state b: -2147483648..2147483647 in {-2147483648, -1, 0, 2, 65536, 2147483647}`;

const expressions: readonly (readonly [string, string, string, string?])[] = [
  // Sums that only pass through what is large.
  [pairOfCells, "-4294967296..4294967296", "a + b"],
  [pairOfCells, "-2147483648..2147483647", "(a + b) - b"],
  [pairOfCells, all, "a * b"],
  [pairOfCells, "-2147483648..2147483647", "(a * b) mod 1000 - (b * a) mod 999"],
  [pairOfCells, "-2147483648..2147483648", "if b = 0 then 0 else a div b"],
  [pairOfCells, "0..2147483648", "if b = 0 then 0 else a mod b"],
  [cells, "0..2147483648", "abs(a)"],
  [cells, "-2147483647..2147483648", "-a"],
  [cells, "-2147483648..0", "a - max(a, 0)"],
  [pairOfCells, "Bool", "a + b > a or a - b < 2147483648 and a * 2 != b"],
  [cells, "-30..30", "(a + 3000000000) div 1000000000 - a div 1000000000"],
  // Values that are large, and results that are too large for anything.
  [both, all, "u + w"],
  [both, all, "u - w"],
  [both, all, "u * w"],
  [both, all, "u * 3 - u - u"],
  [both, all, "if w = 0 then 0 else u div w"],
  [both, "0..5000000000", "if w = 0 then 0 else u mod w"],
  [both, all, "u div 3 + (w + 1) div -2"],
  [both, "-5..5", "u div 2147483649 mod 5 - (w * 2) div 4294967297"],
  [both, "(Bool, Bool, Bool, Bool)", "(u < w, u <= w, w > 4294967295, u >= -2147483649)"],
  [both, "(Bool, Bool)", "(u = w, u != w + 1 - 1)"],
  [both, "0..9007199254740991", "abs(u)"],
  [both, all, "-u"],
  [both, all, "max(u, w, 4000000000) - min(3, u)"],
  [both, all, "if u > w then u else w"],
  [both, "Bool", "u in w..5000000000 and w notin {4294967296, u} or u in 0..3"],
  [both, "-9..9", "match (if w > 7 then Some(w) else None) { Some(z): z mod 10, None: -1 }"],
  [both, all, "sum(z for z in {u, w, 0, 3000000000})"],
  [both, all, "sum({u, w, 4000000000})"],
  [both, all, "sum(u + z for z in 1..3)"],
  [both, "0..3", "count(z in {u, w, 5} where z > 2147483647)"],
  [both, all, "min({u, w}) + max({w, 3}) mod 7"],
  [both, `Set<${all}, 3>`, "{u, w} union {3000000000}"],
  [both, `Set<${all}, 3>`, "{u, w, 1} minus {w}"],
  [both, "(Bool, Bool, 0..3)", "(u in {w, 7}, {u} subset {u, w}, len({u, w, 0}))"],
  [both, "-9007199254740991..5000000000", "choose z in {u, w} where z <= 5000000000"],
  [few, "Set<4999999999..5000000003>", "{ z for z in (w..5000000003) where w > 4999999999 }"],
  [few, "0..9", "count(z in w..(w + 3) where z mod 2 = 0) + count(z in 4294967295..4294967299 where z > w)"],
  [few, "Bool", "exists z in w..5000000001: z = 5000000000"],
  [few, "Set<-3..5000000100, 5>", "w..(w + 3)"],
  [few, "Map<5000000000..5000000002, 0..9>", "{ k: (if k = w then 1 else k mod 3) for k in 5000000000..5000000002 }"],
  [few, "Seq<0..5000000000, 3>", "[max(0, w), 5000000000 - max(w, 0)]"],
  [few, "0..2", "[1, 2, 0][(if w > 7 then w - 4999999999 else 2)]"],
  [few, "0..3", "len([1, 2, 3][2..-3000000000]) + len([1, 2, 3][w..(w - 9000000000)]) + len([1, 2, 3][3000000000..3])"],
  [few, "0..3", "len([1, 2, 3][w..4999999999]) + len([1, 2, 3][(w - 5000000000)..2])"],
  [few, "{ n: -3..5000000000, f: Bool }", "{ n: w, f: w > 3 }"],
  [few, "Option<(0..1, -3..5000000000)>", "Some((1, w))"],
  [few, "-3..5000000000", "({ n: w, f: True } with { n: w div 2 }).n"],
  [few, "0..5", "wide(w) mod 5", "define wide(z: Int) = z * 2 + 1"],
  [few, "0..9", "abs(w - twice(w)) mod 9", "define twice(z: Int) = z * z"],
];

const bodies: readonly (readonly [string, string])[] = [
  [
    "n := n * 3 + 1 if n > 9000000000 { n := n - 8999999999 }",
    "state n: 0..9007199254740991 in {1, 4000000000} state map: Map<0..1, -5..6000000000> = { k: k - 5 for k in 0..1 }",
  ],
  [
    "var z = n for k in 1..3 { z := z * 100000 } pick p in {z, 5000000000} where p > 4000000000 map[1] := p map[0] += 1 n += 1",
    "state n: 0..9 = 0 state map: Map<0..1, -5..9000000000000000> = { k: k - 5 for k in 0..1 }",
  ],
  ["n := n * 1000", "state n: 1..9000000000000000 = 3 state other: 0..1 = 0"],
  [
    "insert n * 2000000000 into large insert n - 3 into some append n * 4294967296 to list n += 1 if len(list) = 3 { list[2] := 7 }",
    "state n: 0..4 = 0 state large: Set<0..9000000000, 4> = {} state some: Bag<-3..5000000000, 5> = {} state list: Seq<0..20000000000, 5> = []",
  ],
];

const messages = ["unordered", "unordered capacity 3 overflow drop", "fifo", "set"].map(
  (network) => `model M
    message Large { n: -3..10000000000, o: Option<3000000000..3000000007> } from P to P
    network ${network}
    process P as p[1..2] {
      durable best: -3..10000000000 = -3
      durable told: 0..2 = 0
      action tell(k in 0..2) when told < 2 {
        told += 1
        broadcast Large { n: k * 5000000000 - k, o: if k = 1 then Some(3000000000 + told) else None }
      }
      on Large from other when msg.n > best { best := msg.n if msg.o is Some { best := msg.o.value } }
    }
    terminal when True
    reachable Most: exists p in P: p.best = 9999999998
    invariant Small: forall p in P: p.best < 9999999998 or p.told < 9`,
);

const forged = `model M
  message Vote { v: 4999999999..5000000001 } from P to P
  network unordered
  process P as p[1..2] { durable seen: Set<4999999999..5000000001> = {} durable done: Bool = False
    action vote when not done { done := True broadcast Vote { v: 5000000000 } }
    on Vote { insert msg.v into seen } }
  fault byzantine { of: P, total: 1 }
  terminal when True
  invariant None: forall p in P: len(p.seen) < 3`;

export const largeIntegers: readonly (readonly [string, string])[] = [
  ...expressions.map(([names, type, expression, more]): readonly [string, string] => [
    `${expression}: ${type}`,
    evaluated(names, type, expression, more),
  ]),
  ...bodies.map(([body, more]): readonly [string, string] => [body, executed(body, more)]),
  ...[...messages, forged].map((text): readonly [string, string] => [text.replace(/\s+/g, " ").slice(0, 120), text]),
];
