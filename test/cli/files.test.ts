/** Files that are no UTF-8 text, and words of a command line that are nearly those of a subcommand. */
import { expect, test } from "vitest";
import { subcommands } from "../../src/cli/commands/index.ts";
import { readSource, subcommandNames } from "../../src/cli/files.ts";
import { createFakeHost } from "./fake-host.ts";

const model = "model Small\nstate x: 0..3 = 0\n";

/** What is said about a file with these bytes; its text when nothing is. */
function read(bytes: Uint8Array): string {
  const result = readSource(createFakeHost(new Map([["a.spec", bytes]])), "a.spec");
  return "source" in result ? result.source.text : `${result.diagnostic.rule}: ${result.diagnostic.message}`;
}

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes).swap16();
}

test("UTF-16 is called by its name, with and without a mark, in both orders", () => {
  const plain = Buffer.from(model, "utf16le");
  const marked = Buffer.from(`\ufeff${model}`, "utf16le");
  for (const bytes of [plain, marked, swapped(plain), swapped(marked)])
    expect(read(bytes)).toBe("not-text: `a.spec` is UTF-16");
});

test("UTF-8 is read, also with a mark; what is neither is no text", () => {
  expect(read(Buffer.from(model))).toBe(model);
  expect(read(Buffer.from(`\ufeff${model}`))).toBe(model);
  expect(read(Buffer.from("model 名字\n"))).toBe("model 名字\n");
  expect(read(Buffer.from([0x6d, 0xe9, 0x0a]))).toBe("not-text: this is not UTF-8");
  expect(read(Buffer.from(Array.from({ length: 600 }, (_, at) => (at * 37) % 256)))).toMatch(
    /^not-text: .* is not text/,
  );
});

test("every subcommand's name may have been meant", () => {
  expect([...subcommandNames].sort()).toEqual(subcommands.map(({ name }) => name).sort());
});
