/**
 * Keeps two processes from one data folder: the file `lock` holds the number of the process that uses it. A process that
 * was killed leaves the file behind; nobody has that number any more, so the next one takes it over.
 */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { codeOf, type Failure } from "./failure.ts";

/** Gives the function that lets the folder go. */
export function lockFolder(folder: string): (() => void) | Failure {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "lock");
  for (;;) {
    // Linked, the file is there with its content or not at all.
    const own = `${path}.${process.pid}`;
    try {
      writeFileSync(own, `${process.pid}\n`);
      linkSync(own, path);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
    } finally {
      rmSync(own, { force: true });
    }
    const owner = ownerOf(path);
    if (owner !== undefined && owner !== process.pid && isAlive(owner)) {
      return {
        about: "data",
        failure: `\`${folder}\` is in use by process ${owner}`,
        hint: `stop that node first; if process ${owner} is no node, delete \`${path}\``,
      };
    }
    rmSync(path, { force: true });
  }
}

function ownerOf(path: string): number | undefined {
  try {
    const owner = Number(readFileSync(path, "utf8"));
    return Number.isSafeInteger(owner) && owner > 0 ? owner : undefined;
  } catch {
    return undefined; // it was let go in this moment
  }
}

function isAlive(owner: number): boolean {
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return codeOf(error) === "EPERM";
  }
}
