/**
 * The application of a transaction: it tells participants that their work is done, or can't be, and asks nodes how things
 * stand. A node that does not answer is asked again until patience ends.
 */
import { randomBytes } from "node:crypto";
import type { Node } from "../core.ts";
import type { TwoPhaseAnswer, TwoPhaseRequest } from "../two-phase-commit/types.ts";
import type { NodeLinks } from "./node-links.ts";
import { literal, record, type Shape } from "./shape.ts";

export type TransactionLinks = NodeLinks<TwoPhaseRequest, TwoPhaseAnswer>;

export const twoPhaseAnswer: Shape<TwoPhaseAnswer> = record({
  outcome: literal("Open", "Working", "Prepared", "Committed", "Aborted"),
});

const askAgainAfter = 150;

export class TransactionClient {
  private readonly links: TransactionLinks;
  // Two programs may ask the same node.
  private readonly life = randomBytes(4).toString("hex");
  private asked = 0;

  constructor(links: TransactionLinks) {
    this.links = links;
  }

  /** What `node` answers; nothing if it has not by the end of `patience` milliseconds. */
  ask(node: Node, request: TwoPhaseRequest, patience = 10_000): Promise<TwoPhaseAnswer["outcome"] | undefined> {
    const client = `application-${this.life}.${++this.asked}`;
    return new Promise((resolve) => {
      const end = (outcome: TwoPhaseAnswer["outcome"] | undefined) => {
        clearInterval(again);
        clearTimeout(deadline);
        forget();
        resolve(outcome);
      };
      const forget = this.links.listen(client, (_, { outcome }) => end(outcome));
      const again = setInterval(() => this.links.ask(node, client, request), askAgainAfter);
      const deadline = setTimeout(() => end(undefined), patience);
      this.links.ask(node, client, request);
    });
  }

  /** How the transaction ends, for everybody: asks all nodes until each has decided, or until patience ends. */
  async outcomes(patience = 20_000): Promise<ReadonlyMap<Node, TwoPhaseAnswer["outcome"] | undefined>> {
    const end = performance.now() + patience;
    for (;;) {
      const found = new Map(
        await Promise.all(
          this.links.nodes.map(async (node) => {
            const left = Math.max(1, end - performance.now());
            return [node, await this.ask(node, { kind: "outcome" }, left)] as const;
          }),
        ),
      );
      const decided = [...found.values()].every((outcome) => outcome === "Committed" || outcome === "Aborted");
      if (decided || performance.now() >= end) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
