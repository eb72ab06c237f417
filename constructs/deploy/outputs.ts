import type { Platform } from "../model/platform";
import type { KubernetesArtifact } from "../render/kubernetes/kubernetes";
import { placeOf } from "../render/kubernetes/place";

/** Where a program inside the cluster reaches an endpoint. Callers need a connection as well: the walls are closed. */
export interface DeployedEndpoint {
  /** Host name inside the cluster, for example `rest.acme-prod.svc`. */
  readonly host: string;
  readonly port: number;
  readonly protocol: string;
  /** Whether the server asks for a client certificate. */
  readonly mutualTls: boolean;
}

/** A Secret in the cluster that holds the CA's certificate. */
export interface AuthoritySecret {
  readonly namespace: string;
  readonly name: string;
  /** Its key with the certificate, PEM. */
  readonly key: string;
}

/** What is known of a deployment before anything runs. */
export interface PlatformOutputs {
  /** Where users reach the platform; absent when its `publicUrl` is not set. */
  readonly url?: string;
  /** Every public address that leads to something, each once, sorted. */
  readonly urls: readonly string[];
  /** Endpoints by `<path below the platform>:<endpoint>`, for example `rest:api`. */
  readonly endpoints: Readonly<Record<string, DeployedEndpoint>>;
  /** Namespaces by the path of their scope; the platform's own by its id. */
  readonly namespaces: Readonly<Record<string, string>>;
  /** Where cert-manager keeps the platform's CA; absent when another CA is used. */
  readonly authoritySecret?: AuthoritySecret;
}

/** Reads the outputs of a platform and of what was rendered of it. */
export function outputsOf(platform: Platform, artifact: KubernetesArtifact): PlatformOutputs {
  const { publicUrl } = platform.spec;
  const authority = authorityOf(artifact);
  return {
    ...(publicUrl === undefined ? {} : { url: publicUrl }),
    urls: urlsOf(platform),
    endpoints: endpointsOf(platform),
    namespaces: Object.fromEntries(
      artifact.resources
        .filter(({ object }) => object.kind === "Namespace")
        .map(({ path, object }) => [path, object.metadata.name]),
    ),
    ...(authority === undefined ? {} : { authoritySecret: authority }),
  };
}

const HTTPS = 443;

function urlsOf(platform: Platform): readonly string[] {
  const urls = platform.graph.exposures.flatMap(({ gateway, host, path, publishedPort }) => {
    // A port that only redirects leads nowhere else.
    if (host === undefined || gateway.props.tls.mode === "redirect") return [];
    return [`https://${host}${publishedPort === HTTPS ? "" : `:${publishedPort}`}${path}`];
  });
  return [...new Set(urls)].sort();
}

function endpointsOf(platform: Platform): Readonly<Record<string, DeployedEndpoint>> {
  const all = platform.graph.peers.flatMap((peer) => {
    const { path, host } = placeOf(platform, peer);
    const below = path.split("/").slice(1).join("/");
    return peer.endpoints
      .filter(({ props }) => props.tls.mode !== "loopback")
      .map(({ id, props }): readonly [string, DeployedEndpoint] => [
        `${below}:${id}`,
        { host, port: props.port, protocol: props.protocol, mutualTls: props.tls.mode === "mtls" },
      ]);
  });
  return Object.fromEntries(all.sort(([a], [b]) => (a < b ? -1 : 1)));
}

function authorityOf({ objects }: KubernetesArtifact): AuthoritySecret | undefined {
  for (const { kind, metadata, spec } of objects) {
    const { isCA, secretName } = (spec ?? {}) as { readonly isCA?: boolean; readonly secretName?: string };
    if (kind !== "Certificate" || isCA !== true || secretName === undefined) continue;
    return { namespace: metadata.namespace ?? "default", name: secretName, key: "tls.crt" };
  }
  return undefined;
}
