/**
 * Who could do what in a state: every instance of an action, that is a value for each parameter and for a handler an
 * envelope, with its standing: ready to run, refused (and why), cut by its bound, or failed while this was found out.
 * Conditions and the leading conjuncts of the guard that mention neither parameters nor the message are looked at first,
 * before there are any parameters: `when busy and …` costs nothing while nobody is busy.
 */
import { Map as ImmutableMap, List } from "immutable";
import type { Action, Expr } from "../ir/index.ts";
import { type Span, spanText } from "../source/index.ts";
import { assignments, bind, itemsOf } from "./bind.ts";
import { combinations } from "./domains.ts";
import { holds } from "./evaluate.ts";
import { mentions } from "./explain.ts";
import { attempt } from "./failure.ts";
import type { Envelope, Failure, Named, Value, Wanted } from "./machine.ts";
import { byzantineMembers, deliverable, distinct, forgersOf, networkOf } from "./network.ts";
import { contains } from "./operators.ts";
import type { Scope } from "./scope.ts";
import type { Universe } from "./universe.ts";

export interface Instance {
  readonly action: Action;
  readonly self?: string;
  readonly parameters: readonly Named[];
  readonly envelope?: Envelope;
  /** Where the envelope lies in its network; nowhere when it is forged. */
  readonly position?: number;
  readonly forged: boolean;
}

export type Standing =
  | { readonly kind: "ready" }
  | { readonly kind: "cut"; readonly span: Span }
  | { readonly kind: "refused"; readonly reason: string; readonly span: Span; readonly formula?: Expr }
  | { readonly kind: "failed"; readonly failure: Failure };

/** Called with the instance's names bound in `scope`, while it is its turn. */
export type Visit = (instance: Instance, standing: Standing, scope: Scope) => void;

/** All members that an action has instances for; one instance of nobody for actions of the model. */
export const actors = (action: Action): readonly (string | undefined)[] => action.process?.members ?? [undefined];

/** What of an instance is known beforehand; unguarded: instances that are refused without their parameters are visited too. */
type Known = Pick<Wanted, "parameters" | "envelope"> & { readonly unguarded?: boolean };

/**
 * Visits the instances of `action` for `self` in their order: parameters, then envelopes, then forged ones. With `known`,
 * only those that fit it.
 */
export function eachInstance(
  action: Action,
  self: string | undefined,
  scope: Scope,
  visit: Visit,
  known: Known = {},
): void {
  const plan = planOf(action);
  const bare: Instance = { action, self, parameters: [], forged: false };
  const early = judge(plan.early, undefined, scope);
  if (early.kind !== "ready" && !known.unguarded) {
    visit(bare, early, scope);
    return;
  }
  const rows = attempt(() => rowsOf(action, scope, known.parameters));
  if ("failure" in rows) {
    visit(bare, { kind: "failed", failure: rows.failure }, scope);
    return;
  }
  if (rows.value.length === 0) {
    const names = action.parameters.map(({ local }) => local.name).join(", ");
    visit(bare, { kind: "refused", reason: `there is no value for ${names}`, span: action.span }, scope);
  }
  for (const row of rows.value) {
    bind(action.parameters, row, scope);
    const parameters = row.map((value, at) => ({ name: action.parameters[at]!.local.name, value }));
    const subject: Instance = { action, self, parameters, forged: false };
    if (action.receives) eachDelivery(subject, plan, scope, visit, known);
    else if (action.befalls) eachBefallen(subject, plan, scope, visit, known);
    else visit(subject, early.kind === "ready" ? judge(plan.late, action.bound, scope) : early, scope);
  }
}

/** Values of the parameters; where some are known, no other values are tried for them. */
function rowsOf(action: Action, scope: Scope, known: Known["parameters"]): readonly (readonly Value[])[] {
  const { parameters } = action;
  if (!known || known.size === 0) return assignments(parameters, undefined, scope);
  let rows: readonly (readonly Value[])[] = [[]];
  for (const { local, domain } of parameters) {
    const value = known.get(local.name);
    rows = rows.flatMap((row) => {
      bind(parameters.slice(0, row.length), row, scope);
      if (value === undefined) return itemsOf(domain, scope).map((item) => [...row, item]);
      return contains(domain, value, scope) ? [[...row, value]] : [];
    });
  }
  return rows;
}

function eachDelivery(subject: Instance, plan: Plan, scope: Scope, visit: Visit, known: Known): void {
  const { action, self } = subject;
  const { message, sender, content } = action.receives!;
  const network = networkOf(scope.universe.model, message);
  const receive = (instance: Instance & { readonly envelope: Envelope }) => {
    scope.locals.set(sender.id, instance.envelope.from);
    scope.locals.set(content.id, contentOf(instance.envelope));
    visit(instance, judge(plan.late, action.bound, scope), scope);
  };
  let any = false;
  for (const position of deliverable(network, scope.view)) {
    const { envelope } = scope.view.networks[network.id]![position]!;
    if (envelope.message !== message || envelope.to !== self) continue;
    if (known.envelope && !known.envelope(envelope)) continue;
    any = true;
    receive({ ...subject, envelope, position });
  }
  for (const from of forgersOf(scope.universe, scope.view, message)) {
    if (self === undefined || byzantineMembers(scope.universe, scope.view).has(self)) break;
    const contents = attempt(() => contentsOf(message, scope.universe));
    if ("failure" in contents) {
      visit(subject, { kind: "failed", failure: contents.failure }, scope);
      return;
    }
    for (const fields of contents.value) {
      const envelope: Envelope = { message, from, to: self, fields: List(fields) };
      if (known.envelope && !known.envelope(envelope)) continue;
      any = true;
      receive({ ...subject, envelope, forged: true });
    }
  }
  if (any) return;
  const head = network.discipline === "fifo" ? " at the head of a channel" : "";
  visit(subject, { kind: "refused", reason: `no ${message.name} to ${self}${head}`, span: action.span }, scope);
}

function eachBefallen(subject: Instance, plan: Plan, scope: Scope, visit: Visit, known: Known): void {
  const { action } = subject;
  let any = false;
  for (const network of scope.universe.model.networks) {
    for (const position of distinct(network, scope.view)) {
      const { envelope } = scope.view.networks[network.id]![position]!;
      if (!action.befalls!.includes(envelope.message)) continue;
      if (known.envelope && !known.envelope(envelope)) continue;
      any = true;
      visit({ ...subject, envelope, position }, judge(plan.late, action.bound, scope), scope);
    }
  }
  if (!any) visit(subject, { kind: "refused", reason: "no message is in flight", span: action.span }, scope);
}

/** Everything that a sender may put into a message. */
export function contentsOf(message: Envelope["message"], universe: Universe): readonly (readonly Value[])[] {
  return combinations(message.fields.map((field) => universe.domain(field.type, message.span).items));
}

/** The fields of an envelope as a record, as code sees them. */
export function contentOf({ message, fields }: Envelope): Value {
  return ImmutableMap(message.fields.map(({ name }, at) => [name, fields.get(at)!]));
}

/** A formula that must hold, and what to say when it does not; a guard speaks for itself. */
interface Requirement {
  readonly formula: Expr;
  readonly blocked?: string;
}

interface Plan {
  readonly early: readonly Requirement[];
  readonly late: readonly Requirement[];
}

const plans = new WeakMap<Action, Plan>();

function planOf(action: Action): Plan {
  let plan = plans.get(action);
  if (!plan) {
    plan = makePlan(action);
    plans.set(action, plan);
  }
  return plan;
}

function makePlan({ parameters, receives, conditions, guard }: Action): Plan {
  const own = new Set(parameters.map(({ local }) => local.id));
  if (receives) own.add(receives.sender.id).add(receives.content.id);
  const depends = ({ formula }: Requirement) => mentions(formula, own);
  const hidden = conditions.map(({ condition, blocked }) => ({ formula: condition, blocked }));
  const conjuncts = conjunctsOf(guard).map((formula) => ({ formula }));
  const first = conjuncts.findIndex(depends);
  const leading = first < 0 ? conjuncts.length : first;
  return {
    early: [...hidden.filter((requirement) => !depends(requirement)), ...conjuncts.slice(0, leading)],
    late: [...hidden.filter(depends), ...conjuncts.slice(leading)],
  };
}

/** A guard as what must hold one after the other. */
function conjunctsOf(guard: Expr | undefined): readonly Expr[] {
  if (!guard) return [];
  return guard.kind === "logic" && guard.operator === "and" ? guard.operands.flatMap(conjunctsOf) : [guard];
}

function judge(requirements: readonly Requirement[], bound: Expr | undefined, scope: Scope): Standing {
  const result = attempt((): Standing => {
    for (const { formula, blocked } of requirements) {
      if (!holds(formula, scope)) {
        const reason = blocked ?? `${spanText(formula.span)} is false`;
        return { kind: "refused", reason, span: formula.span, formula };
      }
    }
    return bound && !holds(bound, scope) ? { kind: "cut", span: bound.span } : { kind: "ready" };
  });
  return "failure" in result ? { kind: "failed", failure: result.failure } : result.value;
}
