/** Timers of a node in real time. One that runs already starts anew; all are gone with the process. */
export type Range = readonly [number, number];

export class Timers {
  private readonly cancel = new Map<string, () => void>();
  private readonly expire: (timer: string) => void;

  constructor(expire: (timer: string) => void) {
    this.expire = expire;
  }

  /** It expires after a time in `range`, in milliseconds, drawn at random. */
  start(timer: string, [from, to]: Range): void {
    this.cancel.get(timer)?.();
    const end = () => {
      this.cancel.delete(timer);
      this.expire(timer);
    };
    if (to === 0) {
      // At once means: after what has already arrived.
      const soon = setImmediate(end);
      this.cancel.set(timer, () => clearImmediate(soon));
    } else {
      const later = setTimeout(end, from + Math.random() * (to - from));
      this.cancel.set(timer, () => clearTimeout(later));
    }
  }

  stopAll(): void {
    for (const cancel of this.cancel.values()) cancel();
    this.cancel.clear();
  }
}
