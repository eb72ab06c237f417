import { existsSync } from "node:fs";
import { request as requestPlain } from "node:http";
import { request } from "node:https";
import { homedir } from "node:os";
import { join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { TroubleError } from "../state/trouble";

/** Which cluster a stack deploys to, as the `kubernetes:` settings of its configuration say. */
export interface ClusterChoice {
  /**
   * Path of a kubeconfig, or its text. A leading `~` is the home folder.
   *
   * @default that of `KUBECONFIG`, of the home folder, or of the pod that this runs in
   */
  readonly kubeconfig?: string | undefined;
  /**
   * Name of a context in it.
   *
   * @default the current one
   */
  readonly context?: string | undefined;
  /**
   * Name of a cluster in it, in place of the context's.
   *
   * @default the context's
   */
  readonly cluster?: string | undefined;
  /**
   * How long an answer may take, in milliseconds.
   *
   * @default 15 seconds
   */
  readonly patience?: number;
}

const PATIENCE = 15_000;
/** Where the client looks when nothing tells it where. */
const NOWHERE = "http://localhost:8080";

/**
 * Makes sure that there is a cluster to deploy to, before anything is registered. Pulumi's own provider would find out in
 * the middle of an update.
 *
 * @returns its address
 * @throws TroubleError ASH-STATE-003 when there is no kubeconfig, it cannot be read, it has no such context or
 * cluster, or nothing answers at its address; ASH-STATE-004 when the answer is a refusal
 */
export async function checkCluster(choice: ClusterChoice = {}): Promise<string> {
  const { kubeconfig, context, cluster, patience = PATIENCE } = choice;
  const { KubeConfig } = await import("@kubernetes/client-node");
  const config = new KubeConfig();
  const where = kubeconfig === undefined || isText(kubeconfig) ? "kubernetes:kubeconfig" : kubeconfig;
  const refuse = (problem: string): never => {
    throw new TroubleError("ASH-STATE-003", where, problem);
  };
  try {
    load(config, kubeconfig);
  } catch (error) {
    refuse(`the kubeconfig cannot be read: ${firstLine(error)}`);
  }
  if (context !== undefined) {
    const names = config.getContexts().map(({ name }) => name);
    if (!names.includes(context)) refuse(`there is no context "${context}"; there are: ${names.join(", ") || "none"}`);
    config.setCurrentContext(context);
  }
  if (cluster !== undefined) {
    const names = config.getClusters().map(({ name }) => name);
    if (!names.includes(cluster)) refuse(`there is no cluster "${cluster}"; there are: ${names.join(", ") || "none"}`);
    const current = config.getCurrentContext();
    config.contexts = config.contexts.map((each) => (each.name === current ? { ...each, cluster } : each));
  }
  const { server: address } = config.getCurrentCluster() ?? {};
  if (address === undefined) return refuse("the current context names no cluster");
  if (kubeconfig === undefined && address === NOWHERE && config.getCurrentUser()?.name === "user") {
    return refuse("there is none: neither kubernetes:kubeconfig, nor KUBECONFIG, nor the home folder names one");
  }
  const url = addressOf(config) ?? refuse(`the current cluster's server is no address: ${address}`);
  await ask(config, url, address, patience);
  return address;
}

function load(config: KubeConfig, kubeconfig: string | undefined): void {
  if (kubeconfig === undefined) config.loadFromDefault();
  else if (isText(kubeconfig)) config.loadFromString(kubeconfig);
  else if (existsSync(fileOf(kubeconfig))) config.loadFromFile(fileOf(kubeconfig));
  else throw new Error(`no such file: ${kubeconfig}`);
}

/** No shell reads the settings, so the provider expands the home folder by itself, and so do we. */
function fileOf(kubeconfig: string): string {
  return kubeconfig.startsWith("~") ? join(homedir(), kubeconfig.slice(1)) : kubeconfig;
}

/** The current cluster's address. One without a scheme means https. */
function addressOf(config: KubeConfig): URL | undefined {
  const { server = "" } = config.getCurrentCluster() ?? {};
  const text = /^[a-z]+:\//i.test(server) ? server : `https://${server}`;
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  return url.protocol === "http:" || url.protocol === "https:" ? url : undefined;
}

/** The provider takes the text of a kubeconfig as well as its path. */
function isText(kubeconfig: string): boolean {
  return kubeconfig.includes("\n") || kubeconfig.trimStart().startsWith("{");
}

/** Asks who the server thinks we are: the least that needs a server, and a user that it knows. */
async function ask(config: KubeConfig, base: URL, address: string, patience: number): Promise<void> {
  const body = JSON.stringify({ apiVersion: "authentication.k8s.io/v1", kind: "SelfSubjectReview" });
  // A proxy may have the server below a path of its own.
  const url = new URL(`${base.pathname.replace(/\/$/, "")}/apis/authentication.k8s.io/v1/selfsubjectreviews`, base);
  const options = { method: "POST", timeout: patience, headers: { "Content-Type": "application/json" } };
  try {
    await config.applyToHTTPSOptions(options);
  } catch (error) {
    throw new TroubleError("ASH-STATE-003", address, `the kubeconfig's login fails: ${firstLine(error)}`);
  }
  const status = await new Promise<number>((done, fail) => {
    // A proxy on this machine may speak plain HTTP, where the kubeconfig allows it.
    const call = (url.protocol === "http:" ? requestPlain : request)(url, options);
    call.on("response", (response) => {
      response.resume();
      done(response.statusCode ?? 0);
    });
    call.on("timeout", () => call.destroy(new Error(`no answer within ${patience / 1000} s`)));
    call.on("error", fail);
    call.end(body);
  }).catch((error: unknown): never => {
    throw new TroubleError("ASH-STATE-003", address, `cannot reach the cluster: ${firstLine(error)}`);
  });
  if (status >= 400) throw new TroubleError("ASH-STATE-004", address, `cannot log in: the answer was ${status}`);
}

function firstLine(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}
