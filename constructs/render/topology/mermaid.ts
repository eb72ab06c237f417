import type { Topology, TopologyEdge, TopologyScope, TopologyWorkload } from "./topology";
import { addressText, carriesText, kindText, routeTexts, securityText } from "./wording";

/** Characters that end a label, begin markup in one, or begin an entity. */
const SPECIAL: Readonly<Record<string, string>> = {
  "#": "#35;",
  '"': "#quot;",
  "<": "#lt;",
  ">": "#gt;",
  "&": "#amp;",
  "`": "#96;",
  "\\": "#92;",
};

/** A text as Mermaid takes it between double quotes. */
function quoted(...lines: readonly string[]): string {
  const escaped = lines.map((line) => line.replace(/[#"<>&`\\]/g, (char) => SPECIAL[char] ?? "").replace(/\s+/g, " "));
  return `"${escaped.join("<br/>")}"`;
}

/** An id of our own for each path: a path's own characters may mean something to Mermaid, as the word `end` does. */
class Ids {
  readonly #ids = new Map<string, string>();

  public of(kind: "scope" | "component" | "node" | "public", path: string): string {
    const key = `${kind} ${path}`;
    const known = this.#ids.get(key) ?? `${kind.charAt(0)}${this.#ids.size}`;
    this.#ids.set(key, known);
    return known;
  }
}

/** A topology as the text of a Mermaid flowchart, for documents that draw it. */
export function mermaidText(topology: Topology): string {
  const ids = new Ids();
  const { platform, environment, target, exposures, externals, edges } = topology;
  const styled = edges.map((edge, index) => ({ edge, index }));
  const open = styled.filter(({ edge }) => edge.security === "plain").map(({ index }) => index);
  return [
    "flowchart LR",
    `  accTitle: ${plainLine(`${platform} in ${environment} on ${target}`)}`,
    `  accDescr: ${plainLine("Workloads by component, who calls whom and how each connection is closed")}`,
    ...scopeLines(topology, undefined, ids, "  "),
    ...externals.map(
      ({ path, name, host, port }) => `  ${ids.of("node", path)}([${quoted(name, `${host}:${port}`)}]):::outside`,
    ),
    ...edges.map((edge) => `  ${edgeLine(edge, ids)}`),
    ...exposures.flatMap((exposure) => [
      `  ${ids.of("public", exposure.path)}([${quoted(addressText(exposure), ...routeTexts(exposure))}]):::outside`,
      `  ${ids.of("public", exposure.path)} ==> ${ids.of("node", exposure.gateway)}`,
    ]),
    "  classDef job stroke-dasharray: 4 3",
    "  classDef outside fill:transparent,stroke-dasharray: 2 2",
    ...(open.length === 0 ? [] : [`  linkStyle ${open.join(",")} stroke:#c2410c,stroke-dasharray: 2 3`]),
    "",
  ].join("\n");
}

/** The scopes inside a scope, and its components. The platform's own scope has no frame: everything stands in it. */
function scopeLines(topology: Topology, parent: TopologyScope | undefined, ids: Ids, indent: string): string[] {
  const inner = topology.scopes.filter((scope) => scope.parent === parent?.path);
  return inner.flatMap((scope) => {
    const deeper = scope.parent === undefined ? indent : `${indent}  `;
    const lines = [...componentLines(topology, scope, ids, deeper), ...scopeLines(topology, scope, ids, deeper)];
    if (scope.parent === undefined || lines.length === 0) return lines;
    return [`${indent}subgraph ${ids.of("scope", scope.path)}[${quoted(scope.name)}]`, ...lines, `${indent}end`];
  });
}

function componentLines({ components, workloads }: Topology, scope: TopologyScope, ids: Ids, indent: string): string[] {
  return components
    .filter((component) => component.scope === scope.path)
    .flatMap(({ path, name, type }) => [
      `${indent}subgraph ${ids.of("component", path)}[${quoted(`${name}: ${type}`)}]`,
      ...workloads
        .filter((workload) => workload.component === path)
        .map((workload) => `${indent}  ${nodeLine(workload, ids)}`),
      `${indent}end`,
    ]);
}

function nodeLine(workload: TopologyWorkload, ids: Ids): string {
  const label = quoted(workload.name, kindText(workload));
  const id = ids.of("node", workload.path);
  switch (workload.kind) {
    case "service":
      return `${id}[${label}]`;
    case "stateful":
      return `${id}[(${label})]`;
    case "job":
    case "cron":
      return `${id}[[${label}]]:::job`;
    case "claim":
      return `${id}{{${label}}}`;
    default:
      return workload.kind satisfies never;
  }
}

function edgeLine(edge: TopologyEdge, ids: Ids): string {
  const label = quoted(carriesText(edge), securityText(edge));
  const arrow = edge.security === "mtls-name" || edge.security === "mtls-ca" ? "-->" : "-.->";
  return `${ids.of("node", edge.from)} ${arrow}|${label}| ${ids.of("node", edge.to)}`;
}

/** A line without what would begin another statement. */
const plainLine = (text: string): string => text.replace(/[\n;{}"#<>]/g, " ");
