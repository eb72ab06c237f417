import { graphOf } from "../../constructs/model/graph";
import type { Platform } from "../../constructs/model/platform";
import { BAAS_CODES } from "./codes";
import type { BaasConfig } from "./config";

/** Tells what a prod that starts from the preset alone should not stay with. */
export function advise(platform: Platform, { preset, gateway }: BaasConfig): void {
  if (preset !== "prod" || gateway.publicTls.kind !== "platform") return;
  graphOf(platform).diagnostics.add(BAAS_CODES.ownAuthority, {
    path: `${platform.node.id}/gateway:publicTls`,
    message: "users' browsers do not trust the platform's own authority",
    value: gateway.publicTls.kind,
    allowed: "given | issuer",
  });
}
