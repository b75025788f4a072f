/**
 * Writes WebAssembly modules: functions, globals and one imported memory, in; the bytes of a binary module, out. It knows
 * just what the engine needs (WebAssembly Core 2.0 §5.5).
 */
import { type Code, signed, unsigned, type ValueType, valueType } from "./instructions.ts";

interface FunctionType {
  readonly parameters: readonly ValueType[];
  readonly results: readonly ValueType[];
}

/** A function while its code is generated: its parameters are its first locals. */
export class FunctionBuilder {
  readonly name: string;
  /** For `call`. */
  readonly index: number;
  readonly type: FunctionType;
  /** Set once, when the code is complete. */
  body: Code = [];
  readonly #locals: ValueType[] = [];

  constructor(name: string, index: number, type: FunctionType) {
    this.name = name;
    this.index = index;
    this.type = type;
  }

  /** A fresh local, 0 at first; for `local.get` and `local.set`. */
  local(type: ValueType): number {
    this.#locals.push(type);
    return this.type.parameters.length + this.#locals.length - 1;
  }

  get locals(): readonly ValueType[] {
    return this.#locals;
  }
}

export interface MemoryImport {
  readonly module: string;
  readonly name: string;
  /** In pages of 64 KiB. */
  readonly initial: number;
  readonly maximum: number;
  readonly shared: boolean;
}

export class ModuleBuilder {
  readonly #types: FunctionType[] = [];
  readonly #imports: { readonly module: string; readonly name: string; readonly type: number }[] = [];
  readonly #functions: FunctionBuilder[] = [];
  readonly #globals: { readonly type: ValueType; readonly initial: number | bigint }[] = [];
  readonly #exports: { readonly name: string; readonly kind: "function" | "global"; readonly index: number }[] = [];
  #memory: MemoryImport | undefined;

  importMemory(memory: MemoryImport): void {
    this.#memory = memory;
  }

  /** Imported functions come before all others: import them first. */
  importFunction(
    module: string,
    name: string,
    parameters: readonly ValueType[],
    results: readonly ValueType[],
  ): number {
    if (this.#functions.length > 0) throw new Error("imports come before functions");
    this.#imports.push({ module, name, type: this.#typeIndex({ parameters, results }) });
    return this.#imports.length - 1;
  }

  /** Declares a function; its body can be set later, so that functions may call each other in any order. */
  function(
    name: string,
    parameters: readonly ValueType[] = [],
    results: readonly ValueType[] = [],
    exported = false,
  ): FunctionBuilder {
    const builder = new FunctionBuilder(name, this.#imports.length + this.#functions.length, { parameters, results });
    this.#functions.push(builder);
    if (exported) this.#exports.push({ name, kind: "function", index: builder.index });
    return builder;
  }

  /** A mutable global of the instance. */
  global(type: ValueType, initial: number | bigint = 0, exportedAs?: string): number {
    this.#globals.push({ type, initial });
    const index = this.#globals.length - 1;
    if (exportedAs !== undefined) this.#exports.push({ name: exportedAs, kind: "global", index });
    return index;
  }

  exportFunction(index: number, name: string): void {
    this.#exports.push({ name, kind: "function", index });
  }

  exportGlobal(index: number, name: string): void {
    this.#exports.push({ name, kind: "global", index });
  }

  #typeIndex(type: FunctionType): number {
    const same = (a: readonly ValueType[], b: readonly ValueType[]) =>
      a.length === b.length && a.every((item, i) => item === b[i]);
    const known = this.#types.findIndex(
      (other) => same(other.parameters, type.parameters) && same(other.results, type.results),
    );
    return known >= 0 ? known : this.#types.push(type) - 1;
  }

  /** The binary module. */
  bytes(): Uint8Array<ArrayBuffer> {
    const typeIndices = this.#functions.map((builder) => this.#typeIndex(builder.type));
    const sections: Code = [
      section(
        1,
        vector(
          this.#types.map(({ parameters, results }) => [
            0x60,
            vector(parameters.map((type) => [valueType(type)])),
            vector(results.map((type) => [valueType(type)])),
          ]),
        ),
      ),
      section(
        2,
        vector([
          ...this.#imports.map(({ module, name, type }): Code => [text(module), text(name), 0x00, unsigned(type)]),
          ...this.#memoryImport(),
        ]),
      ),
      section(3, vector(typeIndices.map((type) => unsigned(type)))),
      section(
        6,
        vector(
          this.#globals.map(
            ({ type, initial }): Code => [
              valueType(type),
              0x01,
              type === "i32" ? [0x41, signed(Number(initial) | 0)] : [0x42, signed(BigInt(initial))],
              0x0b,
            ],
          ),
        ),
      ),
      section(
        7,
        vector(
          this.#exports.map(
            ({ name, kind, index }): Code => [text(name), kind === "function" ? 0x00 : 0x03, unsigned(index)],
          ),
        ),
      ),
      section(10, vector(this.#functions.map((builder) => sized([localsOf(builder), builder.body, 0x0b])))),
      section(0, [
        text("name"),
        1,
        sized(vector(this.#functions.map((builder): Code => [unsigned(builder.index), text(builder.name)]))),
      ]),
    ];
    return Uint8Array.from(flatten([[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00], sections]));
  }

  #memoryImport(): Code[] {
    if (!this.#memory) return [];
    const { module, name, initial, maximum, shared } = this.#memory;
    return [[text(module), text(name), 0x02, shared ? 0x03 : 0x01, unsigned(initial), unsigned(maximum)]];
  }
}

/** All bytes of a piece of code, in order. */
export function flatten(code: Code): number[] {
  const bytes: number[] = [];
  const visit = (part: Code): void => {
    for (const item of part) {
      if (typeof item === "number") bytes.push(item);
      else visit(item);
    }
  };
  visit(code);
  return bytes;
}

const vector = (items: readonly Code[]): Code => [unsigned(items.length), items];

function sized(code: Code): Code {
  const bytes = flatten(code);
  return [unsigned(bytes.length), bytes];
}

const section = (id: number, content: Code): Code => [id, sized(content)];

const text = (value: string): Code => {
  const bytes = [...new TextEncoder().encode(value)];
  return [unsigned(bytes.length), bytes];
};

/** Locals as runs of one type. */
function localsOf(builder: FunctionBuilder): Code {
  const runs: { type: ValueType; count: number }[] = [];
  for (const type of builder.locals) {
    const last = runs.at(-1);
    if (last?.type === type) last.count += 1;
    else runs.push({ type, count: 1 });
  }
  return vector(runs.map(({ type, count }): Code => [unsigned(count), valueType(type)]));
}
