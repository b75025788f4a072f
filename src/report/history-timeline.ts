/**
 * A history as a picture (SVG): a row for each client, a bar for each operation from its begin to its end, a dot where the
 * order that was found places it, and a line through the dots. Of a violation, the surroundings of where it fails are drawn:
 * what could be placed, what could not, what was open. Colours work on light and dark grounds, and nothing is said by colour
 * alone.
 */
import { type HistoryResult, type Operation, type PartitionResult, shown } from "../conform/index.ts";
import { linesText, objectTitle } from "./history.ts";
import { escapeMarkup } from "./markup.ts";

/** At most this many operations of an object are drawn: the last ones before a violation, else the first ones. */
const mostDrawn = 40;
const longestText = 26;
const mostSections = 12;

const rowHeight = 44;
const barHeight = 26;
const nameWidth = 110;
const margin = 16;
const unit = 34;
const fontSize = 12;

type Role = "placed" | "failed" | "open" | "outside";

interface Bar {
  readonly operation: Operation;
  readonly text: string;
  readonly role: Role;
  /** Its place in the order, from 0. */
  readonly place?: number;
}

interface Section {
  readonly title: string;
  readonly bars: readonly Bar[];
  readonly note: string;
}

export function historyTimeline(path: string, object: string, result: HistoryResult): string {
  const violated = result.partitions.find((item) => item.violation);
  const chosen = violated ? [violated] : result.partitions.slice(0, mostSections);
  const parts: string[] = [];
  let top = margin + 44;
  let width = 640;
  for (const partition of chosen) {
    const drawn = drawSection(sectionOf(partition), top);
    parts.push(drawn.text);
    top += drawn.height;
    width = Math.max(width, drawn.width);
  }
  const verdict = { linearizable: "is linearizable", violated: "is not linearizable", unknown: "is not decided" };
  const title = `${path} ${verdict[result.verdict]} as a ${objectTitle(object)}`;
  const left = result.partitions.length - chosen.length;
  const more = violated || left === 0 ? "" : ` (${left} more keys are not drawn)`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${top + legendHeight}" viewBox="0 0 ${width} ${top + legendHeight}" font-family="system-ui, sans-serif" font-size="${fontSize}" role="img">`,
    `<title>${escapeMarkup(title)}</title>`,
    style,
    `<rect class="ground" width="${width}" height="${top + legendHeight}"/>`,
    `<text class="title" x="${margin}" y="${margin + 14}">${escapeMarkup(title + more)}</text>`,
    ...parts,
    legend(top, violated !== undefined),
    "</svg>",
    "",
  ].join("\n");
}

const style = `<style>
.ground { fill: #ffffff } text { fill: #1f2937 } .title { font-size: 16px; font-weight: 600 } .faint { fill: #6b7280 }
.row { stroke: #e5e7eb } .bar { stroke-width: 1.5; rx: 4px } .placed { fill: #dbeafe; stroke: #2563eb } .open { fill: #fef3c7; stroke: #b45309; stroke-dasharray: 5 3 }
.failed { fill: #fee2e2; stroke: #dc2626; stroke-width: 2.5 } .outside { fill: #f3f4f6; stroke: #9ca3af } .order { fill: none; stroke: #2563eb; stroke-opacity: 0.45; stroke-width: 1.5 }
.dot { fill: #2563eb } .number { fill: #2563eb; font-size: 10px } .limit { stroke: #dc2626; stroke-dasharray: 3 3 }
@media (prefers-color-scheme: dark) { .ground { fill: #111827 } text { fill: #e5e7eb } .faint { fill: #9ca3af } .row { stroke: #374151 } .placed { fill: #1e3a8a } .open { fill: #78350f } .failed { fill: #7f1d1d } .outside { fill: #374151 } .dot, .number { fill: #93c5fd } .order { stroke: #93c5fd } }
</style>`;

/** What is drawn of one object. */
function sectionOf(partition: PartitionResult): Section {
  const { violation, order, key } = partition;
  const name = key === undefined ? "" : `key ${shown(key)}`;
  if (!violation) {
    const bars = order
      .slice(0, mostDrawn)
      .map((operation, place): Bar => ({ operation, text: partition.texts[place] ?? "", role: "placed", place }));
    const left = order.length - bars.length;
    return { title: name, bars, note: left > 0 ? `${left} later operations are not drawn` : "" };
  }
  const placed = violation.order.map(
    (item, place): Bar => ({ operation: item.operation, text: item.text, role: "placed", place }),
  );
  const open = violation.unplaced.map(
    ({ operation, text }): Bar => ({ operation, text, role: operation === violation.operation ? "failed" : "open" }),
  );
  const shownOpen = open.slice(0, mostDrawn / 2);
  const shownPlaced = placed.slice(-(mostDrawn - shownOpen.length));
  const left = placed.length - shownPlaced.length;
  const note = left > 0 ? `${left} earlier operations are not drawn` : "";
  return { title: name, bars: [...shownPlaced, ...shownOpen], note };
}

/** Times are the begins and ends of what is drawn, one after the other: the distances between them mean nothing. */
function drawSection(
  section: Section,
  top: number,
): { readonly text: string; readonly height: number; readonly width: number } {
  const { bars } = section;
  const moments = [...new Set(bars.flatMap(({ operation }) => [operation.begin, operation.end]))]
    .filter((time) => Number.isFinite(time))
    .sort((a, b) => a - b);
  const positions = stretch(bars, moments);
  const end = (positions.get(moments.at(-1) ?? 0) ?? 0) + unit;
  const x = (time: number): number => nameWidth + margin + (positions.get(time) ?? end);
  const clients = [...new Set(bars.map(({ operation }) => operation.client))].sort(byNumberThenName);
  const first = top + (section.title === "" ? 0 : 22);
  const y = (client: string): number => first + clients.indexOf(client) * rowHeight;
  const right = nameWidth + margin + end + margin;
  const lines: string[] = [];
  if (section.title !== "")
    lines.push(`<text x="${margin}" y="${top + 10}" font-weight="600">${escapeMarkup(section.title)}</text>`);
  for (const client of clients) {
    const middle = y(client) + rowHeight / 2;
    lines.push(`<line class="row" x1="${nameWidth}" x2="${right - margin}" y1="${middle}" y2="${middle}"/>`);
    lines.push(`<text x="${margin}" y="${middle + 4}">${escapeMarkup(cut(client, nameWidth - margin))}</text>`);
  }
  const failed = bars.find((bar) => bar.role === "failed");
  const bottom = first + clients.length * rowHeight;
  if (failed) {
    const at = x(failed.operation.end);
    lines.push(`<line class="limit" x1="${at}" x2="${at}" y1="${first}" y2="${bottom}"/>`);
  }
  for (const bar of bars) lines.push(drawBar(bar, x, y(bar.operation.client)));
  lines.push(drawOrder(bars, moments, x, y));
  if (section.note !== "")
    lines.push(`<text class="faint" x="${margin}" y="${bottom + 14}">${escapeMarkup(section.note)}</text>`);
  return { text: lines.join("\n"), height: bottom - top + 26, width: right };
}

/** Each moment gets a place so far to the right that the texts of operations which end there fit into their bars. */
function stretch(bars: readonly Bar[], moments: readonly number[]): ReadonlyMap<number, number> {
  const places = new Map<number, number>();
  let at = 0;
  for (const moment of moments) {
    at += unit;
    for (const { operation, text } of bars) {
      if (operation.end !== moment) continue;
      at = Math.max(at, Math.round((places.get(operation.begin) ?? 0) + textWidth(text)));
    }
    places.set(moment, at);
  }
  return places;
}

/** Long values keep their two ends: what tells them apart is often the last part. */
const inBar = (text: string): string =>
  text.length <= longestText ? text : `${text.slice(0, longestText - 10)}…${text.slice(-9)}`;
const textWidth = (text: string): number => inBar(text).length * fontSize * 0.58 + 22;

function drawBar({ operation, text, role, place }: Bar, x: (time: number) => number, rowTop: number): string {
  const left = x(operation.begin);
  const right = x(operation.end);
  const top = rowTop + (rowHeight - barHeight) / 2;
  const pending = Number.isFinite(operation.end) ? "" : ", never answered";
  const about = `${text} by ${operation.client}, lines ${linesText(operation)}${pending}${place === undefined ? "" : `, number ${place + 1} in the order`}`;
  const mark = role === "failed" ? "✗ " : "";
  const words = cut(mark + inBar(text) + (pending === "" ? "" : " …"), right - left - 8);
  return `<g><title>${escapeMarkup(about)}</title><rect class="bar ${role}" x="${left}" y="${top}" width="${right - left}" height="${barHeight}"/><text x="${left + 6}" y="${top + 17}">${escapeMarkup(words)}</text></g>`;
}

/** A point of each placed operation between its begin and its end, later than the points before it. */
function drawOrder(
  bars: readonly Bar[],
  moments: readonly number[],
  x: (time: number) => number,
  y: (client: string) => number,
): string {
  // The last begin before the point, and all points between it and the next moment.
  const groups = new Map<number, Bar[]>();
  let moment = Number.NEGATIVE_INFINITY;
  for (const bar of bars.filter((item) => item.place !== undefined)) {
    moment = Math.max(moment, bar.operation.begin);
    groups.set(moment, [...(groups.get(moment) ?? []), bar]);
  }
  const points = [...groups].flatMap(([time, group]) => {
    const from = x(time);
    const to = x(moments[moments.indexOf(time) + 1] ?? Number.POSITIVE_INFINITY);
    return group.map(({ operation, place }, at) => ({
      x: Math.round(from + ((at + 1) * (to - from)) / (group.length + 1)),
      y: y(operation.client) + (rowHeight - barHeight) / 2,
      number: (place ?? 0) + 1,
    }));
  });
  const path = points.map((point) => `${point.x},${point.y}`).join(" ");
  const dots = points.map(
    (point) =>
      `<circle class="dot" cx="${point.x}" cy="${point.y}" r="3"/><text class="number" x="${point.x + 4}" y="${point.y - 3}">${point.number}</text>`,
  );
  return [`<polyline class="order" points="${path}"/>`, ...dots].join("\n");
}

const legendHeight = 40;

function legend(top: number, violated: boolean): string {
  const entries: readonly (readonly [Role, string])[] = violated
    ? [
        ["placed", "placed, with its number in the order"],
        ["failed", "✗ can't be placed"],
        ["open", "open, not placed"],
      ]
    : [["placed", "placed, with its number in the order"]];
  let at = margin;
  return entries
    .map(([role, text]) => {
      const entry = `<rect class="bar ${role}" x="${at}" y="${top + 8}" width="22" height="14"/><text class="faint" x="${at + 28}" y="${top + 20}">${text}</text>`;
      at += 44 + text.length * 7;
      return entry;
    })
    .join("\n");
}

function cut(text: string, width: number): string {
  const room = Math.floor(width / (fontSize * 0.58));
  return text.length <= room ? text : `${text.slice(0, Math.max(0, room - 1))}…`;
}

const byNumberThenName = (a: string, b: string): number => a.localeCompare(b, "en", { numeric: true });
