/** What becomes of everything that a model says: all states first, then all behaviours. */
import type { Host } from "../host.ts";
import type { Machine } from "../interpreter/index.ts";
import { stepClasses } from "../ir/index.ts";
import type { Verdict } from "../trace/index.ts";
import { needsGraph } from "./graph.ts";
import { withLiveness } from "./liveness.ts";
import { explore, type SearchRequest } from "./search.ts";

export async function examine(machine: Machine, request: SearchRequest, title: string, host: Host): Promise<Verdict> {
  const classes = needsGraph(machine.model) ? stepClasses(machine.model) : undefined;
  const { verdict, graph } = await explore(machine, request, title, host, classes);
  return classes ? withLiveness(machine, verdict, graph, classes, request, title, host) : verdict;
}
