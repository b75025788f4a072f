/**
 * Whether one order of a log is as good as any other that happens-before allows: it is when every action touches its own
 * process and the messages only. Then steps of different nodes commute, nothing that one node does takes a step away from
 * another, and following one node as far as it goes loses nothing. What is proven here is proven from the model's text.
 */
import type { Action, Model, Stmt, Variable } from "../../ir/index.ts";
import { eachRead, eachStatement } from "./reads.ts";

/** The first reason against it; undefined when all actions are local. */
export function whyNotLocal(model: Model): string | undefined {
  if (model.byzantine) return "byzantine processes may send anything";
  const network = model.networks.find(({ discipline }) => discipline === "synchronous");
  if (network) return "the processes run in rounds";
  const written = new Set<Variable>();
  for (const { body } of model.actions)
    eachStatement(body, (statement) => {
      const root = rootOf(statement);
      if (root) written.add(root);
    });
  for (const action of model.actions) {
    const reason = reasonOf(action, written);
    if (reason !== undefined) return `\`${action.name}\` ${reason}`;
  }
  return undefined;
}

const rootOf = (statement: Stmt): Variable | undefined =>
  statement.kind === "assign" && statement.place.root.kind === "variable" ? statement.place.root.variable : undefined;

function reasonOf(action: Action, written: ReadonlySet<Variable>): string | undefined {
  let reason: string | undefined;
  // Losing a message, doubling it: only what is logged is done, and it is about one message.
  if (action.kind === "loss" || action.kind === "duplication") return undefined;
  if (!action.process) return "is nobody's own step";
  const reader = {
    read: (variable: Variable, own: boolean) => {
      if (!own && written.has(variable)) reason ??= `reads \`${variable.name}\`, which is not its own`;
    },
    peek: (kind: string) => {
      reason ??= kind === "sent" ? "asks what was sent" : "asks what is enabled";
    },
  };
  eachRead([action.conditions, action.guard, action.parameters, action.body], reader);
  eachStatement(action.body, (statement) => {
    if (statement.kind === "send" && statement.from.kind !== "self") reason ??= "sends in the name of another";
    if (statement.kind !== "assign" || statement.place.root.kind !== "variable") return;
    const { variable, owner } = statement.place.root;
    if (owner?.kind !== "self") reason ??= `changes \`${variable.name}\`, which is not its own`;
    eachRead(statement.place.path, reader);
  });
  return reason;
}
