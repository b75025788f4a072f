/**
 * What would make a log acceptable: the search is done again with one thing allowed that was not, and what then comes of
 * it is told. Only what helps is told.
 */
import { lower } from "../../ir/index.ts";
import { parse, type Setting } from "../../syntax/index.ts";
import { type Attempt, type ConformanceRequest, search } from "./attempt.ts";
import type { Overlooked } from "./comparison.ts";
import { type FittedModel, ModelFitter } from "./fitted-model.ts";
import type { Item } from "./log-items.ts";
import { type Assumptions, eventName } from "./moves.ts";
import { OutOfBounds } from "./out-of-bounds.ts";
import type { Place } from "./place.ts";
import type { Rejection } from "./rejection.ts";
import type { Survey } from "./survey.ts";
import { TooFewMembers } from "./values.ts";

export interface Remedy {
  /** "event 30 of s1 is ignored". */
  readonly words: string;
  /** The whole log can be explained then. */
  readonly accepted: boolean;
  /** Events that can be explained then. */
  readonly explained: number;
}

/** Longer logs are not searched again from their start. */
const mostEvents = 20_000;
const mostPlaces = 50_000;

/** A log that was rejected, and why. */
export interface Rejected {
  readonly attempt: Attempt;
  readonly survey: Survey;
  readonly fitted: FittedModel;
  readonly rejection: Rejection;
}

export function remedies(request: ConformanceRequest, rejected: Rejected): readonly Remedy[] {
  const { attempt, survey } = rejected;
  const [stuck] = attempt.result.stuck;
  const [prefix] = rejected.rejection.prefixes;
  const [blocked] = prefix?.blocked ?? [];
  if (!stuck || !prefix || !blocked) return [];
  const found: Remedy[] = [];
  const enter = (words: string, again: Attempt | undefined) => {
    if (!again) return;
    const accepted = again.result.verdict === "accepted";
    const explained = accepted ? survey.events : (again.result.stuck[0]?.explained ?? 0);
    if (accepted || explained > prefix.explained) found.push({ words, accepted, explained });
  };

  if (blocked.item.kind === "event") {
    const { node, i } = blocked.item.event;
    const name = eventName(node, i);
    const [nearest] = blocked.mismatches;
    const variables = (nearest?.differences ?? []).map((difference) => difference.name);
    if (variables.length > 0 && !variables.includes("sent")) {
      const overlooked = new Map<string, Overlooked>([[name, { variables: new Set(variables) }]]);
      enter(
        `${list(variables)} in event ${i} of ${node} ${variables.length === 1 ? "is" : "are"} not compared`,
        goOn(request, rejected, stuck, { overlooked }),
      );
    }
    enter(`event ${i} of ${node} is ignored`, goOn(request, rejected, stuck, { ignored: new Set([name]) }));
  }
  if (survey.events <= mostEvents)
    for (const { words, settings, silent } of faultsThatMayHelp(blocked.item, attempt))
      enter(words, startAgain(request, survey, settings, silent));
  return found;
}

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;

/** From where the search got stuck. */
function goOn(
  request: ConformanceRequest,
  { attempt, survey, fitted }: Rejected,
  stuck: Place,
  assumptions: Assumptions,
): Attempt | undefined {
  const start: Place = { ...stuck };
  start.before = undefined;
  const limited = { ...request, limits: { ...request.limits, places: mostPlaces } };
  const from = { moves: attempt.moves, starts: [start], values: attempt.values };
  return search(limited, survey, fitted, attempt.moves.around.real, assumptions, undefined, from);
}

interface FaultAllowed {
  readonly words: string;
  readonly settings: readonly string[];
  readonly silent: readonly string[];
}

function faultsThatMayHelp(item: Item, { moves }: Attempt): readonly FaultAllowed[] {
  const { model } = moves.around.matcher.machine;
  const receives =
    item.kind === "event" && model.actions.some(({ name, receives }) => receives && name === item.event.action);
  const inOrder = model.networks.some(({ discipline }) => discipline === "fifo");
  const bag = model.networks.some(({ discipline }) => discipline === "unordered" || discipline === "fifo");
  const node = item.kind === "event" ? item.event.node : item.kind === "fault" ? item.fault.node : undefined;
  return [
    ...(receives && bag
      ? [{ words: "one duplication is allowed", settings: ["duplication.total = 1"], silent: ["duplication"] }]
      : []),
    ...(receives && inOrder ? [{ words: "one loss is allowed", settings: ["loss.total = 1"], silent: ["loss"] }] : []),
    ...(node !== undefined && item.kind === "event"
      ? [
          {
            words: `one restart is allowed that no line tells of`,
            settings: ["restart.total = 1"],
            silent: ["restart"],
          },
        ]
      : []),
  ];
}

/** From the start of the log, in a model with one fault more. */
function startAgain(
  request: ConformanceRequest,
  survey: Survey,
  more: readonly string[],
  silent: readonly string[],
): Attempt | undefined {
  const settings = [...request.settings, ...parsed(more)];
  if (!lower(request.program, request.unit, settings, { largeSets: true }).value) return undefined;
  const fitter = new ModelFitter(request.program, request.unit, settings, survey);
  fitter.startWith(request.mapping);
  const limited = { ...request, limits: { ...request.limits, places: mostPlaces } };
  for (let rounds = 0; rounds < 20; rounds++) {
    const { value: fitted } = fitter.build();
    if (!fitted) return undefined;
    const allowed = { silent: new Map(silent.map((kind) => [kind, 1])) };
    try {
      return search(limited, survey, fitted, new Set(), allowed);
    } catch (problem) {
      if (
        problem instanceof TooFewMembers
          ? fitter.grow(problem.members)
          : problem instanceof OutOfBounds && fitter.grow(problem.limit)
      )
        continue;
      if (problem instanceof TooFewMembers || problem instanceof OutOfBounds) return undefined;
      throw problem;
    }
  }
  return undefined;
}

const parsed = (settings: readonly string[]): readonly Setting[] => {
  const text = `model Settings check again { ${settings.join(", ")} } expect holds`;
  const [check] = parse({ path: "what would help", text }).value?.units[0]?.declarations ?? [];
  return check?.kind === "check" ? check.settings : [];
};
