/** A run of lock-step for programs: `{schema, exit, results, diagnostics}`, as for every checking command. */
import { type Diagnostic, positionAt } from "../source/index.ts";
import { jsonDocument } from "./json.ts";
import type { LockstepResult } from "./lockstep.ts";
import { within } from "./verdict-line.ts";

export function lockstepJson(
  result: LockstepResult | undefined,
  diagnostics: readonly Diagnostic[],
  exit: number,
): string {
  return jsonDocument([], diagnostics, exit, result ? { lockstep: described(result) } : {});
}

function described(result: LockstepResult): Readonly<Record<string, unknown>> {
  const { code, model, file, configuration, kind, limit, figures, actions, duties, outside, seconds, account } = result;
  return {
    code,
    file,
    model: model.name,
    config: configuration,
    verdict: kind,
    ...(limit === undefined ? {} : { limit }),
    ...figures,
    seconds: Math.round(seconds * 1000) / 1000,
    within: within(model, { cut: figures.cut }),
    duties,
    actions,
    outside,
    ...(account
      ? {
          violation: {
            kind: account.kind,
            title: account.title,
            steps: account.rows,
            ...(account.rejected
              ? {
                  rejected: {
                    text: account.rejected.text,
                    refusals: account.rejected.refusals.map(({ span, ...rest }) => ({
                      ...rest,
                      ...(span ? { file: span.source.path, ...positionAt(span.source, span.start) } : {}),
                    })),
                  },
                }
              : {}),
            ...(account.breach ? { duty: account.breach } : {}),
            ...(account.calm ? { calm: account.calm } : {}),
            differences: account.differences,
          },
        }
      : {}),
  };
}
