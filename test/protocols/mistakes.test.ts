/**
 * The simulator finds mistakes: each variant has one planted in it, which breaks a property in one of so many seeds. Which
 * seed is not fixed: a better simulator finds it earlier. Properties and pace are watched apart from each other, so that
 * neither hides what the other finds.
 */
import { describe, expect, it } from "vitest";
import type * as Protocols from "../../src/protocols/index.ts";
import type { Plant } from "./plants.ts";
import { raftPlants } from "./raft-plants.ts";
import { restless } from "./seeds.ts";
import { twoPhasePlants } from "./two-phase-plants.ts";
import { plant } from "./variant.ts";

type Watch = "properties" | "pace" | "restless";
type Simulate = (protocols: typeof Protocols, seed: number, watch: Watch) => Protocols.Run;

const anyPace = { createPace: () => ({ stepped() {}, interrupted() {}, ended() {} }) };
const anyState = {
  createProperties: () => ({ started() {}, stepped() {}, invoked() {}, done() {}, ended() {} }),
};

function mistakes(name: string, simulate: Simulate, plants: readonly Plant[]): void {
  describe(`${name}, when`, () => {
    const finds = async (mistake: Plant, watch: Watch, within: number) => {
      const variant = await plant(mistake);
      let broken: string | undefined;
      let seed = 0;
      while (broken === undefined && seed < within) broken = simulate(variant, ++seed, watch).violation?.property;
      return { broken, seed };
    };
    for (const mistake of plants) {
      const { what, breaks, pace, isRestless = false, within = 300 } = mistake;
      if (breaks !== undefined)
        it(`${what}: breaks ${breaks}`, { timeout: 120_000 }, async () => {
          const { broken, seed } = await finds(mistake, isRestless ? "restless" : "properties", within);
          expect(breaks.split(" or "), `after ${seed} seeds`).toContain(broken);
        });
      if (pace !== undefined)
        it(`${what}: breaks ${pace}`, { timeout: 120_000 }, async () => {
          const { broken, seed } = await finds(mistake, "pace", 100);
          expect(broken, `after ${seed} seeds`).toBe(pace);
        });
    }
  });
}

mistakes(
  "raft",
  ({ simulate, raftSystem }, seed, watch) => {
    if (watch === "pace") return simulate({ ...raftSystem(), ...anyState }, { seed });
    return watch === "restless"
      ? simulate({ ...raftSystem(5), ...anyPace }, { seed, faults: restless })
      : simulate({ ...raftSystem(), ...anyPace }, { seed });
  },
  raftPlants,
);
mistakes(
  "two-phase commit",
  ({ simulate, twoPhaseSystem }, seed, watch) =>
    watch === "pace"
      ? simulate({ ...twoPhaseSystem(), ...anyState }, { seed })
      : simulate({ ...twoPhaseSystem(), ...anyPace }, { seed }),
  twoPhasePlants,
);
