/**
 * Lets faults of nodes and of the whole network happen in a run, and lets each pass again. They come at random times, often
 * soon after one another, and befall those who drive the protocol more than others: mistakes hide where two faults meet.
 */
import type { Node } from "../core.ts";
import type { Agenda } from "./agenda.ts";
import type { Faults } from "./faults.ts";
import type { Random } from "./random.ts";

/** What can be done to the nodes; each is told when it may happen, and does nothing if it can't. */
export interface Victims {
  readonly nodes: readonly Node[];
  down(): number;
  /** The node that sent something last without being asked: a leader, as likely as not. */
  driving(): Node | undefined;
  crash(node: Node): boolean;
  /** It crashes in its next step, after so many of the effects and messages. */
  crashAmidst(node: Node, after: number): void;
  restart(node: Node): void;
  pause(node: Node): boolean;
  resume(node: Node): void;
  partition(side: readonly Node[]): void;
  heal(): void;
}

const downFor = [20, 900] as const;
const apartFor = [100, 1200] as const;
const pausedFor = [50, 700] as const;

export function createWeather(agenda: Agenda, random: Random, faults: Faults, calm: number, victims: Victims) {
  const restartLater = (node: Node) => agenda.after(random.between(...downFor), () => victims.restart(node));
  let last = 0;
  const sometime = (total: number, happen: () => void) => {
    for (let count = 0; count < total; count++) {
      const time = random.chance(0.5) ? Math.min(calm, last + random.between(1, 200)) : random.between(1, calm);
      agenda.after(time, happen);
      last = time;
    }
  };
  const pick = () => (random.chance(0.5) ? victims.driving() : undefined) ?? random.pick(victims.nodes);

  sometime(faults.crash.total, () => {
    if (victims.down() >= faults.crash.atOnce) return;
    const node = pick();
    if (random.chance(0.6)) victims.crashAmidst(node, random.between(0, 5));
    else if (victims.crash(node)) restartLater(node);
  });
  let partitions = 0;
  sometime(faults.partition.total, () => {
    const side = random.chance(0.5) ? [pick()] : victims.nodes.filter(() => random.chance(0.5));
    if (side.length === 0 || side.length === victims.nodes.length) return;
    const partition = ++partitions;
    victims.partition(side);
    agenda.after(random.between(...apartFor), () => {
      if (partition === partitions) victims.heal();
    });
  });
  sometime(faults.pause.total, () => {
    const node = pick();
    if (victims.pause(node)) agenda.after(random.between(...pausedFor), () => victims.resume(node));
  });
  return { restartLater };
}
