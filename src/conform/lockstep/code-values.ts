/**
 * From a value of code to the value of the model that it stands for, if there is one: whoever calls knows which variable
 * or field it was about. What members of interchangeable types stand for is the mapping's to say.
 */
import { List, type Value } from "../../interpreter/index.ts";
import type { Field, Type } from "../../ir/index.ts";
import type { Mapping } from "../mappings/mapping.ts";
import { type Meanings, Misread, misread, modelValue, readFields } from "../model-value.ts";

type Members = Mapping<never>["members"];

export const toModelValue = (given: unknown, type: Type, members: Members): Value | undefined =>
  unlessMisread(() => modelValue(type, given, meaningsOf(members)));

/** The values of `fields`, in their order. */
export const fieldsOf = (given: object, fields: readonly Field[], members: Members): List<Value> | undefined =>
  unlessMisread(() => List(readFields(fields, { ...given }, meaningsOf(members))));

const known = new WeakMap<Members, Meanings>();

function meaningsOf(members: Members): Meanings {
  const meanings = known.get(members) ?? {
    process: (name: string) => name,
    member: ({ name, members: all }, given) => {
      const member = members[name]?.(given) ?? given;
      return typeof member === "string" && all.includes(member) ? member : misread(given, all.join(", "));
    },
    absentIsNone: true,
  };
  known.set(members, meanings);
  return meanings;
}

function unlessMisread<Read>(read: () => Read): Read | undefined {
  try {
    return read();
  } catch (problem) {
    if (problem instanceof Misread) return undefined;
    throw problem;
  }
}
