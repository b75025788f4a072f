/**
 * What a SARIF 2.1.0 document must be, as far as ours go: the required properties of the standard's schema (OASIS, 2020),
 * its ranges of values, no properties that it does not know, and rules that results name by an index that fits.
 */
type Shape = { readonly [property: string]: (value: unknown, at: string) => readonly string[] };

const wrong = (at: string, what: string): readonly string[] => [`${at}: ${what}`];
const text = (value: unknown, at: string) =>
  typeof value === "string" && value !== "" ? [] : wrong(at, `no text: ${JSON.stringify(value)}`);
const integer = (least: number) => (value: unknown, at: string) =>
  Number.isInteger(value) && (value as number) >= least
    ? []
    : wrong(at, `not an integer of at least ${least}: ${value}`);
const truth = (value: unknown, at: string) => (typeof value === "boolean" ? [] : wrong(at, "not a boolean"));
const one =
  (...values: readonly string[]) =>
  (value: unknown, at: string) =>
    values.includes(value as string) ? [] : wrong(at, `none of ${values}: ${value}`);
/** RFC 3986: a reference with a scheme or without, and no character that needs to be escaped. */
const uri = (value: unknown, at: string) =>
  typeof value === "string" &&
  /^(file:\/\/\/|https:\/\/|[\w.%~-][^:]*$)/.test(value) &&
  !/[\s"<>\\^`{|}]|[^\x20-\x7e]/.test(value)
    ? []
    : wrong(at, `no URI reference: ${value}`);
const list =
  (each: (value: unknown, at: string) => readonly string[], least = 0) =>
  (value: unknown, at: string) =>
    Array.isArray(value) && value.length >= least
      ? value.flatMap((item, index) => each(item, `${at}[${index}]`))
      : wrong(at, `no list of at least ${least}`);
const texts = (value: unknown, at: string) =>
  Object.entries(value as object).flatMap(([name, item]) => text(item, `${at}.${name}`));

function object(required: Shape, optional: Shape = {}) {
  return (value: unknown, at: string): readonly string[] => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong(at, "no object");
    const known: Shape = { ...required, ...optional };
    return [
      ...Object.keys(required).flatMap((name) => (name in value ? [] : wrong(at, `lacks ${name}`))),
      ...Object.entries(value).flatMap(
        ([name, item]) => known[name]?.(item, `${at}.${name}`) ?? wrong(at, `has ${name}`),
      ),
    ];
  };
}

const message = object({ text });
const region = object(
  { startLine: integer(1) },
  { startColumn: integer(1), endLine: integer(1), endColumn: integer(1) },
);
const level = one("none", "note", "warning", "error");
const location = object(
  { physicalLocation: object({ artifactLocation: object({ uri }) }, { region }) },
  { logicalLocations: list(object({ fullyQualifiedName: text })) },
);
const run = object({
  tool: object({
    driver: object({
      name: text,
      version: text,
      rules: list(object({ id: text, shortDescription: message, defaultConfiguration: object({ level }) })),
    }),
  }),
  automationDetails: object({ id: text }),
  columnKind: one("utf16CodeUnits", "unicodeCodePoints"),
  invocations: list(
    object({
      executionSuccessful: truth,
      exitCode: integer(0),
      toolExecutionNotifications: list(
        object({ level, message, associatedRule: object({ id: text, index: integer(0) }) }),
      ),
    }),
  ),
  results: list(
    object({
      ruleId: text,
      ruleIndex: integer(0),
      level,
      message,
      locations: list(location, 1),
      partialFingerprints: texts,
    }),
  ),
});
const log = object({ $schema: text, version: one("2.1.0"), runs: list(run, 1) });

export interface SarifDocument {
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
    readonly automationDetails: { readonly id: string };
    readonly invocations: readonly {
      readonly exitCode: number;
      readonly executionSuccessful: boolean;
      readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[];
    }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly locations: readonly {
        readonly physicalLocation: {
          readonly artifactLocation: { readonly uri: string };
          readonly region?: { readonly startLine: number; readonly startColumn: number; readonly endLine: number };
        };
      }[];
    }[];
  }[];
}

/** The document, and everything that is wrong with it. */
export function readSarif(source: string): { readonly document: SarifDocument; readonly mistakes: readonly string[] } {
  const document = JSON.parse(source) as SarifDocument;
  const mistakes = [...log(document, "log")];
  for (const { tool, results } of document.runs)
    for (const { ruleId, ruleIndex } of results)
      if (tool.driver.rules[ruleIndex]?.id !== ruleId) mistakes.push(`${ruleId} is not rule ${ruleIndex}`);
  return { document, mistakes };
}
