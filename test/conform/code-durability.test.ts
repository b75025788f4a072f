/**
 * Durable before sent, construct by construct: small pieces of code that keep the order or break it, each with the place at
 * which it is told. A piece is the body of a method of a class whose `x` and `z` are durable and whose `y` is not.
 */
import { describe, expect, it, vi } from "vitest";
import { judge } from "./code-snippets.ts";

// Whoever comes first loads a compiler.
vi.setConfig({ testTimeout: 60_000 });

const before = ["sent-before-durable"];
const left = ["left-not-durable"];

/** The rules that are broken; `body` runs in a method, `more` are other methods. */
function rules(body: string, more = ""): readonly string[] {
  const text = `class P {
  x = 0; y = 0; z = 0; peers: string[] = []; ready = false;
  async handle(message: any, other: boolean) {
    ${body}
  }
  ${more}
  persist(record: unknown) { write(record); }
  send(to: string, message: unknown) { transmit(to, message); }
}
declare function write(record: unknown): void;
declare function transmit(to: string, message: unknown): void;
`;
  return judge(text).map((item) => item.replace(/ \d+$/, ""));
}

const persist = "this.persist({ x: this.x, z: this.z });";
const send = `this.send("p2", { type: "M" });`;

describe("order", () => {
  it.each<readonly [string, string, readonly string[]]>([
    ["persisted, then sent", `this.x = 1; ${persist} ${send}`, []],
    ["sent, then persisted", `this.x = 1; ${send} ${persist}`, before],
    ["sent before anything changes", `${send} this.x = 1; ${persist}`, []],
    ["never persisted", "this.x = 1;", left],
    ["a volatile variable", `this.y = 1; ${send}`, []],
    ["changed again after it was persisted", `this.x = 1; ${persist} this.x = 2; ${send} ${persist}`, before],
    ["only the other variable is persisted", `this.x = 1; this.persist({ z: this.z }); ${send}`, before],
    ["a whole record is persisted", `this.x = 1; this.persist(record); ${send}`, []],
    ["a record with more in it", `this.x = 1; this.persist({ kind: "vote", data: this }); ${send}`, []],
  ])("%s", (_what, body, expected) => expect(rules(body)).toEqual(expected));
});

describe("ways to change a variable", () => {
  it.each([
    ["assignment", "this.x = 1;"],
    ["compound assignment", "this.x += 1;"],
    ["increment", "this.x++;"],
    ["decrement in front", "--this.x;"],
    ["by a string", `this["x"] = 1;`],
    ["of an item", "this.x[3] = 1;"],
    ["a method that changes it", "this.x.push(1);"],
    ["deletion", "delete this.x;"],
    ["destructuring", "[this.x, this.y] = [1, 2];"],
    ["logical assignment", "this.x ||= 1;"],
    ["an update with a literal", "this.update({ x: 1 });"],
    ["an update with a variable", "const change = { x: 1 }; this.update(change);"],
    ["an update with a result", "this.update(made()); function made() { return { x: 1, y: 2 }; }"],
    ["a copy with a change", "this.state = { ...this.state, x: 1 };"],
    ["in an argument", "compute(this.x = 1);"],
    ["in a condition", "if ((this.x = 1)) other();"],
  ])("%s", (_what, body) => {
    expect(rules(`${body} ${send} ${persist}`)).toEqual(before);
    expect(rules(`${body} ${persist} ${send}`)).toEqual([]);
  });

  it.each([
    ["a local variable of that name", "let x = 0; x = 1;"],
    ["a parameter of that name in a closure", "const f = (x: number) => { x = 2; };"],
    ["reading", "const copy = this.x + 1;"],
    ["an object without a copied state", "const record = { x: 1, y: 2 };"],
    ["a method whose result is used", "const log = this.x.push(1);"],
    ["an update of something else", "this.update({ y: 1 });"],
  ])("not: %s", (_what, body) => expect(rules(`${body} ${send}`)).toEqual([]));

  it("a variable of the module is state", () => {
    const code =
      "let x = 0;\nexport function handle() {\n  x = 1;\n  send();\n  persist();\n}\ndeclare function send(): void;";
    expect(judge(code)).toEqual(["sent-before-durable 4"]);
  });

  it("a constructor changes nothing: there was no state before", () => {
    expect(judge("class P {\n  x = 0;\n  constructor() {\n    this.x = 1;\n    send();\n  }\n}")).toEqual([]);
  });
});

describe("paths", () => {
  it.each<readonly [string, string, readonly string[]]>([
    ["one branch does not persist", `this.x = 1; if (other) { ${persist} } ${send}`, before],
    ["both branches persist", `this.x = 1; if (other) { ${persist} } else { ${persist} } ${send}`, []],
    ["the branch that does not persist ends", `this.x = 1; if (other) { ${persist} } else { return; } ${send}`, left],
    [
      "the branch that does not persist throws",
      `this.x = 1; if (other) { ${persist} } else { throw Error(); } ${send}`,
      [],
    ],
    ["a loop may run never", `this.x = 1; for (const p of this.peers) { ${persist} } ${send}`, before],
    ["the second round of a loop sends", `for (const p of this.peers) { ${send} this.x = 1; } ${persist}`, before],
    ["each round persists", `for (const p of this.peers) { this.x = 1; ${persist} ${send} }`, []],
    ["do runs at least once", `this.x = 1; do { ${persist} } while (other); ${send}`, []],
    ["continue leaves out the rest", `while (other) { this.x = 1; if (this.y) continue; ${persist} } ${send}`, before],
    ["break leaves out the rest", `for (;;) { this.x = 1; if (this.y) break; ${persist} } ${send} ${persist}`, before],
    ["a case falls through", `switch (message) { case 1: this.x = 1; case 2: ${send} } ${persist}`, before],
    ["a case ends", `switch (message) { case 1: this.x = 1; ${persist} break; case 2: ${send} }`, []],
    [
      "a try may fail before it persists",
      `this.x = 1; try { other(); ${persist} } catch { } ${send} ${persist}`,
      before,
    ],
    ["finally persists", `this.x = 1; try { other(); } finally { ${persist} } ${send}`, []],
    ["&& may leave it out", `this.x = 1; other && ${persist} ${send} ${persist}`, before],
    ["a conditional expression", `this.x = 1; other ? ${persist.slice(0, -1)} : 0; ${send} ${persist}`, before],
    ["unchanged after all", `const old = this; this.x = 1; if (this.x === old.x) return; ${persist} ${send}`, []],
    [
      "the wrong one is unchanged",
      `const old = this; this.x = 1; if (this.z === old.z) return; ${persist} ${send}`,
      left,
    ],
    [
      "all are unchanged",
      `this.x = 1; this.z = 1; if (this.x === old.x && this.z === old.z) return; ${persist} ${send}`,
      [],
    ],
    [
      "one of two is unchanged",
      `this.x = 1; this.z = 1; if (this.x === old.x || this.z === old.z) return; ${persist}`,
      left,
    ],
    ["changed, or else", `this.x = 1; if (this.x !== old.x) { ${persist} } ${send}`, []],
    [
      "a local switch",
      `let dirty = false; if (other) { this.x = 1; dirty = true; } if (dirty) { ${persist} } ${send}`,
      [],
    ],
    [
      "a switch that is not set",
      `let dirty = false; if (other) { this.x = 1; } if (dirty) { ${persist} } ${send} ${persist}`,
      before,
    ],
    ["a switch that is reset", `let dirty = true; this.x = 1; dirty = other; if (!dirty) { return; } ${persist}`, left],
  ])("%s", (_what, body, expected) => expect(rules(body)).toEqual(expected));
});

describe("calls", () => {
  it.each<readonly [string, string, string, readonly string[]]>([
    ["the change is in a method", `this.change(); ${send} ${persist}`, "change() { this.x = 1; }", before],
    ["persisting is in a method", `this.x = 1; this.keep(); ${send}`, `keep() { ${persist} }`, []],
    [
      "the method persists sometimes",
      `this.x = 1; this.keep(); ${send} ${persist}`,
      `keep() { if (this.y) ${persist} }`,
      before,
    ],
    ["sending is in a method", `this.x = 1; this.tell(); ${persist}`, `tell() { ${send} }`, before],
    [
      "methods call each other",
      `this.a(true); ${persist}`,
      `a(more: boolean) { if (more) this.b(); ${send} } b() { this.x = 1; this.a(false); }`,
      before,
    ],
    [
      "a method of the same name passes on",
      `this.x = 1; persist(this); ${send}`,
      `} function persist(p: P) { if (p.x === p.z) return; p.persist({ x: p.x, z: p.z }); } class Q {`,
      before,
    ],
    ["a closure per peer", `this.x = 1; this.peers.forEach((peer) => this.send(peer, 1)); ${persist}`, "", before],
    [
      "a named function per peer",
      `this.x = 1; this.peers.forEach(tell); ${persist}`,
      `} function tell(peer: string) { new P().send(peer, 1); } class Q {`,
      before,
    ],
    ["a closure that changes", `this.peers.forEach(() => { this.x = 1; }); ${send} ${persist}`, "", before],
    ["a callback of what persists", `this.x = 1; this.persist({ x: 1 }, () => { ${send} });`, "", []],
    ["beside what persists with a callback", `this.x = 1; later(() => { ${persist} }); ${send} ${persist}`, "", before],
  ])("%s", (_what, body, more, expected) => expect(rules(body, more)).toEqual(expected));
});

describe("promises", () => {
  const keep = "async keep() { this.persist({ x: this.x, z: this.z }); }";
  it.each<readonly [string, string, readonly string[]]>([
    ["awaited", `this.x = 1; await this.keep(); ${send}`, []],
    ["not awaited", `this.x = 1; this.keep(); ${send}`, ["unawaited-persist", ...before]],
    ["void", `this.x = 1; void this.keep(); ${send}`, ["unawaited-persist", ...before]],
    ["then", `this.x = 1; this.keep().then(() => { ${send} });`, []],
    ["beside then", `this.x = 1; const done = this.keep(); ${send} await done;`, ["unawaited-persist", ...before]],
    ["all", `this.x = 1; await Promise.all([this.keep(), other()]); ${send}`, []],
    ["not awaited, with nothing to lose", `this.keep(); ${send}`, []],
  ])("%s", (_what, body, expected) => expect(rules(body, keep)).toEqual(expected));
});

describe("what is said", () => {
  it("an excuse in the code counts where it stands", () => {
    const excused = (comment: string) => rules(`${comment}\n    this.x = 1;\n    ${send}\n    ${persist}`);
    expect(excused("// not durable: nobody asks for it after a crash")).toEqual([]);
    expect(excused("/* not durable: nobody asks for it after a crash */")).toEqual([]);
    expect(excused("// not durable:")).toEqual(before);
    expect(excused("// it is durable: see below")).toEqual(before);
  });

  it("other names are other functions", () => {
    const code = "class P {\n  go() {\n    this.x = 1;\n    this.log.append(1);\n    this.net.post(2);\n  }\n}";
    expect(judge(code)).toEqual(["left-not-durable 3"]);
    expect(judge(code, { persist: ["log.append"], send: ["post"] })).toEqual([]);
    expect(judge(code, { persist: ["disk.append"], send: ["net.post"] })).toEqual(["sent-before-durable 5"]);
    expect(judge(code.replaceAll("x", "w"), { send: ["post"], variables: new Map([["x", "w"]]) })).toEqual([
      "sent-before-durable 5",
    ]);
  });

  it("code that does not parse is not judged", () => {
    expect(judge("class P {\n  go( {\n}")).toEqual(expect.arrayContaining([expect.stringContaining("code-syntax")]));
  });
});
