/**
 * Colours of members in generated code: numbers that depend on what a state says about a member and not on its name, so
 * that members who play different parts come to have different ones. A round makes the new colour of each member of its old one
 * and of everything that mentions it, with the colours of the others that are mentioned there. Two members may have one
 * colour by chance: that costs time and nothing else.
 */
import type { Type } from "../ir/index.ts";
import type { Envelope } from "./envelopes.ts";
import { eachItem } from "./items.ts";
import { caseParts, isProper, tagOf, tupleParts, unrank } from "./ordinals.ts";
import { contentType } from "./plan.ts";
import type { Routine } from "./routine.ts";
import { isWide, sortedFields } from "./shapes.ts";
import { when } from "./structure.ts";
import { eachInBits, eachInChannels, eachInSlots, valueAt } from "./symmetry-images.ts";
import type { Members } from "./symmetry-members.ts";
import { cellOf, count, hold, part, scalar, type Value } from "./values.ts";
import { type Code, call, global, i32, i64, local } from "./wasm/instructions.ts";
import type { ModuleBuilder } from "./wasm/module.ts";

export interface Palette {
  readonly members: Members;
  /** Global, i32: address of the colours in use, 8 bytes for each member. */
  readonly level: number;
  /** Address of what a round adds up for each member, 8 bytes each. */
  readonly sums: number;
  /** (i64, i64) → i64: stirs the second number into the first. */
  readonly mix: number;
}

/** The function that stirs (after the finaliser of SplitMix64; Steele, Lea and Flood, 2014). */
export function defineMix(module: ModuleBuilder): number {
  const builder = module.function("mix", ["i64", "i64"], ["i64"]);
  const value = builder.local("i64");
  const stir = (shift: number, factor: bigint): Code =>
    local.set(
      value,
      i64.mul(i64.xor(local.get(value), i64.shrU(local.get(value), i64.const(shift))), i64.const(factor)),
    );
  builder.body = [
    local.set(
      value,
      i64.add(i64.rotl(local.get(0), i64.const(25)), i64.mul(local.get(1), i64.const(0x9e3779b97f4a7c15n))),
    ),
    stir(30, 0xbf58476d1ce4e5b9n),
    stir(27, 0x94d049bb133111ebn),
    i64.xor(local.get(value), i64.shrU(local.get(value), i64.const(31))),
  ];
  return builder.index;
}

/** One round over the state at `state`: new colours in place of the old ones. */
export function roundCode(routine: Routine, palette: Palette, state: number): Code {
  const { members, sums, level } = palette;
  const { plan, model, shapes } = routine.unit;
  const painter = new Painter(routine, palette);
  const code: Code[] = [];
  for (const variable of model.variables) {
    if (variable.process || members.mentioned(variable.type).length === 0) continue;
    const at = { base: i32.const(0), offset: state + 4 * (plan.variables.get(variable)?.cell ?? 0) };
    code.push(painter.entry(variable.id, [valueAt(routine, variable.type, at)]));
  }
  for (const kind of model.processes) {
    const own = model.variables.filter(({ process }) => process === kind);
    const isRenamed = members.numbered.some(({ sort }) => sort.process === kind);
    const seen = own.filter(({ type }) => isRenamed || members.mentioned(type).length > 0);
    if (seen.length === 0) continue;
    const stride = 4 * (plan.variables.get(seen[0]!)?.stride ?? 0);
    const type: Type = { kind: "process", kinds: [kind] };
    const [base, self] = [routine.local(), routine.local()];
    code.push(
      count(routine, i32.const(0), i32.const(kind.members.length), (member) => [
        local.set(base, i32.mul(member, i32.const(stride))),
        local.set(self, i32.add(member, i32.const(shapes.firstOf(kind)))),
        painter.entry(seen[0]!.id, [
          scalar(type, local.get(self), true),
          ...seen.map((variable) =>
            valueAt(routine, variable.type, {
              base: local.get(base),
              offset: state + 4 * (plan.variables.get(variable)?.cell ?? 0),
            }),
          ),
        ]),
      ]),
    );
  }
  for (const network of plan.networks) {
    const types = network.messages.flatMap((message) => [message.from, message.to, contentType(message)]);
    if (types.every((type) => members.mentioned(type).length === 0)) continue;
    const position = routine.local();
    const isFifo = network.network.discipline === "fifo";
    const paint = ({ message, from, to, content }: Envelope): Code => {
      const parts = [scalar(message.from, from, true), scalar(message.to, to, true), content];
      // On a fifo the place in the queue counts, which a later envelope has a greater number for.
      const place: readonly Value[] = isFifo
        ? [scalar({ kind: "int", low: 0, high: 0 }, painter.placeInChannel(from, to, position), false)]
        : [];
      return painter.entry(model.variables.length + message.id, [...place, ...parts]);
    };
    const from = i32.const(state);
    if (network.kind === "slots")
      code.push(local.set(position, i32.const(0)), eachInSlots(routine, network, from, paint));
    else if (network.kind === "bits") code.push(eachInBits(routine, network, from, paint));
    else code.push(eachInChannels(routine, network, from, paint));
  }
  const at = routine.local();
  const renew = members.numbered.map(({ first, count: size }) =>
    count(routine, i32.const(first), i32.const(first + size), (member) => [
      local.set(at, i32.add(global.get(level), i32.shl(member, i32.const(3)))),
      i64.store(
        local.get(at),
        call(palette.mix, i64.load(local.get(at)), i64.load(i32.shl(member, i32.const(3)), sums)),
      ),
    ]),
  );
  return [[...members.numbered].map(({ first, count: size }) => clearSums(routine, sums, first, size)), code, renew];
}

const clearSums = (routine: Routine, sums: number, first: number, size: number): Code =>
  count(routine, i32.const(first), i32.const(first + size), (member) =>
    i64.store(i32.shl(member, i32.const(3)), i64.const(0), sums),
  );

class Painter {
  readonly #routine: Routine;
  readonly #palette: Palette;

  constructor(routine: Routine, palette: Palette) {
    this.#routine = routine;
    this.#palette = palette;
  }

  /** Values that belong together: each member that one of them mentions hears of all of them. */
  entry(name: number, values: readonly Value[]): Code {
    const hash = this.#routine.local("i64");
    const held = values.map((value) => hold(this.#routine, value));
    return [
      held.map(({ before }) => before),
      local.set(hash, i64.const(name + 1)),
      held.map(({ value }) => this.#stir(value, hash)),
      held.map(({ value }, at) => this.#tell(value, hash, at + 1)),
    ];
  }

  /** How many envelopes stand before one on its channel: they are neighbours. Keeps the last channel in `position`'s high bits. */
  placeInChannel(from: Code, to: Code, position: number): Code {
    const channel = this.#routine.local();
    const { memberCount } = this.#routine.unit.shapes;
    return [
      local.set(
        channel,
        i32.add(i32.mul(i32.add(i32.mul(from, i32.const(memberCount)), to), i32.const(1 << 12)), i32.const(1 << 12)),
      ),
      local.set(
        position,
        when(
          i32.eq(i32.and(local.get(position), i32.const(-(1 << 12))), local.get(channel)),
          i32.add(local.get(position), i32.const(1)),
          local.get(channel),
          "i32",
        ),
      ),
      i32.and(local.get(position), i32.const((1 << 12) - 1)),
    ];
  }

  #mixInto(hash: number, code: Code): Code {
    return local.set(hash, call(this.#palette.mix, local.get(hash), code));
  }

  #mentions(type: Type): boolean {
    return this.#palette.members.mentioned(type).length > 0;
  }

  /** Stirs what a held value is into `hash`, members by their colours. */
  #stir(value: Value, hash: number): Code {
    const routine = this.#routine;
    const { shapes } = routine.unit;
    const { type } = value;
    const cells = shapes.cells(type);
    if (cells === 0) return [];
    if (!this.#mentions(type)) return this.#stirCells(value, hash, cells);
    switch (type.kind) {
      case "process":
      case "symmetric":
        return this.#mixInto(hash, this.#colourOf(value));
      case "record":
      case "tuple":
        return this.#partsOf(value).map((item) => this.#stir(item, hash));
      case "option":
      case "variant": {
        const cases = type.kind === "option" ? [0, 1] : [...type.cases.keys()];
        return [
          this.#mixInto(hash, i64.extendU(tagOf(value))),
          cases.map((at) => {
            const parts = caseParts(routine, value, at);
            if (parts.length === 0) return [];
            return when(
              i32.eq(tagOf(value), i32.const(at)),
              parts.map((item) => this.#stir(item, hash)),
            );
          }),
        ];
      }
      case "map": {
        const sum = routine.local("i64");
        return [
          local.set(sum, i64.const(0)),
          this.#eachRow(value, type, (row) => local.set(sum, i64.add(local.get(sum), local.get(row)))),
          this.#mixInto(hash, local.get(sum)),
        ];
      }
      case "set":
      case "bag": {
        const [sum, own] = [routine.local("i64"), routine.local("i64")];
        return [
          local.set(sum, i64.const(0)),
          eachItem(routine, value, (item) => [
            local.set(own, i64.const(1)),
            this.#stir(item, own),
            local.set(sum, i64.add(local.get(sum), local.get(own))),
          ]),
          this.#mixInto(hash, local.get(sum)),
        ];
      }
      case "seq":
        return [
          this.#mixInto(hash, i64.extendU(tagOf(value))),
          eachItem(routine, value, (item) => this.#stir(item, hash)),
        ];
      default:
        return this.#stirCells(value, hash, cells);
    }
  }

  #stirCells(value: Value, hash: number, cells: number): Code {
    const routine = this.#routine;
    if (value.form === "scalar") return this.#mixInto(hash, i64.extendU(value.code));
    const { at } = value;
    if (cells <= 8 || isWide(value.type))
      return Array.from({ length: cells }, (_none, cell) =>
        this.#mixInto(hash, i64.extendU(i32.load(at.base, at.offset + 4 * cell))),
      );
    return count(routine, i32.const(0), i32.const(cells), (cell) =>
      this.#mixInto(hash, i64.extendU(i32.load(i32.add(at.base, i32.shl(cell, i32.const(2))), at.offset))),
    );
  }

  /** Tells every member that a held value mentions of `context`, and of where it stands. */
  #tell(value: Value, context: number, place: number): Code {
    const routine = this.#routine;
    const { type } = value;
    if (!this.#mentions(type)) return [];
    const inner = routine.local("i64");
    const enter = (code: Code): Code =>
      local.set(inner, call(this.#palette.mix, call(this.#palette.mix, local.get(context), i64.const(place)), code));
    const all = (parts: readonly Value[]): Code => parts.map((item, at) => this.#tell(item, inner, at + 1));
    switch (type.kind) {
      case "process":
      case "symmetric":
        return this.#add(value, call(this.#palette.mix, local.get(context), i64.const(place)));
      case "record":
      case "tuple":
        return [enter(i64.const(0)), all(this.#partsOf(value))];
      case "option":
      case "variant": {
        const cases = type.kind === "option" ? [0, 1] : [...type.cases.keys()];
        return cases.map((at) => {
          const parts = caseParts(routine, value, at);
          if (!parts.some((item) => this.#mentions(item.type))) return [];
          return when(i32.eq(tagOf(value), i32.const(at)), [enter(i64.const(at)), all(parts)]);
        });
      }
      case "map":
        return this.#eachRow(value, type, (row, key, item) => [
          enter(local.get(row)),
          this.#tell(key, inner, 1),
          this.#tell(item, inner, 2),
        ]);
      case "set":
      case "bag": {
        const own = routine.local("i64");
        return eachItem(routine, value, (item) => [
          local.set(own, i64.const(1)),
          this.#stir(item, own),
          enter(local.get(own)),
          this.#tell(item, inner, 1),
        ]);
      }
      case "seq": {
        const [own, index] = [routine.local("i64"), routine.local("i64")];
        return [
          local.set(index, i64.const(0)),
          eachItem(routine, value, (item) => [
            local.set(index, i64.add(local.get(index), i64.const(1))),
            local.set(own, local.get(index)),
            this.#stir(item, own),
            enter(local.get(own)),
            this.#tell(item, inner, 1),
          ]),
        ];
      }
      default:
        return [];
    }
  }

  /** Adds to what a member hears: in any order. Processes that are not renamed may hear, too. */
  #add(value: Value, code: Code): Code {
    const at = this.#routine.local();
    const { members, sums } = this.#palette;
    const { type } = value;
    if (type.kind !== "process" && type.kind !== "symmetric") return [];
    const offset = sums + 8 * (members.offsetOf(type) ?? 0);
    return [
      local.set(at, i32.shl(cellOf(value), i32.const(3))),
      i64.store(local.get(at), i64.add(i64.load(local.get(at), offset), code), offset),
    ];
  }

  #colourOf(value: Value): Code {
    const { members, level } = this.#palette;
    const { type } = value;
    const offset = type.kind === "process" || type.kind === "symmetric" ? (members.offsetOf(type) ?? 0) : 0;
    return i64.load(i32.add(global.get(level), i32.shl(cellOf(value), i32.const(3))), 8 * offset);
  }

  #partsOf(value: Value): readonly Value[] {
    const routine = this.#routine;
    const { type } = value;
    if (type.kind === "tuple") return tupleParts(routine, value);
    if (type.kind !== "record") return [];
    let offset = 0;
    return sortedFields(type.fields).map((field) => {
      const item = part(routine, value, field.type, offset);
      offset += routine.unit.shapes.cells(field.type);
      return item;
    });
  }

  /** Runs `body` for each row of a map, with what stirring it gives in the local `row`. */
  #eachRow(
    value: Value,
    type: Extract<Type, { kind: "map" }>,
    body: (row: number, key: Value, item: Value) => Code,
  ): Code {
    const routine = this.#routine;
    const { shapes } = routine.unit;
    const [row, base] = [routine.local("i64"), routine.local()];
    return count(routine, i32.const(0), i32.const(shapes.space(type.key)), (ordinal) => {
      const key = hold(routine, unrank(routine, type.key, ordinal));
      const item =
        value.form === "scalar"
          ? { before: [], value: part(routine, value, type.value, 0) }
          : hold(routine, valueAt(routine, type.value, { base: local.get(base), offset: value.at.offset }));
      const visit = [
        value.form === "scalar"
          ? []
          : local.set(base, i32.add(value.at.base, i32.mul(ordinal, i32.const(4 * shapes.cells(type.value))))),
        item.before,
        local.set(row, i64.const(1)),
        this.#mentions(type.key) ? this.#stir(key.value, row) : this.#mixInto(row, i64.extendU(ordinal)),
        this.#stir(item.value, row),
        body(row, key.value, item.value),
      ];
      return [key.before, shapes.isDense(type.key) ? visit : when(isProper(routine, key.value), visit)];
    });
  }
}
