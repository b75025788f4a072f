/**
 * Faults and time as hidden variables. A fault whose budget is 0 leaves nothing behind: the model is the one without it.
 * The variables are declared before any code is looked at, because code asks `up(p)`; the actions that change them come
 * from `environment-actions.ts`.
 */
import type { Span } from "../source/index.ts";
import type { Expression } from "../syntax/tree.ts";
import type { Constant } from "./constants.ts";
import { evaluateConstant } from "./constants.ts";
import { type Context, literal } from "./context.ts";
import type { Declared, MutableVariable } from "./declare.ts";
import { expression } from "./expressions.ts";
import type { Expr, Fault, Message, Variable } from "./model.ts";
import type { Names } from "./names.ts";
import { codeScope } from "./procedures.ts";
import type { FaultKind, FaultSettings, Settings } from "./settings.ts";
import { bool, integer, type ProcessKind, type ProcessType, type Type } from "./types.ts";

/** One fault with its budget, ready to be lowered. */
export interface FaultPlan {
  readonly kind: FaultKind;
  readonly span: Span;
  readonly atOnce?: number;
  readonly total?: number;
  /** Whom it befalls. */
  readonly of: ProcessType;
  /** loss, duplication, byzantine (forges): which messages. */
  readonly messages: readonly Message[];
  /** How often it has happened; only when there is a total. */
  readonly used?: Variable;
  /** crash: whether processes come back. */
  readonly restarts: boolean;
}

export interface Environment {
  readonly plans: readonly FaultPlan[];
  readonly faults: readonly Fault[];
  readonly hidden: readonly MutableVariable[];
}

export function declareEnvironment(
  context: Context,
  declared: Declared,
  settings: Settings,
  firstId: number,
): Environment {
  const { names } = declared;
  const hidden: MutableVariable[] = [];
  const add: Add = (name, type, role, initial, span, process) => {
    const variable: MutableVariable = {
      id: firstId + hidden.length,
      name,
      process,
      type,
      storage: "state",
      role,
      initial,
      span,
    };
    hidden.push(variable);
    return variable;
  };
  const value = (constant: Constant, span: Span): Variable["initial"] => ({
    mode: "value",
    value: literal(constant, span),
  });
  const plans: FaultPlan[] = [];
  for (const [kind, given] of settings.faults) {
    const plan = planFault(context, names, kind, given);
    if (!plan || plan.total === 0 || plan.atOnce === 0) continue;
    const { span } = plan;
    // A restart in place and a byzantine choice have no count; everything else with a total counts.
    const used =
      plan.total !== undefined && kind !== "byzantine"
        ? add(`${kind}${kind.endsWith("s") ? "es" : "s"}`, integer(0, plan.total), "budget", value(0, span), span)
        : undefined;
    plans.push({ ...plan, used });
    if (kind === "crash") {
      names.hidden.crashes = true;
      for (const process of plan.of.kinds)
        names.hidden.up.set(process, add("up", bool, "up", value(true, span), span, process));
    }
    if (kind === "pause")
      for (const process of plan.of.kinds)
        names.hidden.paused.set(process, add("paused", bool, "paused", value(false, span), span, process));
    if (kind === "partition") {
      const none: Expr = { kind: "set", items: [], type: { kind: "set", item: plan.of }, span };
      names.hidden.side = {
        variable: add("cutOff", { kind: "set", item: plan.of }, "side", { mode: "value", value: none }, span),
        of: plan.of,
      };
    }
    if (kind === "byzantine") {
      names.hidden.byzantine = add(
        "byzantine",
        { kind: "set", item: plan.of },
        "byzantine",
        byzantineChoice(context, names, given, plan),
        span,
      );
    }
  }
  declareRounds(names, add, value);
  declareControls(declared, add);
  declareHistories(context, names, add, value);
  return { plans, faults: plans.map(describe), hidden };
}

const describe = (plan: FaultPlan): Fault => ({
  kind: plan.kind,
  of:
    plan.kind === "loss" || plan.kind === "duplication"
      ? plan.messages.map((message) => message.name)
      : plan.of.kinds.map((kind) => kind.name),
  atOnce: plan.atOnce,
  total: plan.total,
  span: plan.span,
});

type Add = (
  name: string,
  type: Type,
  role: Variable["role"],
  initial: Variable["initial"],
  span: Span,
  process?: ProcessKind,
) => MutableVariable;
type ValueOf = (constant: Constant, span: Span) => Variable["initial"];

function planFault(context: Context, names: Names, kind: FaultKind, given: FaultSettings): FaultPlan | undefined {
  const count = (name: "atOnce" | "total") => {
    const node = given.values.get(name);
    if (!node) return undefined;
    const constant = evaluateConstant(node, names);
    if (typeof constant === "number" && constant >= 0) return constant;
    context.report("constant-expected", node.span, `\`${kind}.${name}\` must be a number from 0`, {
      expected: "a constant integer",
    });
    return undefined;
  };
  const onMessages = kind === "loss" || kind === "duplication";
  const of = given.values.get("of");
  const restartNode = given.values.get("restart");
  const restarts = restartNode ? evaluateConstant(restartNode, names) : true;
  if (typeof restarts !== "boolean")
    context.report("constant-expected", restartNode?.span ?? given.span, "`restart` is True or False");
  const messageNode = onMessages ? of : given.values.get("forges");
  const messages = messageNode
    ? nameList(messageNode).flatMap((name) => named(context, names.messages, name, "message"))
    : [...names.messages.values()];
  const kinds =
    of && !onMessages
      ? nameList(of).flatMap((name) => named(context, names.kinds, name, "process"))
      : [...names.kinds.values()];
  const atOnce = count("atOnce");
  if (kind === "partition" && atOnce !== undefined && atOnce > 1) {
    context.report("parameter-range", given.span, "one partition stands at a time", {
      expected: "partition.atOnce = 1",
    });
  }
  return {
    kind,
    span: given.span,
    atOnce: kind === "byzantine" && atOnce === undefined && !given.values.has("who") ? 1 : atOnce,
    total: count("total"),
    of: { kind: "process", kinds: names.everyone().kinds.filter((candidate) => kinds.includes(candidate)) },
    messages,
    restarts: restarts !== false,
  };
}

/** `Server`, `{Server, Client}` or `Server ∪ Client`: the names in it. */
function nameList(node: Expression): { readonly text: string; readonly span: Span }[] {
  switch (node.kind) {
    case "name":
      return [{ text: node.name, span: node.span }];
    case "paren":
      return nameList(node.inner);
    case "set":
      return node.items.flatMap(nameList);
    case "binary":
      return node.operator === "union"
        ? [...nameList(node.left), ...nameList(node.right)]
        : [{ text: "", span: node.span }];
    default:
      return [{ text: "", span: node.span }];
  }
}

function named<T>(
  context: Context,
  table: ReadonlyMap<string, T>,
  name: { readonly text: string; readonly span: Span },
  what: string,
): T[] {
  const found = table.get(name.text);
  if (found) return [found];
  context.report("unknown-name", name.span, `this names no ${what}`, {
    expected: [...table.keys()].join(", ") || `a declared ${what}`,
  });
  return [];
}

/** `who: {r0}` is exactly that set; otherwise any set of at most `atOnce` processes of the kinds, chosen at the start. */
function byzantineChoice(context: Context, names: Names, given: FaultSettings, plan: FaultPlan): Variable["initial"] {
  const who = given.values.get("who");
  const type: Type = { kind: "set", item: plan.of };
  if (who)
    return {
      mode: "value",
      value: expression(context, { ...codeScope(names, undefined), literalMembers: false }, who, type),
    };
  const { span } = plan;
  const everyone: Expr = { kind: "domain", of: plan.of, type, span };
  const all: Expr = {
    kind: "builtin",
    name: "subsets",
    arguments: [everyone],
    type: { kind: "set", item: type },
    span,
  };
  const local = context.local("traitors", type);
  const chosen: Expr = { kind: "local", local, type, span };
  const size: Expr = { kind: "builtin", name: "len", arguments: [chosen], type: integer(0, 1000), span };
  const where: Expr = {
    kind: "compare",
    operator: "<=",
    left: size,
    right: literal(plan.atOnce ?? 1, span),
    type: bool,
    span,
  };
  return {
    mode: "choice",
    value: {
      kind: "setOf",
      value: chosen,
      binders: [{ local, domain: all }],
      where,
      type: { kind: "set", item: type },
      span,
    },
  };
}

function declareRounds(names: Names, add: Add, value: ValueOf): void {
  const network = names.networks.find((candidate) => candidate.discipline === "synchronous");
  if (!network) return;
  names.hidden.round = add("round", integer(0, network.rounds ?? 0), "round", value(0, network.span), network.span);
  names.hidden.over = add("over", bool, "over", value(false, network.span), network.span);
}

/** A task stands at one of its steps, or is done. */
function declareControls(declared: Declared, add: Add): void {
  for (const { node, kind } of declared.code) {
    if (node.kind !== "task" || !kind) continue;
    const cases = [...node.steps.map((step) => ({ name: step.name.text, fields: [] })), { name: "done", fields: [] }];
    const type: Type = { kind: "variant", name: node.name.text, cases };
    const first: Expr = { kind: "construct", caseIndex: 0, arguments: [], type, span: node.span };
    const variable = add(node.name.text, type, "control", { mode: "value", value: first }, node.span, kind);
    variable.storage = "volatile";
    const { controls } = declared.names.hidden;
    controls.set(kind, [...(controls.get(kind) ?? []), variable]);
  }
}

function declareHistories(context: Context, names: Names, add: Add, value: ValueOf): void {
  for (const entry of names.histories.values()) {
    const { node } = entry;
    if (!entry.by) context.report("unknown-name", node.by.span, `there is no process \`${node.by.text}\``);
    if (!entry.object) context.report("unknown-name", node.object.span, `there is no object \`${node.object.text}\``);
    if (!entry.by) continue;
    entry.pending = add(node.name.text, bool, "pending", value(false, node.span), node.span, entry.by);
    if (!node.atMost) continue;
    const most = evaluateConstant(node.atMost, names);
    if (typeof most !== "number")
      context.report("constant-expected", node.atMost.span, "the number of operations must be a constant integer");
    else
      entry.count = {
        variable: add(`${node.name.text}.operations`, integer(0, most), "operations", value(0, node.span), node.span),
        most,
      };
  }
}
