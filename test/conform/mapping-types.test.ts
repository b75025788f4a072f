/** What `check types` writes: a mapping that names what the model has compiles, and one that does not does not. */
import { readFileSync } from "node:fs";
import { Project, ts } from "ts-morph";
import { expect, it } from "vitest";
import { main } from "../../src/cli/main.ts";
import { mappingTypes } from "../../src/conform/traces/type-writer.ts";
import { lower } from "../../src/ir/index.ts";
import { createFakeHost } from "../cli/fake-host.ts";
import { requestOf } from "./logs.ts";

const { program, unit } = requestOf("models/raft.spec", "");
const model = lower(program, unit, []).value;

const fine = `{
  events: { electionTimeout: "timeout", receiveVote: ["on RequestVoteResponse"], heartbeat: { ignore: "no transition" } },
  variables: { term: "currentTerm" },
  messages: { Vote: "RequestVoteResponse" },
  nodes: { "10.0.0.1": "s1" },
  silent: { apply: "the log does not tell of it" },
  bounds: { MaxTerm: 9 },
}`;
const wrong: readonly (readonly [what: string, mapping: string, complaint: string])[] = [
  ["an action", `{ events: { electionTimeout: "tiemout" } }`, '"tiemout"'],
  ["one of several actions", `{ events: { vote: ["timeout", "become leader"] } }`, '"become leader"'],
  ["a variable", `{ variables: { term: "currentTrem" } }`, '"currentTrem"'],
  ["a ghost, which nobody can log", `{ variables: { leaders: "leaders" } }`, '"leaders"'],
  ["a message", `{ messages: { Vote: "Vote" } }`, '"Vote"'],
  ["a process", `{ nodes: { a: "server" } }`, '"server"'],
  ["a silent action", `{ silent: { aply: "…" } }`, "aply"],
  ["a parameter", `{ bounds: { MaxTrem: 3 } }`, "MaxTrem"],
  ["a part of a mapping", `{ event: {} }`, "event"],
  ["nothing, without a reason", `{ events: { heartbeat: { ignore: true } } }`, "boolean"],
];

/** The compiler's complaints about mappings against Raft's types, in one compilation. */
function complaints(mappings: readonly string[]): readonly string[] {
  if (!model) throw new Error("the model can't be lowered");
  const project = new Project({
    useInMemoryFileSystem: true,
    compilerOptions: {
      strict: true,
      lib: ["lib.es5.d.ts"],
      module: ts.ModuleKind.ESNext,
      allowImportingTsExtensions: true,
      noEmit: true,
      types: [],
    },
  });
  project.createSourceFile("raft.types.ts", mappingTypes(model, "models/raft.spec"));
  const files = mappings.map((mapping, at) => {
    const text = `import type { Mapping } from "./raft.types.ts";\nexport const mapping: Mapping = ${mapping};\n`;
    return project.createSourceFile(`raft-${at}.map.ts`, text);
  });
  const diagnostics = project.getPreEmitDiagnostics();
  return files.map((file) =>
    diagnostics
      .filter((diagnostic) => diagnostic.getSourceFile() === file)
      .map((diagnostic) => ts.flattenDiagnosticMessageText(diagnostic.compilerObject.messageText, " "))
      .join("\n"),
  );
}

it("lets the compiler find what the model does not have", { timeout: 60_000 }, () => {
  const [accepted, ...told] = complaints([fine, ...wrong.map(([, mapping]) => mapping)]);
  expect(accepted).toBe("");
  for (const [at, [what, , complaint]] of wrong.entries()) expect(told[at], what).toContain(complaint);
});

it("gets the same types from the command line, into a file", { timeout: 60_000 }, async () => {
  const files = new Map<string, string | Uint8Array>([
    ["vote.spec", readFileSync("test/conform/code-project/vote.spec", "utf8")],
  ]);
  const host = createFakeHost(files);
  expect(await main(["types", "vote.spec", "--out", "vote.types.ts"], host)).toBe(0);
  expect(String(files.get("vote.types.ts"))).toContain("export type Action =");
  expect(await main(["types", "nothing.spec"], host)).toBe(151);
});
