/**
 * Signs of life in generated code: a byte of the private area for each, set to 1 when it is seen and never cleared. What
 * implications are about is looked at like a `reachable`: in every state, until it was true once.
 */
import type { ImplicationSign, Signs } from "../ir/index.ts";
import { holds } from "./expressions.ts";
import type { Routine, Scope, Unit } from "./routine.ts";
import { when } from "./structure.ts";
import { type Code, call, global, i32 } from "./wasm/instructions.ts";

export interface SignPlace {
  readonly signs: Signs;
  /** In the private area. */
  readonly offset: number;
}

/** A sign is seen; nothing where nobody takes note. */
export function see({ signs, runtime }: Unit, sign: (signs: Signs) => number | undefined): Code {
  const number = signs && sign(signs.signs);
  if (!signs || number === undefined) return [];
  return i32.store8(i32.const(0), i32.const(1), runtime.frame + signs.offset + number);
}

/**
 * Code that looks at what these implications are about, as long as one of them was never seen. `scopeOf`: of the function
 * that looks, which has `parameters`; `passed` is what it is called with.
 */
export function lookAtImplications(
  unit: Unit,
  implications: readonly ImplicationSign[],
  makeRoutine: () => { readonly routine: Routine; readonly scope: Scope },
  passed: readonly Code[],
): Code {
  const { signs, runtime, module } = unit;
  if (!signs || implications.length === 0) return [];
  const left = module.global("i32", implications.length);
  const { routine, scope } = makeRoutine();
  const code = implications.map(({ sign, formulas }) => {
    const address = runtime.frame + signs.offset + sign;
    const seen = [
      i32.store8(i32.const(0), i32.const(1), address),
      global.set(left, i32.sub(global.get(left), i32.const(1))),
    ];
    const isSeen = i32.load8u(i32.const(0), address);
    return when(
      i32.eqz(isSeen),
      // What has no value is not true.
      formulas.map((formula) =>
        routine.trying(() => when(i32.eqz(isSeen), when(holds(formula, { ...scope, names: new Map() }), seen)), []),
      ),
    );
  });
  routine.finish(code);
  return when(global.get(left), call(routine.builder.index, ...passed));
}
