/**
 * How much of a state each variable and network takes: a layout in, bits and places of cells out. For people who want to
 * know why a state is as large as it is, and which of its parts have how many values.
 */
import { assert } from "../source/index.ts";
import type { Layout } from "./layout.ts";
import type { NetworkPlan } from "./plan.ts";

/** Some cells, one behind the other. */
export interface Region {
  readonly cell: number;
  readonly cells: number;
}

/** A variable's regions are those of its members, a network has one. */
export interface Occupancy {
  /** In the packed words. */
  readonly bits: number;
  readonly regions: readonly Region[];
}

/** By position in the model's variables, and by network. */
export function occupancyOf({ model, plan }: Layout): {
  readonly variables: readonly Occupancy[];
  readonly networks: readonly Occupancy[];
} {
  const bitsOf = new Array<number>(plan.cellCount).fill(0);
  for (const { cell, bits } of plan.bits) bitsOf[cell] = (bitsOf[cell] ?? 0) + bits;
  const occupancy = (regions: readonly Region[]): Occupancy => ({
    bits: regions.reduce((sum, { cell, cells }) => sum + total(bitsOf.slice(cell, cell + cells)), 0),
    regions,
  });
  return {
    variables: model.variables.map((variable) => {
      const place = plan.variables.get(variable);
      assert(place, "every variable has a place");
      const cells = plan.shapes.cells(variable.type);
      const members = variable.process?.members.length ?? 1;
      return occupancy(
        Array.from({ length: members }, (_none, member) => ({ cell: place.cell + member * place.stride, cells })),
      );
    }),
    networks: plan.networks.map((network) => occupancy([{ cell: network.cell, cells: cellsOf(network) }])),
  };
}

function cellsOf(plan: NetworkPlan): number {
  switch (plan.kind) {
    case "slots":
      return plan.slots * plan.width;
    case "bits":
      return Math.ceil(plan.count / 32);
    case "channels":
      return plan.cells;
  }
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);
