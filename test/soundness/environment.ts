/** What surrounds the processes of a random model: messages and the networks that carry them, and faults. */
import { type Profile, randomShape, wideShape } from "./declarations.ts";
import type { Hand } from "./reads.ts";
import { count, write } from "./shapes.ts";
import type { Kind, Message, Network } from "./world.ts";

/** Messages with the networks that carry them. */
export function declareMessages(hand: Hand, profile: Profile): string[] {
  const { dice, world } = hand;
  if (!profile.messages) return [];
  const lines: string[] = [];
  const networks = Array.from({ length: dice.chance(25) ? 2 : 1 }, (_, at) =>
    randomNetwork(hand, profile.rounds && at === 0),
  );
  if (profile.rounds) world.rounds = dice.between(1, 2);
  for (const [at, { network, text }] of networks.entries()) {
    const messages = Array.from({ length: dice.between(1, at === 0 ? 2 : 1) }, () => randomMessage(hand, network));
    const carries = at < networks.length - 1 ? ` carries ${messages.map(({ name }) => name).join(", ")}` : "";
    world.messages.push(...messages);
    lines.push(...messages.map(writeMessage), `${text}${carries}`.replace("ROUNDS", String(world.rounds)));
  }
  // Networks are declared behind the messages, one without `carries` takes the rest.
  return [
    ...lines.filter((line) => line.startsWith("message")),
    ...lines.filter((line) => !line.startsWith("message")),
  ];
}

function randomNetwork({ dice, world }: Hand, rounds: boolean): { network: Network; text: string } {
  if (rounds) {
    const network: Network = { discipline: "synchronous", overflow: "error", capacity: undefined };
    return { network, text: "network synchronous rounds ROUNDS" };
  }
  const discipline = dice.one(["unordered", "unordered", "fifo", "set"] as const);
  const overflow = world.risky && dice.chance(30) ? "error" : dice.one(["drop", "block", "bound"] as const);
  const unlimited = discipline === "set" ? 70 : 10;
  const capacity = dice.chance(unlimited) ? undefined : dice.between(1, dice.chance(15) ? 6 : 2);
  const each = dice.chance(30) ? " each" : "";
  const limit = capacity === undefined ? "" : ` capacity ${capacity}${each} overflow ${overflow}`;
  return { network: { discipline, overflow, capacity }, text: `network ${discipline}${limit}` };
}

function randomMessage(hand: Hand, network: Network): Message {
  const { dice, world } = hand;
  const some = (kinds: readonly Kind[]) => (dice.chance(60) ? [dice.one(kinds)] : [...kinds]);
  const fields = Array.from({ length: dice.between(0, 2) }, () => ({
    name: world.fresh("m"),
    shape: dice.chance(10) ? wideShape(hand) : randomShape(hand, 4),
  }));
  return { name: world.fresh("M"), fields, from: some(world.kinds), to: some(world.kinds), network };
}

function writeMessage({ name, fields, from, to }: Message): string {
  const ends = (kinds: readonly Kind[]) => kinds.map(({ members: { name: kind } }) => kind).join(" | ");
  const content = fields.map((field) => `${field.name}: ${write(field.shape)}`).join(", ");
  return `message ${name}${content === "" ? "" : ` { ${content} }`} from ${ends(from)} to ${ends(to)}`;
}

/** Whoever forges a message may put anything into it: that must not be too much. */
const isForgeable = ({ fields }: Message): boolean => fields.reduce((all, { shape }) => all * count(shape), 1) <= 24;

export function declareFaults(hand: Hand, profile: Profile): string[] {
  const { dice, world } = hand;
  if (!profile.faults) return [];
  const timed = world.kinds.some(({ timers }) => timers.length > 0);
  const travelling = world.messages.some(({ network }) => network.discipline !== "synchronous");
  const possible = [
    ...["crash", "crash", "pause"],
    ...(travelling ? ["loss", "duplication", "partition", "loss"] : []),
    ...(world.messages.length > 0 && world.messages.every(isForgeable) ? ["byzantine"] : []),
    ...(timed ? ["drift", "drift"] : []),
    "restart",
  ];
  const chosen = [...new Set(Array.from({ length: dice.between(1, 2) }, () => dice.one(possible)))];
  for (const fault of chosen) world.faults.add(fault);
  return chosen.map((fault) => `fault ${fault}${settings(hand, fault)}`);
}

function settings(hand: Hand, fault: string): string {
  const { dice, world } = hand;
  const given: string[] = [];
  const kind = dice.one(world.kinds).members;
  if (fault === "loss" || fault === "duplication") {
    if (dice.chance(40)) given.push(`of: ${dice.one(world.messages).name}`);
  } else if (dice.chance(40)) given.push(`of: ${kind.name}`);
  if (fault === "byzantine") {
    if (dice.chance(30)) given.push(`forges: {${dice.one(world.messages).name}}`);
    return given.length === 0 ? "" : ` { ${given.join(", ")} }`;
  }
  if (fault !== "loss" && fault !== "duplication" && fault !== "restart" && dice.chance(50)) given.push("atOnce: 1");
  if (dice.chance(80) || fault === "duplication") given.push(`total: ${dice.between(1, 2)}`);
  if (fault === "crash" && dice.chance(25)) given.push("restart: False");
  return given.length === 0 ? "" : ` { ${given.join(", ")} }`;
}
