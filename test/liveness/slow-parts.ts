/**
 * Strongly connected parts of a graph, found with reachability alone: what a node reaches and what reaches it is its part,
 * and the rest is looked at again. Nodes that nothing leads to, or that lead nowhere, are set aside first.
 */

/** Edges by number; `other` ends by node as rows: those of node n are `rows[offsets[n]]` up to `offsets[n + 1]`. */
export interface Rows {
  readonly offsets: Int32Array;
  readonly rows: Int32Array;
}

export interface Edges {
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Edges that leave a node, and those that lead to it. */
  readonly leaving: Rows;
  readonly arriving: Rows;
  readonly nodes: number;
}

export function edgesOf(from: readonly number[], to: readonly number[], nodes: number): Edges {
  return { from, to, leaving: rowsBy(from, nodes), arriving: rowsBy(to, nodes), nodes };
}

function rowsBy(ends: readonly number[], nodes: number): Rows {
  const offsets = new Int32Array(nodes + 1);
  for (const node of ends) offsets[node + 1]! += 1;
  for (let node = 0; node < nodes; node++) offsets[node + 1]! += offsets[node]!;
  const next = offsets.slice();
  const rows = new Int32Array(ends.length);
  for (const [edge, node] of ends.entries()) rows[next[node]!++] = edge;
  return { offsets, rows };
}

/** The parts that these nodes fall into, with the edges between them. */
export function* partsOf(members: readonly number[], edges: Edges): Generator<readonly number[]> {
  /** 0: not to be looked at; else the number of what is still together. */
  const together = new Int32Array(edges.nodes);
  const waiting: (readonly number[])[] = [members];
  let number = 0;
  for (let all = waiting.pop(); all; all = waiting.pop()) {
    number += 1;
    for (const node of all) together[node] = number;
    for (const node of loose(all, edges, together)) {
      together[node] = 0;
      yield [node];
    }
    const rest = all.filter((node) => together[node] === number);
    const pivot = rest[rest.length >> 1];
    if (pivot === undefined) continue;
    const after = reached(pivot, edges.leaving, edges.to, together);
    const before = reached(pivot, edges.arriving, edges.from, together);
    yield rest.filter((node) => after.has(node) && before.has(node));
    const others = [
      rest.filter((node) => after.has(node) && !before.has(node)),
      rest.filter((node) => !after.has(node) && before.has(node)),
      rest.filter((node) => !after.has(node) && !before.has(node)),
    ];
    for (const node of rest) together[node] = 0;
    waiting.push(...others.filter(({ length }) => length > 0));
  }
}

/** Nodes that are on no loop because nothing else leads to them, or they to nothing else, also when others are gone. */
function loose(members: readonly number[], edges: Edges, together: Int32Array): readonly number[] {
  const found: number[] = [];
  const isFound = new Set<number>();
  for (const [{ offsets, rows }, ends, back, starts] of [
    [edges.leaving, edges.to, edges.arriving, edges.from],
    [edges.arriving, edges.from, edges.leaving, edges.to],
  ] as const) {
    const degree = new Map<number, number>();
    const neighbours = (node: number, { offsets: at, rows: list }: Rows, end: readonly number[]) => {
      const result: number[] = [];
      for (let place = at[node]!; place < at[node + 1]!; place++) {
        const next = end[list[place]!]!;
        if (next !== node && together[next] === together[node] && !isFound.has(next)) result.push(next);
      }
      return result;
    };
    const queue: number[] = [];
    for (const node of members) {
      if (isFound.has(node)) continue;
      const count = neighbours(node, { offsets, rows }, ends).length;
      degree.set(node, count);
      if (count === 0) queue.push(node);
    }
    for (const node of queue) {
      const others = neighbours(node, back, starts);
      found.push(node);
      isFound.add(node);
      for (const other of others) {
        const left = degree.get(other)! - 1;
        degree.set(other, left);
        if (left === 0) queue.push(other);
      }
    }
  }
  return found;
}

function reached(start: number, { offsets, rows }: Rows, ends: readonly number[], together: Int32Array): Set<number> {
  const found = new Set([start]);
  for (const node of found) {
    for (let place = offsets[node]!; place < offsets[node + 1]!; place++) {
      const next = ends[rows[place]!]!;
      if (together[next] === together[start]) found.add(next);
    }
  }
  return found;
}
