# A history is what clients asked for and were answered. It is linearizable when one order of the operations explains all
# answers. Here the read of c2 begins after c1's write was answered, and sees the value from before.

-- stale.jsonl --
{"operation":"invoke","client":"c1","id":1,"call":{"kind":"write","value":1}}
{"operation":"ok","client":"c1","id":1,"result":{"kind":"written"}}
{"operation":"invoke","client":"c1","id":2,"call":{"kind":"write","value":2}}
{"operation":"invoke","client":"c3","id":1,"call":{"kind":"cas","expected":5,"value":6}}
{"operation":"ok","client":"c1","id":2,"result":{"kind":"written"}}
{"operation":"invoke","client":"c2","id":1,"call":{"kind":"read"}}
{"operation":"info","client":"c3","id":1}
{"operation":"ok","client":"c2","id":1,"result":{"kind":"value","value":1}}
--

$ check history stale.jsonl --object register
| ✗ stale.jsonl is not linearizable as a register
|   8 events · 4 operations, 1 pending · 2 configurations · 0.0 s
|   fails  read → 1 by client c2, lines 6–8: no order explains it
|   prefix before its answer in line 8, 2 operations can be explained, in this
|          order:
|     #  client  operation  lines  afterwards
|     1  c1      write 1    1–2    the value is 1
|     2  c1      write 2    3–5    the value is 2
|   open   then none of these goes on:
|     client  operation  lines  why not
|     c2      read → 1   6–8    the value is 2
|     c3      cas 5 6    4–     the value is 2
exit 12

$ check history stale.jsonl --json
| {
|   "schema": "lockstep/history/1",
|   "exit": 12,
|   "results": [
|     {
|       "file": "stale.jsonl",
|       "object": "register",
|       "verdict": "violated",
|       "events": 8,
|       "operations": 4,
|       "pending": 1,
|       "configurations": 2,
|       "seconds": 0,
|       "partitions": [
|         {
|           "verdict": "violated",
|           "operations": 4,
|           "pending": 1,
|           "configurations": 2,
|           "explained": 2,
|           "answers": 3,
|           "violation": {
|             "client": "c2",
|             "operation": "read → 1",
|             "firstLine": 6,
|             "lastLine": 8,
|             "exact": true,
|             "prefix": [
|               {
|                 "client": "c1",
|                 "operation": "write 1",
|                 "firstLine": 1,
|                 "lastLine": 2,
|                 "afterwards": "the value is 1"
|               },
|               {
|                 "client": "c1",
|                 "operation": "write 2",
|                 "firstLine": 3,
|                 "lastLine": 5,
|                 "afterwards": "the value is 2"
|               }
|             ],
|             "states": [
|               "the value is 2"
|             ],
|             "open": [
|               {
|                 "client": "c2",
|                 "operation": "read → 1",
|                 "firstLine": 6,
|                 "lastLine": 8,
|                 "reasons": [
|                   "the value is 2"
|                 ]
|               },
|               {
|                 "client": "c3",
|                 "operation": "cas 5 6",
|                 "firstLine": 4,
|                 "reasons": [
|                   "the value is 2"
|                 ]
|               }
|             ]
|           }
|         }
|       ]
|     }
|   ],
|   "diagnostics": []
| }
exit 12

# The timeline is an SVG picture.

$ check history stale.jsonl --quiet --svg stale.svg
| ✗ stale.jsonl is not linearizable as a register
|   8 events · 4 operations, 1 pending · 2 configurations · 0.0 s
|   fails  read → 1 by client c2, lines 6–8: no order explains it
|   prefix before its answer in line 8, 2 operations can be explained, in this
|          order:
|     #  client  operation  lines  afterwards
|     1  c1      write 1    1–2    the value is 1
|     2  c1      write 2    3–5    the value is 2
|   open   then none of these goes on:
|     client  operation  lines  why not
|     c2      read → 1   6–8    the value is 2
|     c3      cas 5 6    4–     the value is 2
exit 12
$ cat stale.svg
| <?xml version="1.0" encoding="UTF-8"?>
| <svg xmlns="http://www.w3.org/2000/svg" width="640" height="258" viewBox="0 0 640 258" font-family="system-ui, sans-serif" font-size="12" role="img">
| <title>stale.jsonl is not linearizable as a register</title>
| <style>
| .ground { fill: #ffffff } text { fill: #1f2937 } .title { font-size: 16px; font-weight: 600 } .faint { fill: #6b7280 }
| .row { stroke: #e5e7eb } .bar { stroke-width: 1.5; rx: 4px } .placed { fill: #dbeafe; stroke: #2563eb } .open { fill: #fef3c7; stroke: #b45309; stroke-dasharray: 5 3 }
| .failed { fill: #fee2e2; stroke: #dc2626; stroke-width: 2.5 } .outside { fill: #f3f4f6; stroke: #9ca3af } .order { fill: none; stroke: #2563eb; stroke-opacity: 0.45; stroke-width: 1.5 }
| .dot { fill: #2563eb } .number { fill: #2563eb; font-size: 10px } .limit { stroke: #dc2626; stroke-dasharray: 3 3 }
| @media (prefers-color-scheme: dark) { .ground { fill: #111827 } text { fill: #e5e7eb } .faint { fill: #9ca3af } .row { stroke: #374151 } .placed { fill: #1e3a8a } .open { fill: #78350f } .failed { fill: #7f1d1d } .outside { fill: #374151 } .dot, .number { fill: #93c5fd } .order { stroke: #93c5fd } }
| </style>
| <rect class="ground" width="640" height="258"/>
| <text class="title" x="16" y="30">stale.jsonl is not linearizable as a register</text>
| <line class="row" x1="110" x2="482" y1="82" y2="82"/>
| <text x="16" y="86">c1</text>
| <line class="row" x1="110" x2="482" y1="126" y2="126"/>
| <text x="16" y="130">c2</text>
| <line class="row" x1="110" x2="482" y1="170" y2="170"/>
| <text x="16" y="174">c3</text>
| <line class="limit" x1="448" x2="448" y1="60" y2="192"/>
| <g><title>write 1 by c1, lines 1–2, number 1 in the order</title><rect class="bar placed" x="160" y="69" width="71" height="26"/><text x="166" y="86">write 1</text></g>
| <g><title>write 2 by c1, lines 3–5, number 2 in the order</title><rect class="bar placed" x="265" y="69" width="71" height="26"/><text x="271" y="86">write 2</text></g>
| <g><title>read → 1 by c2, lines 6–8</title><rect class="bar failed" x="370" y="113" width="78" height="26"/><text x="376" y="130">✗ read → 1</text></g>
| <g><title>cas 5 6 by c3, lines 4–, never answered</title><rect class="bar open" x="299" y="157" width="183" height="26"/><text x="305" y="174">cas 5 6 …</text></g>
| <polyline class="order" points="196,69 282,69"/>
| <circle class="dot" cx="196" cy="69" r="3"/><text class="number" x="200" y="66">1</text>
| <circle class="dot" cx="282" cy="69" r="3"/><text class="number" x="286" y="66">2</text>
| <rect class="bar placed" x="16" y="226" width="22" height="14"/><text class="faint" x="44" y="238">placed, with its number in the order</text>
| <rect class="bar failed" x="312" y="226" width="22" height="14"/><text class="faint" x="340" y="238">✗ can't be placed</text>
| <rect class="bar open" x="475" y="226" width="22" height="14"/><text class="faint" x="503" y="238">open, not placed</text>
| </svg>
exit 0

# While nobody has answered, nothing is wrong: the write of c1 may come after the read. Jepsen's EDN and JSON are read as well.

-- open.edn --
[{:process 0, :type :invoke, :f :write, :value 1}
 {:process 1, :type :invoke, :f :read, :value nil}
 {:process 1, :type :ok, :f :read, :value nil}
 {:process :nemesis, :type :info, :f :start}
 {:process 0, :type :info, :f :write, :value 1, :error :timeout}]
--
-- keyed.json --
[{"process": 0, "type": "invoke", "f": "write", "value": [7, 1]},
 {"process": 0, "type": "ok", "f": "write", "value": [7, 1]},
 {"process": 1, "type": "invoke", "f": "read", "value": [8, null]},
 {"process": 1, "type": "ok", "f": "read", "value": [8, null]}]
--
-- jepsen.log --
INFO  jepsen.core - Setting up the register
INFO  jepsen.util - 0	:invoke	:cas	[nil 2]
INFO  jepsen.util - 1	:invoke	:read	nil
INFO  jepsen.util - 0	:ok	:cas	[nil 2]
INFO  jepsen.util - 1	:fail	:read	:timed-out
INFO  jepsen.util - 2	:invoke	:read	nil
INFO  jepsen.util - 2	:ok	:read	3
--

$ check history open.edn
| ✓ open.edn is linearizable as a register
|   4 events · 2 operations, 1 pending · 0 configurations · 0.0 s
exit 0
$ check history keyed.json --object register --keyed
| ✓ keyed.json is linearizable as a register
|   4 events · 2 operations · 2 keys · 1 configuration · 0.0 s
exit 0
$ check history jepsen.log
| ✗ jepsen.log is not linearizable as a register
|   6 events · 3 operations · 0 configurations · 0.0 s
|   fails  read → 3 by client 2, lines 6–7: no order explains it
|   prefix before its answer in line 7, 1 operation can be explained, in this
|          order:
|     #  client  operation   lines  afterwards
|     1  0       cas null 2  2–4    the value is 2
|   open   then none of these goes on:
|     client  operation  lines  why not
|     2       read → 3   6–7    the value is 2
exit 12

# Queues, locks and counters.

-- queue.edn --
{:process 0, :type :invoke, :f :enqueue, :value "a"}
{:process 0, :type :ok, :f :enqueue, :value "a"}
{:process 0, :type :invoke, :f :enqueue, :value "b"}
{:process 0, :type :ok, :f :enqueue, :value "b"}
{:process 1, :type :invoke, :f :dequeue}
{:process 2, :type :invoke, :f :dequeue}
{:process 1, :type :ok, :f :dequeue, :value "b"}
--
-- lock.edn --
{:process 0, :type :invoke, :f :acquire}
{:process 0, :type :ok, :f :acquire}
{:process 1, :type :invoke, :f :acquire}
{:process 0, :type :invoke, :f :release}
{:process 1, :type :ok, :f :acquire}
--
-- counter.edn --
{:process 0, :type :invoke, :f :add, :value 2}
{:process 1, :type :invoke, :f :add, :value 3}
{:process 2, :type :invoke, :f :read}
{:process 2, :type :ok, :f :read, :value 4}
--

$ check history queue.edn
| ✓ queue.edn is linearizable as a queue
|   7 events · 4 operations, 1 pending · 4 configurations · 0.0 s
exit 0
$ check history lock.edn
| ✓ lock.edn is linearizable as a lock
|   5 events · 3 operations, 1 pending · 3 configurations · 0.0 s
exit 0
$ check history counter.edn --object counter
| ✗ counter.edn is not linearizable as a counter
|   4 events · 3 operations, 2 pending · 3 configurations · 0.0 s
|   fails  read → 4 by client 2, lines 3–4: no order explains it
|   prefix before its answer in line 4 nothing has to have happened
|   or     another order ends with another state: the sum is 2; the sum is 3; the
|          sum is 5
|   open   then none of these goes on:
|     client  operation  lines  why not
|     2       read → 4   3–4    the sum is 0
|                               the sum is 2
|                               the sum is 3
|                               the sum is 5
|     0       add 2      1–     it fits, and what follows does not
|     1       add 3      2–     it fits, and what follows does not
exit 12

# A limit makes the answer unknown, which is not success.

$ check history stale.jsonl --max-states 1
| ? stale.jsonl: nobody knows yet whether it is linearizable as a register: the
|   limit on configurations was reached
|   8 events · 4 operations, 1 pending · 1 configuration · 0.0 s
|   0 of 3 answers can be explained so far
exit 3

# Mistakes in a log have their line, and what stands before them is checked. A killed process leaves a line that is cut off.

-- cut.jsonl --
{"operation":"invoke","client":"c1","id":1,"call":{"kind":"get","key":"x"}}
{"operation":"ok","client":"c1","id":1,"result":{"kind":"value","value":null}}
{"operation":"invoke","client":"c1","id":2,"call":{"kind":"put","ke
--
-- twice.edn --
{:process 0, :type :invoke, :f :read}
{:process 0, :type :invoke, :f :read}
--
-- early.jsonl --
{"operation":"ok","client":"c1","id":1}
--
-- other.edn --
{:process 0, :type :invoke, :f :write, :value 1}
{:process 0, :type :ok, :f :read, :value 1}
--
-- transaction.jsonl --
{"operation":"invoke","client":"application","id":1,"call":{"kind":"transaction"}}
{"operation":"ok","client":"application","id":1,"result":"Committed"}
--
-- open-string.edn --
[{:process 0, :type :invoke, :f :write, :value 1}
 {:process 0, :type :ok, :f "write}]
--
-- no-key.jsonl --
{"operation":"invoke","client":"c1","id":1,"call":{"kind":"get"}}
--
-- prose.txt --
Nothing here is about operations.
--
-- event.jsonl --
{"node":"s1","i":1,"action":"timeout"}
{"what":"is this"}
--

$ check history cut.jsonl
| ✓ cut.jsonl before line 3 is linearizable as a key–value store
|   2 events · 1 operation · 1 key · 0 configurations · 0.0 s
! cut.jsonl:3:1 error[log-line] this line is not JSON
!   3 │ {"operation":"invoke","client":"c1","id":2,"call":{"kind":"put","ke
!     │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
exit 151
$ check history twice.edn
| ✓ twice.edn before line 2 is linearizable as a register
|   1 event · 1 operation, 1 pending · 0 configurations · 0.0 s
|   nothing was answered, so nothing can be wrong
! twice.edn:2:1 error[history-event] client 0 begins an operation while its last one is not over
!   2 │ {:process 0, :type :invoke, :f :read}
!     │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
!   twice.edn:1:1: it began here
!   1 │ {:process 0, :type :invoke, :f :read}
!     │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
exit 151
$ check history early.jsonl
! early.jsonl:1:1 error[history-event] an operation of client c1 ends here and has not begun
!   1 │ {"operation":"ok","client":"c1","id":1}
!     │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
exit 151
$ check history other.edn
| ✓ other.edn before line 2 is linearizable as a register
|   1 event · 1 operation, 1 pending · 0 configurations · 0.0 s
|   nothing was answered, so nothing can be wrong
! other.edn:2:1 error[history-event] `write` of client 0 ends as `read`
!   2 │ {:process 0, :type :ok, :f :read, :value 1}
!     │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
!   other.edn:1:1: it began here
!   1 │ {:process 0, :type :invoke, :f :write, :value 1}
!     │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
exit 151
$ check history transaction.jsonl
! transaction.jsonl:1:1 error[history-operation] a register or store has no operation `transaction`
!   1 │ {"operation":"invoke","client":"application","id":1,"call":{"kind":"trans…
!     │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
!   hint     the object is a register; `--object` chooses another
exit 151
$ check history open-string.edn
| ✓ open-string.edn before line 2 is linearizable as a register
|   1 event · 1 operation, 1 pending · 0 configurations · 0.0 s
|   nothing was answered, so nothing can be wrong
! open-string.edn:2:29 error[log-line] this string is not closed
!   2 │  {:process 0, :type :ok, :f "write}]
!     │                             ^^^^^^^^
exit 151
$ check history no-key.jsonl --object kv
! no-key.jsonl:1:1 error[history-operation] the operation `get` has no key
!   1 │ {"operation":"invoke","client":"c1","id":1,"call":{"kind":"get"}}
!     │ ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
!   hint     the object is a kv; `--object` chooses another
exit 151
$ check history prose.txt
! error[no-operations] `prose.txt` has no operations
!   hint     it was read as Jepsen's log; a history is JSON Lines, JSON, EDN, or
!            the text of Jepsen's log
exit 151
$ check history event.jsonl
! event.jsonl:2:1 error[log-line] this record has neither `operation` nor `type` and `process`, so it is not part of a history
!   2 │ {"what":"is this"}
!     │ ^^^^^^^^^^^^^^^^^^
exit 151
$ check history gone.jsonl
! error[missing-file] cannot read `gone.jsonl`: there is no such file
exit 151
$ check history stale.jsonl --object stack
! error[usage] `--object stack` cannot be understood
!   expected register, kv, queue, lock, counter
exit 151
