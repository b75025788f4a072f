/**
 * What of a model can be covered: its actions, statements and expressions as a tree of points, each a piece of the source.
 * What was generated for one piece several times (for every kind of process, say) is one point. Code that nobody has
 * written, such as what faults and clocks do, is left out; only whether such an action ever happened is counted.
 */
import type { Action, Define, Expr, Model, Procedure, Stmt } from "../ir/index.ts";
import type { Span } from "../source/index.ts";
import { parts } from "./expressions.ts";

export interface Point {
  readonly kind: "action" | "define" | "statement" | "expression";
  readonly span: Span;
  /** Of actions and defines. */
  readonly name?: string;
  /** How what is inside depends on it: all must hold one after the other, one must, or what else there is only matters where the first or the last holds. */
  readonly shape: "all" | "any" | "first decides" | "last decides" | "not" | "code" | "list" | "other";
  /** It has a truth value that is worth a remark when it is never true. */
  readonly isCondition: boolean;
  /** Its value is fixed in this configuration: what it rules out is no gap. */
  readonly isConstant: boolean;
  /** It is part of a property: what stands behind a `not` there is meant to be never true. */
  readonly isClaim: boolean;
  readonly children: readonly Point[];
  /** The nodes that it stands for. */
  readonly subjects: readonly (Expr | Stmt | Action)[];
}

/** Actions with a body that somebody has written. */
const written = new Set<Action["kind"]>(["action", "step", "handler"]);

export function pointsOf(model: Model): readonly Point[] {
  return new Survey().model(model);
}

class Survey {
  readonly #defines = new Set<Define>();
  readonly #procedures = new Set<Procedure>();
  readonly #waiting: (() => Point)[] = [];

  model(model: Model): readonly Point[] {
    const roots: Point[] = [];
    for (const { initial } of model.variables) roots.push(...this.#expression(initial.value, false));
    for (const formula of [...model.initially, ...model.terminal]) roots.push(...this.#expression(formula, false));
    for (const action of model.actions) roots.push(this.#action(action));
    for (const formula of model.constraints) roots.push(...this.#expression(formula, false));
    for (const { formula } of model.properties) roots.push(...this.#expression(formula, true));
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) roots.push(next());
    const inOrder = merge(roots);
    return [...inOrder].sort((left, right) => compareSpans(left.span, right.span));
  }

  #action(action: Action): Point {
    const { span, process, rounds = [] } = action;
    const name = process ? `${process.name}.${action.name}` : action.name;
    const handlers = rounds.map(({ guard, body, span: at }) =>
      point("statement", at, "code", [...this.#guard(guard), ...this.#statements(body)]),
    );
    const isWritten = written.has(action.kind);
    const parameters = action.parameters.flatMap(({ domain }) => this.#expression(domain, false));
    const children = isWritten
      ? [...parameters, ...this.#guard(action.guard), ...this.#guard(action.bound), ...this.#statements(action.body)]
      : handlers;
    const own = children.filter((child) => !sameSpan(child.span, span));
    return { ...point("action", span, "code", own), name, subjects: [action] };
  }

  /** A guard as what must hold one after the other: that is how it is looked at. */
  #guard(guard: Expr | undefined): readonly Point[] {
    if (!guard) return [];
    if (guard.kind === "logic" && guard.operator === "and") return guard.operands.flatMap((part) => this.#guard(part));
    return this.#expression(guard, false);
  }

  #statements(statements: readonly Stmt[]): readonly Point[] {
    return statements.map((statement): Point => {
      const children = this.#inStatement(statement);
      const shape = statement.kind === "if" ? "first decides" : "code";
      const own = children.filter((child) => !sameSpan(child.span, statement.span));
      return { ...point("statement", statement.span, shape, own), subjects: [statement] };
    });
  }

  #inStatement(statement: Stmt): readonly Point[] {
    const of = (...expressions: readonly (Expr | undefined)[]): readonly Point[] =>
      expressions.flatMap((expression) => (expression ? this.#expression(expression, false) : []));
    const block = (statements: readonly Stmt[]): readonly Point[] => {
      const inner = this.#statements(statements);
      return inner.length === 0 ? [] : [list(inner)];
    };
    switch (statement.kind) {
      case "assign":
      case "let":
        return of(statement.value);
      case "if":
        return [...of(statement.condition), ...block(statement.then), ...block(statement.otherwise)];
      case "match":
        return [...of(statement.subject), ...statement.arms.flatMap(({ body }) => block(body))];
      case "for":
      case "pick":
        return [
          ...of(...statement.binders.map(({ domain }) => domain), statement.where),
          ...this.#statements(statement.body),
        ];
      case "send":
        return of(...statement.fields, statement.to);
      case "require":
        return of(statement.condition);
      case "assert":
        return this.#expression(statement.condition, true);
      case "call":
        this.#follow(statement.procedure);
        return of(...statement.arguments);
      default:
        return [];
    }
  }

  #expression(expr: Expr, isClaim: boolean): readonly Point[] {
    if (expr.kind === "apply") this.#define(expr.define, isClaim);
    const children = partsOf(expr).flatMap((part) => this.#expression(part, isClaim));
    // Types and ranges are gone through without being evaluated, and what is checked is so by the way.
    if (expr.kind === "checked" || expr.kind === "domain" || expr.kind === "range") return children;
    const isConstant = expr.kind === "literal" && expr.type.kind === "bool";
    const made = {
      ...point("expression", expr.span, shapeOf(expr), children),
      isConstant,
      isCondition: expr.type.kind === "bool" && !isConstant,
      isClaim,
      subjects: [expr],
    };
    return [made];
  }

  #define(define: Define, isClaim: boolean): void {
    if (this.#defines.has(define)) return;
    this.#defines.add(define);
    this.#waiting.push(() => {
      const children = this.#expression(define.body, isClaim);
      return { ...point("define", define.span, "code", children), name: define.name, subjects: [define.body] };
    });
  }

  #follow(procedure: Procedure): void {
    if (this.#procedures.has(procedure)) return;
    this.#procedures.add(procedure);
    this.#waiting.push(() => {
      const children = this.#statements(procedure.body);
      return { ...point("define", procedure.span, "code", children), name: procedure.name };
    });
  }
}

/** `x in {a, b}` compares with the items: there is no set. */
function partsOf(expr: Expr): readonly Expr[] {
  const isMembership = expr.kind === "setOperation" && (expr.operator === "in" || expr.operator === "notin");
  return isMembership && expr.right.kind === "set" ? [expr.left, ...expr.right.items] : parts(expr);
}

function shapeOf(expr: Expr): Point["shape"] {
  if (expr.kind === "not") return "not";
  if (expr.kind === "if") return "first decides";
  if ("where" in expr && expr.where && expr.kind !== "choose") return "last decides";
  if (expr.kind !== "logic") return "other";
  if (expr.operator === "implies") return "first decides";
  return expr.operator === "and" ? "all" : expr.operator === "or" ? "any" : "other";
}

function point(kind: Point["kind"], span: Span, shape: Point["shape"], children: readonly Point[]): Point {
  return {
    kind,
    span,
    shape,
    isCondition: false,
    isConstant: false,
    isClaim: false,
    children: merge(children),
    subjects: [],
  };
}

/** Statements that are executed together: it has no count of its own. */
function list(statements: readonly Point[]): Point {
  const [first] = statements;
  const last = statements.at(-1) ?? first;
  const span = first && last ? { ...first.span, end: last.span.end } : undefined;
  return point("statement", span ?? first!.span, "list", statements);
}

export const sameSpan = (left: Span, right: Span): boolean =>
  left.source === right.source && left.start === right.start && left.end === right.end;

export function compareSpans(left: Span, right: Span): number {
  if (left.source !== right.source) return left.source.path < right.source.path ? -1 : 1;
  return left.start - right.start || left.end - right.end;
}

/** Points of one kind and piece of the source become one, in the order in which they first come. */
function merge(points: readonly Point[]): readonly Point[] {
  const found = new Map<string, Point>();
  const sources = new Map<Span["source"], number>();
  for (const item of points) {
    const { source, start, end } = item.span;
    if (!sources.has(source)) sources.set(source, sources.size);
    const key = `${item.kind} ${item.shape === "list"} ${sources.get(source)} ${start} ${end} ${item.name ?? ""}`;
    const other = found.get(key);
    if (!other) found.set(key, item);
    else {
      found.set(key, {
        ...other,
        isCondition: other.isCondition || item.isCondition,
        isClaim: other.isClaim && item.isClaim,
        children: merge([...other.children, ...item.children]),
        subjects: [...other.subjects, ...item.subjects],
      });
    }
  }
  return [...found.values()];
}
