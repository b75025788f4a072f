/**
 * Makes a model smaller while something about it stays as it is. Works on the text by the spans of the syntax tree: leaves
 * out declarations, code and statements, replaces expressions by their parts or by literals. What no longer is a model does
 * not keep the property, so nothing here has to know about types.
 */
import { parse } from "../../src/syntax/index.ts";

/** Whether the text still shows what it is about. */
export type Keeps = (text: string) => Promise<boolean>;

interface Cut {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

export async function shrink(text: string, keeps: Keeps, seconds: number, now: () => number): Promise<string> {
  const end = now() + seconds * 1000;
  let best = text;
  let from = 0;
  while (now() < end) {
    const cuts = cutsOf(best);
    let smaller: string | undefined;
    for (let tried = 0; tried < cuts.length && now() < end; tried++) {
      const at = (from + tried) % cuts.length;
      const { start, end: stop, by } = cuts[at] as Cut;
      const candidate = best.slice(0, start) + by + best.slice(stop);
      if (candidate.length < best.length && (await keeps(candidate))) {
        smaller = candidate;
        from = at;
        break;
      }
    }
    if (smaller === undefined) return tidy(best);
    best = smaller;
  }
  return tidy(best);
}

const tidy = (text: string): string => text.replace(/[ \t]+$/gm, "").replace(/\n\n+/g, "\n");

interface Node {
  readonly kind?: string;
  readonly span?: { readonly start: number; readonly end: number };
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null;

/** Everything that could be left out or replaced, the largest first. */
function cutsOf(text: string): readonly Cut[] {
  const { value, diagnostics } = parse({ path: "random.spec", text });
  if (!value || diagnostics.length > 0) return [];
  const cuts: Cut[] = [];
  const visit = (node: unknown, outer: Node | undefined) => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item, outer);
      return;
    }
    if (!isNode(node)) return;
    const { kind, span } = node;
    const inside = span && kind !== undefined ? node : outer;
    if (span && kind !== undefined) cuts.push(...replacements(node, text));
    for (const [name, part] of Object.entries(node)) if (name !== "span" && name !== "source") visit(part, inside);
  };
  visit(value.units, undefined);
  return cuts.sort(
    (left, right) => right.end - right.start - right.by.length - (left.end - left.start - left.by.length),
  );
}

/** The node left out, or replaced by one of its parts or by a literal. */
function replacements(node: Node, text: string): Cut[] {
  const { start, end } = node.span as { start: number; end: number };
  const cut = (by: string): Cut => ({ start, end, by });
  const parts = Object.values(node)
    .flatMap((part) => (Array.isArray(part) ? part : [part]))
    .filter((part): part is Node => isNode(part) && part.span !== undefined)
    .map(({ span }) => text.slice(span?.start, span?.end));
  const guards = Object.entries(node)
    .filter(([name, part]) => (name === "guard" || name === "bound" || name === "where") && isNode(part) && part.span)
    .map(([name, part]): Cut => {
      const { span } = part as Node;
      const word = name === "guard" ? "when" : name;
      const from = text.lastIndexOf(word, span?.start ?? 0);
      return { start: from, end: span?.end ?? from, by: "" };
    });
  return [cut(""), cut("True"), cut("0"), ...parts.map((part) => cut(part)), ...guards];
}
