/** Procedures: elaborated once, when first called; they call each other but never themselves. */
import type { Span } from "../source/index.ts";
import { bind, type Context, type Scope } from "./context.ts";
import type { Local, Procedure } from "./model.ts";
import type { Names, ProcedureEntry } from "./names.ts";
import { widen } from "./relations.ts";
import { block, type CodeKind } from "./statements.ts";
import { resolveType } from "./type-nodes.ts";
import type { ProcessKind } from "./types.ts";

/** The scope of code of `self`: it reads its own process, state and shared fields, and it may look back at `old`. */
export function codeScope(names: Names, self: ProcessKind | undefined): Scope {
  return { names, self, reads: "own", ghosts: false, old: true, temporal: false, literalMembers: false };
}

export function elaborateProcedure(
  context: Context,
  names: Names,
  entry: ProcedureEntry,
  code: CodeKind,
  span: Span,
): Procedure | undefined {
  const { node } = entry;
  if (entry.state === "busy") {
    context.report("recursion", span, `\`${node.name.text}\` calls itself`, {
      hint: "procedures do not recurse: use `for`",
    });
    return undefined;
  }
  if (entry.state === "done") return entry.procedure;
  entry.state = "busy";
  let scope = codeScope(names, entry.process);
  const parameters: Local[] = [];
  for (const parameter of node.parameters) {
    const local = context.local(
      parameter.name.text,
      widen(resolveType(context, names, parameter.type, parameter.name.text)),
    );
    parameters.push(local);
    scope = bind(context, scope, parameter.name, local);
  }
  const body = block(context, { sends: code.sends }, scope, node.body);
  entry.procedure = {
    id: context.number(),
    name: node.name.text,
    process: entry.process,
    parameters,
    body,
    span: node.span,
  };
  entry.state = "done";
  return entry.procedure;
}
