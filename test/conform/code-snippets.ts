/** Holds snippets of code against a model with one durable variable, for tests: `x` is durable, `y` is not. */
import { checkCode } from "../../src/conform/code/check-code.ts";
import { type Names, usualNames } from "../../src/conform/code/names.ts";
import { positionAt } from "../../src/source/index.ts";
import { modelOf } from "../ir/program.ts";

const spec = `model Tiny
message M from P to P
process P as p[1..2] {
  durable x: 0..1 = 0
  durable z: 0..1 = 0
  volatile y: 0..1 = 0
  action act { x := 1; z := 1; y := 1 }
  on M { y := 0 }
}
`;

const model = modelOf(spec);

/** Each finding as `rule line: message`; what is found about trace points is left out. */
export function judge(code: string, names: Partial<Names> = {}): readonly string[] {
  const source = { path: "snippet.ts", text: code };
  const report = checkCode([{ source, isChecked: true }], model, { ...usualNames, ...names });
  return [...report.mistakes, ...report.durability.diagnostics].map(({ rule, span }) =>
    span ? `${rule} ${positionAt(span.source, span.start).line}` : rule,
  );
}
