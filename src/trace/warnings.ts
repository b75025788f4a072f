/**
 * What holds and says less than it seems to: parts of a model that nothing ever came to while all its states were visited,
 * and properties that hold because bounds cut what would decide them. Made from signs of life and verdicts; only where
 * everything was looked at, for of the rest nobody knows.
 */
import type { Machine, State } from "../interpreter/index.ts";
import { type Action, type Expr, isFixed, type Model, signsOf } from "../ir/index.ts";
import type { Diagnostic, Span } from "../source/index.ts";
import type { Verdict } from "./verdict.ts";

/** In the order of the source. Each is a warning: nothing is wrong for sure. */
export function warningsOf(machine: Machine, verdict: Verdict): readonly Diagnostic[] {
  if (!verdict.signs || verdict.findings.length > 0) return [];
  const { model } = machine;
  const seen = new Seen(machine, verdict.signs);
  const never = [
    ...neverReceived(model, seen),
    ...neverEnabled(model, seen),
    ...unusedFaults(model, seen),
    ...withoutChoice(model, seen),
    ...emptyImplications(model, verdict, seen),
  ];
  const isCut = verdict.statistics.cut > 0;
  const all = [
    ...never.map((item) => (isCut ? { ...item, message: `within the bounds, ${item.message}` } : item)),
    ...heldUp(model, verdict),
  ];
  return all.sort((left, right) => inSource(left.span, right.span));
}

class Seen {
  readonly #machine: Machine;
  readonly #model: Model;
  readonly #signs: Uint8Array;
  #some: State | undefined;

  constructor(machine: Machine, signs: Uint8Array) {
    this.#machine = machine;
    this.#model = machine.model;
    this.#signs = signs;
  }

  /** Whether the parameters make a condition false that depends on nothing else. */
  rulesOut(condition: Expr): boolean {
    if (!isFixed(condition)) return false;
    this.#some ??= this.#machine.initialStates().states[0];
    return this.#some !== undefined && this.#machine.value(condition, this.#some) === false;
  }

  sign(number: number | undefined): boolean {
    return number !== undefined && this.#signs[number] === 1;
  }

  action(action: Action): boolean {
    return this.sign(signsOf(this.#model).actions.get(action));
  }

  /** Whether a handler has taken it. What has no handler is not asked for in rounds, and where `sent` finds it. */
  message(message: Model["messages"][number]): boolean {
    const { networks, actions } = this.#model;
    const handlers = actions.filter((action) => action.receives?.message === message);
    const { discipline } = networks[message.network] ?? {};
    if (handlers.length === 0 && (discipline === "synchronous" || discipline === "set")) return true;
    return handlers.some((action) => this.action(action));
  }
}

function neverReceived(model: Model, seen: Seen): readonly Diagnostic[] {
  return model.messages
    .filter((message) => !seen.message(message))
    .map(({ name, span }) => ({ rule: "never-received", span, message: `no ${name} is ever received` }));
}

const written: readonly Action["kind"][] = ["action", "step", "handler"];

function neverEnabled(model: Model, seen: Seen): readonly Diagnostic[] {
  const { properties } = model;
  /** The model claims itself that it is never enabled. */
  const isClaimed = (action: Action) =>
    properties.some(
      ({ kind, formula }) =>
        kind === "invariant" &&
        formula.kind === "not" &&
        formula.operand.kind === "enabled" &&
        formula.operand.process === undefined &&
        formula.operand.actions().includes(action),
    );
  const isRuledOut = ({ guard }: Action) => conjunctsOf(guard).some((part) => seen.rulesOut(part));
  return model.actions
    .filter((action) => written.includes(action.kind) && !seen.action(action) && !isClaimed(action))
    .filter((action) => !isRuledOut(action))
    .filter(({ receives }) => !receives || seen.message(receives.message))
    .map(({ process, name, span }) => ({
      rule: "never-enabled",
      span,
      message: `${process ? `${process.name}.` : ""}${name} is never enabled`,
    }));
}

function unusedFaults(model: Model, seen: Seen): readonly Diagnostic[] {
  const { byzantine, actions, networks, faults } = model;
  const isUsed = (kind: (typeof faults)[number]["kind"]): boolean => {
    if (kind === "byzantine") {
      const forges = byzantine?.forges ?? [];
      const isAsked =
        forges.length > 0 && forges.every(({ network }) => networks[network]?.discipline !== "synchronous");
      return !isAsked || seen.sign(signsOf(model).forged);
    }
    const own = actions.filter((action) => action.kind === kind);
    return own.length === 0 || own.some((action) => seen.action(action));
  };
  return faults
    .filter(({ kind }) => !isUsed(kind))
    .map(({ kind, span }) => ({
      rule: "unused-fault",
      span,
      message: kind === "byzantine" ? "no forged message is ever received" : `the budget of ${kind} is never used`,
    }));
}

function withoutChoice(model: Model, seen: Seen): readonly Diagnostic[] {
  return [...signsOf(model).picks]
    .filter(([, { reached, several }]) => seen.sign(reached) && !seen.sign(several))
    .map(([{ binders, span }]) => ({
      rule: "no-choice",
      span,
      message: `there is never more than one way to pick ${binders.map(({ local }) => local.name).join(", ")}`,
    }));
}

/** Places whose implications are all about nothing, of properties that were looked at. */
function emptyImplications(model: Model, { properties }: Verdict, seen: Seen): readonly Diagnostic[] {
  const verdicts = new Map(properties.map((item) => [item.name, item]));
  const places = new Map<string, { readonly span: Span; isSeen: boolean }>();
  const note = (span: Span, isSeen: boolean): void => {
    const name = `${span.source.path} ${span.start} ${span.end}`;
    const place = places.get(name) ?? { span, isSeen: false };
    place.isSeen ||= isSeen;
    places.set(name, place);
  };
  const isMeant = (fixed: readonly Expr[]) => !fixed.some((condition) => seen.rulesOut(condition));
  for (const { property, span, sign, fixed } of signsOf(model).implications) {
    const verdict = verdicts.get(model.properties[property]?.name ?? "")?.verdict;
    if (verdict === "holds") note(span, seen.sign(sign) || !fixed.some(isMeant));
  }
  for (const { name, antecedents } of model.behaviours.properties) {
    const verdict = verdicts.get(name);
    if (verdict?.verdict !== "holds") continue;
    for (const { span, fixed } of antecedents) note(span, !verdict.empty?.includes(span) || !isMeant(fixed));
  }
  return [...places.values()]
    .filter(({ isSeen }) => !isSeen)
    .map(({ span }) => ({
      rule: "empty-implication",
      span,
      message: "this is never true, so what it implies is never asked",
    }));
}

function heldUp(model: Model, { properties }: Verdict): readonly Diagnostic[] {
  return properties.flatMap(({ name, heldUp: conditions }): readonly Diagnostic[] => {
    const property = model.behaviours.properties.find((item) => item.name === name);
    if (!conditions || !property) return [];
    return [
      {
        rule: "held-up",
        span: property.span,
        message: `${name} holds within the bounds only: a bound cut steps that are fair (${grouped([...conditions].sort()).join("; ")})`,
      },
    ];
  });
}

/** `Server.on Ack of s1, s2` instead of `s1: Server.on Ack` and `s2: Server.on Ack`. */
function grouped(conditions: readonly string[]): readonly string[] {
  const owners = new Map<string, string[]>();
  for (const condition of conditions) {
    const [, owner, what] = /^(\S+): (.*)$/.exec(condition) ?? [condition, undefined, condition];
    owners.set(what ?? condition, [...(owners.get(what ?? condition) ?? []), ...(owner === undefined ? [] : [owner])]);
  }
  return [...owners].map(([what, members]) => (members.length === 0 ? what : `${what} of ${members.join(", ")}`));
}

/** A guard as what must hold one after the other. */
function conjunctsOf(guard: Expr | undefined): readonly Expr[] {
  if (!guard) return [];
  return guard.kind === "logic" && guard.operator === "and" ? guard.operands.flatMap(conjunctsOf) : [guard];
}

function inSource(left: Span | undefined, right: Span | undefined): number {
  if (left?.source !== right?.source) return (left?.source.path ?? "") < (right?.source.path ?? "") ? -1 : 1;
  return (left?.start ?? 0) - (right?.start ?? 0);
}
