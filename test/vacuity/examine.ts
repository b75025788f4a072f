/** From the text of a model to the warnings about it, with either engine. */
import { examine as examineMachine } from "../../src/cli/examine.ts";
import type { SearchRequest } from "../../src/cli/search.ts";
import { createMachine } from "../../src/interpreter/index.ts";
import type { Model } from "../../src/ir/index.ts";
import { positionAt } from "../../src/source/index.ts";
import { type Verdict, warningsOf } from "../../src/trace/index.ts";
import { createFakeHost } from "../cli/fake-host.ts";
import { modelIn } from "../soundness/examine.ts";

export interface Examined {
  readonly verdict: Verdict;
  /** `never-enabled 12 leave is never enabled`. */
  readonly warnings: readonly string[];
}

export async function examine(model: Model, request: Partial<SearchRequest> = {}): Promise<Examined> {
  const machine = createMachine(model);
  const host = createFakeHost(new Map());
  const asked: SearchRequest = {
    continue: false,
    deadlock: true,
    quiet: true,
    engine: "compiled",
    workers: 1,
    exact: false,
    ...request,
  };
  const verdict = await examineMachine(machine, asked, "test", host);
  const warnings = warningsOf(machine, verdict).map(({ rule, message, span }) => {
    const line = span ? positionAt(span.source, span.start).line : 0;
    return `${rule} ${line} ${message}`;
  });
  return { verdict, warnings };
}

/** The warnings, which both engines give alike. */
export async function warningsIn(text: string, request: Partial<SearchRequest> = {}): Promise<readonly string[]> {
  const model = modelIn(text);
  const compiled = await examine(model, request);
  const interpreted = await examine(model, { ...request, engine: "interpreter" });
  if (JSON.stringify(compiled.warnings) !== JSON.stringify(interpreted.warnings))
    throw new Error(`compiled: ${compiled.warnings.join("; ")}\ninterpreter: ${interpreted.warnings.join("; ")}`);
  return compiled.warnings;
}
