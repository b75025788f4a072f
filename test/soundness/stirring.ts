/**
 * Actions that keep a random model moving. Random code alone mostly assigns what is there already; an action made for one
 * field gives it another value whenever it may, and one made for a message sends it, so that there is something to explore.
 */
import { domain } from "./domains.ts";
import type { Hand } from "./reads.ts";
import { sending } from "./sending.ts";
import { fits, type Shape, spell } from "./shapes.ts";
import { block, braced, type Lines } from "./statements.ts";
import { value } from "./values.ts";
import { codeOf, type Field, type Kind, type Known, type Scope, withKnown } from "./world.ts";

/** Actions for about `percent` of the fields and messages of `self`, or of the model. */
export function declareStirring(
  hand: Hand,
  self: Kind | undefined,
  percent: number,
  guard: (scope: Scope) => string,
): Lines {
  const { dice, world } = hand;
  const fields = (self?.fields ?? world.state).filter(({ storage }) => storage !== "ghost");
  const stirred = dice.some(fields, percent).flatMap((field) => stir(hand, self, field, guard));
  const sent = self && dice.chance(percent) ? post(hand, self, guard) : [];
  return [...stirred, ...sent];
}

function stir(hand: Hand, self: Kind | undefined, field: Field, guard: (scope: Scope) => string): Lines {
  const { dice, world } = hand;
  const { name: text, shape } = field;
  const parameter = dice.chance(60) ? world.fresh("x") : undefined;
  const plain = codeOf(world, self);
  const from = parameter ? wantedDomain(hand, plain, shape) : undefined;
  const scope = parameter && from ? withKnown(plain, { text: parameter, shape: from.item }) : plain;
  const head = parameter && from ? `(${parameter} in ${from.text})` : "";
  const line = changes(
    hand,
    scope,
    { text, shape },
    parameter && from ? { text: parameter, shape: from.item } : undefined,
  );
  if (line === undefined) return [];
  const extra = dice.chance(40) ? block(hand, scope, 1, 1) : [];
  return action(hand, self, head, dice.chance(45) ? guard(scope) : "", [...line, ...extra]);
}

function action({ world }: Hand, self: Kind | undefined, parameters: string, guard: string, body: Lines): Lines {
  const name = world.fresh("act");
  world.actions.push({ owner: self, name });
  return braced(`action ${name}${parameters}${guard}`, body);
}

/** Values that could go into a place of this type. */
function wantedDomain(hand: Hand, scope: Scope, shape: Shape) {
  const item =
    shape.kind === "set" || shape.kind === "seq" || shape.kind === "bag" || shape.kind === "option"
      ? shape.item
      : shape;
  for (let tries = 0; tries < 8; tries++) {
    const from = domain(hand, scope, 0, 4, "any");
    if (fits(item, from.item)) return from;
  }
  return domain(hand, scope, 0, 3, "any");
}

/** Statements after which the place has another value, most of the time. */
function changes(hand: Hand, scope: Scope, { text, shape }: Known, given: Known | undefined): Lines | undefined {
  const { dice } = hand;
  const item = (wanted: Shape) => (given && fits(wanted, given.shape) ? given.text : value(hand, wanted, scope, 1));
  switch (shape.kind) {
    case "bool":
      return [`${text} := not ${text}`];
    case "int": {
      const { low, high } = shape;
      if (given && fits(shape, given.shape)) return [`${text} := ${given.text}`];
      return dice.chance(50)
        ? [`${text} := if ${text} < ${high} then ${text} + 1 else ${low}`]
        : [`if ${text} < ${high} {`, `  ${text} += 1`, "} else {", `  ${text} := ${low}`, "}"];
    }
    case "set": {
      const one = item(shape.item);
      if (one === undefined) return undefined;
      // A bag's literal on the left of `in` would be taken for a set's.
      if (spell(shape.item).includes("Bag<"))
        return shape.max === undefined ? [`insert ${one} into ${text}`] : undefined;
      const full = shape.max === undefined ? "" : ` or len(${text}) >= ${shape.max}`;
      return [
        `if ${one} in ${text}${full} {`,
        `  remove ${one} from ${text}`,
        "} else {",
        `  insert ${one} into ${text}`,
        "}",
      ];
    }
    case "bag":
    case "seq": {
      const one = item(shape.item);
      if (one === undefined) return undefined;
      const add = shape.kind === "bag" ? `insert ${one} into ${text}` : `append ${one} to ${text}`;
      const fresh = shape.kind === "seq" && dice.chance(50) ? `tail(${text})` : shape.kind === "seq" ? "[]" : "{}";
      return [
        `if len(${text}) < ${shape.max} {`,
        `  ${add}`,
        "} else {",
        `  ${text} := ${shape.max > 0 ? fresh : text}`,
        "}",
      ];
    }
    case "option": {
      const one = item(shape.item);
      return [`${text} := if ${text} = None then ${one === undefined ? "None" : `Some(${one})`} else None`];
    }
    case "map": {
      const key = value(hand, shape.key, scope, 1);
      return key === undefined
        ? undefined
        : changes(hand, scope, { text: `${text}[${key}]`, shape: shape.value }, given);
    }
    case "record": {
      const field = dice.one(shape.fields);
      return changes(hand, scope, { text: `${text}.${field.name}`, shape: field.shape }, given);
    }
    default: {
      const stores = item(shape);
      return stores === undefined ? undefined : [`${text} := ${stores}`];
    }
  }
}

/** An action that sends a message of self's. */
function post(hand: Hand, self: Kind, guard: (scope: Scope) => string): Lines {
  const scope = codeOf(hand.world, self);
  const line = sending(hand, scope);
  if (line === undefined) return [];
  return action(hand, self, "", hand.dice.chance(60) ? guard(scope) : "", [...line, ...block(hand, scope, 1, 1)]);
}
