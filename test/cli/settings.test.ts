/** Settings of the command line as syntax, with places in the command line's own words. */
import { describe, expect, test } from "vitest";
import { parseSettings } from "../../src/cli/settings.ts";
import { spanText } from "../../src/source/index.ts";

describe("--set and --fault", () => {
  test("keep their places", () => {
    const { value, diagnostics } = parseSettings(["N=5"], ["crash.total = 1"]);
    expect(diagnostics).toEqual([]);
    expect(value?.map((setting) => spanText(setting.span))).toEqual(["N=5", "crash.total = 1"]);
    expect(value?.map((setting) => spanText(setting.value.span))).toEqual(["5", "1"]);
    expect(value?.[0]?.span.source).toEqual({ path: "command line", text: "--set N=5" });
  });
  test.each(["N", "=5", "N=", "5=N", "N=5 } checks P expect holds //", "N=5\nM=6", "N=(", ""])("refuse %j", (text) => {
    const { value, diagnostics } = parseSettings([text], []);
    expect(value).toBeUndefined();
    expect(diagnostics).toHaveLength(1);
    expect(diagnostics[0]?.rule).toBe("usage");
  });
});
