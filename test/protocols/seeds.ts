/**
 * Simulates a system with many seeds. What fails is told with the command that repeats it; repeated so, the run also
 * leaves its trace in a file.
 */
import { writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type Faults, noFaults, type Simulable, type System, simulate } from "../../src/protocols/index.ts";

/**
 * Servers are cut off again and again, while messages are lost: leaders with entries of their own come and go, as in figure
 * 8 of the paper.
 */
export const restless: Faults = {
  ...noFaults,
  partition: { total: 30 },
  loss: 0.2,
  reordering: true,
};

const chosen = process.env.LOCKSTEP_SEED;

/** The seeds to run: those of `LOCKSTEP_SEED`, or 1, 2, … */
export const seeds = (few: number, many: number): readonly number[] =>
  chosen !== undefined
    ? [Number(chosen)]
    : Array.from({ length: process.env.LOCKSTEP_FULL ? many : few }, (_, index) => index + 1);

/** One paragraph for each seed whose run breaks a property. */
export function failures<P extends Simulable>(
  system: System<P>,
  file: string,
  numbers: readonly number[],
): readonly string[] {
  return numbers.flatMap((seed) => {
    const lines: string[] = [];
    const { violation, faults } = simulate(system, {
      seed,
      ...(chosen === undefined ? {} : { write: (line: string) => void lines.push(line) }),
    });
    if (!violation) return [];
    const repeat = `LOCKSTEP_SEED=${seed} npx vitest run ${file}`;
    const trace = path.join(tmpdir(), `lockstep-${system.name}-${seed}.jsonl`);
    if (lines.length > 0) writeFileSync(trace, `${lines.join("\n")}\n`);
    return [
      `${system.name}, seed ${seed}, at ${violation.time} ms: ${violation.property}: ${violation.reason}\n` +
        `  faults: ${JSON.stringify(faults)}\n` +
        (lines.length > 0 ? `  trace: ${trace}` : `  repeat: ${repeat}`),
    ];
  });
}

/** A trace as one text. */
export function traceOf<P extends Simulable>(system: System<P>, seed: number): string {
  const lines: string[] = [];
  simulate(system, { seed, write: (line) => void lines.push(line) });
  return `${lines.join("\n")}\n`;
}
