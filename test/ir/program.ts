/** Text to typed models for tests, without files: what is wrong with it, or the models that it holds. */
import { configurations, link, lower, type Model } from "../../src/ir/index.ts";
import { type Diagnostic, positionAt } from "../../src/source/index.ts";
import { parse, type Setting } from "../../src/syntax/index.ts";

export interface Told extends Pick<Diagnostic, "rule" | "message" | "expected" | "found" | "hint"> {
  readonly line: number;
}

const tell = (diagnostic: Diagnostic): Told => ({
  ...diagnostic,
  line: diagnostic.span ? positionAt(diagnostic.span.source, diagnostic.span.start).line : 0,
});

function lowerAll(text: string, settings?: readonly Setting[]): { readonly models: Model[]; readonly told: Told[] } {
  const parsed = parse({ path: "test.spec", text });
  if (!parsed.value || parsed.diagnostics.length > 0) return { models: [], told: parsed.diagnostics.map(tell) };
  const file = parsed.value;
  const linked = link("test.spec", {
    resolve: (use) => use,
    load: (path) => (path === "test.spec" ? { file, failed: false } : undefined),
  });
  const told = linked.diagnostics.map(tell);
  const models: Model[] = [];
  const program = linked.value;
  for (const unit of program?.units ?? []) {
    if (!program) break;
    const phase = lower(program, unit, settings ?? configurations(unit)[0]?.settings ?? []);
    told.push(...phase.diagnostics.map(tell));
    if (phase.value) models.push(phase.value);
  }
  return { models, told };
}

/** Everything that is wrong with `text`. */
export const diagnose = (text: string): Told[] => lowerAll(text).told;

/** The last model of `text`, which must be right. */
export function modelOf(text: string): Model {
  const { models, told } = lowerAll(text);
  const model = models.at(-1);
  if (!model || told.length > 0)
    throw new Error(
      `the text is wrong: ${JSON.stringify(told, (key, value) => (key === "span" ? undefined : value), 2)}`,
    );
  return model;
}
