/** `{a, a}` is a set, or a bag where one is expected: what tells which, before types are known. */
import type { Expression } from "../syntax/tree.ts";

/** `{a, b}`: a set, or a bag where one is expected. */
export function isSetLiteral(node: Expression): boolean {
  return node.kind === "paren" ? isSetLiteral(node.inner) : node.kind === "set";
}

/** Whether the expression reads something whose type is declared, so that it needs no context. */
export function isPlace(node: Expression): boolean {
  return node.kind === "paren" ? isPlace(node.inner) : ["name", "field", "index"].includes(node.kind);
}
