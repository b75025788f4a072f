/** A number that operations add to. A read sees the sum; an add may have the sum afterwards as its result. */
import type { Json } from "../../protocols/index.ts";
import { change, lacks, type Meaning, observation, type SequentialObject } from "./deed.ts";
import { canonical, type Operation } from "./operation.ts";

export function createCounter(initial: Json): SequentialObject {
  return { initial: initial ?? 0, operations: ["add", "read"], meaning, describe };
}

const describe = (state: Json) => `the sum is ${canonical(state)}`;

function meaning(operation: Operation): Meaning {
  const { call, result, outcome } = operation;
  switch (call.name) {
    case "add": {
      const amount = call.value ?? 1;
      if (typeof amount !== "number") return { problem: `\`add\` takes a number, not ${canonical(amount)}` };
      const sum = typeof result === "number" && outcome === "ok" ? result : undefined;
      const after = (state: Json) => {
        const now = Number(state) + amount;
        return sum === undefined || sum === now ? now : undefined;
      };
      return change(`add ${amount}${sum === undefined ? "" : ` → ${sum}`}`, after, describe, amount >= 0);
    }
    case "read":
      if (result === undefined && outcome === "ok") return lacks(operation, "result");
      return observation(
        `read → ${canonical(result ?? null)}`,
        (state) => state === result,
        describe,
        (state) => typeof result !== "number" || Number(state) <= result,
      );
    default:
      return { problem: `a counter has no operation \`${call.name}\`` };
  }
}
