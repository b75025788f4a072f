/** Parts that the text and the JSON of a log's verdict share: what an item of the log is called, what was never done. */
import type { Conformance, Item, LogPlace } from "../conform/index.ts";
import type { Action } from "../ir/index.ts";

/** `event 30 of s1, on Vote`. */
export function itemName(item: Item, node: string): string {
  switch (item.kind) {
    case "event":
      return `event ${item.event.i} of ${node}, \`${item.event.action}\``;
    case "fault":
      return `the ${item.fault.fault} of ${node} after its event ${item.fault.i}`;
    case "gap":
      return `the gap of ${node} from event ${item.from}${item.to === undefined ? "" : ` to ${item.to}`}`;
  }
}

/** Where on the path something happened: `line 40`, `the start`. */
export function placeName(place: LogPlace | undefined): string {
  const item = place?.via?.item;
  if (item) return `line ${item.line}`;
  return place === undefined ? "the start" : "a silent step";
}

const environment = new Set<Action["kind"]>([
  "crash",
  "restart",
  "loss",
  "duplication",
  "partition",
  "heal",
  "pause",
  "resume",
]);

/** Actions of the processes that the log never exercises. */
export function neverTaken({ path, fitted }: Conformance): readonly string[] {
  const names = fitted.whole.actions.flatMap(({ name, kind, process }) =>
    environment.has(kind) ? [] : [process ? `${process.name}.${name}` : name],
  );
  return [...new Set(names)].filter((name) => (path.taken.get(name) ?? 0) === 0);
}

/** Names of the log that stand for nothing in the model, with the line of the first. */
export function unmapped({
  survey,
  fitted,
  attempt,
}: Conformance): readonly { readonly action: string; readonly count: number; readonly line: number }[] {
  const known = new Set(fitted.whole.actions.map(({ name }) => name));
  const mapped = attempt.moves.around.matcher.mappedEvents();
  return [...survey.actions]
    .filter(([action]) => !known.has(action) && !mapped.has(action))
    .map(([action, { count, line }]) => ({ action, count, line }));
}

/** Properties that were not looked at in every state of the path, with how many they were. */
export const partlyLooked = ({ path }: Conformance): readonly { readonly name: string; readonly states: number }[] =>
  [...path.looked].filter(([, states]) => states < path.states).map(([name, states]) => ({ name, states }));
