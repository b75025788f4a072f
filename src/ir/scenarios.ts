/** `run` scenarios: which actions a line means, for which member, with which values. */
import { closest, type Span } from "../source/index.ts";
import type { RunDeclaration, RunTarget as TargetNode } from "../syntax/tree.ts";
import type { Context, Scope } from "./context.ts";
import { condition, expression, typed } from "./expressions.ts";
import { findMessage, messageFields } from "./messages.ts";
import type { Action, Expr, Run, RunStep, RunTarget } from "./model.ts";
import type { Names } from "./names.ts";
import { propertyScope } from "./properties.ts";

export function lowerRun(context: Context, names: Names, node: RunDeclaration): Run {
  const scope: Scope = { ...propertyScope(names, "step"), literalMembers: true };
  const steps = node.steps.map((step): RunStep => {
    if (step.kind === "expect")
      return { kind: "expect", condition: condition(context, scope, step.condition), span: step.span };
    return {
      kind: step.kind === "step" ? "step" : "disabled",
      target: target(context, scope, step.target),
      span: step.span,
    };
  });
  return { name: node.name.text, steps, span: node.span };
}

function target(context: Context, scope: Scope, node: TargetNode): RunTarget {
  const picks = node.picks.flatMap((setting) => {
    const [name] = setting.target.kind === "path" ? setting.target.names : [];
    return name ? [{ name: name.text, value: expression(context, scope, setting.value) }] : [];
  });
  const base = { picks, forged: false, span: node.span };
  switch (node.kind) {
    case "action":
      return { ...base, ...actionTarget(context, scope, node) };
    case "message":
      return { ...base, ...messageTarget(context, scope, node) };
    case "environment":
      return { ...base, ...environmentTarget(context, scope, node) };
  }
}

type Parts = Omit<RunTarget, "picks" | "forged" | "span"> & { readonly forged?: boolean };

function actionTarget(context: Context, scope: Scope, node: Extract<TargetNode, { kind: "action" }>): Parts {
  const { actions: all } = scope.names;
  const name = node.name.text;
  let candidates: readonly Action[];
  let self: Expr | undefined;
  if (node.process) {
    const type = scope.names.members.get(node.process.text);
    const kind = type?.kind === "process" ? type.kinds[0] : undefined;
    if (!type || !kind) {
      unknown(
        context,
        node.process.span,
        `there is no process \`${node.process.text}\``,
        node.process.text,
        scope.names.members.keys(),
      );
      return { actions: [], arguments: [] };
    }
    self = { kind: "member", name: node.process.text, type, span: node.process.span };
    const own = all.filter((action) => action.process === kind && (action.kind === "action" || action.kind === "step"));
    candidates = own.filter((action) => action.name === name);
    if (candidates.length === 0)
      unknown(
        context,
        node.name.span,
        `${kind.name} has no action \`${name}\``,
        name,
        own.map((action) => action.name),
      );
  } else {
    const free = all.filter((action) => action.process === undefined && action.kind === "action");
    candidates = free.filter((action) => action.name === name);
    if (candidates.length === 0)
      unknown(
        context,
        node.name.span,
        `the model has no action \`${name}\``,
        name,
        free.map((action) => action.name),
      );
  }
  const [first] = candidates;
  const values = node.arguments.map((argument, i) => {
    const type = first?.parameters[i]?.local.type;
    return type
      ? typed(context, scope, argument, type, `the argument \`${first?.parameters[i]?.local.name}\``)
      : expression(context, scope, argument);
  });
  if (first && values.length > first.parameters.length) {
    context.report(
      "argument-count",
      node.span,
      `\`${name}\` takes ${first.parameters.length} arguments, not ${values.length}`,
    );
  }
  return { actions: candidates, self, arguments: values };
}

function unknown(context: Context, span: Span, message: string, name: string, known: Iterable<string>): void {
  const near = closest(name, known);
  context.report("unknown-name", span, message, near ? { hint: `did you mean \`${near}\`?` } : {});
}

function messageTarget(context: Context, scope: Scope, node: Extract<TargetNode, { kind: "message" }>): Parts {
  const message = findMessage(context, scope, node.message);
  if (!message) return { actions: [], arguments: [] };
  const values = messageFields(context, scope, message, node.message);
  const fields = values.flatMap((value, index) => (value ? [{ index, value }] : []));
  const from = node.from && typed(context, scope, node.from, message.from, "the sender");
  const to = node.to && typed(context, scope, node.to, message.to, "the receiver");
  const delivers = node.verb === "deliver" || node.verb === "forge";
  const actions = scope.names.actions.filter((action) =>
    delivers
      ? action.receives?.message === message
      : action.kind === (node.verb === "lose" ? "loss" : "duplication") && action.befalls?.includes(message),
  );
  const fault = node.verb === "lose" ? "loss" : "duplication";
  if (actions.length === 0 && (delivers || !scope.names.faults.has(fault))) {
    context.report(
      "unknown-action",
      node.span,
      delivers
        ? `nobody has a handler for ${message.name}`
        : `the model has no fault that could ${node.verb} ${message.name}`,
      {
        ...(delivers ? {} : { hint: `declare \`fault ${node.verb === "lose" ? "loss" : "duplication"}\`` }),
      },
    );
  }
  return { actions, arguments: [], envelope: { message, fields, from, to }, forged: node.verb === "forge" };
}

const nouns = {
  crash: "crash",
  restart: "restart",
  pause: "pause",
  resume: "pause",
  drift: "drift",
  partition: "partition",
  heal: "partition",
} as const;

function environmentTarget(context: Context, scope: Scope, node: Extract<TargetNode, { kind: "environment" }>): Parts {
  const { verb } = node;
  const actions = scope.names.actions.filter((action) => action.kind === verb);
  // A fault whose budget is 0 is known, and impossible: the scenario says so when it runs.
  if (actions.length === 0 && verb in nouns && scope.names.faults.has(nouns[verb as keyof typeof nouns]))
    return { actions, arguments: [] };
  if (actions.length === 0) {
    const missing =
      verb === "tick" ? "no timers" : verb === "round" ? "no synchronous network" : `no \`fault ${nouns[verb]}\``;
    context.report("unknown-action", node.span, `there is no \`${verb}\`: the model has ${missing}`);
    return { actions: [], arguments: [] };
  }
  if (!node.subject) return { actions, arguments: [] };
  const aboutSets = verb === "drift" || verb === "partition";
  const subject = expression(context, scope, node.subject);
  if (!aboutSets)
    return {
      actions: actions.filter(
        (action) => subject.type.kind === "process" && action.process && subject.type.kinds.includes(action.process),
      ),
      self: subject,
      arguments: [],
    };
  const set: Expr =
    subject.type.kind === "set"
      ? subject
      : { kind: "set", items: [subject], type: { kind: "set", item: subject.type }, span: subject.span };
  return { actions, arguments: [set] };
}
