/**
 * Every rule that a diagnostic can name, with what `explain RULE` says about it. Ids are readable words, stable between
 * versions: people search for them and scripts match them.
 */
import { rulesOfCode } from "./rules-of-code.ts";
import { rulesOfLogs } from "./rules-of-logs.ts";
import { rulesOfMeaning } from "./rules-of-meaning.ts";
import { rulesOfProcesses } from "./rules-of-processes.ts";
import { rulesOfVacuity } from "./rules-of-vacuity.ts";

export interface Rule {
  /** One line: what the rule is about. */
  readonly title: string;
  /** A few sentences: why it is a mistake, and what to write. Code stands on lines of its own, indented by four. */
  readonly explanation: string;
}

export type RuleId = keyof typeof rules;

export const rules = {
  ...rulesOfMeaning,
  ...rulesOfVacuity,
  ...rulesOfLogs,
  ...rulesOfProcesses,
  ...rulesOfCode,
  "mapping-refused": {
    title: "A mapping from code to a model does not show everything, or shows what the code does not say",
    explanation:
      "Lock-step compares every variable of the model with the code. Each needs a reading of the node's state, and what it gives must come from that state: a default would hide a difference.\n\n    votedFor: (state) => state.votedFor\n\nParts of the code's state that the model has no variable for are declared, with the reason.",
  },
  "lockstep-configuration": {
    title: "Lock-step can't explore this configuration of the model",
    explanation:
      "The code's network is a bag or a set of messages, and its faults are crash, restart, loss and duplication. A configuration with other faults or networks, or whose parameters are not those of the code, can't be held against it.",
  },
  syntax: {
    title: "The text does not follow the grammar",
    explanation: "The parser met a word or a sign that can't stand here. The message says which ones can.",
  },
  "operator-order": {
    title: "An operator stands where it needs parentheses",
    explanation:
      "`not`, `always`, `eventually` and leading bullets bind more loosely than comparisons and arithmetic, so they can't follow them directly.\n\n    a = not b          // no\n    a = (not b)        // yes",
  },
  "operator-chain": {
    title: "An operator is chained that can't be",
    explanation:
      "`a < b < c` and `a = b = c` mean different things in different languages, so they mean nothing here. Write both comparisons, or parentheses.\n\n    0 < x and x < N\n    (p <=> q) <=> r",
  },
  "open-string": {
    title: "A string is not closed",
    explanation: 'A string ends on the line on which it starts.\n\n    cites "Gray & Lamport, TODS 2006"',
  },
  escape: {
    title: "An unknown escape in a string",
    explanation: 'Strings know \\" for a quote, \\\\ for a backslash, \\n for a new line and \\t for a tab.',
  },
  "number-size": {
    title: "A number is too large",
    explanation: "Integers are exact up to 9007199254740991; the types of a model are finite and far smaller.",
  },
  "foreign-sign": {
    title: "A sign of another language",
    explanation:
      "The sign is from another language or notation. It was read as what was meant, so that the rest of the file could be checked; write it as the hint says.\n\n    x = 1 && y = 2     // no\n    x = 1 and y = 2    // yes, and so is x = 1 ∧ y = 2",
  },
  "angle-equals": {
    title: "`>=` where a type ends and a value starts",
    explanation:
      "`>=` is one sign, so a type that ends in `>` needs a space before `=`.\n\n    state s: Set<P>= {}     // no\n    state s: Set<P> = {}    // yes",
  },
  "stray-character": {
    title: "A character that means nothing",
    explanation: "No word, sign, number or string starts with this character. Comments start with `//`.",
  },
  unbalanced: {
    title: "A bracket has no counterpart",
    explanation:
      "Every `(`, `[` and `{` needs its `)`, `]` or `}`. Which one is missing is guessed from the indentation: a declaration that starts no further right than the line of an open bracket is taken to stand outside of it.",
  },
  "too-deep": {
    title: "The text nests too deeply",
    explanation: "Brackets may nest 100 levels deep, expressions and statements 150. Give parts names with `define`.",
  },
  "match-arrow": {
    title: "An arm of a match has a colon",
    explanation:
      "`=>` and `→` are implication, so the arms of a `match` have `:` between pattern and value.\n\n    match decided { Some(v): v in proposed, None: True }",
  },
  assignment: {
    title: "`=` compares, `:=` assigns",
    explanation:
      "Statements assign with `:=`; `let` and `var` give a new name its value with `=`.\n\n    let next = term + 1\n    term := next",
  },
  "mixed-braces": {
    title: "Braces hold neither a set nor a record",
    explanation:
      "Braces with `name: value` in them are a record, braces with plain values a set; they can't be mixed. Only messages may name a field without a value.\n\n    { term: term, value: x }\n    {Follower, Candidate}",
  },
  comprehension: {
    title: "A comprehension has one value",
    explanation:
      "What stands before `for` is the value of each element, and there is one.\n\n    { (p, q) for p in P, q in P where p != q }",
  },
  "file-size": {
    title: "The file is too large",
    explanation: "Specifications are written by people: files above 4 million characters are refused.",
  },
  "not-text": {
    title: "The file is not text",
    explanation: "The file holds a zero byte, so it is a binary file. Specifications are UTF-8 text.",
  },
  "empty-file": {
    title: "The file is empty",
    explanation:
      "A file holds at least one theory or model.\n\n    model Counter\n    state count: 0..3 = 0\n    action increment when count < 3 { count += 1 }",
  },
  usage: {
    title: "The command line cannot be understood",
    explanation:
      "An option, its value or a setting is not one that exists.\n\n    check models/raft.spec --set Servers=5 --fault crash.total=1\n\n`check --help` lists all options.",
  },
  "missing-file": {
    title: "A file or folder does not exist",
    explanation:
      "Paths on the command line are relative to the folder in which it runs. A name such as `fmt` is a subcommand; `./fmt` is a file.",
  },
  "unreadable-file": {
    title: "A file cannot be read as text",
    explanation: "A .spec file is UTF-8 text of 2 MB at most, a saved trace is JSON.",
  },
  "no-specs": {
    title: "A folder holds no .spec files",
    explanation: "A folder on the command line means every file below it whose name ends in `.spec`.",
  },
  "unknown-configuration": {
    title: "A configuration does not exist",
    explanation: "`--config NAME` names one of the model's `check NAME { … }` declarations.",
  },
  "unknown-property": {
    title: "A property does not exist",
    explanation:
      "`--only NAME` names an invariant, step invariant or reachable of the model, or an axiom of a theory that it satisfies.",
  },
  scenario: {
    title: "A scenario fails",
    explanation:
      "A `run NAME { … }` follows the states that its steps can lead to. It fails when a step is not possible, when an `expect` does not hold in one of these states, or when `expect disabled` names a step that is possible.",
  },
  "existing-file": {
    title: "A file is there already",
    explanation: "`check new NAME` never overwrites a file.",
  },
  "log-line": {
    title: "A line of a log cannot be read",
    explanation:
      "Logs are UTF-8 text, one record per line where the format is JSON Lines. The message says what is wrong with this line; what stands before it is checked all the same. A last line that is cut off is what a killed process leaves behind.",
  },
  "history-event": {
    title: "An event of a history does not fit those before it",
    explanation:
      'Each operation begins once and ends at most once, and a client without operation ids has one at a time. After an `info`, the client goes on under another name. What stands before the event is checked all the same.\n\n    {"operation":"invoke","client":"c1","id":1,"call":{"kind":"get","key":"x"}}\n    {"operation":"ok","client":"c1","id":1,"result":{"kind":"value","value":null}}',
  },
  "history-operation": {
    title: "An operation is not one of the object's",
    explanation:
      "`check history --object` says what the operations are held against: register (read, write, cas), kv (get, put, cas, append, delete, each with a key), queue (enqueue, dequeue), lock (acquire, release), counter (add, read).",
  },
  "no-operations": {
    title: "A log has no operations",
    explanation:
      "A history is what clients asked for and were answered. Without any operation there is nothing to check, and that is no success.",
  },
  range: {
    title: "Model error: a value leaves its range",
    explanation:
      "A value is checked when it is stored: in a variable, a message, a collection. Widen the type, guard the action, or cut exploration there with `bound`, which is no guard.\n\n    type Term = 0..3\n    action timeout when role = Follower bound term < 3 { term += 1 }",
  },
  capacity: {
    title: "Model error: more messages or items than there is room for",
    explanation:
      "A network, a bag or a set with a maximal size is full. Say what is meant: a larger capacity, or what a full network does.\n\n    network unordered capacity 4 overflow drop      // or block, or bound",
  },
  missing: {
    title: "Model error: reading what is not there",
    explanation:
      "`log[3]` of a log with two items, `value` of `None`, `head` of an empty sequence. Ask first: `len(log) >= 3`, `x != None`, or a `match`.",
  },
  division: {
    title: "Model error: division by zero",
    explanation: "`div` and `mod` need a divisor other than 0.",
  },
  choose: {
    title: "Model error: `choose` has no witness, or several interchangeable ones",
    explanation:
      "`choose x in S where P` means one value. Over interchangeable members there must be exactly one; use `pick` for any of them.",
  },
  order: {
    title: "Model error: a loop over interchangeable members depends on their order",
    explanation:
      "The iterations of a `for` over such a set must commute: collect first and assign once, or declare the members `ordered`.",
  },
  overflow: {
    title: "Model error: a number beyond what is exact",
    explanation: "Integers are exact up to 9007199254740991.",
  },
  "partial-map": {
    title: "Model error: a map without a value for some key",
    explanation:
      "Maps are total: a comprehension has to give a value to every key of its type.\n\n    { s: 0 for s in Server }",
  },
  timelock: {
    title: "Model error: time stands still for ever",
    explanation:
      "A timer runs, but an urgent action comes before time passes, in this state and in all that follow, whatever the system does: so the timer never expires. An urgent action has to end what makes it urgent.\n\n    urgent action ring when expired(t) { rang := True; stop t }",
  },
  assertion: {
    title: "An `assert` of the model fails",
    explanation:
      "The model says that this always holds where it stands. The card shows the way to a state in which it does not.",
  },
} as const satisfies Record<string, Rule>;
