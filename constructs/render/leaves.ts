import type { Connection } from "../model/connection";
import type { Container } from "../model/container";
import type { Diagnostics } from "../model/diagnostics";
import type { Endpoint, Protocol } from "../model/endpoint";
import type { EndpointProperty, FileItem, Leaves } from "../model/expression";
import type { ExternalEndpoint } from "../model/external-endpoint";
import type { Peer } from "../model/peer";
import type { Platform } from "../model/platform";
import type { Workload } from "../model/workload";
import { materialPath } from "./material-paths";

/** What the leaves of one render share. */
export interface LeafContext {
  readonly platform: Platform;
  /** Takes what cannot be resolved; the text is empty then, and the render must end with its errors. */
  readonly problems: Diagnostics;
}

/** Where an endpoint is reached, and whether its client speaks TLS itself. */
interface Address {
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
  readonly tls: boolean;
}

const LOOPBACK = "127.0.0.1";

/**
 * What a container's expressions resolve to: the same on every target but for the name under which a target finds a
 * peer.
 *
 * @param hostOf the host name of a peer's endpoints, as the workload's containers resolve it
 */
export function leavesFor(
  workload: Workload,
  container: Container,
  lowered: LeafContext,
  hostOf: (peer: Peer) => string,
): Leaves {
  const path = `${workload.peer.node.path}/${container.name}`;
  return {
    endpoint: (endpoint, property) => {
      const address = addressOf(endpoint, property, workload.peer, hostOf);
      if (address !== undefined) return propertyOf(address, property);
      lowered.problems.add("ASH-GRAPH-006", {
        path,
        message: "names an endpoint that it cannot reach",
        value: endpoint.path,
      });
      return "";
    },
    file: (item) => {
      const place = placeOf(item, container);
      if (place !== undefined) return place;
      lowered.problems.add("ASH-GRAPH-007", {
        path,
        message: "names a file that the container does not have",
        value: materialPath(item),
      });
      return "";
    },
    publicUrl: (suffix) => {
      const { publicUrl } = lowered.platform.spec;
      if (publicUrl !== undefined) return publicUrl.replace(/\/+$/, "") + suffix;
      lowered.problems.add("ASH-GRAPH-008", { path, message: "needs the platform's public url, which is not set" });
      return "";
    },
  };
}

function propertyOf({ host, port, protocol, tls }: Address, property: EndpointProperty): string {
  switch (property) {
    case "host":
      return host;
    case "port":
      return String(port);
    case "address":
    case "upstream":
      return `${host}:${port}`;
    case "url":
      return `${schemeOf(protocol, tls)}://${host}:${port}`;
    default:
      return property satisfies never;
  }
}

function schemeOf(protocol: Protocol, tls: boolean): string {
  switch (protocol) {
    case "http":
      return tls ? "https" : "http";
    case "postgresql":
    case "tcp":
      return protocol;
    default:
      return protocol satisfies never;
  }
}

/** Undefined when nothing leads from the caller to the endpoint. */
function addressOf(
  endpoint: Endpoint | ExternalEndpoint,
  property: EndpointProperty,
  caller: Peer,
  hostOf: (peer: Peer) => string,
): Address | undefined {
  if (endpoint.kind === "internal" && endpoint.peer === caller) return ownAddress(endpoint);
  const connection = caller.connectionTo(endpoint);
  if (connection === undefined) return undefined;
  // The tunnel itself must not be led into its own mouth.
  return (property === "upstream" ? undefined : tunnelAddress(connection)) ?? serverAddress(endpoint, hostOf);
}

/** A server's containers reach it on loopback, behind its sidecar. Under TLS the certificate names `localhost`. */
function ownAddress(endpoint: Endpoint): Address {
  const { port, protocol, tls } = endpoint.props;
  const { sidecar } = endpoint;
  if (sidecar !== undefined) return { host: LOOPBACK, port: sidecar.serverPort, protocol, tls: false };
  if (tls.mode === "loopback") return { host: LOOPBACK, port, protocol, tls: false };
  return { host: "localhost", port, protocol, tls: tls.mode !== "redirect" };
}

/** Through a tunnel a client speaks plainly to loopback. */
function tunnelAddress({ endpoint, tunnelPort }: Connection): Address | undefined {
  if (tunnelPort === undefined) return undefined;
  const { protocol } = endpoint.kind === "internal" ? endpoint.props : endpoint.spec;
  return { host: LOOPBACK, port: tunnelPort, protocol, tls: false };
}

function serverAddress(endpoint: Endpoint | ExternalEndpoint, hostOf: (peer: Peer) => string): Address | undefined {
  if (endpoint.kind === "external") {
    const { host, port, protocol, tls } = endpoint.spec;
    return { host, port, protocol, tls: tls === "tls" };
  }
  const { port, protocol, tls } = endpoint.props;
  if (tls.mode === "loopback") return undefined;
  return { host: hostOf(endpoint.peer), port, protocol, tls: tls.mode !== "redirect" };
}

function placeOf(item: FileItem, container: Container): string | undefined {
  switch (item.kind) {
    case "identity": {
      const found = container.material.some((entry) => entry.kind === "identity" && entry.forms.includes(item.form));
      return found ? materialPath(item) : undefined;
    }
    case "secret": {
      const { secretName } = item.secret;
      const found = container.material.some(
        (entry) => entry.kind === "secret" && entry.secret.secretName === secretName,
      );
      return found ? materialPath(item) : undefined;
    }
    case "issued": {
      const { id } = item.certificate;
      const found = container.material.some((entry) => entry.kind === "issued" && entry.certificate.id === id);
      return found ? materialPath(item) : undefined;
    }
    case "config": {
      // By name, which is unique in a peer: a lowering may well declare the same file twice.
      const { name } = item.config;
      return container.mounts.find((mount) => mount.kind === "config" && mount.config.name === name)?.path;
    }
    default:
      return item satisfies never;
  }
}
