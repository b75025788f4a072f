/** Whether a configuration of a model is one that code can be held against: what the code's world does not know is refused. */
import type { Machine } from "../../interpreter/index.ts";
import type { Fault, Model } from "../../ir/index.ts";
import type { Simulable } from "../../protocols/index.ts";
import type { Diagnostic } from "../../source/index.ts";
import { Code } from "./code.ts";
import { checkMapping } from "./observation.ts";
import type { Subject } from "./subject.ts";

const faults: ReadonlySet<Fault["kind"]> = new Set(["crash", "restart", "loss", "duplication"]);
/** Hidden variables that code has, or that are counted beside it. */
const roles = new Set(["field", "up", "budget"]);

/** The code and its world for one configuration; or what keeps them from being compared. */
export function prepareCode<P extends Simulable>(
  subject: Subject<P>,
  machine: Machine,
): { readonly code?: Code<P>; readonly diagnostics: readonly Diagnostic[] } {
  const { model } = machine;
  const diagnostics = checkConfiguration(subject, model);
  if (diagnostics.length > 0) return { diagnostics };
  const code = new Code(subject, machine);
  const refused = checkMapping(model, subject.mapping, code.samples());
  return refused.length > 0 ? { diagnostics: refused } : { code, diagnostics: [] };
}

function checkConfiguration<P extends Simulable>(subject: Subject<P>, model: Model): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const refuse = (message: string, more: Partial<Diagnostic> = {}) =>
    found.push({ rule: "lockstep-configuration", message, ...more });
  if (model.name !== subject.model)
    refuse(`${subject.name} implements the model ${subject.model}, and this is ${model.name}`);
  for (const { kind, span } of model.faults)
    if (!faults.has(kind))
      refuse(`the code's world has no \`${kind}\``, { span, hint: `set its budget to 0: --fault ${kind}.total=0` });
  const [network, ...others] = model.networks;
  if (others.length > 0 || !network || !["unordered", "set"].includes(network.discipline) || network.each)
    refuse("the code's network is one bag, or one set, of messages", network ? { span: network.span } : {});
  for (const { name, role, span } of model.variables)
    if (!roles.has(role) && found.length === 0) refuse(`the code's world has nothing like \`${name}\``, { span });
  return found;
}
