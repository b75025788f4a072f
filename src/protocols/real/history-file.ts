/** The operations of clients as a file of their own, in the format of `docs/traces.md`: in the order in which they were. */
import type { HeaderLine, OperationLine } from "../trace-event.ts";
import { openFile } from "./storage.ts";

export interface HistoryFile {
  add(line: OperationLine): void;
  close(): void;
}

/** Replaces what was there: a history is that of one run of its clients. */
export function createHistoryFile(path: string, header: HeaderLine): HistoryFile {
  const storage = openFile(path);
  storage.truncate(0);
  const put = (line: object) => storage.append(Buffer.from(`${JSON.stringify(line)}\n`, "utf8"));
  put(header);
  return {
    add: put,
    close() {
      put({ end: {} });
      storage.close();
    },
  };
}
