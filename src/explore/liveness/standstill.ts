/**
 * The first state from which something lasts for ever, whatever happens: it is true there and in all states that follow by
 * steps that count. Where a bound cut such a step, nobody knows, and it is taken to end.
 */
import { outside, type StateGraph } from "./graph.ts";

/** `atom` lasts; steps of the event `except` do not count. In the order of a breadth-first search. */
export function firstForEver(graph: StateGraph, atom: number, except: number): number | undefined {
  const { size, offsets, valuation, labels } = graph;
  const isTrue = graph.valuations.map((_row, number) => graph.isTrue(number, atom));
  const counts = labels.map(({ events }) => !events.includes(except));
  const lasting: number[] = [];
  for (let state = 1; state <= size; state++) if (isTrue[valuation[state] as number]) lasting.push(state);
  const left = new Set(lasting);
  const sources = new Map<number, number[]>();
  const ended: number[] = [];
  for (const state of lasting) {
    for (let step = offsets[state] as number; step < (offsets[state + 1] as number); step++) {
      const target = graph.target(step);
      if (target === state || !counts[graph.label(step)]) continue;
      if (target === outside || !isTrue[valuation[target] as number]) {
        if (left.delete(state)) ended.push(state);
        break;
      }
      const known = sources.get(target);
      if (known) known.push(state);
      else sources.set(target, [state]);
    }
  }
  for (let state = ended.pop(); state !== undefined; state = ended.pop())
    for (const source of sources.get(state) ?? []) if (left.delete(source)) ended.push(source);
  const [first] = left;
  return first;
}
