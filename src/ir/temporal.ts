/**
 * Formulas about behaviours, taken apart: from typed expressions to `Formula`. What is inside of no temporal operator
 * becomes an atom, a closed predicate of one state. Quantifiers over temporal formulas are written out for every value of
 * the bound names; a name keeps its value for ever, as in mathematics, whatever happens to the state that it came from.
 */
import type { Span } from "../source/index.ts";
import { isFixed, readsState } from "./antecedents.ts";
import type { Antecedent, Behaviours, Formula, StepPattern, TemporalProperty } from "./behaviours.ts";
import { isIn, localOf } from "./builders.ts";
import type { Context } from "./context.ts";
import type { Action, ActionReference, Binder, Define, Expr, Local } from "./model.ts";
import { isTemporal, mentionedLocals, mentionsSelf } from "./parts.ts";
import { isOfSystem, timeIsBlocked } from "./timelock.ts";
import { constantText, valuesOf } from "./type-values.ts";
import { bool, type ProcessKind } from "./types.ts";

/** What names stand for: constants. */
interface Names {
  readonly locals: ReadonlyMap<number, Expr>;
  readonly bound: readonly Local[];
  readonly self?: Expr;
}

/**
 * Where a formula stands: `taken` may be said where one step more or less that changes nothing makes no difference. That
 * is directly under ◇ or right of `until` where it makes the formula true, and under □ or left of `until` where it makes it false.
 */
interface Position {
  readonly under: "nothing" | "eventually" | "always";
  readonly positive: boolean;
}

const bare: Names = { locals: new Map(), bound: [] };

/** Collects what the formulas of one model share. */
export class Collection {
  readonly properties: TemporalProperty[] = [];
  readonly atoms: Expr[] = [];
  readonly events: (readonly StepPattern[])[] = [];
  readonly #goals: Formula[] = [];
  /** Of the formula that is being lowered, by place. */
  #antecedents = new Map<
    string,
    { readonly formulas: Formula[]; readonly fixed: readonly Expr[]; readonly span: Span }
  >();
  /** Conditions over parameters that stand before what is being lowered. */
  #fixed: readonly Expr[] = [];
  readonly #context: Context;
  readonly #atomNumbers = new Map<string, number>();
  readonly #eventNumbers = new Map<string, number>();
  readonly #defines = new Map<Expr, { readonly number: number; readonly define: Define }>();

  constructor(context: Context) {
    this.#context = context;
  }

  behaviours(fairness: Behaviours["fairness"], actions: readonly Action[]): Behaviours {
    const timelock = this.#timelock(actions);
    return {
      properties: this.properties,
      atoms: this.atoms,
      events: this.events,
      goals: this.#goals,
      fairness,
      ...timelock,
    };
  }

  #timelock(actions: readonly Action[]): Pick<Behaviours, "timelock"> {
    const blocked = timeIsBlocked(actions);
    if (!blocked) return {};
    const atom = this.#atom(blocked, bare);
    const others = actions.filter((action) => !isOfSystem(action));
    const event = this.#event(others.map((action) => ({ action, where: [] })));
    if (atom.kind !== "state" || event.kind !== "taken") return {};
    return { timelock: { blocked: atom.atom, except: event.event } };
  }

  /** The formula that a typed expression means, and what its implications are about. */
  formula(expr: Expr): { readonly formula: Formula; readonly antecedents: readonly Antecedent[] } {
    this.#antecedents = new Map();
    const formula = this.#lower(expr, bare, { under: "nothing", positive: true });
    return { formula, antecedents: [...this.#antecedents.values()] };
  }

  #lower(expr: Expr, names: Names, position: Position): Formula {
    if (!isTemporal(expr)) return this.#atom(expr, names);
    const lower = (operand: Expr) => this.#lower(operand, names, position);
    const negated = (operand: Expr) => negation(this.#lower(operand, names, flipped(position)));
    switch (expr.kind) {
      case "not":
        return negated(expr.operand);
      case "logic": {
        const [left, right] = expr.operands as readonly [Expr, Expr];
        switch (expr.operator) {
          case "and":
            return conjunction(expr.operands.map(lower));
          case "or":
            return disjunction(expr.operands.map(lower));
          case "implies":
            return this.#implication(left, negated(left), () => lower(right));
          case "iff":
            return disjunction([
              conjunction([lower(left), lower(right)]),
              conjunction([negated(left), negated(right)]),
            ]);
        }
        break;
      }
      case "if":
        return disjunction([
          conjunction([lower(expr.condition), lower(expr.then)]),
          conjunction([negated(expr.condition), lower(expr.otherwise)]),
        ]);
      case "quantifier":
        return this.#quantifier(expr.quantifier, expr.binders, names, position, (inner, place) =>
          this.#lower(expr.body, inner, place),
        );
      case "apply":
        return this.#apply(expr, names, position);
      case "temporal":
        return this.#temporal(expr, names);
      case "taken":
        return this.#taken(expr.references, names, position, expr.span);
      default:
        break;
    }
    this.#context.report("temporal", expr.span, "a temporal formula can't stand inside of this", {
      expected: "temporal operators under logic, quantifiers, `if` and definitions",
    });
    return constant(true);
  }

  #temporal(expr: Extract<Expr, { kind: "temporal" }>, names: Names): Formula {
    const [left, right] = expr.operands;
    const under = (part: Expr | undefined, place: "eventually" | "always", positive = true) =>
      part ? this.#lower(part, names, { under: place, positive }) : constant(true);
    switch (expr.operator) {
      case "always":
        return { kind: "always", operand: under(left, "always") };
      case "eventually":
        return { kind: "eventually", operand: under(left, "eventually") };
      case "until":
        return { kind: "until", left: under(left, "always"), right: under(right, "eventually") };
      case "leadsto": {
        if (!left) return constant(true);
        const unasked = negation(under(left, "always", false));
        const later = (): Formula => ({ kind: "eventually", operand: under(right, "eventually") });
        return { kind: "always", operand: this.#implication(left, unasked, later) };
      }
      case "canReach":
        return left ? this.#reach(this.#lower(left, names, { under: "nothing", positive: true })) : constant(true);
      case "history":
        this.#context.report("temporal", expr.span, "this can't stand in a formula about behaviours yet");
        return constant(true);
    }
  }

  /** `negated`: of what stands left. Remembers what an implication is about. */
  #implication(left: Expr, negated: Formula, right: () => Formula): Formula {
    const { span } = left;
    if (isTemporal(left) || readsState(left)) {
      const place = `${span.source.path}:${span.start}-${span.end}`;
      const known = this.#antecedents.get(place) ?? { formulas: [], fixed: this.#fixed, span };
      known.formulas.push(negation(negated));
      this.#antecedents.set(place, known);
    }
    const outer = this.#fixed;
    if (isFixed(left)) this.#fixed = [...outer, left];
    const implied = right();
    this.#fixed = outer;
    return disjunction([negated, implied]);
  }

  #reach(goal: Formula): Formula {
    if (goal.kind === "constant") return goal;
    const text = JSON.stringify(goal);
    const known = this.#goals.findIndex((other) => JSON.stringify(other) === text);
    return { kind: "canReach", goal: known < 0 ? this.#goals.push(goal) - 1 : known };
  }

  /** ∀ x ∈ S: φ is ⋀ (x ∈ S → φ) over all values that x can have. */
  #quantifier(
    quantifier: "forall" | "exists",
    binders: readonly Binder[],
    names: Names,
    position: Position,
    body: (names: Names, position: Position) => Formula,
  ): Formula {
    const [binder, ...rest] = binders;
    if (!binder) return body(names, position);
    const { local, domain } = binder;
    const values = valuesOf(local.type, domain.span);
    if (!values) {
      this.#context.report("temporal-size", domain.span, `\`${local.name}\` has too many values to say this of each`, {
        expected: "members, a small range, or a variant",
      });
      return constant(true);
    }
    const all = quantifier === "forall";
    const parts = values.map((value): Formula => {
      const inner = bind(names, local, value);
      const formula = this.#quantifier(quantifier, rest, inner, position, body);
      if (domain.kind === "domain") return formula;
      const inside = this.#atom(isIn(localOf(local, domain.span), domain, domain.span), inner);
      return all ? disjunction([negation(inside), formula]) : conjunction([inside, formula]);
    });
    return all ? conjunction(parts) : disjunction(parts);
  }

  /** A define that is about behaviours is put in place; its arguments are values of this moment. */
  #apply(expr: Extract<Expr, { kind: "apply" }>, names: Names, position: Position): Formula {
    const { define } = expr;
    let inner: Names = { locals: names.locals, bound: names.bound, self: names.self };
    const guards: { readonly local: Local; readonly argument: Expr }[] = [];
    for (const [at, local] of define.parameters.entries()) {
      const argument = expr.arguments[at];
      if (!argument) continue;
      const known = this.#constant(argument, names);
      if (known) inner = bind(inner, local, known);
      else guards.push({ local, argument });
    }
    const owner = expr.self && (this.#constant(expr.self, names) ?? expr.self);
    const isKnown = owner === undefined || owner.kind === "member";
    if (isKnown && owner) inner = { ...inner, self: owner };
    const body = (scope: Names) => this.#lower(define.body, scope, position);
    const withSelf = (scope: Names): Formula => {
      if (isKnown || !owner) return body(scope);
      const members = valuesOf(owner.type, expr.span) ?? [];
      return disjunction(
        members.map((self) => conjunction([this.#same(owner, self, names), body({ ...scope, self })])),
      );
    };
    const over = (at: number, scope: Names): Formula => {
      const guard = guards[at];
      if (!guard) return withSelf(scope);
      const values = valuesOf(guard.local.type, guard.argument.span);
      if (!values) {
        this.#context.report("temporal-size", guard.argument.span, `\`${guard.local.name}\` has too many values`);
        return constant(true);
      }
      return disjunction(
        values.map((value) =>
          conjunction([this.#same(guard.argument, value, names), over(at + 1, bind(scope, guard.local, value))]),
        ),
      );
    };
    return over(0, inner);
  }

  #same(left: Expr, right: Expr, names: Names): Formula {
    return this.#atom({ kind: "compare", operator: "=", left, right, type: bool, span: left.span }, names);
  }

  /** A constant, or a name for one. */
  #constant(expr: Expr, names: Names): Expr | undefined {
    if (expr.kind === "literal" || expr.kind === "member") return expr;
    if (expr.kind === "checked") return this.#constant(expr.operand, names);
    if (expr.kind === "local") return names.locals.get(expr.local.id);
    return expr.kind === "self" ? names.self : undefined;
  }

  #taken(references: readonly ActionReference[], names: Names, position: Position, span: Span): Formula {
    const isPlaced = position.under === "nothing" ? false : (position.under === "eventually") === position.positive;
    if (!isPlaced) {
      this.#context.report(
        "taken-position",
        span,
        "`taken` can't be said here: a step that changes nothing would make a difference",
        {
          expected: "`◇ (taken(a) ∧ …)`, `□ (taken(a) → …)`, or the right side of `until`",
        },
      );
      return constant(true);
    }
    return disjunction(
      references.map(({ actions, process }) => {
        if (!process) return this.#event(actions().map((action) => ({ action, where: [] })));
        const known = this.#constant(process, names);
        const stepsOf = (member: Expr): Formula => {
          const self = member.kind === "member" ? member.name : "";
          return this.#event(
            actions().map((action) => (action.process ? { action, self, where: [] } : { action, where: [] })),
          );
        };
        if (known) return stepsOf(known);
        const members = valuesOf(process.type, span) ?? [];
        return disjunction(members.map((member) => conjunction([this.#same(process, member, names), stepsOf(member)])));
      }),
    );
  }

  #event(patterns: readonly StepPattern[]): Formula {
    const name = patterns.map(({ action, self = "" }) => `${action.id} ${self}`).join(";");
    let event = this.#eventNumbers.get(name);
    if (event === undefined) {
      event = this.events.push(patterns) - 1;
      this.#eventNumbers.set(name, event);
    }
    return { kind: "taken", event };
  }

  /** A predicate of one state, with the names in it given their values: an application of a define made for it. */
  #atom(expr: Expr, names: Names): Formula {
    if (expr.kind === "literal") return constant(expr.value === true);
    const mentioned = mentionedLocals(expr);
    const parameters = names.bound.filter(({ id }) => mentioned.has(id));
    const values = parameters.map(({ id }) => names.locals.get(id) as Expr);
    const self = names.self && mentionsSelf(expr) ? names.self : undefined;
    let known = this.#defines.get(expr);
    if (!known) {
      const kind: ProcessKind | undefined = self?.type.kind === "process" ? self.type.kinds[0] : undefined;
      const define: Define = {
        id: this.#context.number(),
        name: "atom",
        process: kind,
        parameters,
        body: expr,
        span: expr.span,
      };
      known = { number: this.#defines.size, define };
      this.#defines.set(expr, known);
    }
    const text = `${known.number} ${self ? constantText(self) : ""} ${values.map((value) => constantText(value)).join(" ")}`;
    let atom = this.#atomNumbers.get(text);
    if (atom === undefined) {
      const isPlain = parameters.length === 0 && self === undefined;
      const applied: Expr = {
        kind: "apply",
        define: known.define,
        self,
        arguments: values,
        type: bool,
        span: expr.span,
      };
      atom = this.atoms.push(isPlain ? expr : applied) - 1;
      this.#atomNumbers.set(text, atom);
    }
    return { kind: "state", atom };
  }
}

const bind = (names: Names, local: Local, value: Expr): Names => ({
  ...names,
  locals: new Map([...names.locals, [local.id, value]]),
  bound: [...names.bound.filter(({ id }) => id !== local.id), local],
});

const flipped = ({ under, positive }: Position): Position => ({ under, positive: !positive });
const constant = (value: boolean): Formula => ({ kind: "constant", value });

function negation(operand: Formula): Formula {
  if (operand.kind === "constant") return constant(!operand.value);
  return operand.kind === "not" ? operand.operand : { kind: "not", operand };
}

function joined(kind: "and" | "or", operands: readonly Formula[]): Formula {
  const neutral = kind === "and";
  const flat = operands.flatMap((item) => (item.kind === kind ? item.operands : [item]));
  const rest = flat.filter((item) => item.kind !== "constant");
  if (flat.some((item) => item.kind === "constant" && item.value !== neutral)) return constant(!neutral);
  const [only] = rest;
  if (!only) return constant(neutral);
  return rest.length === 1 ? only : { kind, operands: rest };
}

const conjunction = (operands: readonly Formula[]): Formula => joined("and", operands);
const disjunction = (operands: readonly Formula[]): Formula => joined("or", operands);
