/**
 * Where a JSON object or list that starts at `start` ends, by its brackets alone: so the items of a long array are parsed one
 * by one, and a mistake in one of them has its line.
 */
export function endOfItem(text: string, start: number): number {
  const sign = /["{}[\]]/g;
  sign.lastIndex = start;
  let depth = 0;
  for (let found = sign.exec(text); found; found = sign.exec(text)) {
    if (found[0] === '"') {
      sign.lastIndex = endOfString(text, found.index);
      continue;
    }
    depth += found[0] === "{" || found[0] === "[" ? 1 : -1;
    if (depth <= 0) return depth < 0 ? found.index : found.index + 1;
  }
  return text.length;
}

/** Behind the closing quote of the string that starts at `start`. */
function endOfString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') return at + 1;
  }
  return text.length;
}
