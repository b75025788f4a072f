/** One search through a log, with everything that it stands on. Anything it assumes beyond the log is a parameter. */
import { createMachine, ImmutableMap, type List, type Machine } from "../../interpreter/index.ts";
import type { Program } from "../../ir/index.ts";
import type { Setting, Unit } from "../../syntax/index.ts";
import type { FittedModel } from "./fitted-model.ts";
import type { OpenLog } from "./lines.ts";
import { whyNotLocal } from "./locality.ts";
import { LogItems } from "./log-items.ts";
import type { Mapping } from "./mapping.ts";
import { Matcher } from "./matcher.ts";
import { envelopeTexts, Messages } from "./messages.ts";
import { type Assumptions, Moves } from "./moves.ts";
import type { Place } from "./place.ts";
import { Search, type SearchResult } from "./search.ts";
import { missingAtTheEnd, silentSteps } from "./silence.ts";
import type { Survey } from "./survey.ts";
import { ValueReader } from "./values.ts";

export interface ConformanceRequest {
  readonly program: Program;
  readonly unit: Unit;
  /** Of the command line: for parameters that the header does not have, and for faults. */
  readonly settings: readonly Setting[];
  readonly path: string;
  readonly open: OpenLog;
  readonly mapping: Mapping;
  readonly limits: Limits;
  readonly advise: boolean;
  /** Whether to try what would make a rejected log acceptable. */
  readonly seekRemedies: boolean;
  readonly stop?: () => string | undefined;
}

export interface Limits {
  /** Places that a search looks at. */
  readonly places: number;
  /** Evaluations for the properties along the path. */
  readonly work: number;
  /** Events that a gap without an end stands for. */
  readonly gap: number;
}

export const defaultLimits: Limits = { places: 1_000_000, work: 10_000_000, gap: 8 };

/** One search, with everything that it used. */
export interface Attempt {
  readonly moves: Moves;
  readonly machine: Machine;
  readonly values: ValueReader;
  readonly result: SearchResult;
  /** The last places that are certain. */
  readonly certain: readonly Place[];
  readonly local: boolean;
}

/** One search through the log; `onCertain` gets the places of the path, in order. */
export function search(
  request: Pick<ConformanceRequest, "open" | "mapping" | "limits" | "stop">,
  survey: Survey,
  fitted: FittedModel,
  real: ReadonlySet<string>,
  assumptions: Assumptions,
  onCertain: (places: readonly Place[], moves: Moves) => void = () => {},
  from?: { readonly moves: Moves; readonly starts: readonly Place[]; readonly values: ValueReader },
): Attempt {
  const { header } = survey;
  const { mapping, limits } = request;
  const machine = from?.moves.around.matcher.machine ?? createMachine(fitted.lean);
  const members = new Map(header.nodes.map((node) => [node, mapping.nodes?.[node] ?? node]));
  const values = from?.values ?? new ValueReader(members);
  const matcher = from?.moves.around.matcher ?? new Matcher(machine, header, mapping, values);
  const copies = envelopeTexts(matcher, survey.duplications);
  const messages = new Messages(machine, copies, envelopeTexts(matcher, survey.losses));
  const items = from ? from.moves.around.items : new LogItems(request.open, survey);
  const usual = silentSteps(fitted, survey, mapping);
  const silent = { ...usual, faults: new Map([...usual.faults, ...(assumptions.silent ?? [])]) };
  const moves = new Moves({ header, items, matcher, messages, silent, assumptions, gapAtMost: limits.gap, real });
  const certain: Place[] = [];
  const local = whyNotLocal(fitted.lean) === undefined;
  const engine = new Search(moves, {
    mostPlaces: limits.places,
    ...(request.stop ? { stop: request.stop } : {}),
    local,
    commit: (places) => {
      onCertain(places, moves);
      certain.push(...places);
      certain.splice(0, certain.length - 8);
      const last = places.at(-1);
      if (!from && last) for (const [node, position] of last.positions.entries()) items.forget(node, position);
    },
    finish: (place) => missingAtTheEnd(matcher, survey, place),
  });
  const none = header.nodes.map(() => 0);
  const starts =
    from?.starts ??
    machine.initialStates().states.map(
      (state): Place => ({
        state,
        positions: none,
        reached: none,
        within: none,
        silent: 0,
        faults: ImmutableMap<string, number>(),
        sends: ImmutableMap<string, List<number>>(),
        explained: 0,
      }),
    );
  return { moves, machine, values, result: engine.run(starts), certain, local };
}
