/**
 * Whatever a file holds, the program answers with a verdict or with diagnostics: files that are random, and models of ours
 * with words left out, doubled, exchanged. An error of our own would be exit code 70.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { main } from "../../src/cli/main.ts";
import { createFakeHost } from "./fake-host.ts";

const root = join(import.meta.dirname, "../..");
const runs = { numRuns: process.env.LOCKSTEP_FULL ? 1500 : 60, seed: 20261121 };
const fine = [0, 1, 3, 10, 11, 12, 13, 14, 75, 150, 151];

async function check(
  text: string | Uint8Array,
  ...options: readonly string[]
): Promise<{ readonly code: number; readonly errors: string }> {
  const host = createFakeHost(new Map([["x.spec", text], ...theories]), { tick: 0.02 });
  const code = await main(["x.spec", "--max-states", "12", "--max-time", "1", ...options], host);
  return { code, errors: host.written.map((item) => item.text).join("") };
}

/** What the models use, beside them and in the package. */
const theories: [string, string][] = ["spec", "test/examples"].flatMap((folder) =>
  readdirSync(join(root, folder)).map((name): [string, string] => [
    folder === "spec" ? `package/spec/${name}` : name,
    readFileSync(join(root, folder, name), "utf8"),
  ]),
);

async function answers(text: string | Uint8Array): Promise<void> {
  const { code, errors } = await check(text);
  expect(fine, errors).toContain(code);
  expect(errors).not.toMatch(/\n\s+at .*:\d+:\d+/);
}

describe("every file is answered", () => {
  test("random text", async () => {
    await fc.assert(fc.asyncProperty(fc.string({ unit: "grapheme", maxLength: 200 }), answers), runs);
  });
  test("random bytes", async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), answers), runs);
  });
  const folder = join(root, "test/examples");
  const sources = [
    "twophase",
    "raft",
    "dining",
    "ewd840",
    "lease-lock",
    "mapreduce",
    "om1",
    "causal-store",
    "partitioned-register",
  ].map((name) => readFileSync(join(folder, `${name}.spec`), "utf8"));
  const words = (text: string) => text.split(/(?<=[\s(){}[\],.:;])|(?=[\s(){}[\],.:;])/);
  const change = fc.record({
    kind: fc.constantFrom("drop", "double", "swap", "take", "cut"),
    at: fc.nat(),
    other: fc.nat(),
  });
  test("models with a few words changed", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sources),
        fc.constantFrom(...sources),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        async (source, donor, changes) => {
          const list = words(source);
          const others = words(donor);
          for (const { kind, at, other } of changes) {
            const place = at % list.length;
            if (kind === "drop") list.splice(place, 1);
            else if (kind === "double") list.splice(place, 0, list[place] ?? "");
            else if (kind === "swap") list[place] = list[other % list.length] ?? "";
            else if (kind === "take") list[place] = others[other % others.length] ?? "";
            else if (other % 5 === 0) list.length = place + 1;
          }
          await answers(list.join(""));
        },
      ),
      runs,
    );
  }, 600_000);
});
