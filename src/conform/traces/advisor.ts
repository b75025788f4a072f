/**
 * Which variable, if it were logged, would have saved most of the search: for each event with several explanations it is
 * asked which variables tell them apart. What would tell all of them apart saves everything that was tried in vain there.
 */

import { equal, type State } from "../../interpreter/index.ts";
import type { Model, Variable } from "../../ir/index.ts";
import type { HeaderLine } from "../../protocols/index.ts";
import type { Moves } from "./moves.ts";
import type { Place } from "./place.ts";

export interface Advice {
  /** Events of the accepted path with more than one explanation. */
  readonly ambiguous: number;
  /** Explanations beside the one that was taken, all together. */
  readonly others: number;
  /** Unlogged variables, best first, with how many of those explanations each would have excluded. */
  readonly variables: readonly { readonly name: string; readonly excludes: number }[];
  /** How many the message that was received would have excluded, where it is not logged. */
  readonly message: number;
}

export class Advisor {
  private readonly header: HeaderLine;
  private readonly unlogged: readonly Variable[];
  private readonly excluded = new Map<string, number>();
  private ambiguous = 0;
  private others = 0;
  private message = 0;

  constructor(header: HeaderLine, model: Model) {
    this.header = header;
    const logged = new Set(header.logged.variables);
    this.unlogged = model.variables.filter(
      ({ process, role, name }) => process && role === "field" && !logged.has(name),
    );
  }

  follow(places: readonly Place[], moves: Moves): void {
    for (const place of places) {
      const { via } = place;
      const node = via?.node;
      if (!via?.others || node === undefined) continue;
      this.ambiguous += 1;
      this.others += via.others.length;
      const owner = moves.around.matcher.member(this.header.nodes[node] ?? "");
      for (const variable of this.unlogged) {
        if (!variable.process?.members.includes(owner)) continue;
        const count = via.others.filter((state) => !this.agree(variable, owner, state, place.state)).length;
        this.excluded.set(variable.name, (this.excluded.get(variable.name) ?? 0) + count);
      }
      if (!this.header.logged.msg && via.steps.some(({ label }) => label.envelope)) this.message += via.others.length;
    }
  }

  advice(): Advice {
    const variables = [...this.excluded]
      .map(([name, excludes]) => ({ name, excludes }))
      .filter(({ excludes }) => excludes > 0)
      .sort((one, other) => other.excludes - one.excludes || (one.name < other.name ? -1 : 1));
    const { ambiguous, others, message } = this;
    return { ambiguous, others, variables, message };
  }

  private agree(variable: Variable, owner: string, one: State, other: State): boolean {
    return equal(one.get(variable, owner), other.get(variable, owner));
  }
}
