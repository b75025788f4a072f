/** What came of holding a log against a model, for programs: an entry of `results` in the JSON document. */
import { type Blocked, type Conformance, verdictOf } from "../conform/index.ts";
import { positionAt, type Span } from "../source/index.ts";
import type { ConformanceAccount } from "./conform.ts";
import { itemName, neverTaken, partlyLooked, unmapped } from "./conform-lines.ts";
import type { JsonResult } from "./json.ts";

export function conformanceJson({ path, conformance }: ConformanceAccount): JsonResult {
  const { survey, fitted, result, damageCount, notLocal, advice, rejection, remedies } = conformance;
  const { header } = survey;
  return {
    file: path,
    model: fitted.whole.name,
    config: "log",
    params: Object.fromEntries(fitted.whole.parameters.map(({ name, shown }) => [name, plain(shown)])),
    verdict: conformance.path.broken ? "violated" : verdictOf(conformance),
    ...(conformance.path.broken
      ? { property: conformance.path.broken.property.name, line: conformance.path.broken.place?.via?.item?.line }
      : {}),
    ...(result.limits.length > 0 ? { limits: result.limits } : {}),
    whole: damageCount === 0,
    contradictsItself: conformance.isContradictory,
    nodes: header.nodes,
    order: header.order,
    events: survey.events,
    operations: survey.operations,
    faults: Object.fromEntries(survey.faults),
    places: result.places,
    choices: result.choices,
    lifted: fitted.lifted,
    oneOrderIsEnough: notLocal === undefined,
    taken: Object.fromEntries(conformance.path.taken),
    neverTaken: neverTaken(conformance),
    unmapped: unmapped(conformance),
    ...(advice ? { advice } : {}),
    properties: properties(conformance),
    ...(rejection
      ? {
          rejection: {
            ...(rejection.unfinished === undefined ? {} : { unfinished: rejection.unfinished }),
            prefixes: rejection.prefixes.map((prefix) => ({
              explained: prefix.explained,
              reached: Object.fromEntries(prefix.reached.map(({ node, event }) => [node, event])),
              blocked: prefix.blocked.map((blocked) => blockedJson(blocked, conformance)),
              held: prefix.held,
            })),
            remedies,
          },
        }
      : {}),
  };
}

function properties(conformance: Conformance) {
  const { path } = conformance;
  const partly = new Map(partlyLooked(conformance).map(({ name, states }) => [name, states]));
  return [...path.looked.keys()].map((name) => ({
    name,
    verdict:
      path.broken?.property.name === name
        ? "violated"
        : path.assumptions.has(name)
          ? "assumption ended"
          : partly.has(name)
            ? "unknown"
            : "holds",
    states: partly.get(name) ?? path.states,
  }));
}

function blockedJson({ node, item, source, problem, refusals, mismatches }: Blocked, { attempt }: Conformance) {
  const { machine } = attempt;
  return {
    node,
    line: item.line,
    what: itemName(item, node),
    ...(source ? { source: place(source) } : {}),
    ...(problem === undefined ? {} : { problem }),
    refusals: refusals.map(({ reason, span, values, label }) => ({
      action: label.action.name,
      reason,
      source: place(span),
      values: values.map(({ text, value }) => ({ text, value: machine.show(value) })),
    })),
    differences: mismatches.map(({ differences }) => differences),
  };
}

const place = (span: Span): string => `${span.source.path}:${positionAt(span.source, span.start).line}`;

function plain(shown: string): string | number | boolean {
  if (/^-?\d{1,15}$/.test(shown)) return Number(shown);
  return shown === "True" ? true : shown === "False" ? false : shown;
}
