/**
 * Verdicts of published TLA+ modules (tlaplus/Examples), as their authors state them and TLC checks them: termination
 * detection (ewd840, ewd998's AsyncTerminationDetection), leader election, philosophers, readers and writers. Without the
 * fairness that a module asks for, each of them fails.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { check, summary } from "./check.ts";

const folder = path.resolve(import.meta.dirname, "..");
const textOf = (file: string) => readFileSync(path.join(folder, file), "utf8");
const unfair = (text: string) => text.replaceAll(/^fair .*$/gm, "");

/** What becomes of the property, with the fairness of the module and without. */
const published: readonly (readonly [file: string, property: string])[] = [
  ["oracle/ewd840.spec", "Liveness"],
  ["oracle/async-termination-detection.spec", "Live"],
  ["oracle/chang-roberts.spec", "Liveness"],
  ["oracle/dining-philosophers.spec", "NobodyStarves"],
  ["oracle/acp-nb.spec", "AC3_2"],
  ["oracle/acp-nb.spec", "AC5"],
];

describe("published modules", () => {
  it.each(published)("%s: %s holds because of its fairness", async (file, property) => {
    const fair = await check(textOf(file));
    expect(fair.verdict.properties.find(({ name }) => name === property)?.verdict).toBe("holds");
    const other = await check(unfair(textOf(file)));
    expect(other.verdict.properties.find(({ name }) => name === property)?.verdict).toBe("violated");
  });

  it("readers and writers: nobody starves while reading and writing are fair to each", async () => {
    const text = textOf("oracle/readers-writers.spec").replace("param Actors = 3", "param Actors = 2");
    expect(summary(await check(text))).toBe("Safety: holds, Liveness: holds");
    const forOne = text.replaceAll(" for each actor", "");
    const { verdict } = await check(forOne);
    expect(verdict.properties.find(({ name }) => name === "Liveness")?.verdict).toBe("violated");
  });

  it("EWD840: that all are quiet again and again is not enough, and that they fall silent neither", async () => {
    const text = textOf("examples/ewd840.spec");
    const { verdict } = await check(text);
    const verdicts = Object.fromEntries(verdict.properties.map(({ name, verdict: found }) => [name, found]));
    expect(verdicts).toMatchObject({ Liveness: "holds", FalseLiveness: "violated", QuietNodesStop: "violated" });
  });
});
