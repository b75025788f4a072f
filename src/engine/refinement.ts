/**
 * Refinements in generated code: of every step the abstract state before and after is computed and packed as the abstract
 * model's own engine packs it. Whether the abstract model has such a step its engine knows; it is asked where the two
 * differ. Pairs that were asked for lately lie in a small table, one place for each hash.
 */
import type { Property } from "../ir/index.ts";
import { assert } from "../source/index.ts";
import { convertInto } from "./conversion.ts";
import type { ImagePlace } from "./engine.ts";
import { evaluate } from "./expressions.ts";
import { type Layout, layOutAbstraction } from "./layout.ts";
import { packWords } from "./packing.ts";
import { type Address, addressCode, plus, Routine, type Scope, type Unit } from "./routine.ts";
import { when } from "./structure.ts";
import { copyCells, sameCells } from "./values.ts";
import { type Code, call, global, i32, local } from "./wasm/instructions.ts";

/** Bytes that a table of pairs may take, and how many pairs there are at most and at least. */
const tableBytes = 2 ** 20;
const mostPairs = 2 ** 15;
const leastPairs = 16;

export interface CompiledRefinement {
  readonly index: number;
  readonly place: ImagePlace;
  /** Global, i32: the image of the state that is expanded is known. */
  readonly known: number;
}

/** () → (): of the step from `past` to `next`. */
export function refinementFunction(
  unit: Unit,
  concrete: Layout,
  { past, next }: { readonly past: Code; readonly next: Code },
  property: Property,
  position: number,
): CompiledRefinement {
  const { runtime, module } = unit;
  assert(property.abstraction, "a refinement is of something");
  const layout = layOutAbstraction(concrete, property.abstraction);
  const routine = new Routine(unit, module.function(`property ${position} ${property.name}`));
  const { wordCount } = layout;
  const pairs = pairsFor(wordCount);
  const { write: image } = imageWriter(routine, concrete, property);
  // Both images behind each other, so that they are hashed and compared as one.
  const place: ImagePlace = { offset: unit.area.take(8 * wordCount), layout };
  const table = unit.area.take(8 * wordCount * pairs);
  const known = module.global("i32");
  const before = routine.at(place.offset);
  const after = plus(before, 4 * wordCount);
  const entry = routine.local();
  const slot: Address = { base: local.get(entry), offset: routine.at(table).offset };
  const code = routine.trying(
    () => [
      when(i32.eqz(global.get(known)), [image(past, before), global.set(known, i32.const(1))]),
      image(next, after),
      when(i32.eqz(sameCells(routine, before, after, wordCount)), [
        local.set(
          entry,
          i32.mul(i32.and(hash(routine, before, 2 * wordCount), i32.const(pairs - 1)), i32.const(8 * wordCount)),
        ),
        when(i32.eqz(sameCells(routine, slot, before, 2 * wordCount)), [
          copyCells(slot, before, 2 * wordCount),
          call(runtime.image, i32.const(position)),
        ]),
      ]),
    ],
    call(runtime.failed, i32.const(position)),
  );
  routine.finish(code);
  return { index: routine.builder.index, place, known };
}

/** Code that writes the image of a state, for a refinement, to some address; and how many words it has. */
export function imageWriter(
  routine: Routine,
  concrete: Layout,
  property: Property,
): { readonly wordCount: number; readonly write: (state: Code, to: Address) => Code } {
  assert(property.abstraction, "a refinement is of something");
  const layout = layOutAbstraction(concrete, property.abstraction);
  const cells = routine.temporary(layout.cellCount);
  const write = (state: Code, to: Address): Code => [
    evaluateInto({ routine, state, past: state, changes: false, names: new Map() }, layout, property, cells),
    packAll(layout, cells, to),
  ];
  return { wordCount: layout.wordCount, write };
}

/** Where the images of a state begin, behind its predicates, and where each of them ends: in words. */
export function imageWords(
  { atoms, refinements = [] }: { readonly atoms: readonly unknown[]; readonly refinements?: readonly Property[] },
  layout: Layout,
): readonly number[] {
  const ends = [Math.ceil(atoms.length / 32)];
  for (const { abstraction } of refinements) {
    assert(abstraction, "a refinement is of something");
    ends.push((ends.at(-1) ?? 0) + layOutAbstraction(layout, abstraction).wordCount);
  }
  return ends;
}

/** Writes the values that the mapping has in a state to where the abstract model's variables lie. */
function evaluateInto(scope: Scope, { model, plan }: Layout, { formula }: Property, cells: Address): Code {
  assert(formula.kind === "tuple", "a mapping is a tuple");
  const places = model.variables.flatMap((variable) => {
    const { cell, stride } = plan.variables.get(variable) ?? { cell: 0, stride: 0 };
    return Array.from({ length: variable.process?.members.length ?? 1 }, (_none, member) => cell + member * stride);
  });
  return formula.items.map((item, at) =>
    convertInto(scope.routine, plus(cells, 4 * (places[at] ?? 0)), evaluate(item, scope), item.type),
  );
}

function packAll({ plan, cellCount }: Layout, cells: Address, words: Address): Code {
  const all = new Set(Array.from({ length: cellCount }, (_none, cell) => cell));
  const to = addressCode(words);
  return packWords(plan, addressCode(cells), to, to, all);
}

function hash(routine: Routine, { base, offset }: Address, words: number): Code {
  const sum = routine.local();
  const steps = Array.from({ length: words }, (_none, word): Code => {
    const mixed = i32.mul(i32.xor(local.get(sum), i32.load(base, offset + 4 * word)), i32.const(0x9e3779b1 | 0));
    return [local.set(sum, mixed), local.set(sum, i32.xor(local.get(sum), i32.shrU(local.get(sum), i32.const(15))))];
  });
  return [local.set(sum, i32.const(words)), steps, local.get(sum)];
}

/** A power of two. */
function pairsFor(words: number): number {
  let pairs = mostPairs;
  while (pairs > leastPairs && 8 * words * pairs > tableBytes) pairs /= 2;
  return pairs;
}
