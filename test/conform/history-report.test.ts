/** The timeline is a picture that browsers read, with every operation in it and nothing outside; texts keep their width. */
import { describe, expect, it } from "vitest";
import { checkHistory, type Operation, objectNames } from "../../src/conform/index.ts";
import {
  createPaint,
  displayWidth,
  type HistoryAccount,
  historyText,
  historyTimeline,
} from "../../src/report/index.ts";
import { createHistory, smallShape } from "./random-history.ts";
import { type Element, readXml } from "./xml.ts";

const all = (element: Element, name: string): readonly Element[] => [
  ...(element.name === name ? [element] : []),
  ...element.children.flatMap((child) => all(child, name)),
];

const accountOf = (operations: readonly Operation[], object: (typeof objectNames)[number]): HistoryAccount => ({
  path: "a <&> b.jsonl",
  object,
  events: 2 * operations.length,
  result: checkHistory(operations, { object }),
  seconds: 0,
});

const histories = objectNames.flatMap((object) =>
  Array.from({ length: 12 }, (_, seed) => ({
    object,
    operations: createHistory(seed + 1, smallShape(object, seed + 1)),
  })),
);

describe("a timeline", () => {
  it("has a bar for each operation that is placed or open, inside the picture, and points in their order", () => {
    for (const { object, operations } of histories) {
      const { result } = accountOf(operations, object);
      const picture = readXml(historyTimeline("a <&> b.jsonl", object, result));
      const [width, height] = [Number(picture.attributes.width), Number(picture.attributes.height)];
      const violation = result.partitions[0]?.violation;
      const placed = violation?.order ?? result.partitions[0]?.order ?? [];
      const bars = all(picture, "g");
      expect(bars).toHaveLength(placed.length + (violation?.unplaced.length ?? 0));
      const rectangles = [...bars.flatMap((bar) => all(bar, "rect")), ...all(picture, "circle")];
      for (const { attributes } of rectangles) {
        const [x, y] = [Number(attributes.x ?? attributes.cx), Number(attributes.y ?? attributes.cy)];
        expect(x).toBeGreaterThan(0);
        expect(y).toBeGreaterThan(0);
        expect(x + Number(attributes.width ?? 0)).toBeLessThanOrEqual(width);
        expect(y + Number(attributes.height ?? 0)).toBeLessThanOrEqual(height);
      }
      const places = all(picture, "circle").map((dot) => Number(dot.attributes.cx));
      expect(places).toHaveLength(placed.length);
      for (const [at, place] of places.entries()) {
        expect(place).toBeGreaterThan(places[at - 1] ?? 0);
        // Each point lies between the begin and the end of its operation.
        const bar = all(bars[at] as Element, "rect")[0]?.attributes;
        expect(place).toBeGreaterThan(Number(bar?.x));
        expect(place).toBeLessThan(Number(bar?.x) + Number(bar?.width));
      }
    }
  });

  it("marks what can't be placed by more than a colour", () => {
    const { operations, object } = histories.find(
      (item) => accountOf(item.operations, item.object).result.verdict === "violated",
    ) as (typeof histories)[number];
    const picture = readXml(historyTimeline("a.jsonl", object, checkHistory(operations, { object })));
    expect(all(picture, "text").filter((item) => item.text.startsWith("✗ "))).toHaveLength(2); // And the legend.
  });

  it("stays small for long histories", () => {
    const operations = createHistory(1, { ...smallShape("register", 1), operations: 3000, lies: 0 });
    const picture = historyTimeline("a.jsonl", "register", checkHistory(operations, { object: "register" }));
    expect(picture.length).toBeLessThan(40_000);
    expect(picture).toContain("later operations are not drawn");
  });
});

describe("the text", () => {
  it("keeps the width of the terminal", () => {
    for (const { object, operations } of histories) {
      for (const width of [60, 80, 120]) {
        const lines = historyText(accountOf(operations, object), createPaint(false), width).split("\n");
        for (const line of lines) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
      }
    }
  });
});
