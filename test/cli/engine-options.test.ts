/** The options that choose how a model is explored: what is found does not depend on them. */
import { expect, test } from "vitest";
import { main } from "../../src/cli/main.ts";
import { createFakeHost } from "./fake-host.ts";

const model = `model Grid
process P as p[1..5] ordered { durable x: 0..6 = 0  action up when x < 6 { x += 1 } }
invariant Low: ∀ p ∈ P: p.x < 7
terminal when True
`;

async function run(...args: readonly string[]) {
  const host = createFakeHost(new Map([["grid.spec", model]]));
  const code = await main(["grid.spec", ...args], host);
  const text = (stream: "output" | "errors") =>
    host.written
      .filter((item) => item.stream === stream)
      .map((item) => item.text)
      .join("");
  return { code, output: text("output"), errors: text("errors") };
}

const figures = "16,807 states · 72,031 transitions · depth 31";

test("the engine and the interpreter find the same", { timeout: 60_000 }, async () => {
  const fast = await run();
  expect(fast).toMatchObject({ code: 0, errors: "" });
  expect(fast.output).toContain(`${figures} · 0.0 s · P(missed) < 1e-9`);
  const slow = await run("--engine", "interpreter");
  expect(slow.output).toContain(`${figures} · 0.0 s\n`);
  expect(slow.code).toBe(0);
});

test("states that are compared cannot be missed; other keys change nothing", async () => {
  const exact = await run("--exact");
  expect(exact.output).toContain(`${figures} · 0.0 s\n`);
  for (const seed of ["1", "4000000000", "9007199254740991"])
    expect((await run("--seed", seed)).output).toContain(figures);
});

test("JSON says how probable a miss is", async () => {
  const document = JSON.parse((await run("--json")).output);
  expect(document.results[0]).toMatchObject({ states: 16807, transitions: 72031 });
  expect(document.results[0].collision).toBeCloseTo(16807 ** 2 / 2 ** 65, 14);
});

test("memory that is used up is no verdict", async () => {
  const { code, output } = await run("--memory", "1MiB");
  expect(code).toBe(3);
  expect(output).toContain("inconclusive: the memory that it may use was used up");
});

test.each(["x", "10", "3 TB", "-1MiB", "1KiB"])("`--memory %s` is not understood", async (size) => {
  const { code, errors } = await run(`--memory=${size}`);
  expect(code).toBe(151);
  expect(errors).toContain("expected at least 1MiB, such as `2GiB` or `500MB`");
});

test("an engine that there is not", async () => {
  expect((await run("--engine", "quantum")).code).toBe(151);
  expect((await run("--workers", "0")).code).toBe(151);
});
