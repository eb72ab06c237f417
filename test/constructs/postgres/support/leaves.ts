import type { Leaves } from "../../../../constructs/model/expression";
import { materialPath } from "../../../../constructs/render/material-paths";

/** Leaves of a target on which every peer is found under its common name. */
export const leaves: Leaves = {
  endpoint: (endpoint, property) => {
    if (endpoint.kind === "external") return endpoint.spec.host;
    return property === "port" ? String(endpoint.props.port) : endpoint.peer.identity.commonName;
  },
  file: (item) => (item.kind === "config" ? `/etc/ashlar/${item.config.name}` : materialPath(item)),
  publicUrl: (path) => `https://acme.example${path}`,
};
