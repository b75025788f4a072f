/** The compiled code does in every state exactly what the interpreter does: files, and a small model for each construct. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { constructs } from "./constructs.ts";
import { compare, configurationNames, modelOf, modelOfText } from "./differential.ts";
import { largeIntegers } from "./large-integers.ts";
import { sparseTypes } from "./sparse-types.ts";

const root = new URL("../..", import.meta.url).pathname;

/** States of each model that are looked at; the oracles' counts and the random models go further. */
const mostStates = 80;

const files = ["test/oracle", "test/examples", "models"]
  .flatMap((folder) => readdirSync(join(root, folder)).map((name) => join(folder, name)))
  // Theories have no states, and what is written for the documentation is compared there.
  .filter((path) => path.endsWith(".spec") && !path.includes("language-"))
  .filter((path) => configurationNames(join(root, path)).length > 0);

describe("files", () => {
  test.each(files)(
    "%s",
    (path) => {
      for (const name of configurationNames(join(root, path))) {
        const { states, difference } = compare(modelOf(join(root, path), name), mostStates);
        expect(`${name}: ${difference ?? "same"}`).toBe(`${name}: same`);
        expect(states).toBeGreaterThan(0);
      }
    },
    60_000,
  );
});

describe("constructs", () => {
  test.each([...constructs, ...largeIntegers, ...sparseTypes])(
    "%s",
    (_name, text) => {
      expect(compare(modelOfText(text), mostStates).difference).toBeUndefined();
    },
    60_000,
  );
});
