/** What becomes of everything that a model says: all states first, then all behaviours. */
import type { Host } from "../host.ts";
import type { Machine } from "../interpreter/index.ts";
import type { Verdict } from "../trace/index.ts";
import { withLiveness } from "./liveness.ts";
import { explore, type SearchRequest } from "./search.ts";

export async function examine(machine: Machine, request: SearchRequest, title: string, host: Host): Promise<Verdict> {
  return withLiveness(machine, await explore(machine, request, title, host), request, title, host);
}
