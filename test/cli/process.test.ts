/** The program as a process of its own: what an in-process host cannot show, such as pipes, signals and colours. */
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");
const program = join(root, "dist/cli.js");
let folder: string;

const small = "model Small\nstate x: 0..3 = 0\naction up when x < 3 { x += 1 }\nterminal when True\n";
const large =
  "model Large\nparam N = 12\nprocess P as p[1..N] ordered { durable x: 0..9 = 0 action up when x < 9 { x += 1 } }\nterminal when True\n";

beforeAll(() => {
  execFileSync(process.execPath, [join(root, "build.js")], { cwd: root });
  folder = mkdtempSync(join(tmpdir(), "lockstep-process-"));
  writeFileSync(join(folder, "small.spec"), small);
  writeFileSync(join(folder, "windows.spec"), small.replaceAll("\n", "\r\n"));
  writeFileSync(join(folder, "large.spec"), large);
  writeFileSync(join(folder, "bytes.spec"), Buffer.from(Array.from({ length: 600 }, (_, index) => (index * 37) % 256)));
  writeFileSync(join(folder, "wrong.spec"), "model Wrong\nstate x: 0..3 = y\n");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[], environment: Readonly<Record<string, string>> = {}) {
  const inherited = { ...process.env, ...environment };
  if (environment.FORCE_COLOR === undefined) delete inherited.FORCE_COLOR;
  return spawnSync(process.execPath, [program, ...args], { cwd: folder, encoding: "utf8", env: inherited });
}

test("the bundle is a program", () => {
  expect(readFileSync(program, "utf8")).toMatch(/^#!\/usr\/bin\/env node\n/);
  const { status, stdout } = run(["--version"]);
  expect([status, stdout]).toEqual([0, "0.1.0\n"]);
});

test("a model, also with Windows line ends", () => {
  for (const file of ["small.spec", "windows.spec"]) {
    const { status, stdout, stderr } = run([file]);
    expect(stdout).toMatch(/^✓ Small holds {2}4 states · 4 transitions · depth 4/);
    expect([status, stderr]).toEqual([0, ""]);
  }
}, 30_000);

test("binary data, and no stack trace", () => {
  const { status, stderr } = run(["bytes.spec"]);
  expect(status).toBe(150);
  expect(stderr).toMatch(/^error\[not-text\] `bytes.spec`/);
  expect(stderr).not.toMatch(/\bat .*\.js/);
});

test("colours: none in a pipe, some when forced, none with NO_COLOR or in JSON", () => {
  const colour = "\u001b[";
  expect(run(["small.spec"]).stdout).not.toContain(colour);
  expect(run(["small.spec"], { FORCE_COLOR: "1" }).stdout).toContain(colour);
  expect(run(["small.spec"], { FORCE_COLOR: "1", NO_COLOR: "1" }).stdout).not.toContain(colour);
  expect(run(["small.spec", "--json"], { FORCE_COLOR: "1" }).stdout).not.toContain(colour);
  expect(run(["wrong.spec"], { FORCE_COLOR: "1" }).stderr).toContain(colour);
}, 30_000);

test("Ctrl-C prints the figures so far and exits 130", async () => {
  const child = spawn(process.execPath, [program, "large.spec"], { cwd: folder });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.on("exit", resolve));
  await new Promise((resolve) => setTimeout(resolve, 1500));
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  expect(output).toMatch(/Large is inconclusive: interrupted/);
  expect(output).toMatch(/[\d,]+ states · [\d,]+ transitions · depth \d+/);
}, 20_000);

test("a reader that goes away is no error", async () => {
  const child = spawn(process.execPath, [program, "explain"], { cwd: folder });
  child.stdout.destroy();
  let errors = "";
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const status = await new Promise<number | null>((resolve) => child.on("exit", resolve));
  expect([status, errors]).toEqual([0, ""]);
});
