/** "Did you mean …?": the candidate nearest to a misspelt word, if one is near enough. */

/** The number of single-character edits and neighbour swaps from `a` to `b` (Damerau–Levenshtein, restricted). */
function distance(a: string, b: string): number {
  const width = b.length + 1;
  const table = new Array<number>((a.length + 1) * width).fill(0);
  const at = (i: number, j: number) => table[i * width + j] ?? 0;
  for (let i = 0; i <= a.length; i++) {
    for (let j = 0; j <= b.length; j++) {
      let least: number;
      if (i === 0 || j === 0) least = i + j;
      else {
        const same = a[i - 1] === b[j - 1] ? 0 : 1;
        least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same);
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
          least = Math.min(least, at(i - 2, j - 2) + 1);
      }
      table[i * width + j] = least;
    }
  }
  return at(a.length, b.length);
}

/** The candidate closest to `word`, or nothing when none is within a third of its length; case differences are free. */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  // Another letter is no misspelling of a single one.
  let least = word.length === 1 ? 1 : Math.max(1, Math.floor(word.length / 3)) + 1;
  if (word.length > 64) return undefined;
  for (const candidate of candidates) {
    if (candidate === word || Math.abs(candidate.length - word.length) >= least) continue;
    const edits = distance(word.toLowerCase(), candidate.toLowerCase());
    if (edits < least) {
      least = edits;
      best = candidate;
    }
  }
  return best;
}
