/** A set of numbers from 1 that mostly come in order: kept as ranges, so that millions of them cost nothing. */
export class Numbers {
  /** Ascending, apart from each other. */
  private readonly ranges: [number, number][] = [];
  size = 0;

  /** The greatest, or 0. */
  get last(): number {
    return this.ranges.at(-1)?.[1] ?? 0;
  }

  has(number: number): boolean {
    return this.find(number) !== undefined;
  }

  add(number: number): void {
    if (this.has(number)) return;
    this.size += 1;
    const { ranges } = this;
    let place = ranges.length;
    while (place > 0 && (ranges[place - 1]?.[0] ?? 0) > number) place -= 1;
    const [before, after] = [ranges[place - 1], ranges[place]];
    const joinsBefore = before !== undefined && before[1] === number - 1;
    const joinsAfter = after !== undefined && after[0] === number + 1;
    if (joinsBefore && joinsAfter) {
      before[1] = after[1];
      ranges.splice(place, 1);
    } else if (joinsBefore) before[1] = number;
    else if (joinsAfter) after[0] = number;
    else ranges.splice(place, 0, [number, number]);
  }

  /** All from `from` to `to`. */
  addRange(from: number, to: number): void {
    const touching = this.ranges.filter(([low, high]) => low <= to + 1 && high >= from - 1);
    const low = Math.min(from, ...touching.map(([start]) => start));
    const high = Math.max(to, ...touching.map(([, end]) => end));
    const place = this.ranges.findIndex(([, end]) => end >= from - 1);
    this.ranges.splice(place < 0 ? this.ranges.length : place, touching.length, [low, high]);
    this.size += high - low + 1 - touching.reduce((sum, [start, end]) => sum + end - start + 1, 0);
  }

  /** The ranges between 1 and the greatest that are not in it. */
  missing(): readonly (readonly [number, number])[] {
    return this.ranges.flatMap(([from], at) => {
      const before = this.ranges[at - 1]?.[1] ?? 0;
      return from > before + 1 ? [[before + 1, from - 1] as const] : [];
    });
  }

  private find(number: number): [number, number] | undefined {
    const { ranges } = this;
    const last = ranges.at(-1);
    if (!last || number > last[1]) return undefined;
    let [low, high] = [0, ranges.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ranges[middle]?.[1] ?? 0) < number) low = middle + 1;
      else high = middle;
    }
    const range = ranges[low];
    return range && range[0] <= number ? range : undefined;
  }
}
