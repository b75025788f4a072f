/**
 * Mistakes in meaning: each small model has the mistakes that stand in its comment column, and no others. A line's
 * expectations are written behind `//!` on it: rule ids, in order.
 */
import { describe, expect, it } from "vitest";
import { diagnose } from "./program.ts";

const cases: Readonly<Record<string, string>> = {
  "names that are not declared": `
    model M
    state count: 0..3 = 0
    action up when coutn < 3 { count += 1 }                 //! unknown-name
    action down { cuont := 0 }                              //! unknown-name
    invariant Small: total(count) < 3                       //! unknown-name
    state other: Trem = 0                                   //! unknown-name`,

  "integers without bounds in what is stored": `
    model M
    type Entry = { term: Int }
    message Tell { entry: Entry } from P to P               //! unbounded-integer
    state total: Int = 0                                    //! unbounded-integer
    state table: Map<Bool, Option<Int>> = { b: None for b in Bool }   //! unbounded-integer
    define double(x: Int) = x * 2
    process P as p[1..2] {
      durable log: Seq<Entry, 2> = []                       //! unbounded-integer
      action go when double(total) > 2 { total := 0 }
      on Tell { }
    }`,

  "names declared twice": `
    model M
    state count: 0..3 = 0
    state count: Bool = True                                //! duplicate-name
    param N = 1
    param N = 2                                             //! duplicate-name
    type Role = A | B | A                                   //! duplicate-name
    define f(x: 0..3) = x
    define f(x: Bool) = x                                   //! duplicate-name
    process P as p[1..2] { durable x: 0..1 = 0  durable x: 0..1 = 1 }   //! duplicate-name`,

  "actions, tasks, steps and scenarios declared twice": `
    model M
    state count: 0..3 = 0
    action up { count := 1 }
    action up { count := 0 }                                //! duplicate-name
    process P as p[1..2] {
      action up { count := 1 }
      action down { count := 1 }
      action down { count := 0 }                            //! duplicate-name
      task first { step one { count := 0 } }
      task first { step two { count := 1 } }                //! duplicate-name
      task other { step one { count := 2 } }                //! duplicate-name
    }
    process Q as q[1..2] { action up { count := 1 } }
    run story { up }
    run story { up }                                        //! duplicate-name`,

  "types on both sides of an operator": `
    model M
    type Role = Follower | Leader
    state role: Role = Follower
    state count: 0..3 = 0
    invariant A: role = count                               //! type-mismatch
    invariant B: count + True > 1                           //! type-mismatch
    invariant C: count ∈ {Follower}                         //! type-mismatch
    invariant D: ¬count                                     //! type-mismatch
    action a { role := 3 }                                  //! type-mismatch
    action b { if count { count := 0 } }                    //! type-mismatch`,

  "constructors that two types share": `
    model M
    type Vote = Working | Committed
    type Decision = Open | Committed
    state vote: Vote = Working
    invariant Fine: vote = Committed ∨ vote ∈ {Working, Committed}
    define what = Committed                                 //! ambiguous-case
    action a { vote := Open }                               //! type-mismatch`,

  "options, records and matches": `
    model M
    type Entry = { term: 0..2, value: Bool }
    state entry: Entry = { term: 0, value: True }
    state maybe: Option<Entry> = None
    invariant A: entry.trem = 1                             //! unknown-field
    invariant B: maybe.term = 1                             //! unknown-field
    invariant C: match maybe { None: True }                 //! match-cases
    invariant D: match maybe { None: True, Some(x, y): False }   //! argument-count
    invariant E: maybe is Missing                           //! unknown-case
    invariant F: maybe = Some(entry)`,

  "no order among interchangeable members": `
    model M
    process P as p[1..3] { shared x: 0..1 = 0 }
    process Q as q[1..3] ordered { shared y: 0..1 = 0 }
    invariant A: p1.x = 0                                   //! unordered
    invariant B: ∀ a, b ∈ P: a < b                          //! unordered
    invariant C: ∀ a ∈ P: index(a) > 0                      //! unordered
    invariant D: P[1].x = 0                                 //! unordered
    invariant E: q1.y = Q[1].y ∧ index(q1) = 1 ∧ q1 < q2`,

  "what code may read and change": `
    model M
    ghost seen: 0..3 = 0
    process P as p[1..2] {
      durable secret: 0..3 = 0
      shared open: 0..3 = 0
      define mine = secret
      action a(o in P) when o.open = 0 { open := o.open }
      action b(o in P) when o.secret = 0 { }                //! private-field
      action c(o in P) { o.secret := 1 }                    //! private-field
      action d(o in P) when o.mine = 0 { }                  //! private-field
      action e when seen = 0 { }                            //! ghost-read
      action f(o in P) { seen := o.secret }
      action g { let x = 1  x := 2 }                        //! not-assignable
    }
    invariant All: ∀ p ∈ P: p.secret ≥ 0 ∧ seen ≥ 0`,

  "places where words have no meaning": `
    model M
    message Ping
    process P as p[1..2] {
      durable x: 0..3 = 0
      on Ping { reply Ping }
      action a { reply Ping }                               //! reply-outside-handler
      action b { goto somewhere }                           //! goto-outside-task
      action c { return 3 }                                 //! return-value
    }
    action d { let me = self }                              //! no-self
    action e { broadcast Ping }                             //! no-self
    invariant F: old(1) = 1                                 //! old-outside-step
    invariant G: ◇ True                                     //! temporal`,

  "messages and handlers": `
    model M
    message Ask { what: 0..1 }
    message Answer { what: 0..1 }
    message Lost { }
    process P as p[1..2] {
      on Ask from q { send Answer { what: msg.waht } to q } //! unknown-field
      on Answer { broadcast Ask { }  }                      //! missing-field
      on Aks { }                                            //! unknown-name
      action a { broadcast Ask { what: 1, why: 0 } }        //! unknown-field
      action b { broadcast Lsot }                           //! unknown-name
    }`,

  "a message that nobody handles": `
    model M
    message Lost                                            //! unhandled-message
    process P as p[1..2] { action a { broadcast Lost } }`,

  "definitions that never end": `
    model M
    type Tree = Leaf | Node(left: Tree)                     //! recursion
    define f(x: 0..3) = g(x)
    define g(x: 0..3) = f(x)                                //! recursion
    procedure loop() { loop() }                             //! recursion
    action a { loop() }`,

  "sizes that are not known": `
    model M
    state n: 0..3 = 0
    type T = 0..n                                           //! constant-expected
    type U = 3..1                                           //! empty-type
    process P as p[1..0] { }                                //! empty-type
    type Big = 0..1000
    state many: Set<Big> = {}                               //! large-set
    state few: Set<Big, 3> = {}`,

  "faults and parameters": `
    model M
    process P as p[1..2] { durable x: 0..1 = 0 }
    fault crsh { total: 1 }                                 //! unknown-fault
    fault crash { ofAll: P }                                //! unknown-parameter
    invariant Up: ∀ p ∈ P: correct(p)                       //! correct-under-crashes
    check a { Servers = 4 } expect holds                    //! unknown-parameter
    check b { } checks Nothing expect violates Upp          //! unknown-name unknown-name`,

  "initial values": `
    model M
    process P as p[1..2] {
      volatile copy: 0..1 = x
      durable x: 0..1 = y                                   //! initial-order
      durable y: 0..1                                       //! missing-initial
    }
    state z: 0..3 = True                                    //! type-mismatch
    state w: 0..3 in 4                                      //! type-mismatch`,

  "nothing is shadowed": `
    model M
    param N = 2
    process P as p[1..2] {
      durable term: 0..1 = 0
      action a(term in 0..1) { }                            //! shadowed-name
      action b { let N = 3 }                                //! shadowed-name
      action c { let fresh = 3 }
    }`,

  scenarios: `
    model M
    message Ping
    process P as p[1..2] {
      durable x: 0..1 = 0
      action go(n in 0..1) { broadcast Ping }
      on Ping { }
    }
    run story {
      p1.og(1)                                              //! unknown-name
      p3.go(1)                                              //! unknown-name
      p1.go(1, 2)                                           //! argument-count
      crash p1                                              //! unknown-action
      deliver Pong from p1 to p2                            //! unknown-name
      deliver Ping from p1 to p2
      expect p1.x = 0
    }`,

  theories: `
    theory T
    type Thing
    state chosen: Set<Thing>
    axiom One: ∀ a, b ∈ chosen: a = b
    axiom Wrong: ∀ a ∈ chosen: a = 3                        //! type-mismatch`,
};

describe("mistakes in meaning", () => {
  it.each(Object.entries(cases))("%s", (_, text) => {
    const expected = text
      .split("\n")
      .flatMap((line, index) =>
        (line.split("//!")[1]?.trim().split(/\s+/) ?? []).map((rule) => `${index + 1} ${rule}`),
      );
    expect(
      diagnose(text)
        .map(({ line, rule }) => `${line} ${rule}`)
        .sort(),
    ).toEqual(expected.sort());
  });

  it("tells what was expected, what was found and what to do", () => {
    const [first] = diagnose(`model M\nstate count: 0..3 = 0\naction up when coutn < 3 { }`);
    expect(first).toMatchObject({
      rule: "unknown-name",
      line: 3,
      message: "`coutn` is not declared",
      hint: "did you mean `count`?",
    });
    const [second] = diagnose(`model M\nstate count: 0..3 = 0\ninvariant A: count = True`);
    expect(second).toMatchObject({
      rule: "type-mismatch",
      expected: "two of one type; left: an integer",
      found: "right: Bool",
    });
  });

  it.each([
    ["a field is of a process", "invariant A: term = 0", "`term` is a field of Node: write `p.term` for some p of it"],
    [
      "a field is of one process",
      "invariant A: Node.term = 0",
      "a field belongs to one process: `∀ p ∈ Node: p.term …`",
    ],
    ["nothing is shadowed", "define d(n1: Int) = n1", "choose another name: nothing is shadowed"],
    ["another letter is not meant", "invariant A: x = 0", undefined],
    [
      "types of other languages",
      "state s: string = None",
      "there are no strings: name the values in a type, `type Phase = Idle | Busy`",
    ],
    [
      "functions of other languages",
      "invariant A: Cardinality(Node) = 2",
      "write `len(S)`, or `count(x in S where …)`",
    ],
  ])("%s", (_, line, hint) => {
    const text = `model M\nprocess Node as n[1..2] { durable term: 0..1 = 0 }\nstate Term: 0..1 = 0\n${line}`;
    expect(diagnose(text)[0]?.hint).toBe(hint);
  });

  it("reports the symbols of a theory that a model leaves out or gets wrong", () => {
    const theory = "theory T\ntype Thing\nstate chosen: Set<Thing>\naxiom One: ∀ a, b ∈ chosen: a = b\n";
    const model = (mapping: string) => `${theory}model M\nprocess P as p[1..2] { durable x: Bool = False }\n${mapping}`;
    const rules = (mapping: string) => diagnose(model(mapping)).map(({ rule }) => rule);
    expect(rules("satisfies T with { Thing = P, chosen = { p for p in P where p.x } }")).toEqual([]);
    expect(rules("satisfies T with { Thing = P }")).toEqual(["missing-symbol"]);
    expect(rules("satisfies T with { Thing = P, chosen = 3 }")).toEqual(["type-mismatch"]);
    expect(rules("satisfies T with { Thing = P, chosen = {}, extra = 1 }")).toEqual(["unknown-name"]);
    expect(rules("satisfies T only { Two } with { Thing = P, chosen = {} }")).toEqual(["unknown-name"]);
    expect(rules("satisfies U with { Thing = P }")).toEqual(["unknown-name"]);
  });
});
