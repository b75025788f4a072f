/**
 * What `check` prints of theories: where their models are known, the table of `traceability.ts` and an exit code from its
 * verdicts; otherwise only that they are well-typed.
 */
import {
  type Claim,
  jsonDocument,
  type TracedTheory,
  traceabilityHtml,
  traceabilityJson,
  traceabilityMarkdown,
  traceabilityText,
} from "../report/index.ts";
import type { Context } from "./context.ts";
import { type ExitCode, exitCodes, worst } from "./exit.ts";
import type { SpecLibrary } from "./files.ts";
import type { CheckRequest } from "./requests.ts";
import { modelFolders, traceTheories } from "./traceability.ts";

export interface WellTyped {
  readonly path: string;
  readonly name: string;
}

/** Undefined when no folder of models is known: then there is nothing to decide. */
export async function checkTheories(
  theories: readonly WellTyped[],
  library: SpecLibrary,
  request: CheckRequest,
  context: Context,
): Promise<ExitCode | undefined> {
  const paths = [...new Set(theories.map(({ path }) => path))];
  const folders = modelFolders(paths, request, context);
  if (folders.length === 0) return undefined;
  const { value = [], diagnostics } = await traceTheories(paths, folders, library, request, context);
  context.tell(diagnostics);
  const claims = value.flatMap(({ axioms }) => axioms.flatMap((axiom) => axiom.claims));
  const code = worst([diagnostics.length > 0 ? exitCodes.input : exitCodes.holds, ...claims.map(codeOf)]);
  write(value, diagnostics, code, request, context);
  return code;
}

function write(
  theories: readonly TracedTheory[],
  diagnostics: Parameters<typeof jsonDocument>[1],
  code: ExitCode,
  request: CheckRequest,
  { host, paint, print, width }: Context,
): void {
  const format = request.json ? "json" : (request.format ?? "text");
  switch (format) {
    case "json":
      host.output.write(jsonDocument([], diagnostics, code, { theories: traceabilityJson(theories) }));
      break;
    case "md":
      print(traceabilityMarkdown(theories));
      break;
    case "html":
      host.output.write(traceabilityHtml(theories));
      break;
    case "text":
      if (!request.quiet) print(traceabilityText(theories, paint, width));
      break;
  }
}

function codeOf({ verdict }: Claim): ExitCode {
  switch (verdict.kind) {
    case "violated":
      return verdict.expected ? exitCodes.holds : exitCodes.safety;
    case "undecided":
      return exitCodes.inconclusive;
    default:
      return exitCodes.holds;
  }
}

export function tellWellTyped(theories: readonly WellTyped[], { paint, print }: Context): void {
  for (const { name, path } of theories)
    print(`${paint.good("✓")} theory ${name} is well-typed    ${paint.faint(path)}`);
}
