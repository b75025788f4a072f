/** Euclidean division is exact for all integers, up to those that are the largest: compared with integers without bounds. */
import fc from "fast-check";
import { expect, it } from "vitest";
import { euclidean } from "../../src/ir/index.ts";

const most = Number.MAX_SAFE_INTEGER;
const integer = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.maxSafeInteger(),
  fc.integer({ min: 0, max: 20 }).map((distance) => most - distance),
  fc.integer({ min: 0, max: 20 }).map((distance) => distance - most),
);

it("divides exactly, and never leaves a negative remainder", () => {
  fc.assert(
    fc.property(
      integer,
      integer.filter((divisor) => divisor !== 0),
      (a, b) => {
        const { quotient, remainder } = euclidean(a, b);
        expect(BigInt(quotient) * BigInt(b) + BigInt(remainder)).toBe(BigInt(a));
        expect(remainder).toBeGreaterThanOrEqual(0);
        expect(remainder).toBeLessThan(Math.abs(b));
        expect(Object.is(quotient, -0) || Object.is(remainder, -0)).toBe(false);
      },
    ),
    { numRuns: 2000, seed: 1 },
  );
});
