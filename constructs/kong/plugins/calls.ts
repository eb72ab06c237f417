import type { Destination } from "../../gateway/destination";
import type { ClientMode } from "../../model/connection";
import { endpointValue } from "../../model/expression";
import type { Peer } from "../../model/peer";
import type { Calls, Way } from "./form";
import { formOf, namesOf, type PluginSettings, type UserPlugin } from "./plugins";

/** A plugin's call. */
export interface PluginCall {
  readonly plugin: UserPlugin;
  readonly to: Destination;
  readonly outside: Calls["outside"];
}

/** What the plugins of some settings call. */
export function callsOf(settings: PluginSettings): readonly PluginCall[] {
  return namesOf(settings).flatMap((plugin) => {
    const { calls } = formOf(plugin);
    const to = calls?.to(settings[plugin] ?? {});
    return calls === undefined || to === undefined ? [] : [{ plugin, to, outside: calls.outside }];
  });
}

/** Who ends the TLS of a call: no plugin has a certificate to show, so that within the platform a tunnel does. */
export function clientOf({ to, outside }: Pick<PluginCall, "to" | "outside">): ClientMode {
  if (to.kind === "internal") return "tunnel";
  return to.spec.tls === "plain" || outside !== "tunnel" ? "native" : "tunnel";
}

/** How a connected destination is reached. */
export function wayTo(peer: Peer, to: Destination): Way {
  const connection = peer.connectionTo(to);
  if (connection === undefined) throw new TypeError(`${peer.node.path} calls ${to.path} without a connection`);
  const { tunnelPort } = connection;
  const host = endpointValue(to, "host");
  if (tunnelPort !== undefined) return { host, port: tunnelPort, scheme: "http" };
  const { port, tls } = to.kind === "external" ? to.spec : { port: to.props.port, tls: "tls" };
  return { host, port, scheme: tls === "tls" ? "https" : "http" };
}
