/** The parts of the simulated runtime: numbers that stay the same for ever, time that runs forwards, disks that forget. */
import { describe, expect, it } from "vitest";
import { createRandom } from "../../src/protocols/index.ts";
import { Agenda } from "../../src/protocols/simulation/agenda.ts";
import { Disk } from "../../src/protocols/simulation/disk.ts";

describe("random numbers", () => {
  const draw = (seed: number) => {
    const random = createRandom(seed);
    return Array.from({ length: 6 }, () => random.between(0, 99));
  };

  it("are those of their seed, in every version: a seed in a report must repeat the run", () => {
    expect(draw(1)).toEqual([13, 76, 16, 53, 45, 8]);
    expect(draw(2 ** 40 + 1)).not.toEqual(draw(1));
  });

  it("are spread evenly", () => {
    const random = createRandom(7);
    const counts = Array.from({ length: 10 }, () => 0);
    for (let count = 0; count < 10_000; count++) counts[random.between(0, 9)]! += 1;
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });

  it("of a fork do not depend on what is drawn elsewhere", () => {
    const [one, other] = [createRandom(3), createRandom(3)];
    const [fork, same] = [one.fork(), other.fork()];
    other.between(0, 9);
    expect(fork.between(0, 1e9)).toBe(same.between(0, 1e9));
  });
});

it("the agenda goes by time, then by the order of entry", () => {
  const agenda = new Agenda();
  const random = createRandom(5);
  const happened: (readonly [number, number])[] = [];
  for (let entered = 0; entered < 500; entered++)
    agenda.after(random.between(0, 40), () => void happened.push([agenda.now, entered]));
  while (agenda.proceed(30));
  expect(happened.every(([time]) => time <= 30)).toBe(true);
  const sorted = [...happened].sort(([time, entered], [other, later]) => time - other || entered - later);
  expect(happened).toEqual(sorted);
  expect(agenda.proceed(30)).toBe(false);
});

it("a disk keeps what is synced, and some beginning of the rest", () => {
  const lengths = new Set<number>();
  for (let seed = 0; seed < 50; seed++) {
    const disk = new Disk<number>();
    disk.append(1);
    disk.append(2);
    disk.sync();
    disk.append(3);
    disk.append(4);
    disk.crash(createRandom(seed));
    expect(disk.records).toEqual([1, 2, 3, 4].slice(0, disk.records.length));
    lengths.add(disk.records.length);
  }
  expect([...lengths].sort()).toEqual([2, 3, 4]);
});
