/**
 * `--simulate`: random walks through a model, on all cores. A violation is made shorter, and then looked for among all
 * shorter behaviours, as far as that is affordable: so the card can say whether it is a shortest one.
 */
import { assembleProbe, withEnoughRoom } from "../engine/index.ts";
import { type SimulationResult, simulate as walk } from "../explore/index.ts";
import type { Host } from "../host.ts";
import { asSearchable, type Failure, type Label, type Machine, type State, type Step } from "../interpreter/index.ts";
import { count, createProgressLine, plural, type Simulation } from "../report/index.ts";
import type { Diagnostic } from "../source/index.ts";
import { type Finding, minimise, type Traced, toPlain, type Verdict } from "../trace/index.ts";
import { findingOf, reordered } from "./findings.ts";
import type { CheckRequest } from "./requests.ts";
import { explore, type SearchRequest } from "./search.ts";

export interface SimulationRequest extends SearchRequest {
  readonly walks?: number;
  readonly depth?: number;
}

export interface Simulated {
  readonly verdict: Verdict;
  /** Absent when every state was visited instead. */
  readonly simulation?: Simulation;
}

/** What the request mixes that does not go together. */
export function mixture(request: CheckRequest): Diagnostic | undefined {
  const given = (flags: Readonly<Record<string, unknown>>) =>
    Object.keys(flags).find((flag) => flags[flag] !== undefined && flags[flag] !== false);
  if (!request.simulate) {
    const flag = given({ "--walks": request.walks, "--depth": request.depth });
    if (flag === undefined) return undefined;
    return { rule: "usage", message: `\`${flag}\` is about random walks`, hint: `add \`--simulate\`, or leave it out` };
  }
  const flag = given({
    "--exact": request.exact,
    "--profile": request.profile,
    "--coverage": request.coverage,
    "--continue": request.continue,
    "--max-states": request.maxStates,
    "--max-depth": request.maxDepth,
    "--engine interpreter": request.engine === "interpreter",
  });
  if (flag === undefined) return undefined;
  const hint = flag.startsWith("--max") ? "`--walks` and `--depth` limit a simulation" : undefined;
  return { rule: "usage", message: `\`${flag}\` is about visiting every state, and \`--simulate\` does not`, hint };
}

const defaults = { walks: 10_000, depth: 100, seed: 1 };
/** States that may be visited to find a shorter way. */
const mostSearched = 2_000_000;

export async function simulate(
  machine: Machine,
  request: SimulationRequest,
  title: string,
  host: Host,
): Promise<Simulated> {
  const { walks, depth, seed } = { ...defaults, ...defined(request) };
  const result = await takeWalks(machine, { ...request, walks, depth, seed }, title, host);
  const { outcome, statistics } = result;
  const first = outcome.kind === "violated" ? findingOf(outcome.violations[0], machine) : undefined;
  const shorter = first && isTraced(first) ? await shorten(first, machine, request, title, host) : undefined;
  const finding = shorter?.finding ?? first;
  return {
    verdict: {
      findings: finding ? [reordered(finding, machine)] : [],
      limit: outcome.kind === "inconclusive" ? outcome.limit : undefined,
      properties: outcome.properties,
      statistics: {
        states: statistics.states,
        transitions: statistics.steps,
        depth: outcome.statistics.depth,
        seconds: statistics.seconds,
        cut: outcome.statistics.cut,
        cpuSeconds: host.computer?.cpuSeconds(),
        peakMemory: host.computer?.peakMemory(),
      },
    },
    simulation: {
      ...statistics,
      seed,
      depth,
      found:
        first && isTraced(first) && shorter
          ? { walk: (result.walk ?? 0) + 1, steps: first.trace.steps.length, shortest: shorter.shortest }
          : undefined,
    },
  };
}

const defined = (request: SimulationRequest): Partial<typeof defaults> =>
  Object.fromEntries(
    (["walks", "depth", "seed"] as const).flatMap((name) =>
      request[name] === undefined ? [] : [[name, request[name]]],
    ),
  );

const isTraced = (finding: Finding): finding is Traced => "trace" in finding && finding.trace !== undefined;

type Done = Extract<SimulationResult<State, Step, Label, Failure>, { readonly kind: "done" }>;

async function takeWalks(
  machine: Machine,
  request: SimulationRequest & typeof defaults,
  title: string,
  host: Host,
): Promise<Done> {
  const { model } = machine;
  const { computer } = host;
  const line = createProgressLine(host.errors, title, () => host.now());
  let interrupted = false;
  const forget = host.onInterrupt(() => {
    interrupted = true;
  });
  try {
    return await withEnoughRoom(model, (layout) => {
      const simulated = {
        probe: assembleProbe(layout, [...model.properties.keys()]),
        encode: (state: State) => layout.encode(toPlain(layout, state)),
      };
      const options = {
        walks: request.walks,
        depth: request.depth,
        seed: request.seed,
        deadlock: request.deadlock,
        maxTime: request.maxTime,
        workers: request.workers ?? computer?.cores ?? 1,
        startWorker: computer?.startWorker,
        sleep: computer?.sleep,
        now: () => host.now(),
      };
      return walk<State, Step, Label, Failure>(asSearchable(machine), simulated, options, async (seen) => {
        if (!request.quiet)
          line.show(
            `${plural(seen.walks, "walk")}, ${plural(seen.steps, "step")}, ${count(seen.states)} distinct states`,
          );
        await host.breathe();
        return interrupted ? "stop" : "continue";
      });
    });
  } finally {
    forget();
    line.clear();
  }
}

/** The same violation with fewer steps, and whether there is none with fewer still. */
async function shorten(
  finding: Traced,
  machine: Machine,
  request: SimulationRequest,
  title: string,
  host: Host,
): Promise<{ readonly finding: Finding; readonly shortest: boolean }> {
  const minimal = minimise(finding, machine);
  const states = minimal.trace.steps.length + 1;
  if (states === 1) return { finding: minimal, shortest: true };
  const search = {
    ...request,
    continue: false,
    // A step that fails leads to no state: the states in front of it are what is to be fewer.
    maxDepth: finding.kind === "error" ? states : states - 1,
    maxStates: mostSearched,
    exact: false,
  };
  const { verdict } = await explore(machine, search, `${title}, shorter ways`, host);
  const other = verdict.findings.find((item) => isSame(item, finding));
  if (other && isTraced(other) && other.trace.steps.length < minimal.trace.steps.length)
    return { finding: other, shortest: true };
  const complete = verdict.findings.length === 0 && (verdict.limit === undefined || verdict.limit === "depth");
  return { finding: minimal, shortest: complete };
}

function isSame(one: Finding, other: Finding): boolean {
  if (one.kind !== other.kind) return false;
  if (one.kind === "violated" && other.kind === "violated") return one.property === other.property;
  if (one.kind === "error" && other.kind === "error") return one.failure.span === other.failure.span;
  return true;
}
