/** Random sends: to one process, to a set, to all, to whoever asked. */
import { condition } from "./conditions.ts";
import { type Hand, read } from "./reads.ts";
import { value } from "./values.ts";
import type { Message, Scope } from "./world.ts";

export function sending(hand: Hand, scope: Scope): readonly string[] | undefined {
  const { dice, world } = hand;
  const { self } = scope;
  if (!self) return undefined;
  const rounds = scope.inboxes !== undefined;
  const usable = world.messages.filter(
    ({ name, from, network }) =>
      from.includes(self) &&
      (rounds || network.discipline !== "synchronous" || world.risky) &&
      (!rounds || network.discipline === "synchronous") &&
      // In a loop without an order, a network that drops would show the order.
      !scope.once?.has(name) &&
      (!scope.commuting || network.discipline === "set"),
  );
  if (usable.length === 0) return undefined;
  const message = dice.one(usable);
  scope.once?.add(message.name);
  const content = contents(hand, scope, message);
  if (content === undefined) return undefined;
  const sends: (() => string | undefined)[] = [
    () => `broadcast ${message.name}${content}`,
    () => {
      const to = receiver(hand, scope, message);
      return to && `send ${message.name}${content} to ${to}`;
    },
    () => {
      const to = receivers(hand, scope, message);
      return to && `${dice.one(["send", "broadcast"])} ${message.name}${content} to ${to}`;
    },
  ];
  const { sender } = scope;
  if (sender?.every((kind) => message.to.includes(kind))) sends.push(() => `reply ${message.name}${content}`);
  const line = dice.made(
    sends.map((send) => [1, send] as const),
    () => undefined,
  );
  return line === undefined ? undefined : [line];
}

/** ` { a: e, b }`, or nothing for a message without fields. */
function contents(hand: Hand, scope: Scope, message: Message): string | undefined {
  if (message.fields.length === 0) return "";
  const fields = message.fields.map(({ name, shape }) => [name, value(hand, shape, scope, 1)] as const);
  if (fields.some(([, text]) => text === undefined)) return undefined;
  return ` { ${fields.map(([name, text]) => `${name}: ${text}`).join(", ")} }`;
}

function receiver(hand: Hand, scope: Scope, { to }: Message): string | undefined {
  return (
    read(hand, scope, (shape) => shape.kind === "members" && to.some(({ members }) => members.name === shape.name))
      ?.text ?? single(hand, to)
  );
}

/** The name of the only member. */
function single({ dice }: Hand, kinds: Message["to"]): string | undefined {
  const named = kinds.flatMap(({ members }) => (members.single || members.ordered ? members.names : []));
  return named.length === 0 ? undefined : dice.one(named);
}

function receivers(hand: Hand, scope: Scope, { to }: Message): string | undefined {
  const { dice, world } = hand;
  const { members } = dice.one(to);
  const name = world.fresh("x");
  const known = { text: name, shape: members };
  const set = read(
    hand,
    scope,
    (shape) => shape.kind === "set" && shape.item.kind === "members" && shape.item.name === members.name,
  );
  if (set && dice.chance(50)) return set.text;
  if (dice.chance(30)) return members.name;
  const where = condition(hand, { ...scope, known: [...scope.known, known] }, 0);
  return `{ ${name} for ${name} in ${members.name} where ${where} }`;
}
