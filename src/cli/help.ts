/** The longer parts of `--help`. */

export const checkHelp = (command: string) => `
\`${command} FILE\` checks the configuration \`default\` (or the file's first) and runs its
scenarios; its exit code is the verdict's, whatever the file expects. \`--all\`
checks every configuration and compares each verdict with what the file expects.
A subcommand's name wins over a file's: write ./fmt for a file called fmt.`;

export const examplesHelp = (command: string) => `
Examples:
  ${command} models/raft.spec                               check one model
  ${command} models/raft.spec --set Servers=5 --fault crash.total=2
  ${command} models --all                                   every model, against what it expects
  ${command} models/raft.spec --trace-out raft.itf.json     save the counterexample …
  ${command} --replay raft.itf.json                         … and ask later whether it still is one
  ${command} fmt models --check
  ${command} new lock                                       a first model, lock.spec`;

export const exitCodesHelp = `
Exit codes:
    0  holds; a replayed counterexample still is one
    1  an expectation was missed, a scenario failed, a replay went stale,
       \`fmt --check\` found a file that it would change
    3  inconclusive: a limit was reached
   10  an assumption is false
   11  deadlock
   12  a safety property is violated, or a \`reachable\` is not reached
   13  a liveness property is violated
   14  an assertion failed
   15  there are warnings, and \`--strict\` was given
   70  an error of this program
   75  model error: a range, a capacity, a partial read
  130  interrupted
  150  a mistake in a file
  151  a mistake on the command line, or a file that cannot be read`;
