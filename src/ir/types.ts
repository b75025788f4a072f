/**
 * The types of a model whose parameters have values: every size is a number. Ranges and capacities describe what may be
 * *stored*; in expressions they are inferred bounds. `never` is the item type of `{}`, `[]` and `None` before context
 * gives one, and joins with everything.
 */

export type Type =
  | { readonly kind: "bool" }
  | IntegerType
  | VariantType
  | { readonly kind: "record"; readonly fields: readonly Field[] }
  | { readonly kind: "tuple"; readonly items: readonly Type[] }
  | { readonly kind: "option"; readonly item: Type }
  /** `max` bounds the size where the items' type has more than 128 values. */
  | { readonly kind: "set"; readonly item: Type; readonly max?: number }
  | { readonly kind: "map"; readonly key: Type; readonly value: Type }
  | { readonly kind: "seq"; readonly item: Type; readonly max: number }
  | { readonly kind: "bag"; readonly item: Type; readonly max: number }
  | SymmetricType
  | ProcessType
  | { readonly kind: "never" };

/** Both ends included; infinite for what is only passed on, never stored. */
export interface IntegerType {
  readonly kind: "int";
  readonly low: number;
  readonly high: number;
}

/** `A | B(x: T)`: nominal. `name` is its declaration's, or the field's for a type written in place. */
export interface VariantType {
  readonly kind: "variant";
  readonly name: string;
  readonly cases: readonly Case[];
}

export interface Case {
  readonly name: string;
  readonly fields: readonly Field[];
}

export interface Field {
  readonly name: string;
  readonly type: Type;
}

/** A declared set of named values: `symmetric v[1..2]`, `v[0..1] ordered`. */
export interface SymmetricType {
  readonly kind: "symmetric";
  readonly name: string;
  readonly members: readonly string[];
  readonly ordered: boolean;
}

/** One kind of process, or a union of several (a sender that may be a client or a server). Kinds in declaration order. */
export interface ProcessType {
  readonly kind: "process";
  readonly kinds: readonly ProcessKind[];
}

/** `process Server as s[1..N]`. Members are called by their names everywhere; their order is the declaration's. */
export interface ProcessKind {
  readonly name: string;
  readonly members: readonly string[];
  readonly ordered: boolean;
  /** Declared without a range: one member, called by the alias itself. */
  readonly single: boolean;
  /** The number in the first member's name: `index(s1)` is 1; 0 for a single process. */
  readonly firstIndex: number;
}

export const bool: Type = { kind: "bool" };
export const never: Type = { kind: "never" };
export const integer = (low: number, high: number): IntegerType => ({ kind: "int", low, high });
