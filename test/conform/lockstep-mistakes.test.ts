/**
 * Lock-step finds mistakes: each variant of the code has one planted in it, and some step of it is none of the model's. What
 * a card says about it is part of the test. Mistakes by which something does not happen that should are no matter of lock-step.
 */
import { describe, expect, it } from "vitest";
import { type Plant, raftPlants, twoPhasePlants } from "../protocols/plants.ts";
import { plant } from "../protocols/variant.ts";
import { type Bounds, type Held, holdRaft, holdTwoPhase } from "./lockstep.ts";

const factsOf = ({ account }: Held): string =>
  [
    account?.title,
    account?.rejected?.text,
    ...(account?.rejected?.refusals.flatMap(({ reason, values }) => [reason, ...values]) ?? []),
    ...(account?.differences.map(({ what, code, model }) => `${what}: ${code}, and not ${model}`) ?? []),
  ].join("\n");

function mistakes(
  name: string,
  hold: (bounds: Bounds, cores: Awaited<ReturnType<typeof plant>>) => Promise<Held>,
  usual: string,
  plants: readonly Plant[],
): void {
  describe(`${name}, when`, () => {
    for (const mistake of plants)
      if (mistake.shows !== undefined)
        it(mistake.what, { timeout: 120_000 }, async () => {
          const held = await hold({ settings: mistake.settings ?? usual }, await plant(mistake));
          expect(held.kind).toBe("violated");
          expect(factsOf(held)).toContain(mistake.shows);
          expect(held.account?.rows.length).toBeGreaterThan(0);
        });
  });
}

mistakes("two-phase commit", holdTwoPhase, "Managers = 2", twoPhasePlants);
mistakes("Raft", holdRaft, "Servers = 2", raftPlants);
