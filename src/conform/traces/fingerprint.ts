/** 106 bits of a text, for sets of millions of texts: two different texts of one search practically never share them. */
export function fingerprint(text: string): string {
  return `${hash(text, 0x9e3779b9)}${hash(text, 0x7f4a7c15)}`;
}

/** After MurmurHash3's mixing of two 32-bit halves; 53 bits, in base 36. */
function hash(text: string, seed: number): string {
  let low = 0xdeadbeef ^ seed;
  let high = 0x41c6ce57 ^ seed;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    low = Math.imul(low ^ code, 2654435761);
    high = Math.imul(high ^ code, 1597334677);
  }
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  return ((high >>> 0) * 0x200000 + ((low >>> 0) & 0x1fffff)).toString(36);
}
