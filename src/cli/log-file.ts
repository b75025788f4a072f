/** A log as chunks of bytes: in pieces where the host can read so, because logs may be longer than memory. */
import type { OpenLog } from "../conform/index.ts";
import type { Host } from "../host.ts";
import type { Diagnostic } from "../source/index.ts";

export function openLog(host: Host, path: string): { readonly open: OpenLog } | { readonly diagnostic: Diagnostic } {
  const fail = (failure: string) => ({
    diagnostic: { rule: "unreadable-file" as const, message: `cannot read \`${path}\`: ${failure}` },
  });
  if (host.kind(path) === "folder") return fail("it is a folder");
  if (host.kind(path) === undefined) return fail("there is no such file");
  const pieces = host.chunks?.(path);
  if (pieces && "failure" in pieces) return fail(pieces.failure);
  if (pieces)
    return {
      open: () => {
        const again = host.chunks?.(path) ?? [];
        return "failure" in again ? [] : again;
      },
    };
  const bytes = host.read(path);
  return "failure" in bytes ? fail(bytes.failure) : { open: () => [bytes] };
}
