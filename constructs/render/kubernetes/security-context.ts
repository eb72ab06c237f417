import type { Container } from "../../model/container";
import type { PodContainer, PodSpec } from "./plain";

type SecuredContainer = Pick<Container, "user" | "readOnlyRoot" | "capabilities">;

/** What Pod Security "restricted" asks of each container, and its own user. */
export function containerSecurity(container: SecuredContainer): NonNullable<PodContainer["securityContext"]> {
  const { user, readOnlyRoot, capabilities } = container;
  return {
    allowPrivilegeEscalation: false,
    capabilities: {
      drop: ["ALL"],
      ...(capabilities === undefined || capabilities.length === 0 ? {} : { add: capabilities }),
    },
    readOnlyRootFilesystem: readOnlyRoot,
    runAsNonRoot: true,
    runAsUser: user.uid,
    runAsGroup: user.gid,
  };
}

/**
 * What it asks of the pod. The main container's group owns the volumes and is an additional group of every container,
 * so a sidecar of another group reads its keys as well.
 */
export function podSecurity({ user }: Container): NonNullable<PodSpec["securityContext"]> {
  return {
    runAsNonRoot: true,
    runAsUser: user.uid,
    runAsGroup: user.gid,
    fsGroup: user.gid,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  };
}
