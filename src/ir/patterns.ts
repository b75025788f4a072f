/** Patterns of `match`, in expressions and statements: which case, and what its arguments are called. */
import type { Span } from "../source/index.ts";
import type { Pattern } from "../syntax/tree.ts";
import { bind, type Context, type Scope } from "./context.ts";
import { caseOf } from "./expressions.ts";
import type { Expr, Local } from "./model.ts";
import { never, type Type } from "./types.ts";

export interface Matched {
  readonly caseIndex?: number;
  readonly binds: readonly (Local | undefined)[];
  readonly scope: Scope;
}

/** What `pattern` means for `subject`; `seen` collects the cases that earlier arms have taken. */
export function matchPattern(
  context: Context,
  scope: Scope,
  subject: Expr,
  pattern: Pattern,
  seen: Set<number | undefined>,
): Matched {
  if (pattern.name.text === "_") {
    seen.add(undefined);
    return { binds: [], scope };
  }
  const caseIndex = caseOf(context, subject, pattern.name);
  if (seen.has(caseIndex) && caseIndex !== undefined)
    context.report("match-cases", pattern.span, `\`${pattern.name.text}\` is matched twice`);
  seen.add(caseIndex);
  const types = argumentTypes(subject.type, caseIndex);
  const names = pattern.binds ?? [];
  if (subject.type.kind !== "never" && caseIndex !== undefined && pattern.binds && names.length !== types.length) {
    context.report(
      "argument-count",
      pattern.span,
      `\`${pattern.name.text}\` has ${types.length} arguments, the pattern has ${names.length}`,
    );
  }
  let inner = scope;
  const binds = names.map((name, i) => {
    if (name.text === "_") return undefined;
    const local = context.local(name.text, types[i] ?? never);
    inner = bind(context, inner, name, local);
    return local;
  });
  return { caseIndex, binds, scope: inner };
}

function argumentTypes(type: Type, caseIndex: number | undefined): readonly Type[] {
  if (caseIndex === undefined) return [];
  if (type.kind === "option") return caseIndex === 1 ? [type.item] : [];
  if (type.kind === "variant") return type.cases[caseIndex]?.fields.map((field) => field.type) ?? [];
  return [];
}

/** Reports a `match` that leaves out cases of its subject; `seen` has `undefined` in it when there is a `_`. */
export function checkExhaustive(
  context: Context,
  subject: Expr,
  seen: ReadonlySet<number | undefined>,
  span: Span,
): void {
  const { type } = subject;
  const names =
    type.kind === "option" ? ["None", "Some"] : type.kind === "variant" ? type.cases.map((one) => one.name) : [];
  if (seen.has(undefined)) return;
  const missing = names.filter((_, index) => !seen.has(index));
  if (missing.length > 0)
    context.report("match-cases", span, `\`match\` leaves out ${missing.join(", ")}`, {
      hint: "add the missing cases, or `_`",
    });
}
