/**
 * What came of holding a log against a model, as people read it: the verdict in one line with its figures, then what it
 * stands on. A rejection shows how far the log can be explained, the events that can't be, what refuses them, and what
 * would help.
 */
import {
  type Blocked,
  type Conformance,
  isIgnored,
  type Rejection,
  spanOfLine,
  type TraceMapping,
} from "../conform/index.ts";
import type { Machine } from "../interpreter/index.ts";
import { itemName, neverTaken, partlyLooked, placeName, unmapped } from "./conform-lines.ts";
import { excerpt, place as placeText } from "./diagnostics.ts";
import type { Paint } from "./paint.ts";
import { count, plural } from "./verdict-line.ts";
import { pad, printable, wrap } from "./width.ts";

export interface ConformanceAccount {
  readonly path: string;
  readonly conformance: Conformance;
  readonly mapping: TraceMapping;
}

export function conformanceText(account: ConformanceAccount, paint: Paint, width: number): string {
  const { conformance } = account;
  return [
    headline(account, paint),
    ...brokenLines(account, paint, width),
    ...(conformance.rejection ? rejectionLines(account, conformance.rejection, paint, width) : []),
    ...noteLines(account).flatMap((note) => wrap(note, width - 2).map((line) => paint.faint(`  ${line}`))),
    ...warningLines(conformance).flatMap((note) => wrap(note, width - 2).map((line) => paint.warning(`  ${line}`))),
    ...(conformance.advice ? adviceLines(conformance, width) : []),
  ].join("\n");
}

function headline({ path, conformance }: ConformanceAccount, paint: Paint): string {
  const { survey, result, fitted } = conformance;
  const { name } = fitted.whole;
  const { damageCount, isContradictory } = conformance;
  const whole = damageCount > 0 && !isContradictory ? ", as far as it can be read" : "";
  const figures = [
    plural(survey.events, "event"),
    plural(result.places, "place"),
    result.choices === 0 ? "no choice" : plural(result.choices, "choice"),
  ].join(", ");
  if (isContradictory && result.verdict !== "rejected")
    return `${paint.bad("✗")} ${path} contradicts itself: there is no such behaviour of ${name}    ${paint.faint(figures)}`;
  switch (result.verdict) {
    case "accepted":
      if (survey.events === 0)
        return `${paint.warning("✓")} ${path} says nothing that ${name} could contradict: it has no events`;
      return `${paint.good("✓")} ${path} is a behaviour of ${name}${whole}    ${paint.faint(figures)}`;
    case "rejected":
      return `${paint.bad("✗")} ${path} is no behaviour of ${name}${whole}    ${paint.faint(figures)}`;
    case "unknown":
      return `${paint.warning("?")} ${path}: unknown whether it is a behaviour of ${name}: ${result.limits.join("; ")}    ${paint.faint(figures)}`;
  }
}

function brokenLines({ conformance }: ConformanceAccount, paint: Paint, width: number): readonly string[] {
  const { broken, failed } = conformance.path;
  const lines: string[] = [];
  if (broken) {
    const how = broken.failure ? `can't be evaluated: ${broken.failure.message}` : "does not hold";
    lines.push(
      "",
      `  ${paint.bad(`${broken.property.kind} ${broken.property.name}`)} ${how} after ${placeName(broken.place)}, though the model can do all this`,
      ...excerpt(broken.property.span, paint, width, paint.bad),
    );
  }
  if (failed)
    lines.push(
      "",
      `  ${paint.bad(failed.failure.message)} after ${placeName(failed.place)}`,
      ...excerpt(failed.failure.span, paint, width, paint.bad),
    );
  return lines;
}

function rejectionLines(
  account: ConformanceAccount,
  rejection: Rejection,
  paint: Paint,
  width: number,
): readonly string[] {
  const { conformance } = account;
  const { remedies } = conformance;
  const { machine } = conformance.attempt;
  const lines: string[] = [];
  if (rejection.unfinished !== undefined)
    lines.push(
      "",
      ...wrap(`All events can be explained, but ${rejection.unfinished}.`, width - 2).map((line) => `  ${line}`),
    );
  for (const [at, prefix] of rejection.prefixes.entries()) {
    if (prefix.blocked.length === 0) continue;
    const reached = prefix.reached.map(({ node, event }) => `${node} ${event}`).join(", ");
    const which = at === 0 ? "explained" : "another way explains";
    lines.push(
      "",
      `  ${which} ${count(prefix.explained)} of ${count(conformance.survey.events)} events, up to ${reached}; not`,
    );
    const shown = at === 0 ? prefix.blocked : prefix.blocked.slice(0, 1);
    for (const blocked of shown) lines.push(...blockedLines(account.path, blocked, machine, paint, width));
    for (const { node, by } of at === 0 ? prefix.held : []) lines.push(paint.faint(`  ${node} waits for ${by}`));
  }
  if (remedies.length > 0) lines.push("");
  for (const { words, accepted, explained } of remedies)
    lines.push(
      ...wrap(
        accepted
          ? `If ${words}, the whole log is accepted.`
          : `If ${words}, ${plural(explained, "event")} can be explained.`,
        width - 2,
      ).map((line) => `  ${line}`),
    );
  if (lines.length > 0) lines.push("");
  return lines;
}

function blockedLines(
  path: string,
  { node, item, source, problem, refusals, mismatches }: Blocked,
  machine: Machine,
  paint: Paint,
  width: number,
): readonly string[] {
  const where = source ? `    ${paint.faint(placeText(source))}` : "";
  const lines = [`  ${paint.strong(`${path}:${item.line}`)} ${itemName(item, node)}${where}`];
  const told = item.kind === "event" ? item.event : item.kind === "fault" ? item.fault : undefined;
  if (told)
    lines.push(...excerpt(spanOfLine(path, item.line, JSON.stringify(told)), paint, width, paint.faint).slice(0, 1));
  const say = (text: string) => lines.push(...wrap(printable(text), width - 4).map((line) => `    ${line}`));
  if (problem !== undefined) say(problem);
  for (const { label, reason, span, values } of refusals) {
    const who = label.self === undefined ? label.action.name : `${label.self}: ${label.action.name}`;
    const parameters = label.parameters.map(({ value }) => machine.show(value)).join(", ");
    say(`${who}${parameters === "" ? "" : `(${parameters})`} is refused: ${reason}    ${placeText(span)}`);
    for (const { text, value } of values) say(`  ${text.replace(/\s+/g, " ")} = ${machine.show(value)}`);
  }
  for (const { differences } of mismatches) {
    say(
      mismatches.length > 1
        ? "The model can take such a step, with differences:"
        : "The model can take this step, with differences:",
    );
    const widest = Math.max(...differences.map(({ name }) => name.length), 8);
    for (const { name, when, logged, model } of differences) {
      const named = pad(when === "before" ? `${name}, before` : name, widest);
      const rows = [`  ${named}  log    ${logged}`, `  ${" ".repeat(named.length)}  model  ${model}`];
      for (const row of rows) lines.push(...wrap(printable(row), width - 4).map((line) => `    ${line}`));
    }
  }
  return lines;
}

/** What the verdict stands on. */
function noteLines({ conformance, mapping }: ConformanceAccount): readonly string[] {
  const { fitted, path, survey, notLocal, result } = conformance;
  const notes: string[] = [];
  if (result.verdict === "unknown") notes.push(...moreToLog(conformance));
  if (fitted.lifted.length > 0)
    notes.push(
      `bounds made larger for this log: ${fitted.lifted.map(({ name, from, to }) => `${name} ${from} → ${to}`).join(", ")}`,
    );
  const partly = partlyLooked(conformance);
  const looked = path.looked.size - partly.length - path.assumptions.size;
  if (path.states > 0 && !path.broken && looked > 0)
    notes.push(
      `${plural(looked, "property", "properties")} ${looked === 1 ? "holds" : "hold"} in all ${plural(path.states, "state")} of the path`,
    );
  const rest = partly.filter(({ name }) => !path.assumptions.has(name));
  if (rest.length > 0 && path.states > 0)
    notes.push(
      `looked at in some states only, the last among them, because --work is used up: ${rest.map(({ name, states }) => `${name} (${count(states)})`).join(", ")}`,
    );
  for (const [name, place] of path.assumptions)
    notes.push(
      `${name} is an assumption about faults, and ends after ${placeName(place)}: what the model promises under it may end there`,
    );
  if (notLocal !== undefined && !survey.header.order.includes("lines"))
    notes.push(`all orders were searched, because ${notLocal}`);
  const never = neverTaken(conformance);
  if (result.verdict === "accepted" && never.length > 0) notes.push(`never exercised: ${never.join(", ")}`);
  for (const [name, meaning] of Object.entries({ ...mapping.events, ...mapping.variables }))
    if (isIgnored(meaning)) notes.push(`\`${name}\` is ignored: ${meaning.ignore}`);
  for (const [name, reason] of Object.entries(mapping.silent ?? {}))
    notes.push(`\`${name}\` may happen silently: ${reason}`);
  const held = (["pause", "partition"] as const).flatMap((kind) => {
    const times = survey.faults.get(kind) ?? 0;
    return times > 0 ? [plural(times, kind)] : [];
  });
  if (survey.losses.length > 0 && !survey.header.logged.msg)
    notes.push(
      `${plural(survey.losses.length, "loss", "losses")} only served to guess which messages arrived: those are not logged`,
    );
  if (held.length > 0) notes.push(`${held.join(" and ")} only held things up, and were not checked`);
  return notes;
}

/** What the log leaves out, and what a search that did not end would have needed most, in this order. */
function moreToLog({ survey }: Conformance): readonly string[] {
  const { order, logged } = survey.header;
  const missing = [
    ...(order.length === 0 ? ["what orders events of different nodes (vector clocks, or times)"] : []),
    ...(logged.msg ? [] : ["the messages that events receive and send"]),
    ...(logged.variables.length > 0 ? [] : ["a variable (--advise names the best)"]),
  ];
  return missing.length === 0 ? [] : [`the search would be smaller if the log told ${missing.join("; or ")}`];
}

function warningLines(conformance: Conformance): readonly string[] {
  const warnings = unmapped(conformance).map(
    ({ action, count: times, line }) =>
      `the model has no action \`${action}\`, which is in ${plural(times, "event")}, first in line ${line}: map it, or ignore it with the reason`,
  );
  const { survey, fitted } = conformance;
  const copies = survey.duplications.length;
  if (
    copies > 0 &&
    !fitted.whole.actions.some(({ kind }) => kind === "duplication") &&
    fitted.whole.networks.some(({ discipline }) => discipline !== "set")
  )
    warnings.push(
      `the log tells of ${plural(copies, "duplication")}, and the model declares none: --fault duplication.total=${copies}`,
    );
  return warnings;
}

function adviceLines({ advice, survey }: Conformance, width: number): readonly string[] {
  if (!advice) return [];
  const say = (text: string) => wrap(text, width - 2).map((line) => `  ${line}`);
  if (advice.ambiguous === 0)
    return say("advice: each event has exactly one explanation; logging more would not shrink the search");
  const [best] = advice.variables;
  const of = `${plural(advice.ambiguous, "event")} with several explanations, ${count(advice.others)} too many`;
  const lines: string[] = [];
  if (best)
    lines.push(...say(`advice: log \`${best.name}\`: of ${of}, its values would exclude ${count(best.excludes)}`));
  else lines.push(...say(`advice: no variable would tell apart the explanations of ${of}`));
  if (advice.message > (best?.excludes ?? 0) && !survey.header.logged.msg)
    lines.push(...say(`the messages that are received would exclude ${count(advice.message)}`));
  return lines;
}
