/** Rules about nodes that run as processes: their addresses, data folders and traces. */
export const rulesOfProcesses = {
  "unusable-address": {
    title: "A node can't listen at its address",
    explanation:
      "Each node listens at the address that `--peers` gives it. Another program may have it, perhaps a node that was not stopped.\n\n    check node raft --node 1 --peers :7001,:7002,:7003 --data one\n\n`:7001` is port 7001 of this machine.",
  },
  "unusable-data": {
    title: "A node can't go on with this data folder",
    explanation:
      "A node keeps in its folder what it has promised not to forget. It does not start with the folder of another node, of another system, or with a log of which a part was damaged after it was written: it would break its promises without knowing. The end of a log that was torn by a crash is no damage: nobody relies on it, and it is cut off.",
  },
  "unusable-trace": {
    title: "A trace can't be written, continued or joined with others",
    explanation:
      "The trace of a node that comes back goes on in the file that it had before, so it must be a trace of the same node. `merge` joins traces of the same system that have vector clocks, one of each node, and at most one with operations.",
  },
} as const;
