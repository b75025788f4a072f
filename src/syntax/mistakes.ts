/**
 * Signs of other languages that people type out of habit. Each is reported once with what to write here, and is then read
 * as what was meant, so that one habit gives one diagnostic and the rest of the file is still checked.
 */

export interface Mistake {
  /** The spelling of ours that was meant; absent when the sign is dropped. */
  readonly means?: string;
  /** What to do instead, as a hint. */
  readonly hint: string;
}

const inTla = (sign: string, ours: string) => `\`${sign}\` is TLA+; here it is ${ours}`;
const halfWidth = (sign: string) => `write the ASCII sign \`${sign}\``;

export const mistakenSigns: ReadonlyMap<string, Mistake> = new Map<string, Mistake>([
  ["==", { means: "=", hint: "`=` is equality, `:=` is assignment" }],
  ["===", { means: "=", hint: "`=` is equality, `:=` is assignment" }],
  ["≜", { means: "=", hint: "a definition is written `define name = …`" }],
  ["!==", { means: "!=", hint: "write `!=` or `≠`" }],
  ["&&", { means: "∧", hint: "write `and` or `∧`" }],
  ["&", { means: "∧", hint: "write `and` or `∧`" }],
  ["||", { means: "∨", hint: "write `or` or `∨`" }],
  ["!", { means: "¬", hint: "write `not` or `¬`" }],
  ["~", { means: "¬", hint: inTla("~", "`not` or `¬`") }],
  ["->", { means: "→", hint: "implication is `=>` or `→`; a match arm has `:`" }],
  ["==>", { means: "=>", hint: "implication is `=>` or `→`" }],
  ["⟹", { means: "→", hint: "implication is `=>` or `→`" }],
  ["⟶", { means: "→", hint: "implication is `=>` or `→`" }],
  ["⟺", { means: "≡", hint: "equivalence is `<=>`, `≡` or `⇔`" }],
  ["<->", { means: "≡", hint: "equivalence is `<=>`, `≡` or `⇔`" }],
  ["=<", { means: "<=", hint: "write `<=` or `≤`" }],
  ["/=", { means: "!=", hint: "write `!=` or `≠`" }],
  ["#", { means: "!=", hint: inTla("#", "`!=` or `≠`; a comment starts with `//`") }],
  ["<>", { means: "◇", hint: inTla("<>", '`eventually` or `◇`; "different" is `!=` or `≠`') }],
  ["~>", { means: "⇝", hint: inTla("~>", "`leadsto` or `⇝`") }],
  ["/\\", { means: "∧", hint: inTla("/\\", "`and` or `∧`") }],
  ["\\/", { means: "∨", hint: inTla("\\/", "`or` or `∨`") }],
  ["\\in", { means: "∈", hint: inTla("\\in", "`in` or `∈`") }],
  ["\\notin", { means: "∉", hint: inTla("\\notin", "`notin` or `∉`") }],
  ["\\A", { means: "∀", hint: inTla("\\A", "`forall` or `∀`") }],
  ["\\E", { means: "∃", hint: inTla("\\E", "`exists` or `∃`") }],
  ["\\land", { means: "∧", hint: inTla("\\land", "`and` or `∧`") }],
  ["\\lor", { means: "∨", hint: inTla("\\lor", "`or` or `∨`") }],
  ["\\lnot", { means: "¬", hint: inTla("\\lnot", "`not` or `¬`") }],
  ["\\neg", { means: "¬", hint: inTla("\\neg", "`not` or `¬`") }],
  ["\\cup", { means: "∪", hint: inTla("\\cup", "`union` or `∪`") }],
  ["\\union", { means: "∪", hint: inTla("\\union", "`union` or `∪`") }],
  ["\\cap", { means: "∩", hint: inTla("\\cap", "`intersect` or `∩`") }],
  ["\\intersect", { means: "∩", hint: inTla("\\intersect", "`intersect` or `∩`") }],
  ["\\subseteq", { means: "⊆", hint: inTla("\\subseteq", "`subset` or `⊆`") }],
  ["⊂", { means: "⊆", hint: "write `subset` or `⊆`" }],
  ["\\leq", { means: "<=", hint: inTla("\\leq", "`<=` or `≤`") }],
  ["\\geq", { means: ">=", hint: inTla("\\geq", "`>=` or `≥`") }],
  ["\\", { means: "∖", hint: inTla("\\", "`minus` or `∖`") }],
  ["%", { means: "mod", hint: "the remainder is `mod`" }],
  ["/", { means: "div", hint: "division of integers is `div`" }],
  ["×", { means: "*", hint: "multiplication is `*`" }],
  ["÷", { means: "div", hint: "division of integers is `div`" }],
  ["'", { hint: "there are no primed variables: `x := e` gives the next value, `old(x)` is the one before the step" }],
  ["...", { means: "..", hint: "a range has two dots: `0..3`" }],
  ["|->", { means: ":", hint: inTla("|->", "`{ k: e for k in K }` for a map, `{ f: e }` for a record") }],
  ["++", { hint: "write `x += 1`" }],
  ["，", { means: ",", hint: halfWidth(",") }],
  ["；", { means: ";", hint: halfWidth(";") }],
  ["：", { means: ":", hint: halfWidth(":") }],
  ["（", { means: "(", hint: halfWidth("(") }],
  ["）", { means: ")", hint: halfWidth(")") }],
  ["｛", { means: "{", hint: halfWidth("{") }],
  ["｝", { means: "}", hint: halfWidth("}") }],
  ["＝", { means: "=", hint: halfWidth("=") }],
]);
