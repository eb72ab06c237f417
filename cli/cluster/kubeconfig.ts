import type { KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { TroubleError } from "../../constructs/state/trouble";
import { messageOf } from "./ask";

/** Which cluster is meant. */
export interface ClusterChoice {
  /** Undefined: that of `KUBECONFIG`, of the home folder, or of the pod that this runs in. */
  readonly kubeconfig: string | undefined;
  /** Undefined: the current one. */
  readonly context?: string | undefined;
}

/** A kubeconfig, and the address of the cluster that it leads to. */
export interface ChosenCluster {
  readonly config: KubeConfig;
  readonly address: string;
}

/** Where the client looks when nothing tells it where: no cluster worth its name is there. */
const NOWHERE = "http://localhost:8080";

/**
 * Reads a kubeconfig.
 *
 * @throws TroubleError ASH-STATE-003 when there is none, when it cannot be read, or when it names no cluster
 */
export async function chooseCluster({ kubeconfig, context }: ClusterChoice): Promise<ChosenCluster> {
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  const where = kubeconfig ?? "kubeconfig";
  const refuse = (problem: string): never => {
    throw new TroubleError("ASH-STATE-003", where, problem);
  };
  try {
    if (kubeconfig === undefined) config.loadFromDefault();
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    refuse(`the kubeconfig cannot be read: ${messageOf(error)}`);
  }
  if (context !== undefined) {
    const names = config.getContexts().map(({ name }) => name);
    if (!names.includes(context)) refuse(`there is no context "${context}"; there are: ${names.join(", ") || "none"}`);
    config.setCurrentContext(context);
  }
  const address = config.getCurrentCluster()?.server;
  if (address === undefined) {
    const name = config.getCurrentContext();
    return refuse(
      name ? `the context "${name}" names no cluster` : "the current context names no cluster: none is set",
    );
  }
  if (kubeconfig === undefined && address === NOWHERE && config.getCurrentUser()?.name === "user") {
    refuse("there is none: neither KUBECONFIG nor the home folder names one");
  }
  return { config, address };
}
