/** What the tests of the syntax share: sources, trees without places, and how often to try. */
import { readdirSync, readFileSync } from "node:fs";
import { positionAt, type Source } from "../../src/source/index.ts";
import { type File, parse } from "../../src/syntax/index.ts";

export const source = (text: string): Source => ({ path: "test.spec", text });

/** Random tests run a few times by default and often in the full run; the seed is fixed so that failures repeat. */
export const runs = (few: number) => ({ numRuns: process.env.LOCKSTEP_FULL ? few * 20 : few, seed: 20260711 });

const folder = new URL("../examples/", import.meta.url);
export const examples = readdirSync(folder)
  .filter((name) => name.endsWith(".spec"))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), "utf8") }));

/** `node` without what the source's layout decides: spans, comments, and absent against undefined. */
export function withoutPlaces(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withoutPlaces);
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => key !== "span" && key !== "comments" && value !== undefined)
      .map(([key, value]) => [key, withoutPlaces(value)]),
  );
}

export const commentsOf = (file: File): string[] =>
  file.comments.map(({ doc, text }) => `${doc ? "///" : "//"}${text}`);

/** The tree of a text that must have no mistake. */
export function parseCleanly(text: string): File {
  const { value, diagnostics } = parse(source(text));
  if (!value || diagnostics.length > 0) throw new Error(`${complaintsOf(text).join("\n")}\n${text}`);
  return value;
}

/** Each mistake in `text` on one line: place, rule, message, and what else there is to say. */
export function complaintsOf(text: string): string[] {
  return parse(source(text)).diagnostics.map(({ span, rule, message, expected, found, hint }) => {
    const at = span ? positionAt(span.source, span.start) : { line: 0, column: 0 };
    const extras = [expected && `expected ${expected}`, found && `found ${found}`, hint && `hint: ${hint}`];
    return [`${at.line}:${at.column} ${rule}: ${message}`, ...extras.filter(Boolean)].join(" | ");
  });
}
