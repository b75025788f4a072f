/**
 * The operations of clients as a file of their own, in the format of `docs/traces.md`: in the order in which they were. It
 * goes on where it was when the same system is asked again, because what is read then was written before.
 */
import type { HeaderLine, OperationLine } from "../trace-event.ts";
import type { Failure } from "./failure.ts";
import { openFile } from "./storage.ts";

export interface HistoryFile {
  add(line: OperationLine): void;
  close(): void;
}

/** With `continues`, what is there stays; without, the system is new and so is its history. */
export function openHistoryFile(path: string, header: HeaderLine, continues: boolean): HistoryFile | Failure {
  const storage = openFile(path);
  const put = (line: object) => storage.append(Buffer.from(`${JSON.stringify(line)}\n`, "utf8"));
  const end = { end: {} };
  const known = storage.read();
  if (continues && known.length > 0) {
    const first = known.subarray(0, known.indexOf(0x0a)).toString("utf8");
    if (first !== JSON.stringify(header)) {
      storage.close();
      return { about: "trace", failure: `\`${path}\` is no history of this system`, hint: "choose another folder" };
    }
    const whole = known.lastIndexOf(0x0a) + 1;
    const ending = Buffer.from(`${JSON.stringify(end)}\n`, "utf8");
    const ended = known.subarray(whole - ending.length, whole).equals(ending);
    storage.truncate(ended ? whole - ending.length : whole);
  } else {
    storage.truncate(0);
    put(header);
  }
  return {
    add: put,
    close() {
      put(end);
      storage.close();
    },
  };
}
