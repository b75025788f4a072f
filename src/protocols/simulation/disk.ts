/** A simulated durable log: what is appended is safe once it is synced. A crash keeps any beginning of the rest. */
import type { Random } from "./random.ts";

export class Disk<Record> {
  private readonly written: Record[] = [];
  private synced = 0;

  get records(): readonly Record[] {
    return this.written;
  }

  append(record: Record): void {
    this.written.push(record);
  }

  sync(): void {
    this.synced = this.written.length;
  }

  crash(random: Random): void {
    this.written.length = random.between(this.synced, this.written.length);
    this.synced = this.written.length;
  }
}
