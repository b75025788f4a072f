/**
 * What a step counts for, by table: which conditions of fairness it is of, and which events of formulas it is. That depends
 * on its action and, where a pattern asks for them, on its member and on values of its parameters; each combination has a
 * place in the action's table, so that generated code finds it by a little arithmetic.
 */
import type { StepPattern } from "./behaviours.ts";
import type { Expr, Local, Model } from "./model.ts";
import { constantText } from "./type-values.ts";

/** Positions in the model's fairness and events. */
export interface StepLabel {
  readonly fair: readonly number[];
  readonly events: readonly number[];
}

export interface ActionClasses {
  /** Whether it matters whose step it is. */
  readonly bySelf: boolean;
  /** Names whose values matter; the last value of each stands for all others. */
  readonly dimensions: readonly { readonly local: Local; readonly values: readonly Expr[] }[];
  /**
   * Positions in `labels`: by member, then by value, the last dimension fastest. Each dimension has one place more than it
   * has values.
   */
  readonly table: readonly number[];
}

export interface StepClasses {
  /** Different ones; the first is that of steps that count for nothing. */
  readonly labels: readonly StepLabel[];
  /** By action. */
  readonly actions: readonly ActionClasses[];
}

interface Named {
  readonly pattern: StepPattern;
  readonly of: "fair" | "events";
  readonly position: number;
}

export function stepClasses({ actions, behaviours }: Pick<Model, "actions" | "behaviours">): StepClasses {
  const named: Named[] = [
    ...behaviours.fairness.flatMap(({ patterns }, position) =>
      patterns.map((pattern): Named => ({ pattern, of: "fair", position })),
    ),
    ...behaviours.events.flatMap((patterns, position) =>
      patterns.map((pattern): Named => ({ pattern, of: "events", position })),
    ),
  ];
  const labels: StepLabel[] = [{ fair: [], events: [] }];
  const numbers = new Map([[labelKey({ fair: [], events: [] }), 0]]);
  const numberOf = (label: StepLabel): number => {
    const key = labelKey(label);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, labels.length);
    return labels.push(label) - 1;
  };
  const classes = actions.map((action): ActionClasses => {
    const own = named.filter(({ pattern }) => pattern.action === action);
    const dimensions = dimensionsOf(own);
    const bySelf = own.some(({ pattern }) => pattern.self !== undefined);
    const members = bySelf ? (action.process?.members ?? []) : [undefined];
    const rows = dimensions.reduce<readonly (readonly (Expr | undefined)[])[]>(
      (all, { values }) => all.flatMap((row) => [...values, undefined].map((value) => [...row, value])),
      [[]],
    );
    const table = members.flatMap((self) =>
      rows.map((row) => {
        const fitting = own.filter(({ pattern }) => fits(pattern, self, dimensions, row));
        const positions = (of: Named["of"]) => [
          ...new Set(fitting.filter((item) => item.of === of).map(({ position }) => position)),
        ];
        return numberOf({ fair: positions("fair"), events: positions("events") });
      }),
    );
    return { bySelf, dimensions, table };
  });
  return { labels, actions: classes };
}

/** Equal for equal labels only. */
export const labelKey = ({ fair, events }: StepLabel): string => `${fair.join()}|${events.join()}`;

function dimensionsOf(named: readonly Named[]): ActionClasses["dimensions"] {
  const found = new Map<Local, Map<string, Expr>>();
  for (const { pattern } of named) {
    for (const { local, value } of pattern.where) {
      const values = found.get(local) ?? new Map<string, Expr>();
      values.set(constantText(value), value);
      found.set(local, values);
    }
  }
  return [...found].map(([local, values]) => ({ local, values: [...values.values()] }));
}

function fits(
  { self, where }: StepPattern,
  member: string | undefined,
  dimensions: ActionClasses["dimensions"],
  row: readonly (Expr | undefined)[],
): boolean {
  if (self !== undefined && self !== member) return false;
  return where.every(({ local, value }) => {
    const given = row[dimensions.findIndex((dimension) => dimension.local === local)];
    return given !== undefined && constantText(given) === constantText(value);
  });
}
