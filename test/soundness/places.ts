/** What code may change: its own fields, state, shared fields of others, ghosts and its `var`s; and the parts of these. */
import { type Hand, kindOf } from "./reads.ts";
import type { Shape } from "./shapes.ts";
import { value } from "./values.ts";
import type { Scope } from "./world.ts";

export interface Place {
  readonly text: string;
  readonly shape: Shape;
  readonly ghost: boolean;
  /** What must hold for the place to be there. */
  readonly test?: string;
}

/** One of the places that can be changed here. */
export function places(hand: Hand, scope: Scope): Place | undefined {
  const { dice, world } = hand;
  const roots: Place[] = [];
  const rounds = scope.inboxes !== undefined && !world.risky;
  // In a round all act at once: nobody may see what another one changes.
  for (const { name, shape, storage } of scope.self?.fields ?? []) {
    if (!rounds || (storage !== "shared" && storage !== "ghost"))
      roots.push({ text: name, shape, ghost: storage === "ghost" });
  }
  if (!rounds) {
    for (const { name, shape, storage } of world.state) roots.push({ text: name, shape, ghost: storage === "ghost" });
    for (const { text, shape } of scope.known) {
      // Owners of places are written as a single name.
      const kind = text === "self" || text.includes(".") ? undefined : kindOf(world, shape);
      for (const field of kind?.fields ?? []) {
        if (field.storage === "shared" || field.storage === "ghost")
          roots.push({ text: `${text}.${field.name}`, shape: field.shape, ghost: field.storage === "ghost" });
      }
    }
  }
  for (const { text, shape } of scope.variables) roots.push({ text, shape, ghost: false });
  if (roots.length === 0) return undefined;
  return partOf(hand, scope, dice.one(roots));
}

/** The place itself, or a part of it. */
function partOf(hand: Hand, scope: Scope, place: Place): Place | undefined {
  const { dice, world } = hand;
  const { shape, text } = place;
  if (place.test !== undefined || !dice.chance(60)) return place;
  if (shape.kind === "record") {
    const field = dice.one(shape.fields);
    return partOf(hand, scope, { ...place, text: `${text}.${field.name}`, shape: field.shape });
  }
  if (shape.kind === "tuple") {
    const at = dice.between(0, shape.items.length - 1);
    return partOf(hand, scope, { ...place, text: `${text}.${at}`, shape: shape.items[at] as Shape });
  }
  if (shape.kind === "map") {
    const key = value(hand, shape.key, scope, 1);
    return key === undefined
      ? undefined
      : partOf(hand, scope, { ...place, text: `${text}[${key}]`, shape: shape.value });
  }
  if (shape.kind === "seq" && shape.max > 0 && !place.ghost) {
    const at = dice.between(1, shape.max);
    const test = world.risky && dice.chance(10) ? undefined : `len(${text}) >= ${at}`;
    return { ...place, text: `${text}[${at}]`, shape: shape.item, test };
  }
  return place;
}
