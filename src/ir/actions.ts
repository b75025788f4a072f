/** The code of a model as actions: actions, handlers, steps of tasks, and one action for all handlers of a round. */
import type { ActionDeclaration, HandlerDeclaration, TaskDeclaration } from "../syntax/tree.ts";
import { type ActionDraft, compare, domain, draft, isIn, localOf, self } from "./builders.ts";
import { bind, bindHidden, type Context, literal, type Scope } from "./context.ts";
import type { Declared } from "./declare.ts";
import { processConditions } from "./environment-actions.ts";
import { negation, readOf } from "./environment-reads.ts";
import { bindAll, condition, typed } from "./expressions.ts";
import { contentType } from "./messages.ts";
import type { Action, Expr, Message, RoundHandler, Stmt, Variable } from "./model.ts";
import type { Names } from "./names.ts";
import { codeScope } from "./procedures.ts";
import { block, moveControl } from "./statements.ts";
import { bool, integer, type ProcessKind } from "./types.ts";

export interface CodeActions {
  readonly actions: readonly ActionDraft[];
  readonly rounds: readonly RoundHandler[];
  readonly restarts: ReadonlyMap<ProcessKind, readonly Stmt[]>;
  /** Messages that some code sends. */
  readonly sent: ReadonlySet<Message>;
}

export function codeActions(context: Context, declared: Declared): CodeActions {
  const { names } = declared;
  const actions: ActionDraft[] = [];
  const rounds: RoundHandler[] = [];
  const restarts = new Map<ProcessKind, Stmt[]>();
  const sent = new Set<Message>();
  const sends = (message: Message) => void sent.add(message);
  const inOrder = [...declared.code].sort((a, b) => a.node.span.start - b.node.span.start);
  for (const { node, kind } of inOrder) {
    if (node.kind === "action") actions.push(lowerAction(context, names, node, kind, sends));
    else if (node.kind === "task") actions.push(...lowerTask(context, names, node, kind, sends));
    else if (node.kind === "handler") {
      if (!kind) {
        context.report("no-self", node.span, "only processes receive messages", {
          hint: "move the handler into a process",
        });
        continue;
      }
      if (node.event.kind === "message") actions.push(...lowerHandler(context, names, node, kind, sends));
      else if (node.event.kind === "round") rounds.push(lowerRound(context, names, node, kind, sends));
      else restarts.set(kind, [...(restarts.get(kind) ?? []), ...lowerRestart(context, names, node, kind, sends)]);
    }
  }
  return { actions, rounds, restarts, sent };
}

type Sends = (message: Message) => void;

function lowerAction(
  context: Context,
  names: Names,
  node: ActionDeclaration,
  kind: ProcessKind | undefined,
  sends: Sends,
): ActionDraft {
  const { binders, inner } = bindAll(context, codeScope(names, kind), node.binders);
  const guard = node.guard && condition(context, inner, node.guard);
  const bound = node.bound && condition(context, inner, node.bound);
  const body = block(context, { sends }, inner, node.body);
  const conditions = kind ? processConditions(names, kind, node.span) : [];
  return draft(node.name.text, "action", node.span, {
    body,
    process: kind,
    parameters: binders,
    guard,
    bound,
    conditions,
    urgent: node.urgent,
  });
}

function lowerTask(
  context: Context,
  names: Names,
  node: TaskDeclaration,
  kind: ProcessKind | undefined,
  sends: Sends,
): ActionDraft[] {
  const control = names.hidden.controls.get(kind as ProcessKind)?.find((variable) => variable.span === node.span);
  if (!kind || control?.type.kind !== "variant") {
    context.report("no-self", node.span, "tasks belong to processes", { hint: "move the task into a process" });
    return [];
  }
  const { type } = control;
  const scope = codeScope(names, kind);
  const seen = new Set<string>();
  return node.steps.map((step, at) => {
    if (seen.has(step.name.text) || step.name.text === "done")
      context.report(
        "duplicate-name",
        step.name.span,
        `the step \`${step.name.text}\` ${step.name.text === "done" ? "is where every task ends" : "is declared twice"}`,
      );
    seen.add(step.name.text);
    const read: Expr = {
      kind: "read",
      variable: control,
      owner: { kind: "self", type: { kind: "process", kinds: [kind] }, span: step.span },
      type,
      span: step.span,
    };
    const stands: Expr = { kind: "is", operand: read, caseIndex: at, type: bool, span: step.span };
    const guard = step.guard && condition(context, scope, step.guard);
    const body = [
      ...block(context, { control, sends }, scope, step.body),
      moveControl(control, at + 1, scope, step.span),
    ];
    const conditions = [
      ...processConditions(names, kind, step.span),
      { condition: stands, blocked: `${node.name.text} does not stand at ${step.name.text}` },
    ];
    return draft(step.name.text, "step", step.span, { body, process: kind, guard, conditions });
  });
}

/** The scope of a handler: `msg`, and the sender under its name. */
function receiving(
  context: Context,
  names: Names,
  node: HandlerDeclaration,
  kind: ProcessKind,
  message: Message,
): { scope: Scope; receives: NonNullable<Action["receives"]> } {
  const name = node.event.kind === "message" ? node.event.from : undefined;
  const sender = context.local(name?.text ?? "sender", message.from);
  const content = context.local("msg", contentType(message));
  const scope: Scope = { ...bindHidden(codeScope(names, kind), "msg", content), sender };
  return { scope: name ? bind(context, scope, name, sender) : scope, receives: { message, sender, content } };
}

function lowerHandler(
  context: Context,
  names: Names,
  node: HandlerDeclaration,
  kind: ProcessKind,
  sends: Sends,
): ActionDraft[] {
  if (node.event.kind !== "message") return [];
  const { text, span } = node.event.message;
  const message = names.messages.get(text);
  if (!message) {
    context.report("unknown-name", span, `there is no message \`${text}\``, {
      expected: [...names.messages.keys()].join(", "),
    });
    return [];
  }
  if (names.networks[message.network]?.discipline === "synchronous") {
    context.report(
      "inbox-outside-round",
      span,
      `${text} travels in rounds: it is read from \`inbox(${text})\` in \`on round\``,
    );
  }
  if (!message.to.kinds.includes(kind)) {
    context.report("type-mismatch", span, `${text} is not sent to ${kind.name}`, {
      expected: message.to.kinds.map((one) => one.name).join(" or "),
    });
  }
  const { scope, receives } = receiving(context, names, node, kind, message);
  const guard = node.guard && condition(context, scope, node.guard);
  const body = block(context, { sends }, scope, node.body);
  const conditions = [...processConditions(names, kind, node.span), ...connected(names, receives, kind, node)];
  return [draft(`on ${text}`, "handler", node.span, { body, process: kind, receives, guard, conditions })];
}

/** No partition stands between sender and receiver. */
function connected(
  names: Names,
  receives: NonNullable<Action["receives"]>,
  kind: ProcessKind,
  node: HandlerDeclaration,
): Action["conditions"][number][] {
  const { side } = names.hidden;
  if (!side) return [];
  const { span } = node;
  const cutOff = readOf(side.variable, undefined, span);
  const separated = domain(side.of, span);
  const sender = localOf(receives.sender, span);
  const receiver = self(kind, span);
  const free = (process: Expr) => negation(isIn(process, separated, span), span);
  const together = compare("=", isIn(sender, cutOff, span), isIn(receiver, cutOff, span), span);
  return [
    {
      condition: {
        kind: "logic",
        operator: "or",
        operands: [together, free(sender), free(receiver)],
        type: bool,
        span,
      },
      blocked: "a partition stands between sender and receiver",
    },
  ];
}

function lowerRestart(
  context: Context,
  names: Names,
  node: HandlerDeclaration,
  kind: ProcessKind,
  sends: Sends,
): Stmt[] {
  if (node.guard)
    context.report("restart-guard", node.guard.span, "`on restart` always runs: it has no guard", {
      hint: "use `if` in its body",
    });
  return block(context, { sends }, codeScope(names, kind), node.body);
}

function lowerRound(
  context: Context,
  names: Names,
  node: HandlerDeclaration,
  kind: ProcessKind,
  sends: Sends,
): RoundHandler {
  const network = names.networks.find((candidate) => candidate.discipline === "synchronous");
  if (!network) context.report("inbox-outside-round", node.span, "`on round` needs `network synchronous rounds K`");
  const reads = new Set<Message>();
  const scope: Scope = { ...codeScope(names, kind), inbox: reads };
  const index =
    node.event.kind === "round" && node.event.index
      ? typed(context, scope, node.event.index, integer(0, network?.rounds ?? 0), "the round")
      : undefined;
  const guard = node.guard && condition(context, scope, node.guard);
  const body = block(context, { sends }, scope, node.body);
  const conditions = processConditions(names, kind, node.span).map((one) => one.condition);
  return { process: kind, conditions, guard, index, reads: [...reads], body, span: node.span };
}

/** One action runs the round's handlers of all processes and moves to the next round; after the last one, it is over. */
export function roundAction(names: Names, handlers: readonly RoundHandler[]): ActionDraft | undefined {
  const { round, over } = names.hidden;
  const network = names.networks.find((candidate) => candidate.discipline === "synchronous");
  if (!round || !over || !network) return undefined;
  const { span } = network;
  const read = (variable: Variable): Expr => ({ kind: "read", variable, type: variable.type, span });
  const assign = (variable: Variable, value: Expr): Stmt => ({
    kind: "assign",
    place: { root: { kind: "variable", variable }, path: [], type: variable.type, span },
    value,
    span,
  });
  const last: Expr = {
    kind: "compare",
    operator: "=",
    left: read(round),
    right: literal(network.rounds ?? 0, span),
    type: bool,
    span,
  };
  const next: Expr = {
    kind: "arithmetic",
    operator: "+",
    left: read(round),
    right: literal(1, span),
    type: round.type,
    span,
  };
  const body: Stmt[] = [
    { kind: "if", condition: last, then: [assign(over, literal(true, span))], otherwise: [assign(round, next)], span },
  ];
  const running: Expr = { kind: "not", operand: read(over), type: bool, span };
  return draft("round", "round", network.span, {
    body,
    rounds: handlers,
    conditions: [{ condition: running, blocked: "the last round has run" }],
  });
}
