/**
 * A mapping is a TypeScript file. It is turned into JavaScript by the compiler inside ts-morph, which is loaded only when
 * there is a mapping, and must stand alone: types are all that it imports.
 */
import type { Host } from "../host.ts";
import type { Diagnostic } from "../source/index.ts";

export async function loadMapping(
  host: Host,
  path: string,
): Promise<{ readonly value: unknown } | { readonly diagnostic: Diagnostic }> {
  const fail = (message: string, hint?: string) => ({
    diagnostic: {
      rule: "mapping" as const,
      message: `\`${path}\` ${message}`,
      ...(hint === undefined ? {} : { hint }),
    },
  });
  const bytes = host.read(path);
  if ("failure" in bytes)
    return { diagnostic: { rule: "unreadable-file", message: `cannot read \`${path}\`: ${bytes.failure}` } };
  const { ts } = await import("ts-morph");
  const { outputText, diagnostics = [] } = ts.transpileModule(new TextDecoder().decode(bytes), {
    fileName: path,
    reportDiagnostics: true,
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 },
  });
  const [first] = diagnostics;
  if (first) return fail(`is no TypeScript: ${ts.flattenDiagnosticMessageText(first.messageText, " ")}`);
  if (/^\s*(import|export)\b[^;]*\bfrom\b/m.test(outputText))
    return fail("imports something", 'a mapping imports types only: `import type { … } from "…"`');
  try {
    const module = (await import(`data:text/javascript,${encodeURIComponent(outputText)}`)) as Record<string, unknown>;
    return { value: module.mapping ?? module.default };
  } catch (problem) {
    return fail(`can't be run: ${problem instanceof Error ? (problem.message.split("\n")[0] ?? "") : String(problem)}`);
  }
}
