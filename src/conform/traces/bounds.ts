/**
 * Which parameters of a model only bound its exploration. Such a parameter occurs in types, bounds, capacities, budgets
 * and properties, and nowhere in what processes do: a larger value adds states and takes none away. A log is longer than
 * the model that people explore, so these grow with it; all others are the system's, and stand in the log's header.
 */
import type { Declaration, Unit } from "../../syntax/index.ts";

type CodeDeclaration = Extract<Declaration, { readonly kind: "handler" | "action" | "task" | "procedure" | "define" }>;

export function boundingParameters(unit: Unit): ReadonlySet<string> {
  const parameters = unit.declarations.flatMap((node) => (node.kind === "param" ? [node] : []));
  const bounding = new Set(parameters.map(({ name }) => name.text));
  for (const name of bounding) if (unit.declarations.some((node) => decides(node, name))) bounding.delete(name);
  // What a parameter of the system is computed from is one too.
  for (let before = -1; before !== bounding.size; ) {
    before = bounding.size;
    for (const { name, value } of parameters)
      if (!bounding.has(name.text)) for (const other of bounding) if (mentions(value, other)) bounding.delete(other);
  }
  return bounding;
}

/** Whether what the model does depends on the parameter, where this is declared. */
function decides(node: Declaration, name: string): boolean {
  switch (node.kind) {
    case "process":
      return mentions(node.range, name) || node.body.some((part) => decides(part, name));
    case "field":
      return node.storage !== "ghost" && mentions(node.initial, name);
    case "initially":
      return mentions(node.condition, name);
    case "handler":
    case "action":
    case "task":
    case "procedure":
    case "define":
      return decidesCode(node, name);
    default:
      return false;
  }
}

function decidesCode(node: CodeDeclaration, name: string): boolean {
  switch (node.kind) {
    case "handler":
      return mentions([node.event, node.guard, node.body], name);
    case "action":
      return mentions([node.binders, node.guard, node.body], name);
    case "task":
      return mentions(node.steps, name);
    case "procedure":
      return mentions(node.body, name);
    case "define":
      return mentions(node.value, name);
  }
}

/** Whether an expression names it; types are no expressions. */
function mentions(part: unknown, name: string): boolean {
  if (Array.isArray(part)) return part.some((item) => mentions(item, name));
  if (typeof part !== "object" || part === null || "text" in part) return false;
  if ("kind" in part && typeof part.kind === "string") {
    if (part.kind === "name" && "name" in part) return part.name === name;
    if (part.kind.endsWith("Type")) return false;
  }
  return Object.values(part).some((inner) => mentions(inner, name));
}
