import type { Component } from "../../model/component";
import type { JsonPatchOperation } from "../../model/customise";
import { customised } from "../customise";
import type { ComposeService } from "./file";
import { collecting, groupBy, type ComposeRender } from "./render";

/** Which services a way out changes. */
export interface ComposeSelection {
  /** Name of a service of the component; absent: all of them. */
  readonly service?: string;
}

/**
 * Changes the services that a component was rendered to, after everything else.
 *
 * @example
 * editCompose(database, { service: "db" }, (service) => {
 *   service.stop_grace_period = "5m";
 * });
 */
export function editCompose(
  component: Component,
  selection: ComposeSelection,
  edit: (service: ComposeService) => void,
): void {
  component.addCustomisation({ target: "compose", ...selectOf(selection), change: { kind: "edit", edit } });
}

/**
 * Patches the services that a component was rendered to, after everything else. Paths begin at the service, for example
 * `/environment/TZ`.
 */
export function patchCompose(
  component: Component,
  operations: readonly JsonPatchOperation[],
  selection: ComposeSelection = {},
): void {
  component.addCustomisation({ target: "compose", ...selectOf(selection), change: { kind: "patch", operations } });
}

function selectOf({ service }: ComposeSelection): { readonly select?: string } {
  return service === undefined ? {} : { select: service };
}

/** A service and the component that it belongs to; the platform's own have none. */
export interface OwnedService {
  readonly component: Component | undefined;
  readonly service: ComposeService;
}

/** Applies every component's ways out to its services, each in the order in which they were added. */
export function customiseServices(
  render: ComposeRender,
  services: ReadonlyMap<string, OwnedService>,
): ReadonlyMap<string, ComposeService> {
  const result = new Map([...services].map(([name, { service }]) => [name, service]));
  for (const [component, items] of groupBy(services, ([, item]) => item.component)) {
    if (component === undefined) continue;
    const own = items.map(([name]) => name);
    for (const { target, select, change } of component.customisations) {
      if (target !== "compose") continue;
      const path = component.node.path;
      if (select !== undefined && !own.includes(select)) reportSelection(render, path, select, own);
      for (const name of own.filter((item) => select === undefined || item === select)) {
        const service = result.get(name);
        if (service === undefined) continue;
        const at = `${path}:${name}`;
        result.set(
          name,
          collecting(render.problems, at, service, () => customised(service, change, at)),
        );
      }
    }
  }
  return result;
}

function reportSelection(render: ComposeRender, path: string, select: string, own: readonly string[]): void {
  render.problems.add("ASH-TARGET-004", {
    path,
    message: "the component has no such service",
    value: select,
    allowed: [...own].sort().join(" | "),
  });
}
