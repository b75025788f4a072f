/**
 * Small models, at least one for each construct of the language, that go through many values: the compiled code is compared
 * with the interpreter on each of them. An expression becomes a model in which it is evaluated for all values of its names.
 */

/** All values of the names, one state each; the expression's value is stored. */
export const evaluated = (names: string, type: string, expression: string, more = ""): string => `model M
  type Nut = symmetric nut[1..3]
  type Level = level[1..4] ordered
  type Shape = Point | Line(length: 1..3, thick: Bool) | Spot(place: Option<1..2>)
  process P as p[1..3] { shared x: 0..2 = 1 }
  process Q as q[1..2] ordered { shared y: -2..2 = 0 }
  ${more}
  ${names}
  state result: Option<${type}> = None
  action compute when result = None { result := Some(${expression}) }
  terminal when True`;

const numbers = "state a: -3..3 in -3..3 state b: -2..4 in -2..4";
const sets = "state s: Set<1..4> in subsets(1..4) state t: Set<0..2> in subsets(0..2) state i: -1..5 in -1..5";
const wideSets =
  "state s: Set<0..40> in {{}, {0}, {31, 32}, {40}, {0, 40, 7}} state t: Set<30..50> in {{}, {31, 32}, {40, 50}} state i: 0..60 in {0, 7, 32, 40, 50}";
const pairs =
  "state s: Set<(0..200, 0..200), 3> in {{}, {(1, 2)}, {(1, 2), (200, 0)}, {(0, 0), (3, 3), (2, 2)}} state i: 0..200 in {0, 1, 2, 200}";
const lists = "state q: Seq<0..2, 2> in Seqs state r: Seq<1..3, 1> in {[], [1], [3]} state i: -1..3 in -1..3";
const allLists = "define Seqs = {[], [0], [2], [0, 1], [2, 2]}";
const bags =
  "state g: Bag<0..2, 3> = {} state h: Bag<1..3, 2> = {} state n: 0..3 = 0 action grow(k in 0..2) when n < 3 { n += 1 insert k into g } action more(k in 1..3) when n < 3 and len(h) < 2 { n += 1 insert k into h } action shrink(k in 0..2) when n < 3 { n += 1 remove k from g }";
const shapes = "state sh: Shape in Shape state other: Shape in {Point, Line(2, True), Spot(None), Spot(Some(2))}";
const options =
  "state o: Option<1..2> in {None, Some(1), Some(2)} state oo: Option<Option<0..1>> in {None, Some(None), Some(Some(0)), Some(Some(1))}";
const records =
  "state e: { term: 0..1, flag: Bool } in { { term: t, flag: u } for t in 0..1, u in {False, True} } state f: ((0..1, Bool), 1..2) in { ((x, y), z) for x in 0..1, y in {False, True}, z in 1..2 }";
const maps =
  "state m: Map<1..3, 0..2> in { { k: (if k = h then j else 0) for k in 1..3 } for h in 1..3, j in 0..2 } state i: 0..4 in 0..4";
const members = "state n: Nut in Nut state l: Level in Level state c: Q in Q";

const expressions: readonly (readonly [string, string, string, string?])[] = [
  [numbers, "-12..12", "a + b * 2 - 1"],
  [numbers, "-12..12", "a * b"],
  [numbers, "-5..5", "a + b"],
  [numbers, "-4..4", "a div b"],
  [numbers, "0..4", "a mod b"],
  [numbers, "-4..4", "a div 2 + a mod 3"],
  [numbers, "0..4", "abs(a) + min(a, b, 0) + max(a, -b)"],
  [numbers, "Bool", "a < b and (a <= 0 or b > 1) <=> not (a >= b or a = 3)"],
  [numbers, "-9..9", "if a = b then 0 - a else if a > b then a - b else b"],
  [numbers, "Bool", "a in b..3 and a notin {b, 1, a + 5} and b in -1..1"],
  [numbers, "0..100", "sum(x * y for x in a..b, y in x..b where x != 0 and y > 0)"],
  [numbers, "0..100", "count(x in a..b, y in a..x where x * y >= 0)"],
  [sets, "Set<0..5>", "s union t"],
  [sets, "Set<1..4>", "s minus t"],
  [sets, "Set<0..2>", "t intersect s"],
  [sets, "(Bool, Bool, Bool)", "(s subset t, t subset s union {0}, s = t)"],
  [sets, "(Bool, Bool, 0..4)", "(i in s, i notin t, len(s))"],
  [sets, "0..4", "min(s) + i * 0"],
  [sets, "0..9", "max(t) + sum(s)"],
  [sets, "Set<0..9>", "{ x + y for x in s, y in t where x != i }"],
  [sets, "Set<Set<0..2>>", "subsets(t)"],
  [sets, "Set<Set<1..4>>", "{ x for x in subsets(s) where len(x) = 2 }"],
  [sets, "Set<(1..4, 0..2)>", "{ (x, y) for x in s, y in t }"],
  [sets, "1..4", "choose x in s where x > i"],
  [sets, "Bool", "forall x in s: exists y in t: x = y or x > 2"],
  [sets, "Bool", "isQuorum(s intersect {1, 2}, s)"],
  [sets, "Set<1..4>", "{i, 1} union {2}"],
  [wideSets, "Set<0..60>", "s union t union {i}"],
  [wideSets, "(Set<0..40>, Set<0..40>, Bool, Bool)", "(s intersect t, s minus t, s subset t, i in s)"],
  [
    wideSets,
    "(0..41, 0..60, 0..200, 0..60)",
    "(len(s), if t = {} then 0 else max(t), sum(s), if s = {} then 0 else min(s))",
  ],
  [wideSets, "Set<0..80>", "{ x * 2 for x in s where x != i }"],
  [wideSets, "Set<0..40>", "0..i"],
  [pairs, "Set<(0..200, 0..200), 4>", "s union {(i, 2)}"],
  [pairs, "(Bool, 0..3, Bool)", "((i, 2) in s, len(s), s = {(1, 2)})"],
  [pairs, "Set<(0..200, 0..200), 3>", "{ (y, x) for x in {1, i}, y in {0, 2} where (x, y) in s or y = 2 }"],
  [pairs, "Set<(0..200, 0..200), 3>", "s minus {(1, 2), (i, 0)}"],
  [pairs, "(Set<(0..200, 0..200), 3>, Bool)", "(s intersect {(1, 2), (i, 0)}, {(1, 2)} subset s)"],
  [pairs, "Seq<0..200, 3>", "[x.0 for x in s]"],
  [pairs, "Set<Set<(0..200, 0..200), 3>, 8>", "{ x for x in subsets(s) where len(x) != 1 }", "param Big = 3"],
  [pairs, "0..9", "count(x in subsets(s) where (1, 2) in x) + len({ x.1 for x in s })"],
  [pairs, "Set<(0..200, 0..200), 2>", "choose x in subsets(s union {(i, i)}) where len(x) = 2"],
  [pairs, "Bool", "(i, i) in Pair and exists x in Pair: x in s and x.0 = i", "type Pair = (0..200, 0..200)"],
  [
    pairs,
    "0..50000",
    "len({ p for p in Pair where p.0 = i or p in s }) + len((0..100) minus {i})",
    "type Pair = (0..200, 0..200)",
  ],
  [wideSets, "0..99", "count(x in subsets(s), y in subsets(t) where x subset y or len(x) > len(y))"],
  [wideSets, "Set<0..40>", "choose x in subsets(s) where len(x) = 2"],
  [lists, "Seq<0..3, 3>", "[x + 1 for x in q]", allLists],
  [lists, "0..3", "q[i] + len(r)", allLists],
  [lists, "Seq<0..2, 2>", "q[i..2]", allLists],
  [lists, "Seq<0..2, 2>", "q[1..i]", allLists],
  [lists, "(0..2, 0..2)", "(head(q), last(q))", allLists],
  [lists, "Seq<0..2, 2>", "tail(q)", allLists],
  [lists, "(Bool, Bool, Bool, Bool)", "(q = r, i in q, q != [], r = [1])", allLists],
  [lists, "Set<0..2>", "toSet(q)", allLists],
  [lists, "Set<Seq<0..3, 2>>", "{q, r, [i]}", allLists],
  [lists, "Seq<Seq<0..2, 2>, 2>", "[q[1..x] for x in 1..len(q)]", allLists],
  [bags, "Bag<0..3, 4>", "g union h"],
  [bags, "(Bag<0..2, 3>, Bag<0..2, 3>)", "(g minus h, g intersect h)"],
  [bags, "(Bool, Bool, 0..3, 0..3, Bool)", "(g subset h, h subset g, g[1], len(h), 3 in g)"],
  [bags, "(Set<0..3>, Bool)", "(toSet(h) union toSet(g), g = h)"],
  [bags, "0..30", "sum(x * 2 for x in g)"],
  [
    shapes,
    "(Bool, Bool, Bool, Bool)",
    "(sh = other, sh is Line, sh = Line(2, True), sh in {Point, other, Spot(None)})",
  ],
  [
    shapes,
    "0..9",
    "match sh { Point: 0, Line(l, t): if t then l else l + 3, Spot(o): match o { None: 7, Some(v): v } }",
  ],
  [shapes, "Set<Shape>", "{sh, other}"],
  [shapes, "(0..20, Bool)", "(len(Shape), sh in Shape)"],
  [shapes, "Map<Shape, Bool>", "{ x: x = sh for x in Shape }"],
  [shapes, "Seq<Shape, 3>", "[sh, other, Spot(Some(1))]"],
  [options, "(Bool, Bool, Bool, Bool)", "(o = None, oo = Some(None), o in {None, Some(1)}, oo != Some(Some(1)))"],
  [options, "0..4", "o.value + (match oo { Some(x): match x { Some(y): y, None: 2 }, None: 1 })"],
  [options, "Option<Option<0..3>>", "if o = None then oo else Some(o)"],
  [options, "Set<Option<Option<0..2>>>", "{oo, Some(o), None}"],
  [records, "(Bool, 0..1, Bool, 1..2)", "(e = { flag: True, term: 1 }, e.term, f.0.1, f.1)"],
  [records, "{ term: 0..3, flag: Bool }", "e with { term: 1, flag: f.0.1 }"],
  [records, "((0..1, Bool), 1..2)", "f"],
  [records, "Set<{ flag: Bool, term: 0..1 }>", "{e, { term: f.0.0, flag: e.flag }}"],
  [records, "Map<(0..1, Bool), 0..3>", "{ (x, y): if (x, y) = f.0 then f.1 else 0 for x in 0..1, y in {False, True} }"],
  [maps, "(0..2, Bool)", "(m[i], m = { k: 0 for k in 1..3 })"],
  [maps, "Map<1..3, 0..2>", "m with { [i]: 2 }"],
  [maps, "Map<1..3, 0..4>", "{ k: m[k] + 1 for k in 1..3 where k != i }"],
  [maps, "Map<0..1, 0..2>", "{ m[k] mod 2: m[k] for k in {1, 2, 3, i} }"],
  [maps, "Map<1..3, Map<0..1, 0..2>>", "{ k: { j: if j = 0 then m[k] else 0 for j in 0..1 } for k in 1..3 }"],
  [members, "(Bool, 1..4, Bool)", "(n in Nut, index(l), l < level3 or l >= Level[2])"],
  [members, "Map<Q, Bool>", "{ x: x = c for x in Q }"],
  [members, "Q", "Q[index(l)]"],
  [members, "-2..2", "c.y + sum(p.x for p in P)"],
  [members, "Nut", "choose x in Nut where x = n"],
  [members, "Nut", "choose x in Nut where x != n"],
  [
    members,
    "0..10",
    "double(index(l)) + twice(c)",
    "define double(x: 0..2) = x + x define twice(x: Q) = double(index(x)) - double(1)",
  ],
];

/** A body of statements, run in states that differ. */
export const executed = (body: string, more = ""): string => `model M
  type Nut = symmetric nut[1..2]
  process P as p[1..3] { shared x: 0..3 = 1 shared got: Set<P> = {} shared best: Option<P> = None }
  state a: 0..3 in 0..3
  state b: 0..9 = 0
  state q: Seq<0..3, 2> in {[], [1], [3, 2]}
  state s: Set<0..3> in {{}, {0, 3}, {1, 2, 3}}
  state m: Map<0..3, 0..3> = { k: k for k in 0..3 }
  state deep: { log: Seq<{ t: 0..3, who: Option<P> }, 2>, at: Map<P, (0..3, Bool)> } = { log: [], at: { p: (0, False) for p in P } }
  state nut: Option<Nut> = None
  state ran: Bool = False
  ${more}
  action go when not ran { ran := True ${body} }
  terminal when True`;

const bodies: readonly (readonly [string, string?])[] = [
  ["b := a m[a] := 3 m[m[a]] := b"],
  ["b := a * 3"],
  ["if a > 2 { return } else if a = 1 { b := 1 } b += 1"],
  ["append a to q append b to q"],
  ["insert a into s remove 3 from s insert 4 into s"],
  ["q[a] := 0"],
  ["let old1 = q append 1 to q b := len(old1) * 3 + len(q)"],
  ["let c = m m[0] := 3 b := c[0] + m[0]"],
  ["var c = m c[a] := 3 m := c c[0] := 1 b := c[0] + m[0]"],
  ["var t = 0 for i in 0..a { t += i } b := t"],
  ["var l: Seq<0..3, 3> = [] for i in s { append i to l } b := len(l) q := l[1..2]"],
  ["for i in s where i != a { remove i from s }"],
  ["for i in s where i + 1 in s { insert i - 1 into s }"],
  ["for i in q { b += i }"],
  ["for i in 0..2, j in i..2 where m[i] < 3 { m[j] := 3 - m[i] }"],
  ["for p in P { p.x := a }"],
  ["for p in P where p.x > 0 { insert p into p.got p.x := 0 }"],
  ["for p in P { deep.at[p] := (p.x, True) if p.x = 1 { deep.log := [{ t: a, who: Some(p) }] } }"],
  ["for p in P { for r in P where r != p { insert r into p.got } }"],
  ["for p in P { b += 1 }"],
  ["for n in Nut { nut := Some(n) }"],
  ["for n in Nut { if a > 1 { return } nut := Some(n) }"],
  ["var last: Option<Nut> = None for n in Nut { last := Some(n) } b := 1"],
  ["for n in Nut { pick i in 0..a b := i }"],
  ["for n in Nut { pick i in 1..2 b += i }"],
  ["for n in Nut { pick i in 0..1 if i = 1 { nut := Some(n) } }"],
  ["for n in Nut { require a > 1 nut := Some(n) }"],
  ["pick i in s b := i"],
  ["pick i in s, j in 0..i where j != a b := i + j"],
  ["pick i in s where m[i] div a > 0 b := i"],
  ["pick p in P, r in P where p != r p.best := Some(r)"],
  ["pick t in subsets(P) where len(t) = 2 for p in t { p.x := 2 }"],
  ["pick i in q b := i pick j in s where j > i b += j"],
  ["if a > 1 { pick i in s { b := i } } b += 1"],
  ["for i in s { pick j in 0..1 b := (b * 2 + j) mod 10 }"],
  ['require a > 1 assert a > 2, "small" b := 1'],
  ['b := 1 assert b = a, "not one" require False'],
  ["match q[a] { _ { b := 1 } }", undefined],
  ["pick p in P deep.at[p] := (a, True) append { t: a, who: Some(p) } to deep.log deep.log[1].t := b"],
  ["deep := deep with { log: [{ t: a, who: None }] } deep.log[a].who := None"],
  ["pick p in P match p.best { Some(r) { r.x := 0 } None { p.best := Some(p) p.x := 0 } }"],
  [
    "f(a) f(b)",
    "procedure f(v: 0..3) { if v > 2 { b := 9 return } b += v if v = 1 { g(v) return } b += 1 } procedure g(v: 0..3) { b += v + v }",
  ],
  ["b := old(b) + 1 a := 3 - a b := b + old(a) m := { k: old(m[k]) for k in 0..3 }"],
  ["for k in 0..3 { m[k] := 3 - m[3 - k] }"],
  ["for x in subsets(s) where len(x) = 1 { s := s minus x b += 1 }"],
  ["for x in subsets(s) { s := x b := len(x) }"],
  ["pick x in subsets(s) s := x"],
  ["pick i in {} b := 1"],
  ["for i in {} { b := 1 } b += 1"],
  ["b := count(x in s where x > a) + len(s union {a}) s := { x mod 3 for x in s }"],
];

/** A network with a conversation on it. */
const talking = (network: string, more = "", fault = ""): string => `model M
  type Kind = Plain | Rich(size: 0..2)
  message Ask { n: 0..2, kind: Kind } from A to B
  message Tell { what: Option<0..2>, all: Seq<0..1, 2> } from B to A
  message Ping from A to A
  ${network}
  process A as a[1..2] ordered { shared made: 0..2 = 0 shared heard: Set<Option<0..2>> = {}
    action ask when made < 2 { made += 1 broadcast Ask { n: made, kind: if made = 1 then Plain else Rich(made) } }
    action ping when made = 1 { broadcast Ping }
    on Ping from s when s != self { made := 2 }
    on Tell from b when len(msg.all) < 2 or made = 2 { insert msg.what into heard } }
  process B as b[1..2] ordered { shared seen: 0..2 = 0
    on Ask from a when msg.n >= seen { seen := msg.n match msg.kind { Plain { reply Tell { what: None, all: [] } } Rich(k) { reply Tell { what: Some(k), all: [0, 1] } } } } }
  ${more}
  terminal when True ${fault}`;

const conversations: readonly string[] = [
  talking("network unordered capacity 4 overflow block"),
  talking("network unordered capacity 3 overflow drop"),
  talking("network unordered capacity 3 overflow bound"),
  talking("network unordered capacity 3 overflow error"),
  talking("network unordered capacity 1 each overflow block"),
  talking("network unordered capacity 1 each overflow drop"),
  talking("network fifo capacity 4 overflow block"),
  talking("network fifo capacity 2 each overflow drop"),
  talking("network fifo capacity 3 overflow drop"),
  talking("network set"),
  talking("network set capacity 3 overflow drop"),
  talking("network set capacity 1 each overflow bound"),
  talking("network fifo carries Ask, Ping capacity 3 overflow block network set carries Tell"),
  talking("network unordered capacity 3 overflow block", "", "fault loss { total: 1 } fault duplication { total: 1 }"),
  talking("network fifo capacity 3 overflow drop", "", "fault loss { total: 1 } fault duplication { total: 2 }"),
  talking("network set", "", "fault loss { total: 2 } fault duplication { total: 1 }"),
  talking("network unordered capacity 1 each overflow drop", "", "fault duplication { total: 2 }"),
  talking(
    "network set",
    "invariant Sent: forall b in B: sent(Ask { n: 1 } to b) or not sent(Ask {} to b) reachable Both: sent(Tell { what: Some(2) } from b1 to a1) and sent(Ping from a1) invariant Other: not sent(Ask { kind: Rich(2), n: 2 })",
  ),
  talking("network unordered capacity 3 overflow block", "", "fault byzantine { of: B, total: 1 }"),
  talking(
    "network set",
    "invariant S: sent(Tell { what: None } from b1) => True reachable R: exists b in B: sent(Tell { what: None, all: [1] } from b)",
    "fault byzantine { total: 1 }",
  ),
  talking(
    "network unordered capacity 3 overflow block",
    "",
    "fault crash { atOnce: 1, total: 1, restart: True } fault partition { total: 1 }",
  ),
  talking(
    "network unordered capacity 3 overflow block",
    "",
    "fault pause { atOnce: 1, total: 1 } fault restart { total: 1 }",
  ),
];

/** Senders of two kinds that are not neighbours: their numbers have a gap. */
const mixed = (network: string): string => `model M
  message Word { n: 0..1 } from A | C to B | C
  ${network}
  process A as a[1..2] { shared out: 0..1 = 0 action say when out = 0 { out := 1 broadcast Word { n: 0 } } }
  process B as b { shared numbered: Bool = False shared n: 0..4 = 0 on Word from s { numbered := s in C if s in A { n += 1 } } }
  process C as c[1..2] ordered { shared heard: 0..4 = 0 shared out: Bool = False
    on Word from s when s != self { heard += if s in C and msg.n = 1 then 2 else 1 }
    action say when not out { out := True broadcast Word { n: 1 } send Word { n: 0 } to b } }
  reachable Both: sent(Word { n: 1 } from c2 to b) and sent(Word from c1)
  terminal when True`;

/** Envelopes of more than 32 bits, and a set that is too large for bits. */
const large = (network: string): string => `model M
  message Big { x: 0..1000, y: Set<0..40>, z: Map<1..3, 0..100>, w: Bag<0..3, 2> } from A to A
  ${network}
  process A as a[1..3] { shared n: 0..3 = 0 shared sum: 0..2000 = 0 shared last: Option<{ x: 0..1000, y: Set<0..40> }> = None
    action go when n < 2 { n += 1 broadcast Big { x: n * 400, y: {n, 40 - n}, z: { k: n * k for k in 1..3 }, w: bag() } }
    define bag = if n = 1 then {1, 1} else {2}
    on Big from s when sum < 1200 { sum += msg.x + msg.z[2] last := Some({ x: msg.x, y: msg.y }) if msg.w[1] = 2 { n := 3 } } }
  terminal when True`;

const others: readonly string[] = [
  mixed("network set"),
  ...["unordered capacity 5 overflow drop", "fifo capacity 2 each overflow bound"].map((network) =>
    mixed(`network ${network}`).replace(/reachable Both.*/, ""),
  ),
  large("network unordered capacity 3 overflow block")
    .replace("define bag = if n = 1 then {1, 1} else {2}", "")
    .replace(", w: Bag<0..3, 2> }", " }")
    .replace(", w: bag() }", " }")
    .replace(" if msg.w[1] = 2 { n := 3 }", ""),
  large("network set")
    .replace("define bag = if n = 1 then {1, 1} else {2}", "")
    .replace(", w: Bag<0..3, 2> }", " }")
    .replace(", w: bag() }", " }")
    .replace(" if msg.w[1] = 2 { n := 3 }", ""),
  large("network fifo capacity 3 overflow block")
    .replace("define bag = if n = 1 then {1, 1} else {2}", "")
    .replace(", w: Bag<0..3, 2> }", " }")
    .replace(", w: bag() }", " }")
    .replace(" if msg.w[1] = 2 { n := 3 }", ""),
  // Time.
  `model M process P as p[1..2] { volatile timer t: 0..3 durable timer u: 0..2 = 1 shared n: 0..2 = 0
    action begin when not running(t) and n < 2 { start t at n + 1 n += 1 }
    action again when expired(u) { start u }
    urgent action fire when expired(t) { stop t } }
    fault drift { total: 2, atOnce: 1 } fault crash { total: 1, restart: True }
    invariant I: forall p in P: running(p.t) => not expired(p.t)
    terminal when True`,
  // Enabled, urgent and deadlocks.
  `model M state n: 0..3 = 0 process P as p[1..2] ordered { shared x: 0..2 = 0
    action up(i in 1..2) when x + i <= 2 bound n < 3 { x += i n += 1 }
    action down when x = 2 { pick k in 0..1 require k < n x := k }
    action stuck when enabled(p1.up) and not enabled(p2.down) { require x < n x := 0 } }
    invariant I: enabled(p1.up) or p1.x > 0
    reachable R: not enabled(p1.up) and enabled(p2.down)
    step invariant S: forall p in P: p.x >= old(p.x) or old(p.x) = 2
    step invariant T: old(n) <= n and old(old(n)) = old(n)`,
  // Constraints, initial conditions, choices of processes.
  `model M state n: 0..20 = 0 process P as p[1..2] ordered { shared x: 0..2 in 0..2 shared y: 0..4 = x * 2 }
    initially p1.x <= p2.x constraint n < 5 constraint p1.y + n != 7
    action go(p in P, d in 1..p.x) { n += d * index(p) p.y := n mod 5 }
    invariant I: p1.y != 3 or n < 9`,
  // A task.
  `model M state lock: Bool = False process P as p[1..2] ordered { shared n: 0..2 = 0
    task work { step enter when not lock { lock := True } step use { n += 1 if n = 1 { goto enter } } step out { lock := False } } }
    invariant I: not (p1 at use and p2 at use) terminal when True`,
  // Rounds, with and without a traitor.
  ...["", "fault byzantine { of: P, total: 1 }", "fault crash { total: 1 }"].map(
    (fault) => `model M message Vote { v: 0..1 } from P to P message Seen { all: Set<P> } from P to P
    network synchronous rounds 2
    process P as p[1..3] { shared v: 0..1 in 0..1 shared seen: Set<P> = {} shared done: Bool = False
      on round 0 { broadcast Vote { v } }
      on round 1 when v = 1 { seen := { q for q in P where inbox(Vote)[q] = Some({ v: 1 }) } broadcast Seen { all: seen } }
      on round 2 { if count(q in P where inbox(Seen)[q] != None) > 0 { done := True } seen := { q for q in P where match inbox(Seen)[q] { Some(m): self in m.all, None: False } } } }
    reachable All: forall p in P: p.done ${fault}`,
  ),
  // A history.
  `model M object Register { state value: 0..1 = 0 op write(v: 0..1) { value := v } op read(): 0..1 { return value } }
    history ops: Register by C at most 2 state r: 0..1 = 0
    process C as c[1..2] { shared busy: Bool = False
      action write(v in 0..1) when idle(ops, self) { invoke ops.write(v) r := v busy := True }
      action finish when pending(ops, self) and busy { respond ops busy := False } } terminal when True`,
  // Arguments that say nothing of what they could hold.
  `model M type R = { a: 0..1 } type O = Option<{ a: 0..1 }> type S = Seq<{ a: 0..1 }, 2> state n: 0..2 = 0
    define d(c: O) = match c { None: True, Some(x): x.a = 0 }
    define e(c: Set<O>) = forall x in c: d(x)
    define f(c: S) = forall i in 1..len(c): c[i].a = 0
    define g(c: { o: O }) = d(c.o)
    process P as p { volatile k: 0..3 = 0
      procedure set(c: O) { match c { Some(x) { k := x.a } None { k := 2 } } }
      action go when n < 2 { n += 1 set(None) } }
    invariant All: d(None) and e({None}) and e({}) and f([]) and g({ o: None }) and p.k != 1 terminal when n = 2`,
  // A quorum of more values than can be numbered one by one.
  `model M state few: Set<0..100000, 2> = {} state n: 0..3 = 0
    action grow when n < 3 { few := if n = 0 then {7} else if n = 1 then {7, 100000} else {} n += 1 }
    invariant Never: not isQuorum(few) terminal when isQuorum(few) or n = 3`,
];

export const constructs: readonly (readonly [string, string])[] = [
  ...expressions.map(([names, type, expression, more]): readonly [string, string] => [
    `${expression}: ${type}`,
    evaluated(names, type, expression, more),
  ]),
  ...bodies.map(([body, more]): readonly [string, string] => [body, executed(body, more)]),
  ...conversations.map((text): readonly [string, string] => [text.replace(/\s+/g, " ").slice(200, 420), text]),
  ...others.map((text): readonly [string, string] => [text.replace(/\s+/g, " ").slice(0, 200), text]),
];
