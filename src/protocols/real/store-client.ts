/**
 * A client of the replicated store: one command after the other, each sent again, to this node or that, until it is
 * answered. The number that it has makes the store execute it once. Who waits for too long gives up and goes on under a
 * new name, because the command may still take effect.
 */
import { randomBytes } from "node:crypto";
import type { Node } from "../core.ts";
import type { Command, Operation, Result } from "../raft/store.ts";
import type { RaftAnswer } from "../raft/types.ts";
import type { OperationLine } from "../trace-event.ts";
import type { NodeLinks } from "./node-links.ts";
import { count, either, literal, record, type Shape, text, truth } from "./shape.ts";

export type StoreLinks = NodeLinks<Command, RaftAnswer>;

const resultShape: Shape<Result> = either(
  record({ kind: literal("value"), value: either(text, literal(null)) }),
  record({ kind: literal("written") }),
  record({ kind: literal("swapped"), swapped: truth }),
);
export const raftAnswer: Shape<RaftAnswer> = either(
  record({ kind: literal("done"), client: text, sequence: count, result: resultShape }),
  record({ kind: literal("not-leader"), client: text, sequence: count }),
);

/** Milliseconds: until another node is asked, between two rounds in which nobody led, and until it gives up. */
const times = { askAgain: 700, pause: 30, giveUp: 20_000 };

export class StoreClient {
  private readonly links: StoreLinks;
  private readonly name: string;
  private readonly log: (line: OperationLine) => void;
  private readonly giveUp: number;
  // The store remembers its clients for ever: a name that was used before would be taken for the one that had it.
  private readonly life = randomBytes(4).toString("hex");
  private lives = 1;
  private sequence = 0;
  private target = 0;

  constructor(links: StoreLinks, name: string, log: (line: OperationLine) => void, giveUp: number = times.giveUp) {
    this.links = links;
    this.name = name;
    this.log = log;
    this.giveUp = giveUp;
  }

  get session(): string {
    return this.lives === 1 ? `${this.name}-${this.life}` : `${this.name}-${this.life}.${this.lives}`;
  }

  /** The result; undefined if it gave up. */
  async perform(operation: Operation): Promise<Result | undefined> {
    this.sequence++;
    const command: Command = { client: this.session, sequence: this.sequence, operation };
    const place = { client: command.client, id: command.sequence };
    this.log({ operation: "invoke", ...place, call: { ...operation } });
    const result = await this.ask(command);
    if (result) this.log({ operation: "ok", ...place, result: { ...result } });
    else {
      this.log({ operation: "info", ...place });
      this.lives++;
      this.sequence = 0;
    }
    return result;
  }

  private ask(command: Command): Promise<Result | undefined> {
    const { links } = this;
    const { client, sequence } = command;
    return new Promise((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const send = () => {
        clearTimeout(timer);
        const sent = links.ask(this.node(), client, command);
        timer = setTimeout(next, sent ? times.askAgain : times.pause);
      };
      const next = () => {
        this.target++;
        send();
      };
      const end = (result: Result | undefined) => {
        clearTimeout(timer);
        clearTimeout(deadline);
        forget();
        resolve(result);
      };
      const forget = links.listen(client, (from, answer) => {
        if (answer.client !== client || answer.sequence !== sequence) return;
        if (answer.kind === "done") end(answer.result);
        else if (from === this.node()) {
          this.target++;
          clearTimeout(timer);
          timer = setTimeout(send, this.target % links.nodes.length === 0 ? times.pause : 0);
        }
      });
      const deadline = setTimeout(() => end(undefined), this.giveUp);
      send();
    });
  }

  private node(): Node {
    return this.links.nodes[this.target % this.links.nodes.length] ?? "";
  }
}
