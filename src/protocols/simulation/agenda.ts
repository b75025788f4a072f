/** What is to happen at which virtual time: a binary heap by time, and among equals by the order in which it was entered. */
interface Appointment {
  readonly time: number;
  readonly order: number;
  readonly happen: () => void;
}

export class Agenda {
  /** Virtual milliseconds since the start. */
  now = 0;
  private readonly heap: Appointment[] = [];
  private entered = 0;

  after(delay: number, happen: () => void): void {
    const { heap } = this;
    let place = heap.push({ time: this.now + delay, order: this.entered++, happen }) - 1;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if (!this.swapIfLater(parent, place)) break;
      place = parent;
    }
  }

  /** Advances the time to the next appointment, unless that is after `end`, and lets it happen. */
  proceed(end: number): boolean {
    const { heap } = this;
    const first = heap[0];
    if (!first || first.time > end) return false;
    const last = heap.pop();
    if (last && last !== first) {
      heap[0] = last;
      for (let place = 0; ; ) {
        const left = 2 * place + 1;
        if (left >= heap.length) break;
        const child = left + 1 < heap.length && this.isLater(left, left + 1) ? left + 1 : left;
        if (!this.swapIfLater(place, child)) break;
        place = child;
      }
    }
    this.now = first.time;
    first.happen();
    return true;
  }

  private isLater(one: number, other: number): boolean {
    const [a, b] = [this.heap[one], this.heap[other]];
    return a !== undefined && b !== undefined && (a.time > b.time || (a.time === b.time && a.order > b.order));
  }

  private swapIfLater(upper: number, lower: number): boolean {
    if (!this.isLater(upper, lower)) return false;
    const [a, b] = [this.heap[upper], this.heap[lower]];
    if (a && b) [this.heap[upper], this.heap[lower]] = [b, a];
    return true;
  }
}
