/** Actions named in formulas: `enabled(timeout)`, `taken(Server.on Vote)`, `enabled(s.timeout)` for some process s. */
import type { Expression } from "../syntax/tree.ts";
import { type Context, findLocal, type Scope } from "./context.ts";
import { expression } from "./expressions.ts";
import type { Action, Expr } from "./model.ts";
import type { ProcessKind } from "./types.ts";

/** The actions meant, once all are lowered, and the member that they are asked of. */
export function actionReference(
  context: Context,
  scope: Scope,
  node: Expression,
): { actions: () => readonly Action[]; process?: Expr } {
  const { names } = scope;
  let kind: ProcessKind | undefined = scope.self;
  let process: Expr | undefined = scope.self && {
    kind: "self",
    type: { kind: "process", kinds: [scope.self] },
    span: node.span,
  };
  let name: string | undefined;
  if (node.kind === "name") name = node.name;
  else if (node.kind === "field") {
    name = node.on ? `on ${node.field.text}` : node.field.text;
    const owner =
      node.object.kind === "name" && !findLocal(scope, node.object.name)
        ? names.kinds.get(node.object.name)
        : undefined;
    if (owner) {
      kind = owner;
      process = undefined;
    } else {
      process = expression(context, scope, node.object);
      kind = process.type.kind === "process" ? process.type.kinds[0] : undefined;
    }
  }
  const wanted = name;
  const actions = () =>
    names.actions.filter(
      (action) => action.name === wanted && (action.process === undefined || action.process === kind),
    );
  context.later(() => {
    if (wanted === undefined || actions().length === 0) {
      context.report("unknown-action", node.span, "there is no such action", {
        expected: "`action`, `P.action` or `P.on Message`",
      });
    }
  });
  return { actions, process };
}
