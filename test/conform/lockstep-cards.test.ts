/**
 * The cards in the documentation that no command can show, because the code of this package keeps its duties and gets done:
 * they are those of planted mistakes. `UPDATE_DOCS=1` writes what is shown today into the page.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { twoPhasePlants } from "../protocols/two-phase-plants.ts";
import { plant } from "../protocols/variant.ts";
import { holdTwoPhase, holdTwoPhaseWithoutDuties } from "./lockstep.ts";

const page = "docs/lockstep.md";
const cards = /^<!-- card (.+): (duties|progress) -->\n```text\n([\s\S]*?)```$/gm;

it("the page shows what is found", async () => {
  const text = readFileSync(page, "utf8");
  const found = [...text.matchAll(cards)];
  expect(found.map(([, , by]) => by)).toEqual(["duties", "progress"]);
  let today = text;
  for (const [block, what, by, shown = ""] of found) {
    const mistake = twoPhasePlants.find((item) => item.what === what);
    if (!mistake) throw new Error(`nobody plants: ${what}`);
    const hold = by === "duties" ? holdTwoPhase : holdTwoPhaseWithoutDuties;
    const { card = "" } = await hold({ settings: "Managers = 1" }, await plant(mistake));
    if (process.env.UPDATE_DOCS)
      today = today.replace(block, () => block.replace(`\`\`\`text\n${shown}`, () => `\`\`\`text\n${card}\n`));
    else expect(`${card}\n`).toBe(shown);
  }
  if (today !== text) writeFileSync(page, today);
});
