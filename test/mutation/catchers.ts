/**
 * Who looks for mistakes, each in its own way: the properties that simulated runs watch, the pace that they keep, the
 * histories of their clients, their traces held against the model, and lock-step. Each takes an implementation and says what it found, or nothing.
 */
import path from "node:path";
import { createLibrary } from "../../src/cli/files.ts";
import { select } from "../../src/cli/selection.ts";
import { parseSettings } from "../../src/cli/settings.ts";
import {
  checkHistory,
  conform,
  defaultLimits,
  prepareCode,
  prepareHistory,
  raftSubject,
  type Subject,
  searchPairs,
  twoPhaseSubject,
} from "../../src/conform/index.ts";
import { createHost } from "../../src/host.ts";
import { createMachine, type Machine } from "../../src/interpreter/index.ts";
import { link, type Program } from "../../src/ir/index.ts";
import type * as Protocols from "../../src/protocols/index.ts";
import { restless } from "../protocols/seeds.ts";
import { durableOfRaft, durableOfTwoPhase, remembering } from "./durable.ts";
import type { ProtocolName } from "./mutants.ts";

export interface Effort {
  /** Seeds whose runs' properties are watched. */
  readonly seeds: number;
  /** Of these, so many whose leaders change all the time, and so many whose pace is watched. */
  readonly restless: number;
  readonly pace: number;
  /** So many whose clients' history is judged, and so many whose traces are held against the model. */
  readonly histories: number;
  readonly traces: number;
  /** Places of a trace that are looked at. */
  readonly places: number;
  /** Pairs of each search of lock-step, at most. */
  readonly pairs: number;
}

export interface Catcher {
  readonly name: string;
  /** What is wrong with it, in a few words. */
  examine(protocols: typeof Protocols, protocol: ProtocolName, effort: Effort): Promise<string | undefined>;
}

export function createCatchers(root: string): readonly Catcher[] {
  return [simulation, pace, histories, traces(root), lockstep(root)];
}

/** Nobody watches: the run goes on to its end, and only its lines tell what happened. */
const unwatched = {
  createProperties: () => ({ started() {}, stepped() {}, invoked() {}, done() {}, ended() {} }),
};
const inItsTime = { createPace: () => ({ stepped() {}, interrupted() {}, ended() {} }) };

function linesOf(
  protocols: typeof Protocols,
  protocol: ProtocolName,
  seed: number,
  isRestless = false,
): readonly string[] {
  const lines: string[] = [];
  const write = (line: string) => void lines.push(line);
  const nobody = { ...unwatched, ...inItsTime };
  if (protocol === "raft" && isRestless)
    protocols.simulate({ ...protocols.raftSystem(5), ...nobody }, { seed, write, faults: restless });
  else if (protocol === "raft") protocols.simulate({ ...protocols.raftSystem(), ...nobody }, { seed, write });
  else protocols.simulate({ ...protocols.twoPhaseSystem(), ...nobody }, { seed, write });
  return lines;
}

const simulation: Catcher = {
  name: "simulation",
  async examine(protocols, protocol, effort) {
    const { simulate, raftSystem, twoPhaseSystem } = protocols;
    const told = (seed: number, { violation }: Protocols.Run) => violation && `${violation.property} at seed ${seed}`;
    const upTo = (most: number, run: (seed: number) => Protocols.Run): string | undefined => {
      for (let seed = 1; seed <= most; seed++) {
        const found = told(seed, run(seed));
        if (found !== undefined) return found;
      }
      return undefined;
    };
    const few = Math.ceil(effort.seeds / 10);
    if (protocol !== "raft")
      return (
        upTo(effort.seeds, (seed) => simulate({ ...twoPhaseSystem(), ...inItsTime }, { seed })) ??
        upTo(few, (seed) =>
          simulate({ ...remembering(twoPhaseSystem(), durableOfTwoPhase), ...unwatched, ...inItsTime }, { seed }),
        )
      );
    return (
      upTo(effort.seeds, (seed) => simulate({ ...raftSystem(), ...inItsTime }, { seed })) ??
      upTo(few, (seed) => simulate({ ...raftSystem(1), ...inItsTime }, { seed })) ??
      upTo(few, (seed) =>
        simulate({ ...remembering(raftSystem(), durableOfRaft), ...unwatched, ...inItsTime }, { seed }),
      ) ??
      upTo(effort.restless, (seed) =>
        simulate({ ...remembering(raftSystem(5), durableOfRaft), ...inItsTime }, { seed, faults: restless }),
      )
    );
  },
};

/** What comes too late, and what is done for nothing: no more than that is looked at. */
const pace: Catcher = {
  name: "pace",
  async examine(protocols, protocol, effort) {
    for (let seed = 1; seed <= effort.pace; seed++) {
      const { violation } =
        protocol === "raft"
          ? protocols.simulate({ ...protocols.raftSystem(), ...unwatched }, { seed })
          : protocols.simulate({ ...protocols.twoPhaseSystem(), ...unwatched }, { seed });
      if (violation) return `${violation.property} at seed ${seed}`;
    }
    return undefined;
  },
};

/** The key–value store's clients; two-phase commit has no object that others use. */
const histories: Catcher = {
  name: "histories",
  async examine(protocols, protocol, effort) {
    if (protocol !== "raft") return undefined;
    for (let seed = 1; seed <= effort.histories; seed++) {
      const lines = linesOf(protocols, protocol, seed).filter((line) => line.startsWith('{"operation"'));
      if (lines.length === 0) continue;
      const bytes = new TextEncoder().encode(`${lines.join("\n")}\n`);
      const { history, diagnostics, object } = prepareHistory("history.jsonl", bytes, { object: "kv", keyed: false });
      const [problem] = diagnostics;
      if (problem) return `${problem.message} at seed ${seed}`;
      if (checkHistory(history.operations, { object }).verdict === "violated")
        return `not linearizable at seed ${seed}`;
    }
    return undefined;
  },
};

/** The traces of whole runs, with everything told, as `check conform` holds them against the model. */
function traces(root: string): Catcher {
  const programs = new Map<ProtocolName, Program>();
  return {
    name: "traces",
    async examine(protocols, protocol, effort) {
      const file = path.join(root, `models/${protocol}.spec`);
      const program = programs.get(protocol) ?? programOf(file);
      programs.set(protocol, program);
      const unit = program.units.find(({ kind }) => kind === "model");
      if (!unit) throw new Error(`${file} has no model`);
      const runs = Array.from({ length: effort.traces }, (_none, at) => ({ seed: at + 1, isRestless: false }));
      // Leaders that come and go, once, where there is time for more than a glance.
      if (protocol === "raft" && effort.traces > 1) runs.push({ seed: 1, isRestless: true });
      for (const { seed, isRestless } of runs) {
        const bytes = new TextEncoder().encode(`${linesOf(protocols, protocol, seed, isRestless).join("\n")}\n`);
        const outcome = conform({
          program,
          unit,
          // The simulated network duplicates messages, which the model of Raft leaves out.
          settings: protocol === "raft" ? (parseSettings([], ["duplication.total=1000"]).value ?? []) : [],
          path: "run.jsonl",
          open: () => [bytes],
          mapping: {},
          limits: { ...defaultLimits, places: effort.places },
          advise: false,
          seekRemedies: false,
        });
        if (outcome.kind === "refused") return `${outcome.diagnostics[0]?.message} at seed ${seed}`;
        const { result, path: along, damageCount } = outcome.conformance;
        if (result.verdict === "rejected") return `rejected at seed ${seed}`;
        if (along.broken) return `${along.broken.property.name} along the path at seed ${seed}`;
        if (damageCount > 0) return `a damaged trace at seed ${seed}`;
      }
      return undefined;
    },
  };
}

/** Small configurations that together meet every rule: two complete searches and one that is cut find more than a large one. */
const searches: Readonly<Record<ProtocolName, readonly Bounds[]>> = {
  raft: [
    { set: ["Servers=2"], fault: [] },
    { set: ["Servers=2", "InFlight=2"], fault: ["loss.total=0"] },
    { set: ["Servers=2", "MaxLog=2", "InFlight=2", "MaxElections=1"], fault: ["restart.total=0", "loss.total=0"] },
    { set: [], fault: ["restart.total=0", "loss.total=0"] },
    { set: [], fault: [] },
  ],
  "two-phase-commit": [
    { set: ["Managers=2"], fault: [] },
    { set: ["Managers=3"], fault: ["crash.total=1"] },
  ],
};

interface Bounds {
  readonly set: readonly string[];
  readonly fault: readonly string[];
}

/** Code and model side by side. */
function lockstep(root: string): Catcher {
  const machines = new Map<Bounds, Machine>();
  const search = async <P extends Protocols.Simulable>(subject: Subject<P>, bounds: Bounds, mostPairs: number) => {
    const machine = machines.get(bounds) ?? machineOf(path.join(root, subject.path), subject, bounds);
    machines.set(bounds, machine);
    const { code, diagnostics } = prepareCode(subject, machine);
    if (!code) return diagnostics[0]?.message;
    const found = await searchPairs(code, machine, { mostPairs });
    if (found.kind !== "violated") return undefined;
    const { complaint, breach, standstill, pair } = found;
    const what = complaint ?? (breach ?? standstill?.breach)?.what ?? standstill?.missing;
    return `${what ?? "a step that the model can't do"} after ${pair.depth} steps${standstill ? " and without faults" : ""}`;
  };
  return {
    name: "lock-step",
    async examine(protocols, protocol, { pairs }) {
      for (const bounds of searches[protocol]) {
        const found =
          protocol === "raft"
            ? await search(raftSubject(protocols), bounds, pairs)
            : await search(twoPhaseSubject(protocols), bounds, pairs);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

const host = createHost(import.meta.url);

function programOf(file: string): Program {
  const library = createLibrary(host);
  const linked = link(file, library);
  if (!linked.value) throw new Error(`${file}: ${linked.diagnostics[0]?.message}`);
  return linked.value;
}

function machineOf<P extends Protocols.Simulable>(file: string, subject: Subject<P>, { set, fault }: Bounds): Machine {
  const settings = parseSettings([...subject.settings, ...set], fault).value ?? [];
  const library = createLibrary(host);
  const selected = select(file, library, { config: subject.configuration, all: false, only: [], settings });
  const model = selected.value?.jobs.find((job) => job.model.name === subject.model)?.model;
  if (!model) throw new Error(`${file}: ${[...library.diagnostics, ...selected.diagnostics][0]?.message}`);
  return createMachine(model);
}
