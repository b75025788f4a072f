/** What a unit claims: properties, theories that it satisfies, fairness, refinements, histories and families. */
import { closest, spanText } from "../source/index.ts";
import type { Unit } from "../syntax/tree.ts";
import { evaluateConstant } from "./constants.ts";
import { bind, type Context } from "./context.ts";
import { type Declared, declareField } from "./declare.ts";
import type { Exception } from "./model.ts";
import { codeScope } from "./procedures.ts";
import type { Program } from "./program.ts";
import { type Claims, lowerProperty, lowerSatisfies } from "./properties.ts";
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
      if (!program.models.has(node.target.text))
        context.report("unknown-name", node.target.span, `there is no model \`${node.target.text}\``);
      claims.unchecked.push({ name: `refines ${node.target.text}`, kind: "refinement", span: node.span });
    } else if (node.kind === "fair") {
      lowerFairness(context, declared, node, claims);
    } else if (node.kind === "family") {
      if (!program.models.has(node.model.text))
        context.report("unknown-name", node.model.span, `there is no model \`${node.model.text}\``);
      claims.unchecked.push({ name: node.name.text, kind: "family", span: node.span });
    } else if (node.kind === "object") {
      lowerObject(context, declared, node);
    }
  }
  const seen = new Map<string, Claims["properties"][number] | Claims["unchecked"][number]>();
  for (const claim of [...claims.properties, ...claims.unchecked]) {
    if ("kind" in claim && claim.kind === "fairness") continue;
    const first = seen.get(claim.name);
    if (first)
      context.report("duplicate-name", claim.span, `there are two properties \`${claim.name}\``, {
        related: [{ span: first.span, message: "first here" }],
      });
    seen.set(claim.name, claim);
  }
}

const environmentTargets = new Set(["tick", "restart", "heal", "resume", "round"]);

function lowerFairness(
  context: Context,
  { names }: Declared,
  node: Extract<Unit["declarations"][number], { kind: "fair" }>,
  claims: Claims,
): void {
  for (const atom of node.targets.flatMap((target) => target.atoms)) {
    const name = atom.kind === "name" ? atom.name : atom.message;
    const whole =
      atom.kind === "name" && !atom.process && (names.kinds.has(name.text) || environmentTargets.has(name.text));
    const delivery = atom.kind === "deliver" && names.messages.has(name.text);
    const wanted = atom.kind === "on" ? `on ${name.text}` : name.text;
    const action =
      atom.kind !== "deliver" &&
      names.actions.some(
        (candidate) => candidate.name === wanted && (!atom.process || candidate.process?.name === atom.process.text),
      );
    if (whole || delivery || action) continue;
    const near = closest(name.text, [
      ...names.actions.map((candidate) => candidate.name),
      ...names.kinds.keys(),
      ...environmentTargets,
    ]);
    context.report(
      "unknown-action",
      name.span,
      `there is no action \`${wanted}\` to be fair to`,
      near ? { hint: `did you mean \`${near}\`?` } : {},
    );
  }
  if (node.when && evaluateConstant(node.when, names) === false) return;
  const targets = node.targets
    .map((target) => target.as?.text ?? spanText(target.span).replace(/\s+/g, " "))
    .join(", ");
  claims.unchecked.push({ name: `fair ${node.strength} ${targets}`, kind: "fairness", span: node.span });
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
