/** Small models, each about one rule of fairness and pausing, with the verdict that the rule gives. */

export interface Rule {
  readonly rule: string;
  readonly text: string;
  /** As `summary` tells it. */
  readonly expected: string;
}

const toggle = (fair: string, property: string) => `
model Toggle
type Place = Here | There | Away
state at_: Place = Here
action go when at_ = Here { at_ := There }
action back when at_ = There { at_ := Here }
action leave when at_ = Here { at_ := Away }
${fair}
property Leaves: ${property}
terminal when True
`;

const counter = (lines: string, property: string) => `
model Counter
state x: 0..9 = 0
action count when x < 9 ${lines}
property Reaches: ${property}
terminal when True
`;

export const rules: readonly Rule[] = [
  {
    rule: "a fairness condition is met by an edge inside of the cycle, not by its states",
    text: toggle("fair weak go, back\nfair strong leave", "◇ at_ = Away"),
    expected: "Leaves: holds",
  },
  {
    rule: "weak fairness is met where the action is disabled now and then",
    text: toggle("fair weak go, back, leave", "◇ at_ = Away"),
    expected: "Leaves: violated 0+2",
  },
  {
    rule: "every state has a step that changes nothing: a behaviour may stop",
    text: counter("{ x := x + 1 }", "◇ x = 1"),
    expected: "Reaches: violated 0+0",
  },
  {
    rule: "fairness makes it go on",
    text: counter("{ x := x + 1 }\nfair weak count", "◇ x = 9"),
    expected: "Reaches: holds",
  },
  {
    rule: "under a constraint, what is enabled is what would be without it",
    text: counter("{ x := x + 1 }\nfair weak count\nconstraint x < 3", "◇ x = 5"),
    expected: "Reaches: holds, held up by count",
  },
  {
    rule: "under a bound, what is cut is enabled",
    text: counter("bound x < 3 { x := x + 1 }\nfair weak count", "◇ x = 5"),
    expected: "Reaches: holds, held up by count",
  },
  {
    rule: "a fringe may stop where nothing fair is enabled",
    text: counter("{ x := x + 1 }\nconstraint x < 3", "◇ x = 2"),
    expected: "Reaches: violated 0+0",
  },
  {
    rule: "a step that changes nothing is no fair step",
    text: `
model Idle
state x: 0..1 = 0
action idle { x := x }
action rise when x = 0 { x := 1 }
fair weak (idle | rise) as either
property Rises: ◇ x = 1
terminal when True
`,
    expected: "Rises: holds",
  },
  {
    rule: "steps of different processes between the same states are told apart",
    text: `
model Two
state x: 0..1 = 0
process P as p[1..2] { action flip { x := 1 - x } }
fair weak P
property Both: ∀ p ∈ P: □ ◇ taken(p.flip)
property First: ◇ taken(P.flip)
terminal when True
`,
    expected: "Both: holds, First: holds",
  },
  {
    rule: "without `for each` one value is enough, with it every value gets its turn",
    text: `
model Choice
state last: 0..2 = 0
action serve(i in 1..2) { last := if last = i then 0 else i }
fair strong serve
property Second: □ ◇ last = 2
terminal when True
`,
    expected: "Second: violated 0+2",
  },
  {
    rule: "`for each` is fair to every value",
    text: `
model Choice
state last: 0..2 = 0
action serve(i in 1..2) { last := if last = i then 0 else i }
fair strong serve for each i
property Second: □ ◇ last = 2
terminal when True
`,
    expected: "Second: holds",
  },
  {
    rule: "a message that is sent again and again arrives over a fair lossy channel",
    text: `
model Lossy
message Ping from A to B
network unordered capacity 1 overflow drop
process A as a { action ping { send Ping to b } }
process B as b { durable got: Bool = False
  on Ping { got := True } }
fault loss { }
fair weak A
fair strong deliver Ping for each from, to
property Arrives: ◇ b.got
terminal when True
`,
    expected: "Arrives: holds",
  },
  {
    rule: "over a channel that is fair weakly only, it may be lost for ever",
    text: `
model Lossy
message Ping from A to B
network unordered capacity 1 overflow drop
process A as a { action ping { send Ping to b } }
process B as b { durable got: Bool = False
  on Ping { got := True } }
fault loss { }
fair weak A
fair weak deliver Ping
property Arrives: ◇ b.got
terminal when True
`,
    expected: "Arrives: violated 0+2",
  },
  {
    rule: "what is put off for ever is no promise kept",
    text: `
model Blink
state on_: Bool = False
action flip { on_ := ¬on_ }
fair weak flip
property Shines: □ ◇ on_
terminal when True
`,
    expected: "Shines: holds",
  },
  {
    rule: "time goes on by itself",
    text: `
model Clock
process P as p { durable timer t: 0..3
  durable rang: Bool = False
  action begin when ¬running(t) ∧ ¬expired(t) ∧ ¬rang { start t at 3 }
  action ring when expired(t) { rang := True; stop t } }
fair weak P
property Rings: ◇ p.rang
terminal when True
`,
    expected: "Rings: holds",
  },
  {
    rule: "members that stand in a row are not the same",
    text: `
model Row
process P as p[1..3] { durable served: Bool = False
  action serve when row[1] = self { served := True } }
state row: Seq<P, 3> = [q for q in P]
fair weak P
property Served: ∀ q ∈ P: ◇ q.served
terminal when True
`,
    expected: "Served: violated 1+0",
  },
  {
    rule: "what only a bound holds up is told, also of one case out of many",
    text: `
model Many
process P as p[1..3] ordered { durable x: 0..5 = 0
  action count bound x < 2 { x := x + 1 } }
fair weak P
property Reaches: ∀ q ∈ P: ◇ q.x = 5
terminal when True
`,
    expected: "Reaches: holds, held up by p1: P and p2: P and p3: P",
  },
  {
    rule: "what a bound holds up for one of several alike, it holds up for each",
    text: `
model Alike
process P as p[1..3] { durable x: 0..5 = 0
  action count bound x < 2 { x := x + 1 } }
fair strong P
property Reaches: ∀ q ∈ P: ◇ q.x = 5
terminal when True
`,
    expected: "Reaches: holds, held up by p1: P and p2: P and p3: P",
  },
  {
    rule: "under strong fairness that nothing cut would have met, nothing is held up",
    text: `
model Nothing
state x: 0..1 = 0
state y: 0..1 = 0
action flip { x := 1 - x }
action leave when x = 0 ∧ y = 0 { y := 1 }
fair strong flip, leave
property Leaves: ◇ y = 1
terminal when True
`,
    expected: "Leaves: holds",
  },
];
