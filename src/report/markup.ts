/** Text inside HTML and SVG. */
const entities: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

export const escapeMarkup = (text: string): string =>
  // Control characters can't be part of XML at all.
  text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign).replace(/(?![\t\n\r])\p{Cc}/gu, "�");
