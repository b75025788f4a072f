/** From the text of a model to what becomes of its properties of behaviours, with either engine. */
import { examine } from "../../src/cli/examine.ts";
import type { SearchRequest } from "../../src/cli/search.ts";
import { createMachine, type Machine } from "../../src/interpreter/index.ts";
import type { Trace, Verdict } from "../../src/trace/index.ts";
import { createFakeHost } from "../cli/fake-host.ts";
import { modelIn } from "../soundness/examine.ts";

export interface Checked {
  readonly machine: Machine;
  readonly verdict: Verdict;
}

/** All states, by one worker of the engine, and no look at deadlocks. */
export const usualRequest: SearchRequest = {
  continue: true,
  deadlock: false,
  quiet: true,
  engine: "compiled",
  workers: 1,
  exact: false,
};

export async function check(text: string, request: Partial<SearchRequest> = {}): Promise<Checked> {
  const machine = createMachine(modelIn(text));
  const host = createFakeHost(new Map());
  const verdict = await examine(machine, { ...usualRequest, ...request }, "test", host);
  return { machine, verdict };
}

/** `Live: holds, Quick: violated 3+2, Late: holds, held up by tick`: with the lengths of prefix and loop. */
export function summary({ verdict }: Checked): string {
  const wanted = verdict.properties.map(({ name, verdict: found, heldUp = [] }) => {
    const finding = verdict.findings.find((item) => item.kind === "liveness" && item.property.name === name);
    return `${name}: ${found}${finding?.kind === "liveness" ? ` ${lengths(finding.trace)}` : ""}${heldUp.length > 0 ? `, held up by ${heldUp.join(" and ")}` : ""}`;
  });
  const failed = verdict.findings.filter(({ kind }) => kind === "error").map(() => "error");
  return [...wanted, ...failed].join(", ");
}

function lengths({ steps, loop = steps.length }: Trace): string {
  return `${loop}+${steps.length - loop}`;
}
