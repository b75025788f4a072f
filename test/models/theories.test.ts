/** Every axiom of `spec/` can hold and can fail: an axiom that nothing could break would say nothing. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "../../src/syntax/index.ts";
import { createSession } from "../docs/session.ts";
import { root } from "./model.ts";
import { type Symbols, type TheoryBehaviours, theoryBehaviours } from "./theory-behaviours.ts";

/** A machine that goes through these states, and stays in the last. */
function machineOf({ file, theory, types }: TheoryBehaviours, states: readonly Symbols[]): string {
  const whole: Symbols[] = [];
  for (const state of states) whole.push({ ...whole.at(-1), ...state });
  const symbols = Object.keys(whole[0] ?? {}).map((symbol) => {
    const value = whole.reduceRight(
      (rest, state, at) => (rest === "" ? `(${state[symbol]})` : `if now = ${at} then (${state[symbol]}) else ${rest}`),
      "",
    );
    return `${symbol} = ${value}`;
  });
  return [
    `use "lockstep/${file}"`,
    "model Behaviour",
    ...Object.entries(types).map(([name, members]) => `type ${name} = ${members.includes("|") ? "" : "| "}${members}`),
    `state now: 0..${whole.length} = 0`,
    `action next when now < ${whole.length - 1} { now += 1 }`,
    "fair weak next",
    "terminal when True",
    `satisfies ${theory} with { ${[...Object.keys(types).map((name) => `${name} = ${name}`), ...symbols].join(", ")} }`,
  ].join("\n");
}

async function violatedBy(text: string): Promise<readonly string[]> {
  const session = createSession();
  session.files.set("behaviour.spec", text);
  const { output } = await session.run(["behaviour.spec", "--json", "--continue"]);
  const { diagnostics, results } = JSON.parse(output) as {
    readonly diagnostics: readonly { readonly message: string }[];
    readonly results: readonly {
      readonly properties: readonly { readonly name: string; readonly verdict: string }[];
    }[];
  };
  expect(diagnostics.map(({ message }) => message)).toEqual([]);
  return results
    .flatMap(({ properties }) => properties)
    .flatMap(({ name, verdict }) => (verdict === "holds" ? [] : [name]));
}

describe.each(theoryBehaviours.map((item) => [item.theory, item] as const))("%s", (_name, item) => {
  it("can be satisfied", async () => expect(await violatedBy(machineOf(item, item.good))).toEqual([]));

  it.each(Object.entries(item.bad))("%s can fail", async (axiom, [first, ...rest]) => {
    expect(await violatedBy(machineOf(item, [{ ...item.good[0], ...first }, ...rest]))).toContain(axiom);
  });
});

it("no axiom is left out", () => {
  const axioms = readdirSync(join(root, "spec")).flatMap((name) => {
    const source = { path: name, text: readFileSync(join(root, "spec", name), "utf8") };
    return (parse(source).value?.units ?? []).flatMap((unit) =>
      unit.declarations.flatMap((node) => (node.kind === "property" ? [`${unit.name.text}.${node.name.text}`] : [])),
    );
  });
  const told = theoryBehaviours.flatMap(({ theory, bad }) => Object.keys(bad).map((axiom) => `${theory}.${axiom}`));
  expect(told.sort()).toEqual(axioms.sort());
});
