/**
 * The environment's actions: crash and restart, pause, partition, loss and duplication, and the tick of time. They are
 * ordinary actions over the hidden variables, written here in the statements that everything else is made of.
 */
import type { Span } from "../source/index.ts";
import {
  type ActionDraft,
  assign,
  type Condition,
  compare,
  domain,
  draft,
  localOf,
  plus,
  self,
  setType,
} from "./builders.ts";
import { type Context, literal } from "./context.ts";
import type { FaultPlan } from "./environment.ts";
import { negation, readOf } from "./environment-reads.ts";
import type { Binder, Expr, Stmt, Variable } from "./model.ts";
import type { Names } from "./names.ts";
import { ticks } from "./ticks.ts";
import { bool, integer, type ProcessKind, type ProcessType } from "./types.ts";

/** "budget left", and the statement that uses it up. */
function budget(plan: FaultPlan): { conditions: Condition[]; uses: Stmt[] } {
  const { used, total, span } = plan;
  if (!used || total === undefined) return { conditions: [], uses: [] };
  const count = readOf(used, undefined, span);
  return {
    conditions: [
      {
        condition: compare("<", count, literal(total, span), span),
        blocked: `${plan.kind} has happened ${total === 1 ? "once" : `${total} times`}, as often as it may`,
      },
    ],
    uses: [assign(used, undefined, plus(count, literal(1, span), span), span)],
  };
}

/** Fewer than `atOnce` processes, over all kinds of the plan, are in the state that `table` marks with `marked`. */
function room(
  context: Context,
  plan: FaultPlan,
  table: ReadonlyMap<ProcessKind, Variable>,
  marked: boolean,
): Condition[] {
  const { atOnce, span } = plan;
  if (atOnce === undefined) return [];
  const counts = plan.of.kinds.map((kind): Expr => {
    const of: ProcessType = { kind: "process", kinds: [kind] };
    const local = context.local("p", of);
    const variable = table.get(kind);
    const read = variable ? readOf(variable, localOf(local, span), span) : literal(!marked, span);
    const where = marked ? read : negation(read, span);
    return {
      kind: "aggregate",
      operator: "count",
      binders: [{ local, domain: domain(of, span) }],
      where,
      type: integer(0, kind.members.length),
      span,
    };
  });
  const total = counts.reduce((sum, count) => plus(sum, count, span));
  return [
    {
      condition: compare("<", total, literal(atOnce, span), span),
      blocked: `${atOnce} at once is the most that ${plan.kind} allows`,
    },
  ];
}

const is = (
  table: ReadonlyMap<ProcessKind, Variable>,
  kind: ProcessKind,
  wanted: boolean,
  span: Span,
  blocked: string,
): Condition[] => {
  const variable = table.get(kind);
  if (!variable) return [];
  const read = readOf(variable, self(kind, span), span);
  return [{ condition: wanted ? read : negation(read, span), blocked }];
};

const honest = (names: Names, kind: ProcessKind, span: Span): Condition[] => {
  const { byzantine } = names.hidden;
  if (!byzantine) return [];
  const among: Expr = {
    kind: "setOperation",
    operator: "notin",
    left: self(kind, span),
    right: readOf(byzantine, undefined, span),
    type: bool,
    span,
  };
  return [{ condition: among, blocked: "it is byzantine" }];
};

/** What every step of a process of this kind needs: to be up, not paused, and honest. */
export function processConditions(names: Names, kind: ProcessKind, span: Span): Condition[] {
  const { up, paused } = names.hidden;
  return [
    ...is(up, kind, true, span, "it is down"),
    ...is(paused, kind, false, span, "it is paused"),
    ...honest(names, kind, span),
  ];
}

/** Volatile fields, timers and tasks go back to their initialisers. */
export function resets(context: Context, kind: ProcessKind, variables: readonly Variable[], span: Span): Stmt[] {
  const volatile = variables.filter((variable) => variable.process === kind && variable.storage === "volatile");
  const owner = self(kind, span);
  return volatile.map((variable): Stmt => {
    const { mode, value } = variable.initial;
    if (mode === "value") return assign(variable, owner, value, span);
    const local = context.local(variable.name, variable.type);
    return {
      kind: "pick",
      binders: [{ local, domain: value }],
      body: [assign(variable, owner, localOf(local, span), span)],
      span,
    };
  });
}

export interface EnvironmentParts {
  readonly names: Names;
  /** In initialisation order. */
  readonly variables: readonly Variable[];
  readonly plans: readonly FaultPlan[];
  /** The code of `on restart`, by kind. */
  readonly restarts: ReadonlyMap<ProcessKind, readonly Stmt[]>;
  readonly fair: ReadonlySet<string>;
  readonly hasUrgent: boolean;
}

export function environmentActions(context: Context, parts: EnvironmentParts): ActionDraft[] {
  const actions = parts.plans.flatMap((plan) => faultActions(context, parts, plan));
  const tick = ticks(context, parts);
  return tick ? [...tick, ...actions] : actions;
}

function faultActions(context: Context, parts: EnvironmentParts, plan: FaultPlan): ActionDraft[] {
  const { span } = plan;
  const { conditions, uses } = budget(plan);
  const { hidden } = parts.names;
  switch (plan.kind) {
    case "crash":
      return plan.of.kinds.flatMap((kind) => crash(context, parts, plan, kind));
    case "restart":
      return plan.of.kinds.map((kind) =>
        draft("restart", "restart", span, {
          process: kind,
          conditions: [
            ...is(hidden.up, kind, true, span, "it is down"),
            ...honest(parts.names, kind, span),
            ...conditions,
          ],
          body: [...uses, ...resets(context, kind, parts.variables, span), ...(parts.restarts.get(kind) ?? [])],
        }),
      );
    case "pause":
      return plan.of.kinds.flatMap((kind) => {
        const paused = hidden.paused.get(kind);
        if (!paused) return [];
        const set = (value: boolean) => assign(paused, self(kind, span), literal(value, span), span);
        return [
          draft("pause", "pause", span, {
            process: kind,
            conditions: [
              ...is(hidden.paused, kind, false, span, "it is paused"),
              ...is(hidden.up, kind, true, span, "it is down"),
              ...room(context, plan, hidden.paused, true),
              ...conditions,
            ],
            body: [...uses, set(true)],
          }),
          draft("resume", "resume", span, {
            process: kind,
            conditions: is(hidden.paused, kind, true, span, "it is not paused"),
            body: [set(false)],
          }),
        ];
      });
    case "partition":
      return partition(context, parts, plan, conditions, uses);
    case "loss":
    case "duplication":
      return [
        draft(plan.kind === "loss" ? "lose" : "duplicate", plan.kind, span, {
          befalls: plan.messages,
          conditions,
          body: uses,
        }),
      ];
    case "drift":
    case "byzantine":
      return []; // drift is a kind of tick; byzantine processes act through what they send
  }
}

function crash(context: Context, parts: EnvironmentParts, plan: FaultPlan, kind: ProcessKind): ActionDraft[] {
  const { span } = plan;
  const { up, paused } = parts.names.hidden;
  const variable = up.get(kind);
  if (!variable) return [];
  const { conditions, uses } = budget(plan);
  const set = (value: boolean) => assign(variable, self(kind, span), literal(value, span), span);
  const awake = paused.get(kind);
  const wake = awake ? [assign(awake, self(kind, span), literal(false, span), span)] : [];
  const down = draft("crash", "crash", span, {
    process: kind,
    conditions: [
      ...is(up, kind, true, span, "it is down"),
      ...honest(parts.names, kind, span),
      ...room(context, plan, up, false),
      ...conditions,
    ],
    body: [...uses, set(false), ...wake, ...resets(context, kind, parts.variables, span)],
  });
  if (!plan.restarts) return [down];
  const back = draft("restart", "restart", span, {
    process: kind,
    fair: parts.fair.has("restart"),
    conditions: is(up, kind, false, span, "it is up"),
    body: [set(true), ...resets(context, kind, parts.variables, span), ...(parts.restarts.get(kind) ?? [])],
  });
  return [down, back];
}

/** The environment cuts some processes off from the others, and heals. One side is named: the one without the first process. */
function partition(
  context: Context,
  parts: EnvironmentParts,
  plan: FaultPlan,
  conditions: readonly Condition[],
  uses: readonly Stmt[],
): ActionDraft[] {
  const { span } = plan;
  const { side } = parts.names.hidden;
  const [first] = plan.of.kinds[0]?.members ?? [];
  if (!side || first === undefined) return [];
  const type = setType(plan.of);
  const read = readOf(side.variable, undefined, span);
  const none: Expr = { kind: "set", items: [], type, span };
  const local = context.local("side", type);
  const chosen = localOf(local, span);
  const others: Expr = {
    kind: "setOperation",
    operator: "minus",
    left: domain(plan.of, span),
    right: { kind: "set", items: [{ kind: "member", name: first, type: plan.of, span }], type, span },
    type,
    span,
  };
  const subsets: Expr = {
    kind: "builtin",
    name: "subsets",
    arguments: [others],
    type: { kind: "set", item: type },
    span,
  };
  const possible: Expr = {
    kind: "setOf",
    value: chosen,
    binders: [{ local, domain: subsets }],
    where: compare("!=", chosen, none, span),
    type: { kind: "set", item: type },
    span,
  };
  const parameter: Binder = { local: context.local("side", type), domain: possible };
  return [
    draft("partition", "partition", span, {
      parameters: [parameter],
      conditions: [{ condition: compare("=", read, none, span), blocked: "a partition stands" }, ...conditions],
      body: [...uses, assign(side.variable, undefined, localOf(parameter.local, span), span)],
    }),
    draft("heal", "heal", span, {
      fair: parts.fair.has("heal"),
      conditions: [{ condition: compare("!=", read, none, span), blocked: "no partition stands" }],
      body: [assign(side.variable, undefined, none, span)],
    }),
  ];
}
