/** What a unit claims: properties, theories that it satisfies, fairness, refinements, histories and families. */
import type { Span } from "../source/index.ts";
import type { Unit } from "../syntax/tree.ts";
import { bind, type Context } from "./context.ts";
import { type Declared, declareField } from "./declare.ts";
import { fairTime, lowerFairness } from "./fairness.ts";
import type { Exception, Fairness } from "./model.ts";
import type { Names } from "./names.ts";
import { codeScope } from "./procedures.ts";
import type { Program } from "./program.ts";
import { type Claims, lowerProperty, lowerSatisfies } from "./properties.ts";
import { type LowerModel, lowerRefinement } from "./refinement.ts";
import { block } from "./statements.ts";
import { resolveType } from "./type-nodes.ts";

/** Everything that `unit` claims, beyond what its code means. */
export function lowerClaims(
  context: Context,
  program: Program,
  unit: Unit,
  declared: Declared,
  claims: Claims,
  exceptions: Exception[],
  lowerModel: LowerModel,
): void {
  const { names } = declared;
  for (const node of unit.declarations) {
    if (node.kind === "property") {
      if (node.form === "axiom" && unit.kind === "model")
        context.report("property-form", node.span, "axioms stand in theories", { expected: "`invariant`" });
      lowerProperty(context, names, node, claims, unit.cites);
    } else if (node.kind === "satisfies") {
      lowerSatisfies(context, program, names, node, claims);
      exceptions.push(
        ...node.except.map((one) => ({
          theory: node.target.text,
          axiom: one.axiom.text,
          because: one.because.value,
          span: node.span,
        })),
      );
    } else if (node.kind === "refines") {
      lowerRefinement(context, program, names, node, claims, lowerModel);
    } else if (node.kind === "family") {
      if (!program.models.has(node.model.text))
        context.report("unknown-name", node.model.span, `there is no model \`${node.model.text}\``);
      claims.unchecked.push({ name: node.name.text, kind: "family", span: node.span });
    } else if (node.kind === "object") {
      lowerObject(context, declared, node);
    }
  }
  claims.fairness.push(...lowerFairnessOf(context, unit, names));
  const seen = new Map<string, { readonly span: Span }>();
  for (const claim of [...claims.properties, ...claims.temporal.properties, ...claims.unchecked]) {
    const first = seen.get(claim.name);
    if (first)
      context.report("duplicate-name", claim.span, `there are two properties \`${claim.name}\``, {
        related: [{ span: first.span, message: "first here" }],
      });
    seen.set(claim.name, claim);
  }
}

/** What `unit` says is fair, and that time goes on. */
export function lowerFairnessOf(context: Context, unit: Unit, names: Names): readonly Fairness[] {
  const own = unit.declarations.flatMap((node) => (node.kind === "fair" ? lowerFairness(context, names, node) : []));
  return [...own, ...fairTime(names, own)];
}

/** Objects specify histories: their operations are typed here and executed by the histories' monitor. */
function lowerObject(
  context: Context,
  { names }: Declared,
  node: Extract<Unit["declarations"][number], { kind: "object" }>,
): void {
  const inner = names.extended();
  for (const field of node.fields) declareField(context, inner, field, undefined, 0);
  for (const operation of node.operations) {
    let scope = codeScope(inner, undefined);
    for (const parameter of operation.parameters) {
      scope = bind(
        context,
        scope,
        parameter.name,
        context.local(parameter.name.text, resolveType(context, inner, parameter.type, parameter.name.text)),
      );
    }
    const result = operation.result && resolveType(context, inner, operation.result, operation.name.text);
    block(context, { result }, scope, operation.body);
  }
}
