/**
 * A voter as somebody might write it who has never seen this project: a class with fields, promises, its own names. It
 * calls the model's `votedFor` `vote`.
 */
import type { Disk } from "./disk.ts";
import type { Journal, Message, Network } from "./network.ts";

interface Surroundings {
  readonly disk: Disk;
  readonly network: Network;
  readonly journal: Journal;
}

export class Voter {
  term = 0;
  vote: string | undefined;
  votes = new Set<string>();
  readonly name: string;
  private readonly around: Surroundings;

  constructor(name: string, around: Surroundings) {
    this.name = name;
    this.around = around;
    ({ term: this.term, vote: this.vote } = around.disk.read());
  }

  async stand(): Promise<void> {
    this.term += 1;
    this.vote = this.name;
    this.votes.clear();
    await this.keep();
    this.around.journal.step("stand");
  }

  ask(peers: readonly string[]): void {
    if (this.vote !== this.name) return;
    for (const peer of peers) {
      if (this.votes.has(peer)) continue;
      this.around.network.post(peer, { type: "Ask", term: this.term });
      this.around.journal.step("ask", { peer });
    }
  }

  async receive(from: string, message: Message): Promise<void> {
    switch (message.type) {
      case "Ask":
        await this.onAsk(from, message.term);
        break;
      case "Granted":
        if (message.term !== this.term) return;
        this.votes.add(from);
        this.around.journal.step("on Granted");
        break;
    }
  }

  private async onAsk(from: string, term: number): Promise<void> {
    let changed = false;
    if (term > this.term) {
      this.term = term;
      this.vote = undefined;
      changed = true;
    }
    const grants = term === this.term && (this.vote === undefined || this.vote === from);
    if (grants && this.vote !== from) {
      this.vote = from;
      changed = true;
    }
    if (changed) await this.keep();
    if (grants) this.around.network.post(from, { type: "Granted", term });
    this.around.journal.step("on Ask");
  }

  private keep(): Promise<void> {
    return this.around.disk.save({ term: this.term, vote: this.vote });
  }
}
