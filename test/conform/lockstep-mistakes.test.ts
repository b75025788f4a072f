/**
 * Lock-step finds mistakes: each variant of the code has one planted in it, and some step of it is none of the model's, or
 * does not keep a duty, or the code does not get done. What a card says about it is part of the test. Duties and progress are
 * looked at apart from each other, so that neither hides what the other finds; of these, the full run takes all.
 */
import { describe, expect, it } from "vitest";
import type { Plant } from "../protocols/plants.ts";
import { raftPlants } from "../protocols/raft-plants.ts";
import { twoPhasePlants } from "../protocols/two-phase-plants.ts";
import { plant } from "../protocols/variant.ts";
import {
  type Bounds,
  type Held,
  holdRaft,
  holdRaftWithoutDuties,
  holdTwoPhase,
  holdTwoPhaseWithoutDuties,
} from "./lockstep.ts";

const factsOf = ({ account }: Held): string =>
  [
    account?.title,
    account?.rejected?.text,
    ...(account?.rejected?.refusals.flatMap(({ reason, values }) => [reason, ...values]) ?? []),
    ...(account?.differences.map(({ what, code, model }) => `${what}: ${code}, and not ${model}`) ?? []),
  ].join("\n");

type Hold = (bounds: Bounds, cores: Awaited<ReturnType<typeof plant>>) => Promise<Held>;

function mistakes(name: string, hold: Hold, holdWithoutDuties: Hold, usual: string, plants: readonly Plant[]): void {
  describe(`${name}, when`, () => {
    for (const [at, mistake] of plants.entries()) {
      const isOften = Boolean(process.env.LOCKSTEP_FULL) || at % 3 === 0;
      const { what, shows, owes, lacks, settings = usual } = mistake;
      if (shows !== undefined)
        it(what, { timeout: 120_000 }, async () => {
          const held = await hold({ settings }, await plant(mistake));
          expect(held.kind).toBe("violated");
          expect(factsOf(held)).toContain(shows);
          expect(held.account?.rows.length).toBeGreaterThan(0);
        });
      if (owes !== undefined)
        it.runIf(isOften)(`${what}: by its duties`, { timeout: 120_000 }, async () => {
          const { kind, account } = await hold({ settings }, await plant(mistake));
          expect({ kind, of: account?.kind, what: account?.breach?.what }).toEqual({
            kind: "violated",
            of: "duty",
            what: owes,
          });
        });
      if (lacks !== undefined)
        it.runIf(isOften)(`${what}: by what it comes to`, { timeout: 120_000 }, async () => {
          const { kind, account } = await holdWithoutDuties({ settings }, await plant(mistake));
          expect({ kind, of: account?.kind, missing: account?.calm?.missing }).toEqual({
            kind: "violated",
            of: "progress",
            missing: lacks,
          });
          expect(account?.calm?.rows.length).toBeGreaterThan(0);
        });
    }
  });
}

mistakes("two-phase commit", holdTwoPhase, holdTwoPhaseWithoutDuties, "Managers = 2", twoPhasePlants);
mistakes("Raft", holdRaft, holdRaftWithoutDuties, "Servers = 2", raftPlants);
