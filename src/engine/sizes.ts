/**
 * How much code an action becomes, roughly. Small ones are generated once for each member, with everything at fixed
 * places; large ones are a loop over the members.
 */
import type { Action, Define, Expr, Stmt } from "../ir/index.ts";
import { conjunctsOf, partsOf } from "./mentions.ts";

/** Nodes, over all members. */
const mostNodes = 1600;

export function isWorthRepeating(action: Action, members: number): boolean {
  return members === 1 || members * sizeOfAction(action) <= mostNodes;
}

const defines = new WeakMap<Define, number>();

export function sizeOfExpression(expr: Expr): number {
  const own = partsOf(expr).reduce((sum, part) => sum + sizeOfExpression(part), 1);
  if (expr.kind !== "apply") return own;
  let body = defines.get(expr.define);
  if (body === undefined) {
    body = sizeOfExpression(expr.define.body);
    defines.set(expr.define, body);
  }
  return own + body;
}

function sizeOfAction({ conditions, guard, bound, parameters, body, rounds }: Action): number {
  const expressions = [
    ...conditions.map(({ condition }) => condition),
    ...conjunctsOf(guard),
    ...(bound ? [bound] : []),
    ...parameters.map(({ domain }) => domain),
  ];
  const handlers = (rounds ?? []).reduce((sum, round) => sum + sizeOfStatements(round.body), 0);
  return 10 + expressions.reduce((sum, expr) => sum + sizeOfExpression(expr), 0) + sizeOfStatements(body) + handlers;
}

function sizeOfStatements(statements: readonly Stmt[]): number {
  return statements.reduce((sum, statement) => sum + sizeOfStatement(statement), 0);
}

function sizeOfStatement(statement: Stmt): number {
  const all = (expressions: readonly (Expr | undefined)[]): number =>
    expressions.reduce((sum: number, expr) => sum + (expr ? sizeOfExpression(expr) : 0), 2);
  switch (statement.kind) {
    case "assign": {
      const keys = statement.place.path.flatMap((step) => (step.kind === "index" ? [step.index] : []));
      return all([statement.value, ...keys]);
    }
    case "let":
      return all([statement.value]);
    case "if":
      return all([statement.condition]) + sizeOfStatements(statement.then) + sizeOfStatements(statement.otherwise);
    case "match":
      return all([statement.subject]) + statement.arms.reduce((sum, arm) => sum + sizeOfStatements(arm.body), 0);
    case "for":
    case "pick":
      // A pick goes through its domain twice, and a loop may be checked in both directions.
      return (
        2 * all([...statement.binders.map(({ domain }) => domain), statement.where]) +
        2 * sizeOfStatements(statement.body)
      );
    case "send":
      return 15 + all([...statement.fields, statement.from, statement.to]);
    case "require":
    case "assert":
      return all([statement.condition]);
    case "call":
      return all(statement.arguments) + sizeOfStatements(statement.procedure.body);
    case "invoke":
      return 10;
    case "leave":
    case "respond":
      return 2;
  }
}
