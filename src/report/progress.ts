/**
 * How far a search is. On a terminal one line is written over and over; into a pipe a plain line goes out now and then,
 * so that a log shows life without drowning in it.
 */
import type { Output } from "./output.ts";
import { count, duration, plural } from "./verdict-line.ts";
import { crop } from "./width.ts";

export interface ProgressFigures {
  readonly states: number;
  readonly transitions: number;
  /** States found and not yet expanded. */
  readonly queue: number;
  readonly depth: number;
}

export interface ProgressLine {
  /** Figures of a search, or what else there is to say. */
  show(figures: ProgressFigures | string): void;
  /** Takes the line away, before something else is written. */
  clear(): void;
}

/** Plain lines come after 5, 10, 20, … seconds, at most a minute apart. */
export function createProgressLine(output: Output, title: string, now: () => number): ProgressLine {
  const start = now();
  let drawn = false;
  let nextPlain = 5;
  let gap = 5;
  return {
    show(figures) {
      const seconds = (now() - start) / 1000;
      const text =
        typeof figures === "string"
          ? `${title}: ${figures}, ${duration(seconds)}`
          : progressText(title, figures, seconds);
      if (output.isTerminal) {
        if (seconds < 0.3) return;
        output.write(`\r\u001b[2K${crop(text, output.columns - 1)}`);
        drawn = true;
      } else if (seconds >= nextPlain) {
        output.write(`${text}\n`);
        nextPlain = seconds + gap;
        gap = Math.min(60, gap * 2);
      }
    },
    clear() {
      if (drawn) output.write("\r\u001b[2K");
      drawn = false;
    },
  };
}

export function progressText(title: string, figures: ProgressFigures, seconds: number): string {
  const rate = seconds > 0 ? Math.round(figures.states / seconds) : 0;
  return `${title}: ${plural(figures.states, "state")}, ${plural(figures.transitions, "transition")}, ${count(figures.queue)} in the queue, depth ${figures.depth}, ${count(rate)} states/s, ${duration(seconds)}`;
}
