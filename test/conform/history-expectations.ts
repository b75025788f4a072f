/**
 * Which verdicts are expected of which logs: from lines of a name and a verdict, or from porcupine's own tests
 * (https://github.com/anishathalye/porcupine, `porcupine_test.go`), which call a function with the log and whether it is
 * linearizable.
 */
export function expectations(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const verdict = (right: string | undefined) => (right === "true" ? "linearizable" : "violated");
  for (const [, number = "", right] of text.matchAll(/checkJepsen\(t, (\d+), (true|false)\)/g))
    found.set(`etcd_${number.padStart(3, "0")}.log`, verdict(right));
  for (const [, name, right] of text.matchAll(/checkKv\(t, "([^"]+)", (true|false), /g))
    found.set(`${name}.txt`, verdict(right));
  if (found.size > 0) return found;
  for (const [, name = "", wanted = ""] of text.matchAll(/^(\S+)[ \t]+(linearizable|violated|unknown)[ \t]*$/gm))
    found.set(name, wanted);
  return found;
}
