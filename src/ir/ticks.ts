/** Time: `tick` counts every running timer down, and `drift` is a tick that some processes miss. */
import type { Span } from "../source/index.ts";
import {
  type ActionDraft,
  assign,
  type Condition,
  compare,
  domain,
  draft,
  isIn,
  localOf,
  plus,
  setType,
  size,
} from "./builders.ts";
import { type Context, literal } from "./context.ts";
import type { FaultPlan } from "./environment.ts";
import { negation, readOf, timerIs } from "./environment-reads.ts";
import type { Binder, Expr, Stmt, Variable } from "./model.ts";
import { bool, integer, type ProcessType } from "./types.ts";

export interface TimedParts {
  readonly variables: readonly Variable[];
  readonly plans: readonly FaultPlan[];
  readonly hasUrgent: boolean;
}

/** `tick` counts every running timer down; under `drift`, some processes may miss it. */
export function ticks(context: Context, parts: TimedParts): ActionDraft[] | undefined {
  const timers = parts.variables.filter((variable) => variable.role === "timer");
  const [first] = timers;
  if (!first) return undefined;
  const { span } = first;
  const waits: Condition[] = parts.hasUrgent
    ? [{ condition: negation({ kind: "urgent", type: bool, span }, span), blocked: "an urgent action comes first" }]
    : [];
  const some = anyRuns(context, timers, undefined, span);
  const tick = draft("tick", "tick", span, {
    conditions: [{ condition: some, blocked: "no timer runs" }, ...waits],
    body: countDown(context, timers, undefined, span),
  });
  const plan = parts.plans.find((candidate) => candidate.kind === "drift");
  return plan ? [tick, drift(context, timers, plan, waits)] : [tick];
}

/** ∃ p: some timer of p runs; only for p in `among` when it is given. */
function anyRuns(context: Context, timers: readonly Variable[], among: Expr | undefined, span: Span): Expr {
  const operands = timers.flatMap((timer): Expr[] => {
    if (!timer.process) return [];
    const of: ProcessType = { kind: "process", kinds: [timer.process] };
    const local = context.local("p", of);
    const runs = timerIs(readOf(timer, localOf(local, span), span), "running", span);
    const inside = among && isIn(localOf(local, span), among, span);
    const body: Expr = inside ? { kind: "logic", operator: "and", operands: [inside, runs], type: bool, span } : runs;
    return [
      {
        kind: "quantifier",
        quantifier: "exists",
        binders: [{ local, domain: domain(of, span) }],
        body,
        type: bool,
        span,
      },
    ];
  });
  return { kind: "logic", operator: "or", operands, type: bool, span };
}

function countDown(context: Context, timers: readonly Variable[], except: Expr | undefined, span: Span): Stmt[] {
  return timers.flatMap((timer): Stmt[] => {
    if (!timer.process) return [];
    const of: ProcessType = { kind: "process", kinds: [timer.process] };
    const local = context.local("p", of);
    const owner = localOf(local, span);
    const read = readOf(timer, owner, span);
    const item = timer.type.kind === "option" ? timer.type.item : integer(0, 0);
    const left: Expr = { kind: "valueOf", option: read, type: item, span };
    const less: Expr = { kind: "arithmetic", operator: "-", left, right: literal(1, span), type: item, span };
    const next: Expr = { kind: "construct", caseIndex: 1, arguments: [less], type: timer.type, span };
    const where: Expr | undefined = except && {
      kind: "setOperation",
      operator: "notin",
      left: owner,
      right: except,
      type: bool,
      span,
    };
    const body: Stmt[] = [
      {
        kind: "if",
        condition: timerIs(read, "running", span),
        then: [assign(timer, owner, next, span)],
        otherwise: [],
        span,
      },
    ];
    return [{ kind: "for", binders: [{ local, domain: domain(of, span) }], where, body, unordered: false, span }];
  });
}

/** Time passes, but not for the processes in `who`, each of which has a running timer: their clocks fall behind. */
function drift(
  context: Context,
  timers: readonly Variable[],
  plan: FaultPlan,
  waits: readonly Condition[],
): ActionDraft {
  const { span, used, total } = plan;
  const type = setType(plan.of);
  const candidate = context.local("who", type);
  const chosen = localOf(candidate, span);
  const subsets: Expr = {
    kind: "builtin",
    name: "subsets",
    arguments: [domain(plan.of, span)],
    type: { kind: "set", item: type },
    span,
  };
  const least = compare(">=", size(chosen, span), literal(1, span), span);
  const limits: Expr[] = [least];
  if (plan.atOnce !== undefined) limits.push(compare("<=", size(chosen, span), literal(plan.atOnce, span), span));
  if (used && total !== undefined)
    limits.push(
      compare("<=", plus(readOf(used, undefined, span), size(chosen, span), span), literal(total, span), span),
    );
  const member = context.local("p", plan.of);
  const one: Expr = { kind: "set", items: [localOf(member, span)], type, span };
  limits.push({
    kind: "quantifier",
    quantifier: "forall",
    binders: [{ local: member, domain: chosen }],
    body: anyRuns(context, timers, one, span),
    type: bool,
    span,
  });
  const possible: Expr = {
    kind: "setOf",
    value: chosen,
    binders: [{ local: candidate, domain: subsets }],
    where: { kind: "logic", operator: "and", operands: limits, type: bool, span },
    type: { kind: "set", item: type },
    span,
  };
  const who: Binder = { local: context.local("who", type), domain: possible };
  const late = localOf(who.local, span);
  const uses = used ? [assign(used, undefined, plus(readOf(used, undefined, span), size(late, span), span), span)] : [];
  return draft("drift", "drift", span, {
    parameters: [who],
    conditions: waits,
    body: [...uses, ...countDown(context, timers, late, span)],
  });
}
