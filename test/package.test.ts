/** The package as a stranger gets it: packed, installed in another folder, used on a model of the stranger's own. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";

const root = path.resolve(import.meta.dirname, "..");
const folder = mkdtempSync(path.join(tmpdir(), "lockstep-package-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (command: string, ...parameters: readonly string[]) =>
  execFileSync(command, parameters, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
    timeout: 120_000,
    stdio: ["ignore", "pipe", "pipe"],
  });

const model = `use "lockstep/consensus"

model OneWriter
process Node as n[1..2] {
  durable decided: Option<Bool> = None
  action decide when decided = None { decided := Some(True) }
}
satisfies Consensus only { Agreement, Validity, Integrity } with {
  Process = Node, Value = Bool, proposed = {True}, correct = Node,
  decided = { n: n.decided for n in Node }
}
terminal when ∀ n ∈ Node: n.decided ≠ None
`;

describe("the package", () => {
  it("installs elsewhere and checks a model that uses the theories it ships", { timeout: 180_000 }, () => {
    execFileSync("npm", ["pack", "--silent", "--pack-destination", folder], {
      cwd: root,
      stdio: "ignore",
      timeout: 120_000,
    });
    const tarball = readdirSync(folder).find((name) => name.endsWith(".tgz")) ?? "";
    writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "elsewhere", private: true }));
    run("npm", "install", "--silent", "--no-audit", "--no-fund", "--offline", `./${tarball}`);
    writeFileSync(path.join(folder, "mine.spec"), model);
    expect(run("npx", "--no-install", "lockstep", "mine.spec")).toContain("✓ OneWriter holds");
    expect(run("npx", "--no-install", "check", "mine.spec", "--json")).toContain('"verdict": "holds"');
  });
});
