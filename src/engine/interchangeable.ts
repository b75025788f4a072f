/** Whether values of a type mention members that nothing but their names tells apart. */
import type { Type } from "../ir/index.ts";

export function hasInterchangeable(type: Type): boolean {
  switch (type.kind) {
    case "process":
      return type.kinds.some((kind) => !kind.ordered && kind.members.length > 1);
    case "symmetric":
      return !type.ordered && type.members.length > 1;
    case "record":
      return type.fields.some((field) => hasInterchangeable(field.type));
    case "variant":
      return type.cases.some(({ fields }) => fields.some((field) => hasInterchangeable(field.type)));
    case "tuple":
      return type.items.some(hasInterchangeable);
    case "option":
    case "set":
    case "seq":
    case "bag":
      return hasInterchangeable(type.item);
    case "map":
      return hasInterchangeable(type.key) || hasInterchangeable(type.value);
    default:
      return false;
  }
}
