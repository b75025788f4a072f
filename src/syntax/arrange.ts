/**
 * Operator precedence. The grammar reads an expression as a flat line of operands and operators (one rule instead of one
 * per level, which keeps the call stack short); this file makes the tree of it, following the levels of `operators.ts`:
 *
 *     iff  = leads ["<=>" leads]            leads = implied [("leadsto"|"until") implied]      implied = disj ["=>" implied]
 *     disj = ["or"] conj {"or" conj}        conj  = ["and"] test {"and" test}
 *     test = ("not"|"always"|"eventually") test | range [relation range | ("is"|"at") Name]
 *     range = sum [".." sum]                sum = product {("+"|…) product}                    product = ["-"] operand {("*"|…) operand}
 *
 * What does not fit is reported through `complain` and arranged as well as can be.
 */
import { assert, cover, type Diagnostic, type Span } from "../source/index.ts";
import { level, type Operator } from "./operators.ts";
import type { BinaryOperator, Expression, Name, UnaryOperator } from "./tree.ts";

export type Item =
  | { readonly kind: "operand"; readonly operand: Expression }
  | { readonly kind: "operator"; readonly operator: Operator; readonly symbol: string; readonly span: Span }
  /** `is Case`, `at label`. */
  | { readonly kind: "test"; readonly test: "is" | "at"; readonly name: Name };

type OperatorItem = Extract<Item, { kind: "operator" }>;

class Arrangement {
  private at = 0;

  constructor(
    private readonly items: readonly Item[],
    private readonly complain: (diagnostic: Diagnostic) => void,
  ) {}

  whole(): Expression {
    let expression = this.equivalence();
    while (this.at < this.items.length) {
      const item = this.items[this.at];
      if (item?.kind === "operator") this.reject(item);
      this.at++;
      if (this.items[this.at]) expression = this.equivalence();
    }
    return expression;
  }

  /** The operator at hand, if it is one of `wanted` level; it is then behind us. */
  private take(wanted: number): OperatorItem | undefined {
    const item = this.items[this.at];
    if (item?.kind !== "operator" || item.operator.level !== wanted) return undefined;
    this.at++;
    return item;
  }

  private binary(operator: OperatorItem, left: Expression, right: Expression): Expression {
    return {
      kind: "binary",
      operator: operator.operator.name as BinaryOperator,
      symbol: operator.symbol,
      left,
      right,
      span: cover(left.span, right.span),
    };
  }

  /**
   * `next [op next]`; a second operator of the level is reported, because `a = b = c` can mean several things. A chain of
   * comparisons is read as mathematicians mean it, so that nothing else is said about it.
   */
  private single(wanted: number, next: () => Expression): Expression {
    let left = next.call(this);
    let last = left;
    let operator = this.take(wanted);
    for (let count = 1; operator; count++) {
      if (count === 2) this.rejectChain(operator);
      const right = next.call(this);
      if (count >= 2 && wanted === level.relation) {
        const items = [left, this.binary(operator, last, right)];
        const span = cover(left.span, right.span);
        left = { kind: "junction", operator: "and", symbol: "and", leading: false, items, span };
      } else left = this.binary(operator, left, right);
      last = right;
      operator = this.take(wanted);
    }
    return left;
  }

  private equivalence(): Expression {
    return this.single(level.iff, this.leads);
  }

  private leads(): Expression {
    return this.single(level.leads, this.implication);
  }

  private implication(): Expression {
    const left = this.disjunction();
    const operator = this.take(level.implies);
    return operator ? this.binary(operator, left, this.implication()) : left;
  }

  private disjunction(): Expression {
    return this.junction("or", level.or, this.conjunction);
  }

  private conjunction(): Expression {
    return this.junction("and", level.and, this.test);
  }

  private junction(operator: "and" | "or", wanted: number, next: () => Expression): Expression {
    const bullet = this.take(wanted);
    const items = [next.call(this)];
    let symbol = bullet?.symbol;
    for (let sign = this.take(wanted); sign; sign = this.take(wanted)) {
      symbol ??= sign.symbol;
      items.push(next.call(this));
    }
    const [first] = items;
    assert(first, "a junction has an item");
    if (symbol === undefined) return first;
    const span = cover(bullet?.span ?? first.span, items.at(-1)?.span ?? first.span);
    return { kind: "junction", operator, symbol, leading: bullet !== undefined, items, span };
  }

  private test(): Expression {
    const item = this.items[this.at];
    if (item?.kind === "operator" && item.operator.level === undefined) {
      this.at++;
      const operand = this.test();
      const operator = item.operator.name as UnaryOperator;
      return { kind: "unary", operator, symbol: item.symbol, operand, span: cover(item.span, operand.span) };
    }
    const start = this.at;
    let left = this.single(level.relation, this.range);
    let relations = this.items.slice(start, this.at).some(isRelation) ? 1 : 0;
    for (let tested = this.items[this.at]; tested?.kind === "test"; tested = this.items[this.at]) {
      this.at++;
      if (++relations === 2) this.rejectTest(tested);
      const span = cover(left.span, tested.name.span);
      left =
        tested.test === "is"
          ? { kind: "is", operand: left, case: tested.name, span }
          : { kind: "at", operand: left, label: tested.name, span };
    }
    return left;
  }

  private range(): Expression {
    return this.single(level.range, this.sum);
  }

  private sum(): Expression {
    return this.chain(level.sum, this.product);
  }

  private product(): Expression {
    return this.chain(level.product, this.operand);
  }

  private chain(wanted: number, next: () => Expression): Expression {
    let left = next.call(this);
    for (let operator = this.take(wanted); operator; operator = this.take(wanted)) {
      left = this.binary(operator, left, next.call(this));
    }
    return left;
  }

  private operand(): Expression {
    const item = this.items[this.at];
    assert(item, "an operator is followed by an operand");
    if (item.kind === "operand") {
      this.at++;
      return item.operand;
    }
    if (item.kind === "operator" && item.operator.name === "-") {
      this.at++;
      const operand = this.operand();
      const span = cover(item.span, operand.span);
      return { kind: "unary", operator: "negate", symbol: item.symbol, operand, span };
    }
    // Something like `x + not y` or `not ∧ a`: the sign can stand before an operand, but not here.
    if (item.kind === "operator") this.reject(item);
    this.at++;
    return item.kind === "operator" && item.operator.level === undefined ? this.test() : this.operand();
  }

  private reject(item: OperatorItem): void {
    const found = `\`${item.symbol}\``;
    this.complain({
      rule: "operator-order",
      span: item.span,
      message: `${found} can't stand here without parentheses`,
      found,
      hint: "put the part that belongs together in parentheses",
    });
  }

  private rejectTest({ test, name }: Extract<Item, { kind: "test" }>): void {
    this.complain({
      rule: "operator-chain",
      span: name.span,
      message: `\`${test}\` can't follow a comparison`,
      found: `\`${test} ${name.text}\``,
      hint: `say with parentheses what \`${test}\` asks about`,
    });
  }

  private rejectChain(item: OperatorItem): void {
    const found = `\`${item.symbol}\``;
    const hint =
      item.operator.level === level.relation
        ? `write both comparisons: \`a ${item.symbol} b and b ${item.symbol} c\``
        : "say with parentheses which part belongs together";
    this.complain({ rule: "operator-chain", span: item.span, message: `${found} can't be chained`, found, hint });
  }
}

function isRelation(item: Item): boolean {
  return item.kind === "operator" && item.operator.level === level.relation;
}

/** The tree of a flat line of operands and operators, which has at least one operand and ends with one or with a test. */
export function arrange(items: readonly Item[], complain: (diagnostic: Diagnostic) => void): Expression {
  return new Arrangement(items, complain).whole();
}
