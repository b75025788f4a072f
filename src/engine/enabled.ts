/** Whether actions could be taken now, asked from inside an expression: one function for each action that is asked about. */
import type { Action, Expr } from "../ir/index.ts";
import { evaluate } from "./expressions.ts";
import { eachInstance } from "./instances.ts";
import { Routine, type Scope } from "./routine.ts";
import { runInstance } from "./run.ts";
import { when } from "./structure.ts";
import { cellOf, copyCells, hold } from "./values.ts";
import { type Code, call, i32, local, ret } from "./wasm/instructions.ts";

/**
 * Whether some branch of one of these actions completes, for `process` or, without it, for anybody. Bounds do not disable:
 * what they cut counts as enabled.
 */
export function someCompletes(actions: readonly Action[], process: Expr | undefined, scope: Scope): Code {
  const { routine } = scope;
  const who = process && hold(routine, evaluate(process, scope));
  const asked = actions.map((action) =>
    call(enabledFunction(action, routine), scope.state, who ? cellOf(who.value) : i32.const(-1)),
  );
  const some = asked.reduceRight<Code>((rest, code) => when(code, i32.const(1), rest, "i32"), i32.const(0));
  return [who?.before ?? [], some];
}

/** (state, member or −1) → 0 or 1. */
function enabledFunction(action: Action, { unit }: Routine): number {
  const name = `enabled ${action.id}`;
  const known = unit.functions.get(name);
  if (known !== undefined) return known;
  const builder = unit.module.function(name, ["i32", "i32"], ["i32"]);
  unit.functions.set(name, builder.index);
  unit.waiting.push(() => {
    const routine = new Routine(unit, builder);
    const trial = routine.temporary(unit.plan.cellCount);
    const base = routine.local();
    const state = local.get(0);
    const names: Scope["names"] = new Map();
    const scope: Scope = { routine, state, past: state, changes: false, names, trial: true };
    const yes = ret(i32.const(1));
    const code = eachInstance(
      action,
      scope,
      {
        cut: () => yes,
        failed: () => [],
        ready: (instance, inner) => {
          const working: Scope = { ...inner, state: local.get(base), past: state, changes: true };
          return runInstance(action, instance, working, () => ({
            start: copyCells({ base: local.get(base), offset: 0 }, { base: state, offset: 0 }, unit.plan.cellCount),
            completed: yes,
            cut: yes,
            failed: [],
            end: [],
          }));
        },
      },
      local.get(1),
    );
    const start = local.set(base, i32.add(trial.base, i32.const(trial.offset)));
    routine.finish([start, code, i32.const(0)], [i32.const(0), 0x0f]);
  });
  return builder.index;
}
