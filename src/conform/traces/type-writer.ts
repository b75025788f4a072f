/**
 * The types of a model in TypeScript, for mappings: names of actions, variables, messages, processes and parameters as
 * unions of texts, and the `Mapping` that is made of them. A mapping that names what the model does not have does not
 * compile against it. ts-morph writes the declarations.
 */
import { Project } from "ts-morph";
import type { Model } from "../../ir/index.ts";

export function mappingTypes(model: Model, path: string): string {
  const project = new Project({ useInMemoryFileSystem: true });
  const file = project.createSourceFile("types.ts");
  const union = (names: Iterable<string>) => {
    const texts = [...new Set(names)].sort().map((name) => JSON.stringify(name));
    return texts.length === 0 ? "never" : texts.join(" | ");
  };
  file.addTypeAliases([
    {
      name: "Action",
      isExported: true,
      docs: ["The model's actions, as a log names its events: `timeout`, `on Vote`."],
      type: union(model.actions.filter(({ kind }) => events.has(kind)).map(({ name }) => name)),
    },
    {
      name: "Variable",
      isExported: true,
      docs: ["Variables of its processes."],
      type: union(
        model.variables
          .filter(({ process, storage, role }) => process && storage !== "ghost" && role === "field")
          .map(({ name }) => name),
      ),
    },
    { name: "Message", isExported: true, docs: ["Its messages."], type: union(model.messages.map(({ name }) => name)) },
    {
      name: "Process",
      isExported: true,
      docs: ["Its processes."],
      type:
        model.processes.length === 0
          ? "never"
          : model.processes
              .map(({ members, single }) =>
                single ? JSON.stringify(members[0]) : `\`${(members[0] ?? "").replace(/\d+$/, "")}\${number}\``,
              )
              .join(" | "),
    },
    {
      name: "Parameter",
      isExported: true,
      docs: ["Its parameters."],
      type: union(model.parameters.map(({ name }) => name)),
    },
  ]);
  file.addInterface({
    name: "Ignored",
    isExported: true,
    docs: ["It stands for nothing in the model; the reason is shown with the verdict."],
    properties: [{ name: "ignore", type: "string", isReadonly: true }],
  });
  const optional = (name: string, type: string, doc: string) => ({
    name,
    type,
    hasQuestionToken: true,
    isReadonly: true,
    docs: [doc],
  });
  file.addInterface({
    name: "Mapping",
    isExported: true,
    docs: ["Names of a log, on the left, by those of the model. What is not mentioned has the same name in both."],
    properties: [
      optional(
        "events",
        "Readonly<Record<string, Action | readonly Action[] | Ignored>>",
        "One action, several that are one event, or none.",
      ),
      optional("variables", "Readonly<Record<string, Variable | Ignored>>", "Variables in `set` and `pre`."),
      optional("messages", "Readonly<Record<string, Message>>", "Messages."),
      optional("nodes", "Readonly<Record<string, Process>>", "Nodes."),
      optional(
        "silent",
        "Readonly<Partial<Record<Action, string>>>",
        "Actions that may happen without an event, each with the reason.",
      ),
      optional("silentAtMost", "number", "How many silent steps may lie between two events."),
      optional(
        "bounds",
        "Readonly<Partial<Record<Parameter, number>>>",
        "Values of parameters that only bound an exploration, to begin with.",
      ),
    ],
  });
  file.insertText(
    0,
    `// The names of the model ${model.name} (${path}), for mappings. Written by \`check types\`: do not edit.\n\n`,
  );
  file.formatText({ indentSize: 2 });
  return file.getFullText();
}

const events = new Set<Model["actions"][number]["kind"]>(["action", "step", "handler", "tick"]);
