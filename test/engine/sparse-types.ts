/**
 * Models that go through all values of types without dense numbers: sets of at most two out of seventy, bags, sequences,
 * and what contains them. Order counts: of picks, of parameters, of what `choose` takes.
 */
const types: readonly (readonly [string, string])[] = [
  ["Set<1..70, 2>", "len(k) = 2 and 70 in k and max({0} union (k minus {70})) < 20"],
  ["Set<1..25, 2>", "len(k) = 2 and 3 in k"],
  ["Set<0..40, 1>", "40 in k"],
  ["Set<0..40, 0>", "len(k) = 0"],
  ["Set<Bool, 1>", "True in k"],
  ["Bag<0..9, 4>", "k[9] = 2 and k[3] = 1"],
  ["Bag<0..5, 8>", "k[5] = 6 and k[3] = 2"],
  ["Seq<Set<0..3, 1>, 3>", "len(k) = 3 and 3 in k[2]"],
  ["Set<Set<0..8, 2>, 1>", "exists x in k: 8 in x and len(x) = 2"],
  ["Bag<(0..3, 0..3), 3>", "k[(3, 3)] = 2"],
  ["Set<Set<0..2, 1>, 1>", "{1} in k"],
  ["(Bool, Set<1..66, 1>)", "k.0 and 66 in k.1"],
  ["{ a: Bag<0..9, 2>, b: Set<0..30, 1> }", "k.a[9] = 2 and 30 in k.b"],
  ["Set<5000000000..5000000040, 2>", "len(k) = 2 and 5000000040 in k and 5000000001 in k"],
];

const model = (type: string, wanted: string): string => `model M
  type T = ${type}
  define Few = { k for k in T where ${wanted} }
  state n: 0..3 = 0
  state size: 0..2000000 = 0
  state value: Option<T> = None
  action counted when n = 0 { n := 1 size := count(k in T where ${wanted}) }
  action measured when n = 0 { n := 1 size := len(T) }
  action picked when n = 0 { n := 1 pick k in T where ${wanted} { value := Some(k) } }
  action chosen when n = 0 { n := 2 value := Some(choose k in T where ${wanted}) }
  action given(k in Few) when n = 1 { n := 2 value := Some(k) }
  terminal when True`;

export const sparseTypes: readonly (readonly [string, string])[] = types.map(([type, wanted]) => [
  type,
  model(type, wanted),
]);
