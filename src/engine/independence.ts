/**
 * Loops whose iterations clearly commute: each changes only what belongs to its own member, and reads nothing that the
 * others change. Conservative: what is not recognised is checked when it runs.
 */
import type { Expr, Model, PathStep, RoundHandler, Stmt, Variable } from "../ir/index.ts";
import { partsOf } from "./mentions.ts";

type Loop = Extract<Stmt, { kind: "for" }>;

export function clearlyCommutes(statement: Loop, model: Model): boolean {
  const [binder, ...others] = statement.binders;
  if (!binder || others.length > 0 || binder.domain.type.kind !== "set") return false;
  const own = binder.local.id;
  const written = new Map<Variable, "member" | "key">();
  if (!collect(statement.body, own, model, written)) return false;
  // `where` may read everything: it is evaluated for all before anything changes.
  return expressionsOf(statement.body).every((expr) => readsOnlyOwn(expr, own, written));
}

const isName = (expr: Expr | undefined, id: number): boolean => expr?.kind === "local" && expr.local.id === id;

/** Notes what is written and how it belongs to the member; false for what is not recognised. */
function collect(
  statements: readonly Stmt[],
  own: number,
  model: Model,
  written: Map<Variable, "member" | "key">,
): boolean {
  return statements.every((statement) => {
    switch (statement.kind) {
      case "assign": {
        const { root, path } = statement.place;
        if (root.kind !== "variable") return false;
        const how = isName(root.owner, own) ? "member" : startsWith(path, own) ? "key" : undefined;
        if (!how || (written.has(root.variable) && written.get(root.variable) !== how)) return false;
        written.set(root.variable, how);
        return true;
      }
      case "let":
        return true;
      case "if":
        return collect(statement.then, own, model, written) && collect(statement.otherwise, own, model, written);
      case "match":
        return statement.arms.every((arm) => collect(arm.body, own, model, written));
      case "send": {
        const network = model.networks[statement.message.network];
        if (!network || network.overflow === "drop") return false;
        return network.discipline === "unordered" || network.discipline === "set" || isName(statement.to, own);
      }
      case "assert":
        return true;
      default:
        return false;
    }
  });
}

const startsWith = ([step]: readonly PathStep[], own: number): boolean =>
  step?.kind === "index" && isName(step.index, own);

function expressionsOf(statements: readonly Stmt[]): readonly Expr[] {
  return statements.flatMap((statement): readonly Expr[] => {
    switch (statement.kind) {
      case "assign": {
        const { root, path } = statement.place;
        const owner = root.kind === "variable" && root.owner ? [root.owner] : [];
        return [statement.value, ...owner, ...path.flatMap((step) => (step.kind === "index" ? [step.index] : []))];
      }
      case "let":
        return [statement.value];
      case "if":
        return [statement.condition, ...expressionsOf(statement.then), ...expressionsOf(statement.otherwise)];
      case "match":
        return [statement.subject, ...statement.arms.flatMap((arm) => expressionsOf(arm.body))];
      case "send":
        return [...statement.fields, statement.from, statement.to];
      case "assert":
      case "require":
        return [statement.condition];
      case "for":
      case "pick":
        return [
          ...statement.binders.map(({ domain }) => domain),
          ...(statement.where ? [statement.where] : []),
          ...expressionsOf(statement.body),
        ];
      case "call":
        return [...statement.arguments, ...expressionsOf(statement.procedure.body)];
      default:
        return [];
    }
  });
}

/** Whether what is written is read of the own member only; networks and other actions are not looked into. */
function readsOnlyOwn(expr: Expr, own: number, written: ReadonlyMap<Variable, "member" | "key">): boolean {
  if (expr.kind === "sent" || expr.kind === "enabled" || expr.kind === "urgent" || expr.kind === "inbox") return false;
  if (expr.kind === "apply" && !readsOnlyOwn(expr.define.body, -1, written)) return false;
  if (expr.kind === "old") return true;
  if (expr.kind === "index" && expr.collection.kind === "read") {
    const { variable, owner } = expr.collection;
    if (written.get(variable) === "key" && isName(expr.index, own)) return !owner || readsOnlyOwn(owner, own, written);
  }
  if (expr.kind === "read") {
    const how = written.get(expr.variable);
    if (how === "key" || (how === "member" && !isName(expr.owner, own))) return false;
  }
  return partsOf(expr).every((part) => readsOnlyOwn(part, own, written));
}

/** Whether the processes of a round clearly do not see each other: each changes its own variables, and reads no other's. */
export function roundsCommute(rounds: readonly RoundHandler[], model: Model): boolean {
  const written = new Set<Variable>();
  const bodies = rounds.map(({ body }) => body);
  return (
    bodies.every((body) => writesOwn(body, model, written)) &&
    bodies.every((body) => expressionsOf(body).every((expr) => readsOwn(expr, written)))
  );
}

function writesOwn(statements: readonly Stmt[], model: Model, written: Set<Variable>): boolean {
  return statements.every((statement) => {
    switch (statement.kind) {
      case "assign": {
        const { root } = statement.place;
        if (root.kind === "local") return true;
        written.add(root.variable);
        return root.owner?.kind === "self";
      }
      case "if":
        return writesOwn(statement.then, model, written) && writesOwn(statement.otherwise, model, written);
      case "match":
        return statement.arms.every((arm) => writesOwn(arm.body, model, written));
      case "for":
      case "pick":
        return writesOwn(statement.body, model, written);
      case "call":
        return writesOwn(statement.procedure.body, model, written);
      case "send": {
        const network = model.networks[statement.message.network];
        return network?.discipline === "synchronous" && statement.from.kind === "self";
      }
      case "let":
      case "leave":
      case "assert":
        return true;
      default:
        return false;
    }
  });
}

function readsOwn(expr: Expr, written: ReadonlySet<Variable>): boolean {
  if (expr.kind === "sent" || expr.kind === "enabled" || expr.kind === "urgent") return false;
  if (expr.kind === "old") return true;
  if (expr.kind === "apply") {
    // About another process, what it calls its own is not the own.
    const own = expr.self === undefined || expr.self.kind === "self";
    if (!(own ? readsOwn(expr.define.body, written) : readsNothing(expr.define.body, written))) return false;
  }
  if (expr.kind === "read" && written.has(expr.variable) && expr.owner?.kind !== "self") return false;
  return partsOf(expr).every((part) => readsOwn(part, written));
}

function readsNothing(expr: Expr, written: ReadonlySet<Variable>): boolean {
  if (expr.kind === "sent" || expr.kind === "enabled" || expr.kind === "urgent") return false;
  if (expr.kind === "read" && written.has(expr.variable)) return false;
  if (expr.kind === "apply" && !readsNothing(expr.define.body, written)) return false;
  return partsOf(expr).every((part) => readsNothing(part, written));
}
