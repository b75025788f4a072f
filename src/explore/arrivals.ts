/**
 * How every state was first reached: the log that the engine writes, two small numbers for each state in the order of
 * discovery. A path is read off it backwards, level by level; only what is reported needs one.
 */
import { assert } from "../source/index.ts";
import type { Arrival, History } from "./path.ts";

const blockBytes = 1 << 20;

interface Level {
  /** Where the level's part of the log starts. */
  readonly start: number;
  /** The number of its first state. */
  readonly first: number;
}

export class Arrivals implements History {
  readonly #blocks: Uint8Array[] = [];
  readonly #reserve: (bytes: number) => boolean;
  readonly #levels: Level[] = [];
  #length = 0;

  constructor(reserve: (bytes: number) => boolean) {
    this.#reserve = reserve;
  }

  get bytes(): number {
    return this.#length;
  }

  /** What is appended from now on belongs to the next level, whose first state has the number `first`. */
  startLevel(first: number): void {
    this.#levels.push({ start: this.#length, first });
  }

  /** False when there is no memory for it. */
  append(bytes: Uint8Array): boolean {
    for (let done = 0; done < bytes.length; ) {
      const within = this.#length % blockBytes;
      if (within === 0 && this.#blocks.length * blockBytes === this.#length) {
        if (!this.#reserve(blockBytes)) return false;
        this.#blocks.push(new Uint8Array(blockBytes));
      }
      const part = bytes.subarray(done, done + blockBytes - within);
      this.#blocks[Math.floor(this.#length / blockBytes)]!.set(part, within);
      this.#length += part.length;
      done += part.length;
    }
    return true;
  }

  /** The number of the state at a position of a level; the first level is 1. */
  number(level: number, position: number): number {
    return this.#level(level).first + position;
  }

  /** How state number `number` was reached. */
  arrival(number: number): Arrival {
    let level = this.#levels.length;
    while (this.#level(level).first > number) level -= 1;
    const { start, first } = this.#level(level);
    let at = start;
    let position = 0;
    let ordinal = 0;
    const read = (): number => {
      let value = 0;
      for (let shift = 0; ; shift += 7) {
        const byte = this.#blocks[Math.floor(at / blockBytes)]?.[at % blockBytes];
        assert(byte !== undefined, "every state is in the log");
        at += 1;
        value |= (byte & 0x7f) << shift;
        if (byte < 0x80) return value;
      }
    };
    for (let index = first; index <= number; index++) {
      position += read();
      ordinal = read();
    }
    return { parent: level === 1 ? undefined : this.number(level - 1, position), ordinal };
  }

  #level(level: number): Level {
    const found = this.#levels[level - 1];
    assert(found, "no level has this number");
    return found;
  }
}
