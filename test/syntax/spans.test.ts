/** Spans say where things stand: the text that an expression's span covers reads as that expression. */
import { expect, it } from "vitest";
import { type Span, spanText } from "../../src/source/index.ts";
import type { Declaration } from "../../src/syntax/tree.ts";
import { examples, parseCleanly, withoutPlaces } from "./compare.ts";

interface Placed {
  readonly span: Span;
}

/** Every object in `node` that has a span, with what holds it. */
function placesIn(node: unknown, found: { node: Placed; key: string }[] = [], key = ""): typeof found {
  if (Array.isArray(node)) for (const item of node) placesIn(item, found, key);
  else if (typeof node === "object" && node !== null) {
    if ("span" in node) found.push({ node: node as Placed, key });
    for (const [inner, value] of Object.entries(node)) if (inner !== "span") placesIn(value, found, inner);
  }
  return found;
}

const expressionKinds =
  /^(?:binary|junction|quantifier|call|field|index|set|setOf|mapOf|record|match|paren|unary|name|integer)$/;
const conditionOf = (declaration: Declaration | undefined) =>
  declaration?.kind === "assume" ? declaration.condition : undefined;

it.each(examples)("of $name", ({ text }) => {
  const tree = parseCleanly(text);
  let checked = 0;
  for (const { node, key } of placesIn(tree)) {
    const covered = spanText(node.span);
    expect(covered).toBe(covered.trim());
    if ("text" in node && key !== "comments") expect(covered).toBe(node.text);
    // `range`, `subject` and the like hold expressions; statements share some kinds with them but are objects of blocks.
    if (!("kind" in node) || typeof node.kind !== "string" || !expressionKinds.test(node.kind) || key === "statements")
      continue;
    if ("storage" in node) continue;
    if (checked++ % 5 > 0) continue;
    const alone = parseCleanly(`model M\nassume ${covered}`).units[0]?.declarations[0];
    expect(withoutPlaces(conditionOf(alone)), covered).toEqual(withoutPlaces(node));
  }
  expect(checked).toBeGreaterThan(3);
});
