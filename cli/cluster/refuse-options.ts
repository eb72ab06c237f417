import { AshlarError } from "../../constructs/model/diagnostics";

/** Options that say which cluster is meant. */
export interface ClusterOptions {
  /** Default: as kubectl finds it. */
  readonly kubeconfig?: string;
  /** Default: the kubeconfig's current one. */
  readonly context?: string;
}

/**
 * Refuses the options of a cluster where none is meant.
 *
 * @throws AshlarError ASH-INPUT-002 when one is set
 */
export function refuseClusterOptions({ kubeconfig, context }: ClusterOptions): void {
  if (kubeconfig === undefined && context === undefined) return;
  AshlarError.throw("ASH-INPUT-002", {
    path: kubeconfig === undefined ? "--context" : "--kubeconfig",
    message: "a Docker host has no kubeconfig",
    value: kubeconfig ?? context,
    allowed: "with --target kubernetes",
    cure: "add --target kubernetes, or leave the option out",
  });
}
