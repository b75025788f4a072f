/**
 * A lock that one client holds at a time. Its state is the holder, or `null`. A result `false` says that the lock could not
 * be had, or was not the client's to give back. The holder is the client, or the value of the call where one is given.
 */
import type { Json } from "../../protocols/index.ts";
import { change, type Meaning, observation, type SequentialObject } from "./deed.ts";
import { canonical, type Operation, sameValue, shown } from "./operation.ts";

export function createLock(initial: Json): SequentialObject {
  return { initial, operations: ["acquire", "release"], meaning, describe };
}

const describe = (state: Json) => (state === null ? "the lock is free" : `${shown(state)} holds the lock`);

function meaning({ call, client, result }: Operation): Meaning {
  const owner = call.value ?? client;
  const name = canonical(owner);
  switch (call.name) {
    case "acquire":
      if (result === false) return observation("acquire → false", (state) => state !== null, describe);
      return change(`acquire by ${name}`, (state) => (state === null ? owner : undefined), describe);
    case "release":
      if (result === false)
        return observation(`release by ${name} → false`, (state) => !sameValue(state, owner), describe);
      return change(`release by ${name}`, (state) => (sameValue(state, owner) ? null : undefined), describe);
    default:
      return { problem: `a lock has no operation \`${call.name}\`` };
  }
}
