/**
 * A profile for people and for programs: which actions were enabled how often and led where, how large variables are and
 * how many values they have had, what the properties cost. Times are shares of all that was measured.
 */
import type { PartProfile, Profile } from "../explore/index.ts";
import type { Action, Model, Network, Variable } from "../ir/index.ts";
import { positionAt } from "../source/index.ts";
import { type FigureRow, figureTable } from "./columns.ts";
import type { Paint } from "./paint.ts";
import { count, limitTexts, plural } from "./verdict-line.ts";

/** `Server.timeout`; with its line where several have this name. */
export function actionName(action: Action, model: Model): string {
  const name = ({ process, name: own }: Action) => (process ? `${process.name}.${own}` : own);
  const isAmbiguous = model.actions.some((other) => other !== action && name(other) === name(action));
  return isAmbiguous ? `${name(action)}:${positionAt(action.span.source, action.span.start).line}` : name(action);
}

const variableName = ({ process, name }: Variable): string => (process ? `${process.name}.${name}` : name);

const networkName = ({ id }: Network, model: Model): string =>
  model.networks.length > 1 ? `network ${id + 1}` : "network";

function timeOf({ actions, properties, storing }: Profile): number {
  return [...actions, ...properties].reduce((sum, { seconds }) => sum + seconds, storing);
}

/** Several lines without a newline at the end. */
export function profileText(model: Model, profile: Profile, paint: Paint, width: number): string {
  const time = timeOf(profile);
  const share = (seconds: number): string => (time === 0 ? "–" : `${((100 * seconds) / time).toFixed(1)}%`);
  const lines = [paint.strong(`profile of ${plural(profile.states, "state")}, one worker`)];
  if (profile.limit) lines.push(`  ${paint.warning(`the figures are those of a part: ${limitTexts[profile.limit]}`)}`);
  const head = (...cells: string[]): FigureRow => ({ cells, paint: paint.faint });
  const section = (rows: readonly FigureRow[]): void => {
    if (rows.length > 1) lines.push("", ...figureTable(rows, width, "  "));
  };
  section([
    head("action", "enabled in", "fired", "new states", "time"),
    ...profile.actions.flatMap((found, at): FigureRow[] => {
      const action = model.actions[at];
      if (!action) return [];
      const figures = [count(found.enabled), count(found.fired), count(found.fresh), share(found.seconds)];
      return [{ cells: [actionName(action, model), ...figures], paint: found.fired === 0 ? paint.warning : undefined }];
    }),
    { cells: ["(storing the states)", "", "", "", share(profile.storing)], paint: paint.faint },
  ]);
  section([
    head("variable", "bits", "distinct values"),
    ...model.variables.flatMap((variable, at) => partRow(variableName(variable), profile.variables[at], paint)),
    ...model.networks.flatMap((network, at) => partRow(networkName(network, model), profile.networks[at], paint)),
    head("(a packed state)", count(32 * profile.wordCount), ""),
  ]);
  section([
    head("property", "evaluated", "time"),
    ...profile.properties.map(({ position, evaluations, seconds }): FigureRow => {
      return { cells: [model.properties[position]?.name ?? "", count(evaluations), share(seconds)] };
    }),
  ]);
  return lines.join("\n");
}

function partRow(name: string, part: PartProfile | undefined, paint: Paint): readonly FigureRow[] {
  if (!part || (part.bits === 0 && part.distinct === 1)) return [];
  const bits = part.members > 1 ? `${part.members}×${count(part.bits / part.members)}` : count(part.bits);
  const distinct = part.distinct === undefined ? "very many" : count(part.distinct);
  return [{ cells: [name, bits, distinct], paint: part.distinct === 1 ? paint.warning : undefined }];
}

/** The `profile` of a JSON result. */
export function profileJson(model: Model, profile: Profile): Readonly<Record<string, unknown>> {
  const time = timeOf(profile);
  const share = (seconds: number): number | null => (time === 0 ? null : Number((seconds / time).toFixed(4)));
  const part = ({ bits, members, distinct }: PartProfile) => ({ bits, members, distinct: distinct ?? null });
  return {
    states: profile.states,
    transitions: profile.transitions,
    ...(profile.limit === undefined ? {} : { limit: profile.limit }),
    actions: model.actions.map((action, at) => {
      const found = profile.actions[at];
      const { line } = positionAt(action.span.source, action.span.start);
      return {
        name: actionName(action, model),
        source: `${action.span.source.path}:${line}`,
        enabled: found?.enabled,
        fired: found?.fired,
        newStates: found?.fresh,
        cut: found?.cut,
        time: share(found?.seconds ?? 0),
      };
    }),
    storing: { time: share(profile.storing) },
    variables: model.variables.flatMap((variable, at) => {
      const found = profile.variables[at];
      return found ? [{ name: variableName(variable), ...part(found) }] : [];
    }),
    networks: model.networks.flatMap((network, at) => {
      const found = profile.networks[at];
      return found ? [{ name: networkName(network, model), ...part(found) }] : [];
    }),
    bitsPerState: 32 * profile.wordCount,
    properties: profile.properties.map(({ position, evaluations, seconds }) => ({
      name: model.properties[position]?.name,
      evaluations,
      time: share(seconds),
    })),
  };
}
