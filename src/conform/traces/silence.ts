/**
 * What may happen without a line in the log: time, which nobody logs; what the mapping declares, with its reason; faults,
 * where the header says that they are not logged and the model declares them. And what must have happened by the end:
 * messages that the log calls lost.
 */
import type { Action } from "../../ir/index.ts";
import type { FittedModel } from "./fitted-model.ts";
import type { Mapping } from "./mapping.ts";
import type { Matcher } from "./matcher.ts";
import { envelopeText, envelopeTexts, unorderedNetwork } from "./messages.ts";
import type { SilentSteps } from "./moves.ts";
import type { Place } from "./place.ts";
import type { Survey } from "./survey.ts";
import { isAlwaysTold } from "./told.ts";

const usualAtMost = 4;

export function silentSteps({ lean: model, budgets }: FittedModel, survey: Survey, mapping: Mapping): SilentSteps {
  const { losses } = survey;
  const declared = new Set(Object.keys(mapping.silent ?? {}));
  const actions = model.actions.filter(({ name, kind }) => kind === "tick" || (declared.has(name) && !isFault(kind)));
  const faults = new Map<string, number | undefined>();
  const inOrder = model.networks.some(({ discipline }) => discipline === "fifo");
  if (inOrder && isAlwaysTold("loss", survey) && losses.length > 0) faults.set("loss", losses.length);
  for (const [kind, total] of budgets) {
    if (kind === "partition" || kind === "pause" || kind === "byzantine" || kind === "drift") continue;
    if (isAlwaysTold(kind, survey) || (kind === "loss" && !inOrder)) continue;
    faults.set(kind, total);
    // Whoever crashes comes back: that is no other fault.
    if (kind === "crash" && !faults.has("restart")) faults.set("restart", undefined);
  }
  return { actions, atMost: mapping.silentAtMost ?? usualAtMost, faults };
}

const isFault = (kind: Action["kind"]): boolean =>
  kind === "crash" ||
  kind === "restart" ||
  kind === "loss" ||
  kind === "duplication" ||
  kind === "partition" ||
  kind === "pause";

/** A message that was lost was sent, and not received: at the end it is still on its way, for ever. */
export function missingAtTheEnd(matcher: Matcher, survey: Survey, { state }: Place): string | undefined {
  const { model } = matcher.machine;
  const { msg } = survey.header.logged;
  // Which of several messages was received is a guess then, and so is which one was lost.
  if (!isAlwaysTold("loss", survey) || !msg || survey.losses.length === 0) return undefined;
  const copied = survey.duplications.length > 0 && !model.actions.some(({ kind }) => kind === "duplication");
  if (copied) return undefined;
  for (const [text, count] of envelopeTexts(matcher, survey.losses)) {
    const parcels = model.networks.flatMap(({ id }) => state.envelopes(id));
    const found = parcels.find(({ envelope }) => envelopeText(matcher.machine, envelope) === text);
    const message = model.messages.find(({ name }) => text.startsWith(`${name} `));
    if (!message || !unorderedNetwork(model, message)) continue;
    if ((found?.count ?? 0) < count)
      return `the log tells of ${count === 1 ? "a loss" : `${count} losses`} of ${text}, of which ${found?.count ?? 0} can have been lost`;
  }
  return undefined;
}
