/** A worker's side of the team: carries out orders with an explorer of its own. */
import { Control } from "./control.ts";
import { Explorer } from "./explorer.ts";
import { type Assignment, type Order, type Report, writeTally } from "./team.ts";

/** Makes ready what `assignment` tells; the result carries out one order after the other. */
export function joinTeam({ program, shared, stopAtViolation, tally }: Assignment): (order: Order) => Report {
  const control = new Control(shared.control);
  const explorer = new Explorer(program, shared, control, stopAtViolation);
  const counts = new Float64Array(tally);
  return ({ queue }) => {
    const isStopped = () => control.get("stop") !== 0 || explorer.halted;
    explorer.startLevel(queue === 0 ? 1 : 0);
    while (!isStopped() && explorer.claim(queue)) {
      while (explorer.explore(true) && !isStopped()) writeTally(counts, explorer.counts);
      writeTally(counts, explorer.counts);
    }
    explorer.finishLevel();
    explorer.table.leave();
    writeTally(counts, explorer.counts);
    return { events: explorer.takeEvents(), halted: explorer.halted, signs: explorer.signs };
  };
}
