/**
 * The model as a log is held against it. Without bounds: nothing that only bounds an exploration is left (bounds,
 * capacities, constraints, budgets of faults). Lean: without what no step depends on as well (ghosts, and variables of the
 * model that are only read to be written). What steps are possible is otherwise the same. The properties are checked
 * afterwards, in the model with its ghosts, along the path that was found.
 */
import type { Action, Expr, Model, Place, Procedure, Stmt, Variable } from "../../ir/index.ts";
import { eachRead, eachStatement } from "./reads.ts";

export function withoutBounds(model: Model): Model {
  return {
    ...model,
    networks: model.networks.map((network) => ({ ...network, capacity: undefined })),
    actions: model.actions.map((action) => ({
      ...action,
      bound: undefined,
      conditions: action.conditions.filter(({ condition }) => !isBudget(action, condition)),
    })),
    constraints: [],
  };
}

/** `model` is without bounds already. */
export function leanModel(model: Model): Model {
  const dropped = unneeded(model);
  const strip = stripper(dropped);
  const kept = (variable: Variable) => !dropped.has(variable);
  return {
    ...model,
    variables: model.variables.filter(kept),
    initializationOrder: model.initializationOrder.filter(kept),
    actions: model.actions.map((action) => ({
      ...action,
      body: strip(action.body),
      ...(action.rounds ? { rounds: action.rounds.map((round) => ({ ...round, body: strip(round.body) })) } : {}),
    })),
    properties: [],
    terminal: [],
    runs: [],
  };
}

const faults = new Set<Action["kind"]>(["crash", "restart", "pause", "loss", "duplication", "partition", "drift"]);

/** How often a fault may happen, and to how many at once: the only comparisons among a fault's conditions. */
const isBudget = ({ kind }: Action, condition: Expr): boolean =>
  faults.has(kind) && condition.kind === "compare" && condition.operator === "<";

/**
 * Variables that no step depends on: ghosts, budgets, and variables of the model whose only readers are their own updates,
 * bounds, and others of their kind. Fields of processes stay, because the log may tell of them.
 */
function unneeded(model: Model): ReadonlySet<Variable> {
  const dropped = new Set(
    model.variables.filter(
      ({ storage, role, process }) =>
        storage === "ghost" || role === "budget" || role === "operations" || (!process && role === "field"),
    ),
  );
  eachRead(model.initially, { read: (variable) => dropped.delete(variable), peek: () => {} });
  for (let before = -1; before !== dropped.size; ) {
    before = dropped.size;
    const read = {
      read: (variable: Variable) => {
        if (variable.storage !== "ghost") dropped.delete(variable);
      },
      peek: () => {},
    };
    for (const action of model.actions) {
      eachRead([action.conditions, action.guard, action.parameters], read);
      const bodies = [action.body, ...(action.rounds ?? []).map(({ body }) => body)];
      for (const round of action.rounds ?? []) eachRead([round.conditions, round.guard, round.index], read);
      for (const body of bodies)
        eachStatement(body, (statement) => {
          const place = placeOf(statement);
          if (place && isDropped(place, dropped)) return;
          eachRead(shallow(statement), read);
        });
    }
    eachRead(
      model.initializationOrder.filter((variable) => !dropped.has(variable)).map(({ initial }) => initial.value),
      read,
    );
  }
  return dropped;
}

const isDropped = ({ root }: Place, dropped: ReadonlySet<Variable>): boolean =>
  root.kind === "variable" && dropped.has(root.variable);

const placeOf = (statement: Stmt): Place | undefined => (statement.kind === "assign" ? statement.place : undefined);

/** A statement without the blocks in it. An `assert` is about what must hold, not about what happens. */
function shallow(statement: Stmt): unknown {
  switch (statement.kind) {
    case "if":
      return statement.condition;
    case "match":
      return statement.subject;
    case "for":
    case "pick":
      return [statement.binders, statement.where];
    case "call":
      return statement.arguments;
    case "assert":
      return undefined;
    case "assign":
      return [statement.value, statement.place.path, statement.place.root];
    default:
      return statement;
  }
}

function stripper(dropped: ReadonlySet<Variable>): (statements: readonly Stmt[]) => readonly Stmt[] {
  const procedures = new Map<Procedure, Procedure>();
  const stripProcedure = (procedure: Procedure): Procedure => {
    let stripped = procedures.get(procedure);
    if (!stripped) {
      stripped = { ...procedure, body: strip(procedure.body) };
      procedures.set(procedure, stripped);
    }
    return stripped;
  };
  const strip = (statements: readonly Stmt[]): readonly Stmt[] =>
    statements.flatMap((statement): readonly Stmt[] => {
      switch (statement.kind) {
        case "assign":
          return isDropped(statement.place, dropped) ? [] : [statement];
        case "assert":
          return [];
        case "if": {
          const [then, otherwise] = [strip(statement.then), strip(statement.otherwise)];
          return then.length + otherwise.length === 0 ? [] : [{ ...statement, then, otherwise }];
        }
        case "match": {
          const arms = statement.arms.map((arm) => ({ ...arm, body: strip(arm.body) }));
          return arms.every(({ body }) => body.length === 0) ? [] : [{ ...statement, arms }];
        }
        case "for": {
          const body = strip(statement.body);
          return body.length === 0 ? [] : [{ ...statement, body }];
        }
        case "pick":
          return [{ ...statement, body: strip(statement.body) }];
        case "call": {
          const procedure = stripProcedure(statement.procedure);
          return procedure.body.length === 0 ? [] : [{ ...statement, procedure }];
        }
        case "invoke":
          return [{ ...statement, count: undefined, most: undefined }];
        default:
          return [statement];
      }
    });
  return strip;
}
