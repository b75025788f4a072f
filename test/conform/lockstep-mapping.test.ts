/** A mapping that leaves something out, makes something up, or looks elsewhere than at the code is refused, not believed. */
import { describe, expect, it, vi } from "vitest";
import { prepareCode, raftSubject, type Subject, twoPhaseSubject } from "../../src/conform/index.ts";
import { createMachine } from "../../src/interpreter/index.ts";
import type { Raft, TwoPhase } from "../../src/protocols/index.ts";
import { modelOf, type Variation } from "../models/model.ts";

vi.setConfig({ testTimeout: 120_000 });

type Mapping = Subject<Raft>["mapping"];

const raft = createMachine(modelOf("models/raft.spec", { settings: "Servers = 2" }));

function refusals(change: (mapping: Mapping) => Mapping): readonly string[] {
  const subject = raftSubject();
  const { code, diagnostics } = prepareCode({ ...subject, mapping: change(subject.mapping) }, raft);
  expect(code === undefined).toBe(diagnostics.length > 0);
  for (const { rule } of diagnostics) expect(rule).toBe("mapping-refused");
  return diagnostics.map(({ message }) => message);
}

const withServer = (mapping: Mapping, change: Mapping["variables"][string]): Mapping => ({
  ...mapping,
  variables: { Server: { ...mapping.variables.Server, ...change } },
});

describe("a mapping is refused that", () => {
  it("is not: the package's own", () => {
    expect(refusals((mapping) => mapping)).toEqual([]);
  });

  it("omits a variable", () => {
    const found = refusals((mapping) => {
      const { votedFor: _, ...rest } = mapping.variables.Server ?? {};
      return { ...mapping, variables: { Server: rest } };
    });
    expect(found).toContain("the mapping does not give `Server.votedFor`");
    expect(found).toContain(
      "the code's `votedFor` is seen by no variable of Server, and not declared to be outside of the model",
    );
  });

  it("omits a kind of process", () => {
    const found = refusals((mapping) => ({ ...mapping, variables: {} }));
    expect(found).toContain("the mapping does not give `Server.log`");
  });

  it("gives a default", () => {
    expect(refusals((mapping) => withServer(mapping, { commitIndex: () => 0 }))).toContain(
      "the mapping gives `Server.commitIndex` without looking at the code's state",
    );
  });

  it("gives what the name of the node says", () => {
    expect(refusals((mapping) => withServer(mapping, { votedFor: ({ node }) => node }))).toContain(
      "the mapping gives `Server.votedFor` without looking at the code's state",
    );
  });

  it("computes a variable from the model, which it can reach only from outside", () => {
    const [state] = raft.initialStates().states;
    const role = raft.model.variables.find(({ name }) => name === "role");
    if (!state || !role) throw new Error("the model of Raft has roles");
    const fromModel = () => state.get(role, "s1");
    expect(refusals((mapping) => withServer(mapping, { role: fromModel }))).toContain(
      "the mapping gives `Server.role` without looking at the code's state",
    );
  });

  it("gives a value of another type", () => {
    expect(refusals((mapping) => withServer(mapping, { role: ({ currentTerm }) => currentTerm }))).toContain(
      "what the mapping gives for `Server.role` is no value of its type",
    );
  });

  it("gives a variable that the model does not have", () => {
    expect(refusals((mapping) => withServer(mapping, { commitIndx: ({ commitIndex }) => commitIndex }))).toEqual([
      "the mapping gives `Server.commitIndx`, which Raft does not have",
    ]);
  });

  it("does not say why a part of the code is outside", () => {
    const found = refusals((mapping) => ({
      ...mapping,
      outside: mapping.outside.map((item) => ({ ...item, because: " " })),
    }));
    expect(found).toContain("the mapping does not say why `store` is left out");
  });

  it("forgets a part of the code's state", () => {
    const found = refusals((mapping) => ({
      ...mapping,
      outside: mapping.outside.filter(({ name }) => name !== "store"),
    }));
    expect(found).toEqual([
      "the code's `store` is seen by no variable of Server, and not declared to be outside of the model",
    ]);
  });

  it("forgets what the model remembers of all", () => {
    const found = refusals((mapping) => ({ ...mapping, remembered: {} }));
    expect(found).toContain("the mapping does not give `elections`");
  });

  it("calls an action silent that the model does not have", () => {
    const silent = [{ name: "think", because: "nobody sees it" }];
    expect(refusals((mapping) => ({ ...mapping, silent }))).toEqual([
      "Raft has no action `think` that could be silent",
    ]);
  });
});

describe("a configuration is refused that", () => {
  const messages = (variation: Variation, subject: Subject<TwoPhase> = twoPhaseSubject(), path = subject.path) =>
    prepareCode(subject, createMachine(modelOf(path, variation))).diagnostics.map(({ message }) => message);

  it("has faults which the code's world lacks", () => {
    expect(messages({ config: "partitioned" })).toContain("the code's world has no `partition`");
  });

  it("is of another model", () => {
    expect(messages({}, twoPhaseSubject(), "models/raft.spec")).toContain(
      "two-phase-commit implements the model TwoPhase, and this is Raft",
    );
  });
});
