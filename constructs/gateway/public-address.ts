import type { Construct } from "constructs";
import { graphOf } from "../model/graph";
import { Platform } from "../model/platform";
import { GATEWAY_CODES } from "./codes";

/** Where users reach a gateway. */
export interface PublicAddress {
  readonly host: string;
  readonly port: number;
}

const HTTPS = 443;

/** What stands in for an address that is wrong, so that the tree can be built to its end and all problems told. */
const NONE: PublicAddress = { host: "invalid.example", port: HTTPS };

/**
 * The address of a platform's public url. Everybody out there reads it in links, redirects and tokens, so a gateway
 * serves exactly this one.
 */
export function publicAddress(gateway: Construct): PublicAddress {
  const { publicUrl } = Platform.of(gateway).spec;
  const refuse = (message: string): PublicAddress => {
    graphOf(gateway).diagnostics.add(GATEWAY_CODES.publicUrl, {
      path: `${gateway.node.path}:publicUrl`,
      message,
      ...(publicUrl === undefined ? {} : { value: publicUrl }),
      allowed: "an https url without a path",
    });
    return NONE;
  };
  if (publicUrl === undefined) return refuse("a gateway needs the platform's public url");
  const { protocol, hostname, port, pathname } = new URL(publicUrl);
  if (protocol !== "https:") return refuse("the public url is one without TLS");
  if (pathname !== "/") return refuse("the public url has a path, and routes begin at the root");
  return { host: hostname, port: port === "" ? HTTPS : Number(port) };
}
