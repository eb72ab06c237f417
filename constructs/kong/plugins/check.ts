import type { Construct } from "constructs";
import type { Diagnostics } from "../../model/diagnostics";
import { graphOf } from "../../model/graph";
import type { Peer } from "../../model/peer";
import { KONG_CODES } from "../codes";
import { callsOf, clientOf, type PluginCall } from "./calls";
import type { PluginSettings } from "./plugins";

/** Plugins that ask for credentials of consumers which a consumer of this gateway cannot have. */
const ASKING = ["basic-auth", "hmac-auth", "jwt"] as const;

/** Opens a way out for each plugin that calls somebody, and tells what is odd about the plugins. */
export function connectPlugins(kong: Construct, peer: Peer, field: string, settings: PluginSettings): void {
  for (const call of callsOf(settings)) connectCall(kong, peer, `${field}.${call.plugin}.to`, call);
  for (const name of ASKING) {
    const plugin = settings[name];
    if (plugin === undefined || plugin.anonymous !== undefined) continue;
    graphOf(kong).diagnostics.add(KONG_CODES.nobodyKnown, {
      path: `${kong.node.path}:${field}.${name}`,
      message: "consumers have keys and nothing else, so that nobody passes",
    });
  }
}

/** Plugins that let whoever proves nothing pass as a consumer. */
const STANDING_IN = [...ASKING, "ldap-auth"] as const;

/** Tells consumers that stand for others and are not there. */
export function checkAnonymous(
  path: string,
  settings: PluginSettings,
  consumers: ReadonlySet<string>,
  problems: Diagnostics,
): void {
  for (const plugin of STANDING_IN) {
    const name = settings[plugin]?.anonymous;
    if (name === undefined || consumers.has(name)) continue;
    problems.add(KONG_CODES.unknownAnonymous, {
      path: `${path}.${plugin}.anonymous`,
      message: "no consumer of the gateway has this name",
      value: name,
      allowed: [...consumers].sort().join(" | ") || "the gateway has no consumer",
    });
  }
}

/** Opens the way that a call takes. What is called twice is connected once. */
export function connectCall(
  kong: Construct,
  peer: Peer,
  field: string,
  call: Pick<PluginCall, "to" | "outside">,
): void {
  const { to, outside } = call;
  const { diagnostics } = graphOf(kong);
  const path = `${kong.node.path}:${field}`;
  const client = clientOf(call);
  const known = peer.connectionTo(to);
  // Kong starts without its servers and tries again; a log that waits for the gateway must not wait for itself.
  if (known === undefined) peer.connect(to, { client, wait: "none" });
  else if (known.client !== client) {
    diagnostics.add(KONG_CODES.sharedDestination, {
      path,
      message: "is called in another way already",
      value: to.path,
    });
  }
  if (outside === "unproved") {
    diagnostics.add(KONG_CODES.unprovedServer, {
      path,
      message: "Kong does not check the certificate of this plugin's server",
      value: to.path,
    });
  }
}
