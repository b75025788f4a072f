/**
 * `--set N=5` and `--fault crash.total=1` become settings as if they stood in a configuration of the file. The text is
 * parsed inside a small file of its own, and then its places are moved onto the words of the command line, so that a
 * mistake is marked there.
 */
import { commandLinePath } from "../report/index.ts";
import type { Diagnostic, Phase, Source, Span } from "../source/index.ts";
import { type CheckDeclaration, parse, type Setting } from "../syntax/index.ts";

/** All settings of the command line, in order. */
export function parseSettings(set: readonly string[], fault: readonly string[]): Phase<readonly Setting[]> {
  const settings: Setting[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [flag, texts] of [
    ["--set", set],
    ["--fault", fault],
  ] as const) {
    for (const text of texts) {
      const phase = parseSetting(flag, text);
      settings.push(...(phase.value ?? []));
      diagnostics.push(...phase.diagnostics);
    }
  }
  return { value: diagnostics.length === 0 ? settings : undefined, diagnostics };
}

function parseSetting(flag: "--set" | "--fault", text: string): Phase<readonly Setting[]> {
  const before = "model CommandLine check command { ";
  const shown: Source = { path: commandLinePath, text: `${flag} ${text}` };
  const whole: Span = { source: shown, start: flag.length + 1, end: shown.text.length };
  const example = flag === "--set" ? "--set Servers=5" : "--fault crash.total=1";
  const refuse = (message: string): Phase<readonly Setting[]> => ({
    diagnostics: [{ rule: "usage", span: whole, message, hint: `write for example \`${example}\`` }],
  });
  const shape = flag === "--set" ? /^\s*[\p{L}_][\p{L}\p{N}_.]*\s*[=:]/u : /^\s*[\p{L}_]\w*\s*\.\s*\w+\s*[=:]/u;
  if (!shape.test(text) || /[\r\n]|\/\//.test(text))
    return refuse(`\`${flag}\` takes ${flag === "--set" ? "NAME=VALUE" : "FAULT.SETTING=VALUE"}`);
  const parsed = parse({ path: commandLinePath, text: `${before}${text} } expect holds` });
  const moved = move(parsed, shown, flag.length + 1 - before.length) as typeof parsed;
  const first = moved.diagnostics[0];
  if (first) return { diagnostics: [{ ...first, rule: "usage" }] };
  const declarations = moved.value?.units[0]?.declarations ?? [];
  const check = declarations.find((item): item is CheckDeclaration => item.kind === "check");
  if (!check || declarations.length !== 1 || check.settings.length === 0) return refuse(`\`${text}\` is no setting`);
  return { value: check.settings, diagnostics: [] };
}

/** A copy of `node` with every span moved by `distance` into `source`. */
function move(node: unknown, source: Source, distance: number): unknown {
  if (Array.isArray(node)) return node.map((item) => move(item, source, distance));
  if (typeof node !== "object" || node === null) return node;
  if ("source" in node && "start" in node && "end" in node) {
    const clamp = (offset: number) => Math.min(source.text.length, Math.max(0, offset + distance));
    return { source, start: clamp(Number(node.start)), end: clamp(Number(node.end)) };
  }
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, move(value, source, distance)]));
}

/** Settings of the command line win over those of the configuration. */
export function override(configured: readonly Setting[], given: readonly Setting[]): readonly Setting[] {
  const name = (setting: Setting) =>
    setting.target.kind === "path" ? setting.target.names.map((part) => part.text).join(".") : "";
  const last = new Map(given.map((setting) => [name(setting), setting]));
  return [...configured.filter((setting) => !last.has(name(setting))), ...last.values()];
}
