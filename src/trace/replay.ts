/**
 * Reads a saved trace back and asks the model of today: is each step still one of its steps, and is the last state still
 * bad in the same way? Saved values are decoded by the model's types; variables that the model did not have then, or no
 * longer has, are not compared.
 */
import type { Expansion, Failure, Label, Machine, State, Step } from "../interpreter/index.ts";
import type { Variable } from "../ir/index.ts";
import { asTemporal, conditionsOf, problemWithFairness } from "./abstract-fairness.ts";
import {
  actionName,
  encodeNetwork,
  type ItfDocument,
  networkName,
  nondetPicks,
  type TraceOrigin,
  variableNames,
} from "./itf.ts";
import { decodeValue, type Json } from "./itf-values.ts";
import { problemWith } from "./lasso.ts";
import { sameValue } from "./match.ts";
import { reachingBySearch } from "./reaching.ts";
import { timelockIn } from "./timelock.ts";
import { stateBeforeLast, type Trace } from "./trace.ts";
import type { Finding } from "./verdict.ts";

export type Replay =
  /** Still a behaviour, still bad. */
  | { readonly kind: "confirmed"; readonly finding: Finding }
  /** Still a behaviour up to `trace`'s end, where `reason` says what is different. */
  | { readonly kind: "stale"; readonly reason: string; readonly trace?: Trace };

/** States that are looked at to find out what can be reached. */
const mostStatesOfReplay = 100_000;

/** The document in `text`, with what it says about itself; a sentence when it is none. */
export function readDocument(
  text: string,
): { readonly document: ItfDocument; readonly origin: TraceOrigin } | { readonly failure: string } {
  let json: Partial<ItfDocument> | null;
  try {
    json = JSON.parse(text) as Partial<ItfDocument> | null;
  } catch {
    return { failure: "it is no JSON" };
  }
  if (typeof json !== "object" || json === null || !Array.isArray(json.states) || json.states.length === 0) {
    return { failure: "it is no ITF trace: it has no `states`" };
  }
  if (!json.states.every((state) => typeof state === "object" && state !== null))
    return { failure: "one of its states is no object" };
  const origin = json["#meta"] as unknown as Partial<TraceOrigin> | undefined;
  if (typeof origin?.source !== "string" || typeof origin.model !== "string") {
    return { failure: "its `#meta` does not say which model it is of (`source`, `model`)" };
  }
  const texts = (value: unknown): readonly string[] =>
    Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
  return {
    document: json as ItfDocument,
    origin: {
      source: origin.source,
      model: origin.model,
      configuration: typeof origin.configuration === "string" ? origin.configuration : "default",
      parameters: origin.parameters ?? {},
      set: texts(origin.set),
      fault: texts(origin.fault),
      kind: origin.kind ?? "violated",
      property: typeof origin.property === "string" ? origin.property : undefined,
    },
  };
}

export function replay(document: ItfDocument, origin: TraceOrigin, machine: Machine): Replay {
  const saved = document.states.map((state) => decodeState(machine, state));
  const initial = machine.initialStates().states.find((state) => saved[0]?.(state) === undefined);
  if (!initial) {
    const first = machine.initialStates().states[0];
    return {
      kind: "stale",
      reason: `the saved initial state is none of the model's${first ? `: ${saved[0]?.(first)}` : ""}`,
    };
  }
  let trace: Trace = { model: machine.model, initial, steps: [] };
  let state = initial;
  for (let index = 1; index < document.states.length; index++) {
    const step = nextStep(machine, state, document.states[index] ?? {}, saved[index], index);
    if (typeof step === "string") return { kind: "stale", reason: step, trace };
    trace = { ...trace, steps: [...trace.steps, step] };
    state = step.target;
  }
  return judge(machine, trace, origin, document);
}

/** Says in words how a state differs from the saved one; undefined when it does not. */
type Comparison = (state: State) => string | undefined;

function decodeState(machine: Machine, saved: { readonly [name: string]: Json }): Comparison {
  const { model } = machine;
  const values: { readonly variable: Variable; readonly owner?: string; readonly json: Json | undefined }[] = [];
  for (const [variable, name] of variableNames(model)) {
    if (!(name in saved)) continue;
    const json = saved[name];
    if (!variable.process) values.push({ variable, json });
    else {
      const entries = new Map(mapEntries(json));
      for (const owner of variable.process.members) values.push({ variable, owner, json: entries.get(owner) });
    }
  }
  const decoded = values.map((item) => ({ ...item, value: decodeValue(item.variable.type, item.json) }));
  return (state) => {
    for (const { variable, owner, value } of decoded) {
      const actual = state.get(variable, owner);
      if (sameValue(value, actual)) continue;
      const name = owner === undefined ? variable.name : `${owner}.${variable.name}`;
      return `${name} is ${machine.show(actual)}, the trace says ${value === undefined ? "something of another type" : machine.show(value)}`;
    }
    for (const network of model.networks) {
      const json = saved[networkName(model, network)];
      if (json !== undefined && canonical(json) !== canonical(encodeNetwork(network, state)))
        return "other messages are in flight";
    }
    return undefined;
  };
}

function mapEntries(json: Json | undefined): [string, Json][] {
  const pairs = typeof json === "object" && json !== null && "#map" in json ? json["#map"] : undefined;
  return Array.isArray(pairs)
    ? pairs.filter((pair): pair is [string, Json] => Array.isArray(pair) && typeof pair[0] === "string")
    : [];
}

/** JSON with everything unordered in order, so that equal contents give equal text. */
export function canonical(json: Json): string {
  if (Array.isArray(json)) return `[${json.map(canonical).join(",")}]`;
  if (typeof json === "number") return `{"#bigint":"${json}"}`;
  if (typeof json !== "object" || json === null) return JSON.stringify(json);
  const object = json as { readonly [name: string]: Json };
  const entries = Object.keys(object)
    .sort()
    .map((name) => {
      const value = object[name] ?? null;
      const items =
        (name === "#set" || name === "#map") && Array.isArray(value)
          ? `[${value.map(canonical).sort().join(",")}]`
          : undefined;
      return `${JSON.stringify(name)}:${items ?? (name === "#bigint" ? JSON.stringify(String(value)) : canonical(value))}`;
    });
  return `{${entries.join(",")}}`;
}

function nextStep(
  machine: Machine,
  state: State,
  saved: { readonly [name: string]: Json },
  comparison: Comparison | undefined,
  number: number,
): Step | string {
  const action = saved["mbt::actionTaken"];
  const wanted = canonical(saved["mbt::nondetPicks"] ?? {});
  const expansion = machine.expand(state);
  const named = expansion.steps.filter((step) => typeof action !== "string" || actionName(step.label) === action);
  const meant = named.filter((step) => wanted === "{}" || canonical(nondetPicks(step.label)) === wanted);
  const found = meant.find((step) => comparison?.(step.target) === undefined);
  if (found) return found;
  const what = `step ${number} (${typeof action === "string" ? action : "unnamed"})`;
  if (meant[0]) return `${what} leads elsewhere: after it ${comparison?.(meant[0].target)}`;
  if (named.length > 0) return `${what} is possible, but not with these choices: ${wanted}`;
  const blocked = machine
    .blocked(state, 500)
    .find((item) => actionName({ ...emptyLabel, action: item.action }) === action);
  return `${what} is not possible any more${blocked ? `: ${blocked.reason}` : ""}`;
}

const emptyLabel: Omit<Label, "action"> = { parameters: [], picks: [], forged: false };

/** Whether the end of `trace` is bad in the way that the document says. */
function judge(machine: Machine, trace: Trace, origin: TraceOrigin, document: ItfDocument): Replay {
  const stale = (reason: string): Replay => ({ kind: "stale", reason, trace });
  const state = trace.steps.at(-1)?.target ?? trace.initial;
  if (origin.kind === "deadlock") {
    return machine.expand(state).deadlocked
      ? { kind: "confirmed", finding: { kind: "deadlock", trace } }
      : stale("its last state is no deadlock any more");
  }
  if (origin.kind === "error" || origin.kind === "assertion") {
    const found = sameFailure(machine.expand(state), origin, document);
    if (found) return { kind: "confirmed", finding: { kind: "error", ...found, trace } };
    const failure = origin.kind === "error" ? timelockIn(machine, state, mostStatesOfReplay) : undefined;
    return typeof failure === "object"
      ? { kind: "confirmed", finding: { kind: "error", failure, trace } }
      : stale("no step from its last state fails any more");
  }
  const lasting = machine.model.behaviours.properties.find((item) => item.name === origin.property);
  if (lasting?.kind === "invariant") {
    const problem = problemWith(trace, lasting, machine, reachingBySearch(machine, mostStatesOfReplay));
    return problem === undefined
      ? { kind: "confirmed", finding: { kind: "liveness", property: lasting, trace } }
      : stale(problem);
  }
  if (lasting) {
    if (typeof document.loop !== "number" || document.loop > trace.steps.length)
      return stale(`${lasting.name} is about behaviours, and the trace does not say where it goes on`);
    const lasso: Trace = { ...trace, loop: document.loop };
    const problem = problemWith(lasso, lasting, machine, reachingBySearch(machine, mostStatesOfReplay));
    return problem === undefined
      ? { kind: "confirmed", finding: { kind: "liveness", property: lasting, trace: lasso } }
      : { kind: "stale", reason: problem, trace: lasso };
  }
  const property = machine.model.properties.find((item) => item.name === origin.property);
  if (!property) return stale(`the model has no property ${origin.property ?? ""} any more`);
  if (property.kind === "refinement" && typeof document.loop === "number") {
    const lasso: Trace = { ...trace, loop: document.loop };
    const problems = conditionsOf(property).map((condition) => ({
      condition,
      problem: problemWithFairness(lasso, property, condition, machine),
    }));
    const owed = problems.find(({ problem }) => problem === undefined);
    if (!owed) return { kind: "stale", reason: problems[0]?.problem ?? "nothing is fair there any more", trace: lasso };
    const { condition } = owed;
    const about = { property: asTemporal(property), owed: { refinement: property, condition } };
    return { kind: "confirmed", finding: { kind: "liveness", ...about, trace: lasso } };
  }
  // A refinement says how the model starts, too; a step that changes nothing is fine for step invariants.
  const old = stateBeforeLast(trace) ?? (property.kind === "refinement" ? undefined : state);
  const result = machine.property(property, state, old);
  if ("failure" in result) return stale(`${property.name} has no value in its last state: ${result.failure.message}`);
  return result.value
    ? stale(`${property.name} holds in its last state`)
    : { kind: "confirmed", finding: { kind: "violated", property, trace } };
}

function sameFailure(
  expansion: Expansion,
  origin: TraceOrigin,
  document: ItfDocument,
): { readonly label: Label; readonly failure: Failure } | undefined {
  const meta = document["#meta"] as { readonly failed?: { readonly action?: Json } } | undefined;
  return expansion.failures.find(
    ({ label, failure }) =>
      (failure.kind === "assertion") === (origin.kind === "assertion") &&
      (meta?.failed?.action === undefined || meta.failed.action === actionName(label)),
  );
}
