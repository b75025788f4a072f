/**
 * A strict reader of the XML that reports are made of: elements, attributes, text, the five entities and characters by
 * number. It refuses whatever XML 1.0 refuses of these, so that a test notices what a CI server would choke on.
 */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

/** Characters of XML 1.0 (§2.2). */
const allowed = /^[\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]*$/u;
const entities: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

export function readXml(text: string): Element {
  if (!allowed.test(text)) throw new Error("a character that XML does not have");
  const head = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(text);
  if (!head) throw new Error("no declaration");
  let at = head[0].length;
  const root = element();
  if (text.slice(at).trim() !== "") throw new Error(`something follows the root: ${text.slice(at, at + 40)}`);
  return root;

  function take(pattern: RegExp): RegExpExecArray {
    const sticky = new RegExp(pattern.source, "uy");
    sticky.lastIndex = at;
    const match = sticky.exec(text);
    if (!match) throw new Error(`expected ${pattern} at ${at}: ${text.slice(at, at + 60)}`);
    at = sticky.lastIndex;
    return match;
  }

  function element(): Element {
    const [, name = ""] = take(/<([A-Za-z][\w-]*)/);
    const attributes: Record<string, string> = {};
    while (/\s/.test(text[at] ?? "") && /[A-Za-z]/.test(text.slice(at).trimStart()[0] ?? "")) {
      const [, key = "", value = ""] = take(/\s+([A-Za-z][\w-]*)="([^"<]*)"/);
      if (key in attributes) throw new Error(`two attributes ${key}`);
      // §3.3.3: a parser makes spaces of these.
      attributes[key] = decode(value.replace(/[\t\n\r]/g, " "));
    }
    const children: Element[] = [];
    if (take(/\s*(\/?)>/)[1] === "/") return { name, attributes, children, text: "" };
    let content = "";
    while (!text.startsWith("</", at)) {
      if (text[at] === "<") children.push(element());
      else content += decode(take(/[^<]+/)[0]);
    }
    take(new RegExp(`</${name}>`));
    return { name, attributes, children, text: content };
  }
}

function decode(raw: string): string {
  if (raw.includes("]]>")) throw new Error("]]> stands in text");
  return raw.replace(/&([^;]*);?/g, (whole, name: string) => {
    const code = /^#(\d+)$/.exec(name)?.[1];
    const meant = code === undefined ? entities[name] : String.fromCodePoint(Number(code));
    if (meant === undefined || !whole.endsWith(";")) throw new Error(`no entity: ${whole}`);
    return meant;
  });
}
