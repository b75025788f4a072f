/**
 * Why a formula fails in a state: the way down to the sub-expression at fault (the values of a quantifier that refute it,
 * the conjunct that is false, the implication whose condition holds and whose conclusion does not), and the values that
 * make it so. What comes out is a list of facts, each a true statement about the state.
 */
import type { Machine, State, Value } from "../interpreter/index.ts";
import type { Binder, Expr, Local, Type } from "../ir/index.ts";
import { type Span, spanText } from "../source/index.ts";
import { isVariant } from "./changes.ts";
import { parts, phrase, type Scope } from "./expressions.ts";
import { type Show, shower } from "./show.ts";

export interface Reason {
  /** True statements that together make the formula false: `r1.vote = Committed`. */
  readonly facts: readonly string[];
  /** What quantifiers and definitions bound on the way: `p = r1`. */
  readonly bindings: readonly string[];
  /** The sub-expression at fault. */
  readonly span: Span;
  /** Values of what the facts read, where the facts do not say them: `decided[p1] = Some(v1)`. */
  readonly values: readonly string[];
}

/** Why `formula` is false in `state` (for a step formula: in the step `old` → `state`), where names stand for what `scope` says. */
export function explain(
  machine: Machine,
  formula: Expr,
  state: State,
  old?: State,
  scope: Scope = { bindings: new Map() },
): Reason | undefined {
  const evaluator = new Descent(machine, state, old);
  const all = evaluator.blame(formula, false, scope);
  // `1 ≠ 2` needs no state to be true, and says nothing.
  const telling = all.filter((fact) => fact.expression === undefined || !constant(fact.expression));
  const facts = telling.length > 0 ? telling : all;
  const first = facts[0];
  if (!first) return undefined;
  return {
    facts: [...new Set(facts.map((fact) => (facts.length > 1 && loose(fact) ? `(${fact.text})` : fact.text)))],
    bindings: evaluator.names(),
    span: first.span,
    values: evaluator.values(facts),
  };
}

interface Fact {
  readonly text: string;
  readonly span: Span;
  /** Absent when the text says the value already. */
  readonly expression?: Expr;
  readonly truth: boolean;
  readonly scope: Scope;
}

const mostFacts = 6;
const mostValues = 8;
const opposite: Readonly<Record<string, string>> = {
  "=": "≠",
  "!=": "=",
  "<": "≥",
  "<=": ">",
  ">": "≤",
  ">=": "<",
  in: "∉",
  notin: "∈",
}; // prettier-ignore

class Descent {
  private readonly bound = new Map<string, { readonly value: Value; readonly type: Type }>();
  private readonly show: Show;

  constructor(
    private readonly machine: Machine,
    private readonly state: State,
    private readonly old: State | undefined,
  ) {
    this.show = shower(machine);
  }

  /** Facts that show why `expression` is `truth` here. */
  blame(expression: Expr, truth: boolean, scope: Scope): readonly Fact[] {
    const leaf = (): readonly Fact[] => [this.fact(expression, truth, scope)];
    switch (expression.kind) {
      case "not":
        return this.blame(expression.operand, !truth, scope);
      case "checked":
        return this.blame(expression.operand, truth, scope);
      case "quantifier": {
        if ((expression.quantifier === "forall") === truth) return leaf();
        const inner = this.witness(expression.binders, expression.body, truth, scope);
        return inner ? this.blame(expression.body, truth, inner) : leaf();
      }
      case "logic": {
        const [first, second] = expression.operands;
        if (expression.operator === "implies" && first && second) {
          if (truth)
            return this.is(first, false, scope) ? this.blame(first, false, scope) : this.blame(second, true, scope);
          return this.together([first, true], [second, false], scope) ?? leaf();
        }
        if (expression.operator === "iff") return leaf();
        // One operand decides: a false conjunct, a true disjunct. Otherwise all of them are needed.
        if ((expression.operator === "or") === truth) {
          const culprit = expression.operands.find((operand) => this.is(operand, truth, scope));
          return culprit ? this.blame(culprit, truth, scope) : leaf();
        }
        return this.together(...expression.operands.map((operand) => [operand, truth] as const), scope) ?? leaf();
      }
      case "if": {
        const condition = this.is(expression.condition, true, scope);
        const branch = condition ? expression.then : expression.otherwise;
        return this.together([expression.condition, condition], [branch, truth], scope) ?? leaf();
      }
      case "match":
        return this.blameMatch(expression, truth, scope) ?? leaf();
      case "apply": {
        const bindings = new Map<number, Value>();
        for (const [index, parameter] of expression.define.parameters.entries()) {
          const argument = expression.arguments[index];
          const value = argument && this.value(argument, scope);
          if (value === undefined) return leaf();
          bindings.set(parameter.id, value);
        }
        const self = expression.self && this.value(expression.self, scope);
        return this.blame(expression.define.body, truth, {
          bindings,
          self: typeof self === "string" ? self : undefined,
        });
      }
      default:
        return leaf();
    }
  }

  private blameMatch(expression: Expr & { kind: "match" }, truth: boolean, scope: Scope): readonly Fact[] | undefined {
    const subject = this.value(expression.subject, scope);
    if (subject === undefined || !isVariant(subject)) return undefined;
    const type = expression.subject.type;
    const caseIndex =
      type.kind === "variant"
        ? type.cases.findIndex((item) => item.name === subject.tag)
        : subject.tag === "None"
          ? 0
          : 1;
    const arm =
      expression.arms.find((item) => item.caseIndex === caseIndex) ??
      expression.arms.find((item) => item.caseIndex === undefined);
    if (!arm) return undefined;
    const bindings = new Map(scope.bindings);
    arm.binds.forEach((local, index) => {
      const value = subject.arguments.get(index);
      if (local && value !== undefined) bindings.set(local.id, value);
    });
    const text = `${phrase(expression.subject, scope, this.machine)} = ${this.show(subject, type)}`;
    const fact: Fact = { text, span: expression.span, truth: true, scope };
    if (arm.body.kind === "literal") return [fact];
    return [...this.blame(arm.body, truth, { ...scope, bindings }), fact];
  }

  /** The facts of several expressions that are all needed; undefined when they are too many to be read. */
  private together(...items: [...(readonly [Expr, boolean])[], Scope]): readonly Fact[] | undefined {
    const scope = items.at(-1) as Scope;
    const facts: Fact[] = [];
    for (const item of items.slice(0, -1) as (readonly [Expr, boolean])[]) {
      facts.push(...this.blame(item[0], item[1], scope));
      if (facts.length > mostFacts) return undefined;
    }
    return facts;
  }

  /** The first values of `binders`, in the order of their types, for which `body` is `truth`. */
  private witness(binders: readonly Binder[], body: Expr, truth: boolean, scope: Scope): Scope | undefined {
    const [binder, ...rest] = binders;
    if (!binder) return this.is(body, truth, scope) ? scope : undefined;
    for (const item of this.machine.items(binder.domain, this.state, this.old, scope.bindings, scope.self) ?? []) {
      const found = this.witness(rest, body, truth, {
        ...scope,
        bindings: new Map(scope.bindings).set(binder.local.id, item),
      });
      if (!found) continue;
      this.remember(binder.local, item);
      return found;
    }
    return undefined;
  }

  private remember(local: Local, value: Value): void {
    this.bound.delete(local.name);
    this.bound.set(local.name, { value, type: local.type });
  }

  names(): readonly string[] {
    return [...this.bound].reverse().map(([name, { value, type }]) => `${name} = ${this.show(value, type)}`);
  }

  private is(expression: Expr, truth: boolean, scope: Scope): boolean {
    return this.value(expression, scope) === truth;
  }

  private value(expression: Expr, scope: Scope): Value | undefined {
    return this.machine.value(expression, this.state, this.old, scope.bindings, scope.self);
  }

  /** The statement that `expression` is `truth`, as one would write it. */
  private fact(expression: Expr, truth: boolean, scope: Scope): Fact {
    let text = phrase(expression, scope, this.machine);
    if (!truth) text = this.denied(expression, scope) ?? (simple(expression) ? `¬${text}` : `¬(${text})`);
    return { text, span: expression.span, expression, truth, scope };
  }

  /** `a ≠ b` for a false `a = b`. */
  private denied(expression: Expr, scope: Scope): string | undefined {
    if (expression.kind !== "compare" && expression.kind !== "setOperation") return undefined;
    const operator = opposite[expression.operator];
    const { source } = expression.span;
    const { left, right } = expression;
    if (operator === undefined || left.span.source !== source || right.span.source !== source) return undefined;
    if (
      left.span.start < expression.span.start ||
      right.span.end > expression.span.end ||
      left.span.end > right.span.start
    )
      return undefined;
    const between = spanText({ source, start: left.span.end, end: right.span.start });
    // Parentheses around an operand belong to neither span.
    const opening = "(".repeat((between.match(/\(/g) ?? []).length);
    const closing = ")".repeat((between.match(/\)/g) ?? []).length);
    return `${closing === "" ? "" : "("}${phrase(left, scope, this.machine)}${closing} ${operator} ${opening}${phrase(right, scope, this.machine)}${opening === "" ? "" : ")"}`;
  }

  /** `text = value` for what the facts read and do not say themselves. */
  values(facts: readonly Fact[]): readonly string[] {
    const lines = new Map<string, string>();
    const add = (expression: Expr, scope: Scope) => {
      const value = this.value(expression, scope);
      const text = phrase(expression, scope, this.machine);
      if (value === undefined || value === true || value === false || lines.size >= mostValues) return;
      const shown = this.show(value, expression.type);
      if (shown !== text) lines.set(text, shown);
    };
    const collect = (expression: Expr, truth: boolean | undefined, scope: Scope): void => {
      if (expression.kind === "quantifier") return;
      if (expression.kind === "not") {
        collect(expression.operand, truth === undefined ? undefined : !truth, scope);
        return;
      }
      if (expression.kind === "compare") {
        const equal =
          (expression.operator === "=" && truth === true) || (expression.operator === "!=" && truth === false);
        if (equal && (constant(expression.left) || constant(expression.right))) return;
      }
      // Nodes that a built-in such as `partitioned(p, q)` is made of have its text, which is not what they mean.
      if (desugared(expression)) return;
      if (readable(expression) && expression.type.kind !== "bool") {
        add(expression, scope);
        return;
      }
      const below = expression.kind === "logic" && expression.operator === "and" && truth === true ? true : undefined;
      for (const part of parts(expression)) collect(part, below, scope);
    };
    for (const fact of facts) if (fact.expression) collect(fact.expression, fact.truth, fact.scope);
    return [...lines].map(([text, value]) => `${text} = ${value}`);
  }
}

/** Whether a fact needs parentheses between others. */
const loose = ({ expression, truth }: Fact) =>
  truth &&
  (expression?.kind === "quantifier" ||
    expression?.kind === "if" ||
    (expression?.kind === "logic" && expression.operator !== "and"));

const simple = (expression: Expr) =>
  ["read", "local", "apply", "field", "index", "builtin", "sent", "inbox"].includes(expression.kind);

/** Whether the value says something that the text does not: a read of the state, not a constant. */
const readable = (expression: Expr): boolean =>
  ["read", "field", "index", "valueOf", "apply", "aggregate", "slice", "old", "builtin", "choose"].includes(
    expression.kind,
  ) && !constant(expression);

/** Whether a read of the environment stands where its variable is not written. */
const desugared = (expression: Expr) =>
  expression.kind === "read" &&
  expression.variable.role !== "field" &&
  !spanText(expression.span).includes(expression.variable.name);

function constant(expression: Expr): boolean {
  if (
    ["read", "apply", "old", "choose", "inbox", "sent", "enabled", "urgent", "setOf", "mapOf", "sequenceOf"].includes(
      expression.kind,
    )
  )
    return false;
  if (expression.kind === "builtin" && expression.arguments.length === 0) return true;
  return parts(expression).every(constant);
}
