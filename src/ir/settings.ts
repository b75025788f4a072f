/** Settings of a configuration and of the command line: values for parameters, and budgets of faults. */
import { closest, type Span } from "../source/index.ts";
import type { Declaration, Expression, Setting } from "../syntax/tree.ts";
import type { Context } from "./context.ts";

export const faultKinds = [
  "crash",
  "restart",
  "loss",
  "duplication",
  "partition",
  "pause",
  "drift",
  "byzantine",
] as const;
export type FaultKind = (typeof faultKinds)[number];

/** What a fault's settings may say. */
const faultSettings = ["of", "atOnce", "total", "who", "forges", "restart"] as const;
export type FaultSetting = (typeof faultSettings)[number];

export interface FaultSettings {
  readonly span: Span;
  readonly values: Map<FaultSetting, Expression>;
}

export interface Settings {
  readonly parameters: Map<string, Expression>;
  /** Of the faults that are declared or set, in the order of `faultKinds`. */
  readonly faults: ReadonlyMap<FaultKind, FaultSettings>;
}

const isFault = (name: string): name is FaultKind => (faultKinds as readonly string[]).includes(name);
const isFaultSetting = (name: string): name is FaultSetting => (faultSettings as readonly string[]).includes(name);

/** Declared faults with `settings` on top; later settings win. Unknown names are told. */
export function applySettings(
  context: Context,
  declarations: readonly Declaration[],
  settings: readonly Setting[],
): Settings {
  const parameterNames = declarations.flatMap((node) => (node.kind === "param" ? [node.name.text] : []));
  const parameters = new Map<string, Expression>();
  const faults = new Map<FaultKind, FaultSettings>();
  for (const node of declarations) {
    if (node.kind !== "fault") continue;
    const kind = node.fault.text;
    if (!isFault(kind)) {
      const near = closest(kind, faultKinds);
      context.report("unknown-fault", node.fault.span, `there is no fault \`${kind}\``, {
        expected: faultKinds.join(", "),
        ...(near ? { hint: `did you mean \`${near}\`?` } : {}),
      });
      continue;
    }
    if (faults.has(kind)) context.report("duplicate-name", node.span, `\`fault ${kind}\` is declared twice`);
    const values = new Map<FaultSetting, Expression>();
    faults.set(kind, { span: node.span, values });
    for (const setting of node.settings ?? []) setFault(context, values, kind, setting);
  }
  for (const setting of settings) {
    const path = setting.target.kind === "path" ? setting.target.names.map((name) => name.text) : [];
    const [first, second] = path;
    if (first !== undefined && path.length === 2 && isFault(first)) {
      const known = faults.get(first) ?? { span: setting.span, values: new Map<FaultSetting, Expression>() };
      faults.set(first, known);
      setFault(context, known.values, first, setting, second);
    } else if (first !== undefined && path.length === 1 && parameterNames.includes(first)) {
      parameters.set(first, setting.value);
    } else {
      const name = path.join(".");
      // `crsh.total`: what stands before the point should have been a fault.
      const isForFault = path.length === 2;
      const kind = isForFault ? closest(first ?? "", faultKinds) : undefined;
      const near = isForFault ? kind && `${kind}.${second}` : closest(name, [...parameterNames, ...faultKinds]);
      context.report(
        "unknown-parameter",
        setting.span,
        `there is no ${isForFault ? "fault" : "parameter"} \`${isForFault ? first : name}\``,
        {
          expected: isForFault
            ? faultKinds.join(", ")
            : parameterNames.length > 0
              ? parameterNames.join(", ")
              : "a fault's setting, such as crash.total: the model has no parameters",
          ...(near ? { hint: `did you mean \`${near}\`?` } : {}),
        },
      );
    }
  }
  return {
    parameters,
    faults: new Map(
      faultKinds.flatMap((kind) => (faults.has(kind) ? [[kind, faults.get(kind)] as const] : [])),
    ) as ReadonlyMap<FaultKind, FaultSettings>,
  };
}

function setFault(
  context: Context,
  values: Map<FaultSetting, Expression>,
  kind: FaultKind,
  setting: Setting,
  given?: string,
): void {
  const name =
    given ??
    (setting.target.kind === "path" && setting.target.names.length === 1 ? (setting.target.names[0]?.text ?? "") : "");
  if (isFaultSetting(name)) {
    values.set(name, setting.value);
    return;
  }
  const near = closest(name, faultSettings);
  context.report("unknown-parameter", setting.span, `\`fault ${kind}\` has no setting \`${name}\``, {
    expected: faultSettings.join(", "),
    ...(near ? { hint: `did you mean \`${near}\`?` } : {}),
  });
}
