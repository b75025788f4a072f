/** The table of `traceability.ts` for pages and programs: Markdown, HTML, JSON. */
import type { Citation } from "../ir/index.ts";
import { escapeMarkup } from "./markup.ts";
import {
  byVerdict,
  type Claim,
  citationText,
  claimText,
  signOf,
  type TracedAxiom,
  type TracedTheory,
  toldOf,
} from "./traceability.ts";

/** A row for each axiom; a theory's name, and where it stands in the literature, only in the first of its rows. */
export function traceabilityMarkdown(theories: readonly TracedTheory[]): string {
  const rows = theories.flatMap((theory) =>
    theory.axioms.map((axiom, at) => [
      at === 0 ? `[${theory.name}](${theory.path})` : "",
      placesText(theory, axiom, at).map(escapeCell).join("<br>"),
      axiom.name,
      modelsText(axiom).map(escapeCell).join("<br>"),
    ]),
  );
  const header = ["theory", "from", "axiom", "models, and the verdict"];
  return [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

const escapeCell = (text: string): string => text.replaceAll("|", "\\|");

export function traceabilityHtml(theories: readonly TracedTheory[]): string {
  const rows = theories.flatMap((theory) =>
    theory.axioms.map((axiom, at) => {
      const head =
        at === 0
          ? `<th scope="rowgroup" rowspan="${theory.axioms.length}">${escapeMarkup(theory.name)}<small>${escapeMarkup(`${theory.path}:${theory.line}`)}</small></th>`
          : "";
      const places = placesText(theory, axiom, at).map(escapeMarkup).join("<br>");
      const models = byVerdict(axiom.claims)
        .map(
          ({ models, claim }) =>
            `<span class="${claim.verdict.kind}"><b>${escapeMarkup(models.join(", "))}</b> ${escapeMarkup(toldOfSeveral(models, claim))}</span>`,
        )
        .join("");
      return `<tr${at === 0 ? ' class="first"' : ""}>${head}<td>${places}</td><td>${escapeMarkup(axiom.name)}<small>${axiom.form}</small></td><td>${models || '<span class="unclaimed">no model yet</span>'}</td></tr>`;
    }),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>From the documents to the verdicts</title>
<style>
:root { color-scheme: light dark; font: 15px/1.45 system-ui, sans-serif }
body { margin: 2rem auto; max-width: 72rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
th, td { padding: .35rem .7rem; text-align: left; vertical-align: top }
thead th { border-bottom: 2px solid currentColor }
tr.first > * { border-top: 1px solid #8886 }
tbody td:first-of-type { min-width: 15rem }
small { display: block; opacity: .65; font-weight: normal }
span { display: block; padding-left: 1.2em; text-indent: -1.2em }
span::before { display: inline-block; width: 1.2em; text-indent: 0; content: "–" }
.holds::before { content: "✓"; color: #1a7f37 }
.violated::before { content: "✗"; color: #cf222e }
.undecided::before { content: "?" }
.excepted, .unclaimed { opacity: .75 }
@media (prefers-color-scheme: dark) {
  .holds::before { color: #4ac26b }
  .violated::before { color: #ff8182 }
}
@media (max-width: 50rem) {
  table, tbody, tr, th, td { display: block }
  thead, td:empty { display: none }
  tr.first { margin-top: 1rem }
  tr.first > td { border-top: 0 }
  tbody td:first-of-type { opacity: .75 }
  td:nth-last-child(2) { margin-top: .5rem }
}
</style>
</head>
<body>
<h1>From the documents to the verdicts</h1>
<table>
<thead><tr><th>theory</th><th>from</th><th>axiom</th><th>models, and the verdict</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
</body>
</html>
`;
}

const toldOfSeveral = (models: readonly string[], claim: Claim): string =>
  models.length > 1 && claim.verdict.kind === "holds" ? "hold" : claimText(claim);

/** As `theories` of the JSON document. */
export function traceabilityJson(theories: readonly TracedTheory[]): readonly object[] {
  return theories.map(({ name, path, line, cites, axioms }) => ({
    file: path,
    theory: name,
    source: `${path}:${line}`,
    cites: cites.map(({ texts }) => texts),
    axioms: axioms.map((axiom) => ({
      name: axiom.name,
      form: axiom.form,
      source: `${path}:${axiom.line}`,
      cites: axiom.cites.map(({ texts }) => texts),
      models: axiom.claims.map(({ model, path: file, config, within, verdict: { kind, ...more } }) => ({
        model,
        file,
        config,
        within,
        verdict: kind,
        ...more,
      })),
    })),
  }));
}

/** What the theory cites stands in its first row; further rows repeat nothing, and say what only they cite. */
function placesText(theory: TracedTheory, axiom: TracedAxiom, at: number): readonly string[] {
  const own = axiom.cites.filter((item) => !theory.cites.some((other) => same(item, other)));
  return [...(at === 0 ? theory.cites : []), ...own].map(citationText);
}

const same = (one: Citation, other: Citation): boolean => citationText(one) === citationText(other);

const modelsText = ({ claims }: TracedAxiom): readonly string[] =>
  claims.length === 0 ? ["no model yet"] : byVerdict(claims).map((group) => `${signOf(group.claim)} ${toldOf(group)}`);
