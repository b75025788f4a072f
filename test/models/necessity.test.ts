/**
 * Every part of every model is needed. Without an action, or with a variable that keeps its first value, some configuration
 * no longer ends as the file expects: a property breaks, something is not reached, an abstract machine does not follow.
 * All of it with `LOCKSTEP_FULL`; otherwise a few parts of each small model.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compare } from "../../src/cli/expectation.ts";
import { configurationsOf, modelOfUnit, root, unitOf } from "./model.ts";
import { type Reduced, reductions } from "./necessity.ts";
import { verdictOf } from "./verdicts.ts";

const models = readdirSync(join(root, "models"))
  .filter((name) => name.endsWith(".spec"))
  .map((name) => `models/${name}`);

/** Beyond this a configuration is left to the next one. */
const maxStates = 400_000;
/** Without `LOCKSTEP_FULL`: every so many parts. */
const stride = 37;

/** The configurations that tell the difference soonest: `default` first, and those for large machines never. */
const cheapFirst = (path: string) =>
  configurationsOf(path)
    .filter(({ name }) => name !== "deep")
    .sort((a, b) => Number(b.name === "default") - Number(a.name === "default"));

/** The first configuration that does not end as it should, with what was found. */
async function difference(path: string, { unit }: Reduced): Promise<string | undefined> {
  for (const { name, settings, checks, outcomes } of cheapFirst(path)) {
    const endings = outcomes.filter(({ kind }) => kind !== "states" && kind !== "transitions");
    const model = modelOfUnit(path, unit, settings);
    const { met, found } = compare(endings, await verdictOf(model, { only: checks, maxStates }), model);
    if (met === false) return `${name}: ${found}`;
  }
  return undefined;
}

let position = 0;
describe.each(models)("%s", (path) => {
  for (const reduced of reductions(unitOf(path))) {
    position += 1;
    it.runIf(process.env.LOCKSTEP_FULL || position % stride === 0)(
      `${reduced.what}: not the same any more`,
      { timeout: 300_000 },
      async () => expect(await difference(path, reduced)).toBeDefined(),
    );
  }
});
