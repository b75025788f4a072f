/**
 * What lowering carries along: the diagnostics found so far, fresh numbers, and the `Scope` of the expression at hand,
 * which says what a name means there and what may be read. Scopes are immutable; entering one makes a new one.
 */
import type { Diagnostic, RuleId, Span } from "../source/index.ts";
import type { Name } from "../syntax/tree.ts";
import type { Expr, Local, Message, Variable } from "./model.ts";
import type { Names } from "./names.ts";
import { bool, never, type ProcessKind, type Type } from "./types.ts";

/** What all of one lowering shares. */
export class Context {
  readonly diagnostics: Diagnostic[] = [];
  /** Whether sets may be larger than what a word of bits holds: yes where states are never packed. */
  readonly largeSets: boolean;
  private readonly postponed: (() => void)[] = [];
  private locals = 0;
  private numbers = 0;

  constructor(largeSets = false) {
    this.largeSets = largeSets;
  }

  report(
    rule: RuleId,
    span: Span,
    message: string,
    more: Partial<Omit<Diagnostic, "rule" | "span" | "message">> = {},
  ): void {
    const known = this.diagnostics.some(
      (other) =>
        other.rule === rule &&
        other.span?.start === span.start &&
        other.span.source === span.source &&
        other.message === message,
    );
    if (!known) this.diagnostics.push({ rule, span, message, ...more });
  }

  local(name: string, type: Type): Local {
    return { id: this.locals++, name, type };
  }

  number(): number {
    return this.numbers++;
  }

  /** Postpones a check until everything is declared and lowered. */
  later(check: () => void): void {
    this.postponed.push(check);
  }

  runPostponed(): void {
    for (let check = this.postponed.shift(); check; check = this.postponed.shift()) check();
  }

  /** Stands for an expression that could not be understood: its type fits everywhere, so that one mistake is told once. */
  poison(span: Span): Expr {
    return { kind: "literal", value: false, type: never, span };
  }
}

/** What a define's body touches, checked where it is used. */
export interface Usage {
  ghosts: boolean;
  /** Fields that are not `shared`, of the process that it is about. */
  ownPrivate: boolean;
  /** … of other processes. */
  otherPrivate: boolean;
  old: boolean;
  temporal: boolean;
  /** It says what can be reached. */
  reaching: boolean;
  readonly variables: Set<Variable>;
}

export const noUsage = (): Usage => ({
  ghosts: false,
  ownPrivate: false,
  otherPrivate: false,
  old: false,
  temporal: false,
  reaching: false,
  variables: new Set(),
});

interface LocalScope {
  readonly name: string;
  readonly local: Local;
  readonly assignable: boolean;
  readonly parent: LocalScope | undefined;
}

export interface Scope {
  readonly names: Names;
  readonly self?: ProcessKind;
  readonly locals?: LocalScope;
  /** Code reads its own process, `state` and `shared`; properties and ghosts read everything. */
  readonly reads: "own" | "everything";
  readonly ghosts: boolean;
  /** `old` has a meaning: in a step. */
  readonly old: boolean;
  /** Temporal operators and history predicates are allowed. */
  readonly temporal: boolean;
  /** `canReach` is allowed, also where temporal operators are not. */
  readonly reaching?: boolean;
  /** Members of unordered types may be named: in scenarios, which follow one path. */
  readonly literalMembers: boolean;
  readonly usage?: Usage;
  /** In a round handler: collects the messages whose inbox is read. */
  readonly inbox?: Set<Message>;
  /** In a handler: the sender, for `reply`. */
  readonly sender?: Local;
}

export function findLocal(scope: Scope, name: string): LocalScope | undefined {
  for (let at = scope.locals; at; at = at.parent) if (at.name === name) return at;
  return undefined;
}

/** The names of all locals in scope, for "did you mean". */
export function localNames(scope: Scope): string[] {
  const names: string[] = [];
  for (let at = scope.locals; at; at = at.parent) names.push(at.name);
  return names;
}

/** A scope in which `name` is `local`. A name that already means something is an error: nothing is shadowed. */
export function bind(context: Context, scope: Scope, name: Name, local: Local, assignable = false): Scope {
  const meaning = findLocal(scope, name.text) ? "a name here" : scope.names.meaningOf(name.text, scope.self);
  if (name.text !== "_" && meaning !== undefined) {
    context.report("shadowed-name", name.span, `\`${name.text}\` already is ${meaning}`, {
      hint: "choose another name: nothing is shadowed",
    });
  }
  return { ...scope, locals: { name: name.text, local, assignable, parent: scope.locals } };
}

/** The same without the check, for names that lowering makes itself (`msg`). */
export function bindHidden(scope: Scope, name: string, local: Local): Scope {
  return { ...scope, locals: { name, local, assignable: false, parent: scope.locals } };
}

export const literal = (value: boolean | number, span: Span): Expr => ({
  kind: "literal",
  value,
  type: typeof value === "boolean" ? bool : { kind: "int", low: value, high: value },
  span,
});
