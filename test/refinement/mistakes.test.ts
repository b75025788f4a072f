/** What can be wrong about a mapping: every mistake is told with its place, and none of the others. */
import { describe, expect, it } from "vitest";
import { diagnose } from "../ir/program.ts";

const upper = `model Upper
param Most = 3
type Mode = Off | On
process Node as n[1..2] { shared mode: Mode = Off action on when mode = Off { mode := On } }
state level: 0..Most = 0
action up when level < Most { level += 1 }`;

const lower = (refinement: string, node = "process Node as n[1..2] { durable lit: Bool = False }"): string =>
  `${upper}
model Lower
type Mode = Off | On
${node}
state x: 0..3 = 0
define free(y: 0..3) = y
action tick when x < 3 { x += 1 }
${refinement}`;

const cases: Readonly<Record<string, readonly [text: string, rules: readonly string[]]>> = {
  "nothing is wrong": [lower("refines Upper with { level = x, Node.mode = if lit then On else Off }"), []],
  "a model that is not there": [lower("refines Uper with { level = x }"), ["unknown-name"]],
  "a variable is left out": [lower("refines Upper with { level = x }"), ["missing-symbol"]],
  "a variable that the model has not": [
    lower("refines Upper with { level = x, depth = 1, Node.mode = Off }"),
    ["unknown-name"],
  ],
  "a value of another type": [lower("refines Upper with { level = True, Node.mode = Off }"), ["type-mismatch"]],
  "a process that nobody stands for": [
    lower("refines Upper with { level = x, Node.mode = Off }", ""),
    ["missing-symbol"],
  ],
  "more processes than the model has": [
    lower("refines Upper with { level = x, Node.mode = Off }", "process Node as n[1..3] { durable lit: Bool = False }"),
    ["refinement"],
  ],
  "one process for two": [
    `model Upper
process A as a[1..2] { shared u: 0..1 = 0 }
process B as b[1..2] { shared v: 0..1 = 0 }
model Lower
process P as p[1..2] { durable y: 0..1 = 0 }
refines Upper with { A = P, B = P, A.u = y, B.v = y }`,
    ["refinement"],
  ],
  "a parameter that depends on the state": [
    lower("refines Upper with { Most = x, level = x, Node.mode = Off }"),
    ["constant-expected"],
  ],
  "what theories have": [
    lower("refines Upper only { Up } with { level = x, Node.mode = Off } assuming x = 0"),
    ["refinement", "refinement"],
  ],
  "a model with messages": [
    `model Upper
message Hello from P to P
process P as p[1..2] { shared u: 0..1 = 0 on Hello { u := 1 } action say { broadcast Hello } }
model Lower
process P as p[1..2] { durable y: 0..1 = 0 }
refines Upper with { P.u = y }`,
    ["refinement"],
  ],
  "a model with faults": [
    `model Upper
process P as p[1..2] { shared u: 0..1 = 0 }
fault crash { total: 1 }
model Lower
process P as p[1..2] { durable y: 0..1 = 0 }
refines Upper with { P.u = y }`,
    ["refinement"],
  ],
  "the mapping of a step": [lower("refines Upper with { level = old(x), Node.mode = Off }"), ["old-outside-step"]],
};

describe("mistakes in a mapping", () => {
  it.each(Object.entries(cases))("%s", (_, [text, rules]) => {
    expect(diagnose(text).map(({ rule }) => rule)).toEqual(rules);
  });
});
