/**
 * Signs of life: what has to be seen at least once while all states are visited, or part of the model says nothing: each
 * action taken, a forged message received, each `pick` with several ways on, what each implication is about. Whoever visits
 * the states has a byte for each sign, 0 until it is seen; here is which byte is whose.
 */
import type { Span } from "../source/index.ts";
import { antecedentsOf, type ImpliedBy, readsState } from "./antecedents.ts";
import type { Action, Binder, Expr, Model, Procedure, Stmt } from "./model.ts";
import { partsOf } from "./parts.ts";

export type Pick = Extract<Stmt, { kind: "pick" }>;

/** A property's implications at one place of the source. */
export interface ImplicationSign {
  readonly sign: number;
  /** In the model's list of properties. */
  readonly property: number;
  /** Of what stands left of the implication. */
  readonly span: Span;
  /** It was seen when one of them was true. */
  readonly formulas: readonly Expr[];
  /** Of each of them: conditions over parameters that it stands behind. */
  readonly fixed: readonly (readonly Expr[])[];
}

export interface Signs {
  /** How many there are. */
  readonly count: number;
  /** Taken, or cut by a bound. */
  readonly actions: ReadonlyMap<Action, number>;
  /** A forged message was received. */
  readonly forged: number;
  /** Reached with a way on, and with several. */
  readonly picks: ReadonlyMap<Pick, { readonly reached: number; readonly several: number }>;
  readonly implications: readonly ImplicationSign[];
}

const known = new WeakMap<Model, Signs>();

export function signsOf(model: Model): Signs {
  let signs = known.get(model);
  if (!signs) {
    signs = survey(model);
    known.set(model, signs);
  }
  return signs;
}

function survey(model: Model): Signs {
  let count = 0;
  const take = (): number => count++;
  const actions = new Map(model.actions.map((action) => [action, take()]));
  const forged = take();
  const picks = new Map(picksOf(model).map((pick) => [pick, { reached: take(), several: take() }]));
  const implications: ImplicationSign[] = [];
  for (const [property, { kind, formula }] of model.properties.entries()) {
    if (kind !== "invariant" && kind !== "step invariant") continue;
    const places = new Map<string, ImpliedBy[]>();
    for (const item of antecedentsOf(formula)) {
      const { path } = item.span.source;
      const name = `${path} ${item.span.start} ${item.span.end}`;
      places.set(name, [...(places.get(name) ?? []), item]);
    }
    for (const items of places.values()) {
      const [first] = items;
      if (!first) continue;
      const formulas = items.map((item) => item.formula);
      implications.push({ span: first.span, formulas, fixed: items.map(({ fixed }) => fixed), property, sign: take() });
    }
  }
  return { count, actions, forged, picks, implications };
}

/** Every `pick` whose ways on depend on the state. */
function picksOf({ actions }: Model): readonly Pick[] {
  const found = new Set<Pick>();
  const procedures = new Set<Procedure>();
  const visit = (statements: readonly Stmt[]): void => {
    for (const statement of statements) {
      switch (statement.kind) {
        case "if":
          visit(statement.then);
          visit(statement.otherwise);
          break;
        case "match":
          for (const { body } of statement.arms) visit(body);
          break;
        case "for":
          visit(statement.body);
          break;
        case "pick":
          if (depends(statement)) found.add(statement);
          visit(statement.body);
          break;
        case "call":
          if (procedures.has(statement.procedure)) break;
          procedures.add(statement.procedure);
          visit(statement.procedure.body);
          break;
        default:
          break;
      }
    }
  };
  for (const { body, rounds = [] } of actions) {
    visit(body);
    for (const round of rounds) visit(round.body);
  }
  return [...found];
}

function depends({ binders, where }: Pick): boolean {
  const own = new Set(binders.map(({ local }) => local.id));
  const parts = [...binders.map(({ domain }: Binder) => domain), ...(where ? [where] : [])];
  return parts.some((part) => readsState(part) || mentionsOthers(part, own));
}

/** Whether it mentions a name from outside: what that stands for may come from the state. */
function mentionsOthers(expr: Expr, own: ReadonlySet<number>): boolean {
  if (expr.kind === "local") return !own.has(expr.local.id);
  const bound = "binders" in expr ? new Set([...own, ...expr.binders.map(({ local }) => local.id)]) : own;
  return partsOf(expr).some((part) => mentionsOthers(part, bound));
}
