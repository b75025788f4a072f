/** The order of values in generated code, for lists that are kept sorted: negative, zero or positive. */
import { assert } from "../source/index.ts";
import { compareIntegers } from "./integers.ts";
import { caseParts, tagOf, tupleParts } from "./ordinals.ts";
import type { Routine } from "./routine.ts";
import { sortedFields } from "./shapes.ts";
import { block, jumpIf, Label } from "./structure.ts";
import { cellOf, count, hold, part, scalar, stored, type Value } from "./values.ts";
import { type Code, i32, local, select } from "./wasm/instructions.ts";

/** Compares two values of one type and representation. */
export function compareOrder(routine: Routine, left: Value, right: Value): Code {
  const result = routine.local();
  const done = new Label("compared");
  const a = hold(routine, left);
  const b = hold(routine, right);
  return [
    a.before,
    b.before,
    local.set(result, i32.const(0)),
    block(done, compareInto(routine, a.value, b.value, result, done)),
    local.get(result),
  ];
}

/** Sets `result` and jumps to `done` at the first difference. */
function compareInto(routine: Routine, left: Value, right: Value, result: number, done: Label): Code {
  const { shapes } = routine.unit;
  const { type } = left;
  const all = (ours: readonly Value[], theirs: readonly Value[]): Code =>
    ours.map((item, at) => {
      const other = theirs[at];
      assert(other, "as many parts");
      return compareInto(routine, item, other, result, done);
    });
  const cells = (a: Code, b: Code): Code => [
    local.set(result, i32.sub(i32.gtS(a, b), i32.ltS(a, b))),
    jumpIf(local.get(result), done),
  ];
  const unsignedCells = (a: Code, b: Code): Code => [
    local.set(result, i32.sub(i32.gtU(a, b), i32.ltU(a, b))),
    jumpIf(local.get(result), done),
  ];
  switch (type.kind) {
    case "int": {
      const less = compareIntegers("ltS", left, right);
      return [local.set(result, i32.sub(compareIntegers("gtS", left, right), less)), jumpIf(local.get(result), done)];
    }
    case "bool":
    case "symmetric":
    case "process":
      return cells(cellOf(left), cellOf(right));
    case "never":
      return [];
    case "record": {
      let offset = 0;
      return sortedFields(type.fields).map((field) => {
        const at = offset;
        offset += shapes.cells(field.type);
        return compareInto(
          routine,
          part(routine, left, field.type, at),
          part(routine, right, field.type, at),
          result,
          done,
        );
      });
    }
    case "tuple":
      return all(tupleParts(routine, left), tupleParts(routine, right));
    case "option":
      return [cells(tagOf(left), tagOf(right)), all(caseParts(routine, left, 1), caseParts(routine, right, 1))];
    case "variant":
      return [
        cells(tagOf(left), tagOf(right)),
        type.cases.map((one, at) => {
          if (one.fields.length === 0) return [];
          const next = new Label("next case");
          return block(next, [
            jumpIf(i32.ne(tagOf(left), i32.const(at)), next),
            all(caseParts(routine, left, at), caseParts(routine, right, at)),
          ]);
        }),
      ];
    case "map":
      return Array.from({ length: shapes.space(type.key) }, (_none, key) => {
        const at = key * shapes.cells(type.value);
        return compareInto(
          routine,
          part(routine, left, type.value, at),
          part(routine, right, type.value, at),
          result,
          done,
        );
      });
    case "set": {
      const form = shapes.setForm(type);
      if (form.kind === "bits") {
        return Array.from({ length: form.cells }, (_none, at) => {
          const word = form.cells - 1 - at;
          const of = (whole: Value): Code =>
            whole.form === "scalar" ? whole.code : i32.load(whole.at.base, whole.at.offset + 4 * word);
          return unsignedCells(of(left), of(right));
        });
      }
      if (form.kind === "row") {
        return Array.from({ length: form.max }, (_none, at) => {
          assert(left.form === "stored" && right.form === "stored", "several cells lie in memory");
          const [a, b] = [left.at, right.at];
          return unsignedCells(i32.load(a.base, a.offset + 4 * at), i32.load(b.base, b.offset + 4 * at));
        });
      }
      return compareLists(form.itemCells, "backwards");
    }
    case "seq":
    case "bag":
      return compareLists(shapes.cells(type.item), "forwards");
    default:
      return [];
  }

  /** Item by item, a prefix first; sets from their greatest item on. */
  function compareLists(itemCells: number, direction: "forwards" | "backwards"): Code {
    assert(type.kind === "set" || type.kind === "seq" || type.kind === "bag", "lists have items");
    const itemType = type.item;
    if (left.form === "scalar" || right.form === "scalar") return cells(tagOf(left), tagOf(right));
    const [a, b, shared] = [routine.local(), routine.local(), routine.local()];
    const itemAt = (whole: Extract<Value, { form: "stored" }>, index: Code, base: number): [Code, Value] => {
      const position = direction === "forwards" ? index : i32.sub(i32.sub(tagOf(whole), i32.const(1)), index);
      const code = local.set(base, i32.add(whole.at.base, i32.mul(position, i32.const(4 * itemCells))));
      const at = { base: local.get(base), offset: whole.at.offset + 4 };
      return [
        code,
        shapes.isScalar(itemType) ? scalar(itemType, i32.load(at.base, at.offset), true) : stored(itemType, at),
      ];
    };
    const [one, other] = [left, right];
    return [
      local.set(shared, tagOf(left)),
      local.set(b, tagOf(right)),
      local.set(shared, select(local.get(shared), local.get(b), i32.leS(local.get(shared), local.get(b)))),
      count(routine, i32.const(0), local.get(shared), (index) => {
        const [setLeft, ours] = itemAt(one, index, a);
        const [setRight, theirs] = itemAt(other, index, b);
        return [setLeft, setRight, compareInto(routine, ours, theirs, result, done)];
      }),
      cells(tagOf(left), tagOf(right)),
    ];
  }
}
