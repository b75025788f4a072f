/**
 * Parameters in an order in which each one's value mentions only those before it: a file may declare them in any order. A
 * parameter that depends on itself is a mistake, told once for each circle.
 */
import type { Expression, ParamDeclaration } from "../syntax/tree.ts";
import type { Context } from "./context.ts";

export interface OrderedParameters {
  readonly nodes: readonly ParamDeclaration[];
  /** Those that are part of a circle: they have no value. */
  readonly circular: ReadonlySet<ParamDeclaration>;
}

/** `setTo`: what the parameter is set to, where that is not its default. */
export function orderParameters(
  context: Context,
  declared: readonly ParamDeclaration[],
  setTo: (name: string) => Expression | undefined,
): OrderedParameters {
  const byName = new Map(declared.map((node) => [node.name.text, node]));
  const nodes: ParamDeclaration[] = [];
  const circular = new Set<ParamDeclaration>();
  const visited = new Set<ParamDeclaration>();
  const path: ParamDeclaration[] = [];
  const visit = (node: ParamDeclaration): void => {
    const start = path.indexOf(node);
    if (start >= 0) {
      const circle = path.slice(start);
      if (!circle.some((other) => circular.has(other))) tellCircle(context, node, circle);
      for (const other of circle) circular.add(other);
      return;
    }
    if (visited.has(node)) return;
    visited.add(node);
    path.push(node);
    const wanted = mentionedNames(node.value, mentionedNames(setTo(node.name.text)));
    for (const name of wanted) {
      const other = byName.get(name);
      if (other) visit(other);
    }
    path.pop();
    nodes.push(node);
  };
  for (const node of declared) visit(node);
  return { nodes, circular };
}

function tellCircle(context: Context, { name }: ParamDeclaration, circle: readonly ParamDeclaration[]): void {
  const others = circle.slice(1);
  context.report("recursion", name.span, `the parameter \`${name.text}\` depends on itself`, {
    hint: "give one of them a value that mentions no other",
    related: others.map((other) => ({ span: other.name.span, message: `by way of \`${other.name.text}\`` })),
  });
}

/** Every name that stands somewhere in a tree. */
function mentionedNames(tree: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(tree)) for (const item of tree) mentionedNames(item, found);
  else if (typeof tree === "object" && tree !== null) {
    if ("kind" in tree && tree.kind === "name" && "name" in tree && typeof tree.name === "string") found.add(tree.name);
    for (const [key, item] of Object.entries(tree)) if (key !== "span") mentionedNames(item, found);
  }
  return found;
}
