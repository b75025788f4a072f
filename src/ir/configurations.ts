/** The `check` declarations of a model. */
import type { Unit } from "../syntax/tree.ts";
import type { Configuration } from "./program.ts";

/** In declaration order; a model without any has one named `default`, without settings. */
export function configurations(unit: Unit): readonly Configuration[] {
  const declared = unit.declarations.flatMap((node): Configuration[] =>
    node.kind === "check"
      ? [
          {
            name: node.name.text,
            settings: node.settings,
            checks: node.checks?.map((name) => name.text),
            outcomes: node.outcomes,
            span: node.span,
          },
        ]
      : [],
  );
  return declared.length > 0 ? declared : [{ name: "default", settings: [], outcomes: [], span: unit.name.span }];
}
