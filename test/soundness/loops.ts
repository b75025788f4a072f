/** Random loops. Over members without an order, the order in which a loop runs must not matter. */
import { condition } from "./conditions.ts";
import { domain } from "./domains.ts";
import { type Hand, kindOf } from "./reads.ts";
import { sending } from "./sending.ts";
import { fits, interchangeable } from "./shapes.ts";
import { block, braced, type Lines } from "./statements.ts";
import { value } from "./values.ts";
import { type Known, type Scope, withKnown } from "./world.ts";

/** A loop: in its order over what has one, and otherwise with a body that commutes (a risky model's may not). */
export function loop(hand: Hand, scope: Scope, depth: number): Lines | undefined {
  const { dice, world } = hand;
  const from = domain(hand, scope, 1, 4, "any");
  const item: Known = { text: world.fresh("x"), shape: from.item };
  const head = `for ${item.text} in ${from.text}`;
  if (interchangeable(from.item) && !(world.risky && dice.chance(60))) {
    // The filter mentions nothing that the loop changes.
    const where = dice.chance(30)
      ? ` where ${condition(hand, { mode: "initial", known: [item], variables: [] }, 1)}`
      : "";
    const line = commutingStatement(hand, scope, item);
    return line === undefined ? undefined : braced(`${head}${where}`, line);
  }
  const inside: Scope = { ...withKnown(scope, item), returns: false, steps: undefined };
  const where = dice.chance(30) ? ` where ${condition(hand, inside, 1)}` : "";
  return braced(`${head}${where}`, block(hand, inside, dice.between(1, 2), Math.min(1, depth - 1)));
}

/** One statement about the loop's own item, which may be done in any order. */
function commutingStatement(hand: Hand, scope: Scope, item: Known): Lines | undefined {
  const { dice, world } = hand;
  const rounds = scope.inboxes !== undefined;
  const kind = rounds ? undefined : kindOf(world, item.shape);
  const own = [...(scope.self?.fields ?? []), ...(rounds ? [] : world.state)].filter(
    ({ storage }) => storage !== "ghost" && !(rounds && storage === "shared"),
  );
  const alone: Scope = { mode: "initial", known: [item], variables: [] };
  const assignments = [
    ...(kind?.fields ?? []).flatMap(({ name, shape, storage }) =>
      storage === "shared" ? [{ text: `${item.text}.${name}`, shape }] : [],
    ),
    ...own.flatMap(({ name, shape }) =>
      shape.kind === "map" && fits(shape.key, item.shape)
        ? [{ text: `${name}[${item.text}]`, shape: shape.value }]
        : [],
    ),
  ].map(({ text, shape }) => () => {
    const stores = value(hand, shape, alone, 1);
    return stores === undefined ? undefined : [`${text} := ${stores}`];
  });
  const insertions = own.flatMap(({ name, shape }) =>
    shape.kind === "set" && shape.max === undefined && fits(shape.item, item.shape)
      ? [
          () => [
            `${dice.one(["insert", "remove"])} ${item.text} ${"into"} ${name}`.replace(
              /^(remove .*) into /,
              "$1 from ",
            ),
          ],
        ]
      : [],
  );
  const counts = own.flatMap(({ name, shape }) =>
    shape.kind === "int" ? [() => braced(`if ${name} < ${shape.high}`, [`${name} += 1`])] : [],
  );
  const totals = scope.variables.flatMap(({ text, shape }) =>
    shape.kind === "int" ? [() => braced(`if ${text} < ${shape.high}`, [`${text} += 1`])] : [],
  );
  const send = () => sending(hand, { ...alone, mode: "code", self: scope.self, commuting: true });
  return dice.made<Lines | undefined>(
    [
      ...assignments.map((make) => [3, make] as const),
      ...insertions.map((make) => [3, make] as const),
      ...counts.map((make) => [1, make] as const),
      ...totals.map((make) => [2, make] as const),
      [rounds ? 0 : 2, send],
    ],
    () => undefined,
  );
}
