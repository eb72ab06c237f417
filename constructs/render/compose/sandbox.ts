import { imageReference } from "../../model/image";
import type { Platform } from "../../model/platform";
import type { ComposeService } from "./file";
import { hardening } from "./hardening";
import { PAUSE, PAUSE_RESOURCES, PAUSE_USER } from "./images";
import { deployOf } from "./resources";

/** A service that does nothing but be there: it owns a network, or waits for jobs. */
export function pauseService(
  platform: Platform,
  rest: Pick<ComposeService, "labels" | "network_mode" | "networks" | "ports" | "depends_on">,
): ComposeService {
  const { registryMirror, digests } = platform.spec;
  return {
    image: imageReference(PAUSE, registryMirror, digests),
    ...hardening(PAUSE_USER, { readOnly: true, capabilities: [] }),
    restart: "unless-stopped",
    deploy: deployOf(PAUSE_RESOURCES),
    ...rest,
  };
}
