/**
 * The members that may be renamed, as numbers: processes by their place among all processes, then the members of symmetric
 * types, one type behind the other. Which values mention them, and which of them a value that is a constant mentions.
 */
import type { Sort, Type } from "../ir/index.ts";
import { unreachable } from "../source/index.ts";
import type { PlainCase, PlainValue } from "./layout.ts";
import type { Shapes } from "./shapes.ts";

/** A sort and the numbers of its members: `first`, `first + 1`, … */
export interface Numbered {
  readonly sort: Sort;
  readonly first: number;
  readonly count: number;
}

export interface Mention {
  readonly sort: Sort;
  /** From 0. */
  readonly member: number;
}

export class Members {
  readonly numbered: readonly Numbered[];
  /** Of all processes and of all members of the symmetric types that are renamed. */
  readonly count: number;
  readonly #byName = new Map<string, Mention>();
  readonly #types = new Map<Type, readonly Sort[]>();

  constructor(shapes: Shapes, sorts: readonly Sort[]) {
    let next = shapes.memberCount;
    this.numbered = sorts.map((sort) => {
      for (const [member, name] of sort.members.entries()) this.#byName.set(name, { sort, member });
      const count = sort.members.length;
      const first = sort.process ? shapes.firstOf(sort.process) : next;
      if (!sort.process) next += count;
      return { sort, first, count };
    });
    this.count = next;
  }

  /** What is added to the cell of a member of this type to have its number; undefined where none is renamed. */
  offsetOf(type: Extract<Type, { kind: "symmetric" | "process" }>): number | undefined {
    if (type.kind === "process") return this.mentioned(type).length > 0 ? 0 : undefined;
    return this.numbered.find(({ sort }) => !sort.process && sort.name === type.name)?.first;
  }

  /** The sorts of which values of a type can mention members. */
  mentioned(type: Type): readonly Sort[] {
    let sorts = this.#types.get(type);
    if (!sorts) {
      sorts = [...new Set(this.#collect(type))];
      this.#types.set(type, sorts);
    }
    return sorts;
  }

  #collect(type: Type): readonly Sort[] {
    switch (type.kind) {
      case "bool":
      case "int":
      case "never":
        return [];
      case "process":
        return this.numbered.flatMap(({ sort }) => (sort.process && type.kinds.includes(sort.process) ? [sort] : []));
      case "symmetric":
        return this.numbered.flatMap(({ sort }) => (!sort.process && sort.name === type.name ? [sort] : []));
      case "record":
        return type.fields.flatMap((field) => this.mentioned(field.type));
      case "tuple":
        return type.items.flatMap((item) => this.mentioned(item));
      case "variant":
        return type.cases.flatMap(({ fields }) => fields.flatMap((field) => this.mentioned(field.type)));
      case "option":
      case "set":
      case "seq":
      case "bag":
        return this.mentioned(type.item);
      case "map":
        return [...this.mentioned(type.key), ...this.mentioned(type.value)];
      default:
        return unreachable(type);
    }
  }

  /**
   * The members in a constant, in its order, and the constant with stars in their places; undefined where a collection
   * mentions some, which has no order of its own.
   */
  within(
    type: Type,
    value: PlainValue,
  ): { readonly mentions: readonly Mention[]; readonly pattern: string } | undefined {
    if (this.mentioned(type).length === 0) return { mentions: [], pattern: JSON.stringify(value) };
    switch (type.kind) {
      case "process":
      case "symmetric": {
        const mention = this.#byName.get(value as string);
        if (!mention || !this.mentioned(type).includes(mention.sort))
          return { mentions: [], pattern: JSON.stringify(value) };
        return { mentions: [mention], pattern: `*${mention.sort.name}` };
      }
      case "record":
        return this.#withinAll(
          type.fields.map((field) => field.type),
          value as readonly PlainValue[],
        );
      case "tuple":
        return this.#withinAll(type.items, value as readonly PlainValue[]);
      case "option":
      case "variant": {
        const { case: at, arguments: given } = value as PlainCase;
        const types = type.kind === "option" ? [type.item] : (type.cases[at]?.fields.map((field) => field.type) ?? []);
        const inner = this.#withinAll(types.slice(0, given.length), given);
        return inner && { mentions: inner.mentions, pattern: `${at}${inner.pattern}` };
      }
      default:
        return undefined;
    }
  }

  #withinAll(types: readonly Type[], values: readonly PlainValue[]): ReturnType<Members["within"]> {
    const parts = types.map((type, at) => this.within(type, values[at] ?? false));
    if (!parts.every((part) => part !== undefined)) return undefined;
    return {
      mentions: parts.flatMap(({ mentions }) => mentions),
      pattern: `(${parts.map(({ pattern }) => pattern).join()})`,
    };
  }
}
