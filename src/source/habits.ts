/**
 * Words of other languages that people type out of habit, and what is written here instead. Enters: a word that means
 * nothing at its place. Leaves: a hint. The parser and the typed passes share the table, because where such a word is
 * noticed depends on what stands around it.
 */

const strings = "there are no strings: name the values in a type, `type Phase = Idle | Busy`";
const range = "integers say how far they go: `0..9`";
const initial = "initial values stand with the variables: `state x: 0..3 = 0`, or `in S` for any of a set";
const parameter = "a constant is a parameter: `param N = 3`";
const variable = "a variable is written `state x: 0..3 = 0`, and in a process `durable` or `volatile`";
const definition = "a definition is written `define name(x: T) = …`";
const process = "processes are written `process Node as n[1..3] { … }`";
const everyAction = "every `action` of the model is part of its next step: nothing puts them together";
const standard = "arithmetic, sets, sequences and maps need no `use`: that is for other .spec files";
const loop = "a loop goes over a set, `for x in S { … }`; what waits in between is a `task` with steps and `goto`";
const waiting = "what waits is a guard: `action a when …`, or in the middle of code a step of a `task`";

const declarationsOfOthers: Readonly<Record<string, string>> = {
  init: initial,
  initial,
  initialize: initial,
  const: parameter,
  constant: parameter,
  constants: parameter,
  var: variable,
  variable,
  variables: variable,
  int: `${variable}; ${range}`,
  byte: `${variable}; ${range}`,
  enum: "write `type Kind = A | B`",
  datatype: "write `type Kind = A | B`",
  struct: "write `type Entry = { term: 0..3, value: Value }`",
  module: "a file starts with `model Name`, without braces",
  machine: process,
  proctype: process,
  role: process,
  node: process,
  event: "a message is written `message Name { field: T }`",
  mtype: "write `type Kind = A | B`, or `message Name { … }`",
  chan: "channels are a network: `network fifo capacity 2 each`, and `send M to p`",
  extends: standard,
  import: standard,
  instance: standard,
  next: everyAction,
  spec: everyAction,
  val: definition,
  def: definition,
  pure: definition,
  function: definition,
  fn: definition,
  fun: definition,
  operator: definition,
  fairness: "write `fair weak a` or `fair strong a`",
  symmetry: "interchangeable values are a type: `type Value = symmetric v[1..2]`; processes are so unless `ordered`",
  safety: "write `invariant Name: …`",
  temporal: "write `property Name: …`",
  always: "write `invariant Name: …`, or `property Name: always …`",
  test: "a scenario is written `run name { a; expect P }`",
};

const statementsOfOthers: Readonly<Record<string, string>> = {
  unchanged: "what an action does not mention stays as it is",
  except: "a map with one value changed is `m with { [k]: e }`; an action may say `m[k] := e`",
  nondet: "any value of a set: `pick x in S`",
  either: "one of several values is `pick x in S`; one of several deeds is several actions",
  any: everyAction,
  all: "statements stand one after the other; the condition is the guard, `action a when …`, and ∀ is `forall`",
  while: loop,
  do: loop,
  skip: "a block may be empty: `{ }`",
  await: waiting,
  receive: "messages are received by handlers: `on M from p when … { … }`",
  elif: "write `else if`",
  elsif: "write `else if`",
  then: "the branches of a statement are blocks, `if c { … } else { … }`; with `then` it is an expression",
  atomic: "an action is atomic anyway",
};

const typesOfOthers: Readonly<Record<string, string>> = {
  int: range,
  integer: range,
  nat: range,
  natural: range,
  uint: range,
  number: range,
  boolean: "write `Bool`",
  bool: "write `Bool`",
  string: strings,
  str: strings,
  text: strings,
  list: "write `Seq<T, max>`",
  array: "write `Seq<T, max>`, or `Map<K, V>`",
  vector: "write `Seq<T, max>`",
  queue: "write `Seq<T, max>`",
  dict: "write `Map<K, V>`: it has a value for every key",
  function: "write `Map<K, V>`: it has a value for every key",
  multiset: "write `Bag<T, max>`",
};

const valuesOfOthers: Readonly<Record<string, string>> = {
  true: "write `True`",
  false: "write `False`",
  null: "what may be absent has the type `Option<T>`, with the values `None` and `Some(v)`",
  nil: "what may be absent has the type `Option<T>`, with the values `None` and `Some(v)`",
  cardinality: "write `len(S)`, or `count(x in S where …)`",
  size: "write `len(S)`, or `count(x in S where …)`",
  length: "write `len(q)`",
  subset: "write `subsets(S)`",
  powerset: "write `subsets(S)`",
  domain: "a map has a value for every key of its type: write the type's name",
  contains: "write `x in S`",
  oneof: "any value of a set: `pick x in S`",
  append: "write `append e to q`",
  this: "write `self`",
  sender: "name the sender in the handler: `on M from p { … }`",
  all: "write `forall x in S: …` or `∀`",
  some: "write `exists x in S: …` or `∃`",
  any: "write `exists x in S: …` or `∃`",
  next: "there are no primed variables: `x := e` gives the next value, `old(x)` is the one before the step",
};

const tables = {
  declaration: declarationsOfOthers,
  statement: statementsOfOthers,
  type: typesOfOthers,
  value: valuesOfOthers,
};

/** What to write for `word` where one of these was wanted; undefined when it is nobody's habit. */
export function habitHint(word: string, wanted: keyof typeof tables): string | undefined {
  const fairness = /^(?:WF|SF)_/.exec(word);
  if (fairness && wanted === "declaration") return "`WF_x(a)` is `fair weak a`, `SF_x(a)` is `fair strong a`";
  const key = word.toLowerCase();
  const table = tables[wanted];
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
