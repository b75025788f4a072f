/**
 * Shapes of data that come from outside, from a connection or a disk: a shape takes any value and gives it back with its
 * type, or undefined if it is not of this shape. What a core gets is what its types say, whoever sent it.
 */
export type Shape<Value> = (value: unknown) => Value | undefined;

type ValueOf<S> = S extends Shape<infer Value> ? Value : never;
type Fields = { readonly [name: string]: Shape<unknown> };
type ObjectOf<F extends Fields> = { readonly [Name in keyof F]: ValueOf<F[Name]> };

export const text: Shape<string> = (value) => (typeof value === "string" ? value : undefined);
export const truth: Shape<boolean> = (value) => (typeof value === "boolean" ? value : undefined);
/** 0, 1, 2, … */
export const count: Shape<number> = (value) =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;

export const literal =
  <const Value extends string | null>(...allowed: readonly Value[]): Shape<Value> =>
  (value) =>
    allowed.find((one) => one === value);

export const list =
  <Item>(item: Shape<Item>): Shape<readonly Item[]> =>
  (value) => {
    if (!Array.isArray(value)) return undefined;
    const items = value.map((one: unknown) => item(one));
    return items.every((one) => one !== undefined) ? (items as Item[]) : undefined;
  };

/** Other fields are left out: what is passed on is what was asked for. */
export const record =
  <const F extends Fields>(fields: F): Shape<ObjectOf<F>> =>
  (value) => {
    if (typeof value !== "object" || value === null) return undefined;
    const found: Record<string, unknown> = {};
    for (const [name, shape] of Object.entries(fields)) {
      const field = shape((value as Record<string, unknown>)[name]);
      if (field === undefined && !optionals.has(shape)) return undefined;
      if (field !== undefined) found[name] = field;
      else if ((value as Record<string, unknown>)[name] !== undefined) return undefined;
    }
    return found as ObjectOf<F>;
  };

const optionals = new WeakSet<Shape<unknown>>();

/** A field that may be absent: JSON has no undefined. */
export function optional<Value>(shape: Shape<Value>): Shape<Value | undefined> {
  const same: Shape<Value | undefined> = (value) => shape(value);
  optionals.add(same);
  return same;
}

/** The first of these shapes that fits. */
export const either =
  <const Shapes extends readonly Shape<unknown>[]>(...shapes: Shapes): Shape<ValueOf<Shapes[number]>> =>
  (value) => {
    for (const shape of shapes) {
      const found = shape(value);
      if (found !== undefined) return found as ValueOf<Shapes[number]>;
    }
    return undefined;
  };
