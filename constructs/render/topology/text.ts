import type { Topology, TopologyWorkload } from "./topology";
import { addressText, carriesText, kindText, routeTexts, securityText, shortName } from "./wording";

/** A topology as lines of plain text: what comes in, then each component with what it calls. */
export function topologyText(topology: Topology): string {
  const { platform, environment, target, exposures, components, scopes } = topology;
  const scopeNames = new Map(scopes.filter(({ parent }) => parent !== undefined).map(({ path }) => [path, path]));
  return [
    `${platform} in ${environment} on ${target}`,
    ...exposures.flatMap((exposure) => [
      `  ${addressText(exposure)} ⇒ ${shortName(exposure.gateway)}`,
      ...routeTexts(exposure).map((route) => `    ${route}`),
    ]),
    ...components.flatMap((component) => [
      `  ${shortName(component.path)}: ${component.type}${scopeNames.has(component.scope) ? ` in ${shortName(component.scope)}` : ""}`,
      ...topology.workloads
        .filter((workload) => workload.component === component.path)
        .flatMap((workload) => workloadLines(topology, workload)),
    ]),
    "",
  ].join("\n");
}

function workloadLines({ edges, externals }: Topology, workload: TopologyWorkload): readonly string[] {
  const names = new Map(externals.map(({ path, name, host }) => [path, `${name} (${host})`]));
  const rows = edges
    .filter(({ from }) => from === workload.path)
    .map((edge) => [names.get(edge.to) ?? shortName(edge.to), carriesText(edge), securityText(edge)] as const);
  const width = (column: 0 | 1): number => Math.max(0, ...rows.map((row) => row[column].length));
  return [
    `    ${workload.name} (${kindText(workload)})`,
    ...rows.map(([to, what, how]) => `      → ${to.padEnd(width(0))}  ${what.padEnd(width(1))}  ${how}`),
  ];
}
