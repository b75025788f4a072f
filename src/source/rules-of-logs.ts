/** Rules about logs of running systems, and about the mappings between them and models. */
import type { Rule } from "./rules.ts";

export const rulesOfLogs = {
  "trace-header": {
    title: "A log's header is missing, or is not about this model",
    explanation:
      'The first line of a log says which model it is about, with which constants and nodes. Without it, nothing else can be understood.\n\n    {"trace":"lockstep/1","model":"Raft","constants":{"Servers":3},"nodes":["s1","s2","s3"],"logged":{"variables":[],"args":true,"msg":false,"pre":false,"faults":true},"order":["vc"]}',
  },
  "trace-line": {
    title: "A line of a log can't be read",
    explanation:
      "Each line is one JSON object in UTF-8, of one of the kinds in docs/traces.md. A line that can't be read is left out, and what it may have been is treated like a gap.",
  },
  "trace-order": {
    title: "A log is not whole, or contradicts itself",
    explanation:
      "Events of a node are numbered 1, 2, 3, …, each number once and in order; vector clocks never go back and know of no event that is not there; the last line is `end`, with how many events each node has logged. Where events are lost on purpose, a `gap` line says so. A log of which every line can be read, up to its `end`, and which contradicts itself is rejected: nothing can have happened as it says.",
  },
  mapping: {
    title: "A mapping does not fit the model",
    explanation:
      "A mapping says which names of a log are which names of the model. `check types MODEL` writes the types with which the compiler finds such mistakes.",
  },
} as const satisfies Record<string, Rule>;
