/** Something that must be in a cluster before a platform is applied to it. */
export interface Prerequisite {
  readonly name: string;
  /** Oldest version that is known to work. */
  readonly version: string;
  /** Why a platform needs it. */
  readonly why: string;
  /** API groups whose presence shows it. */
  readonly apiGroups: readonly string[];
}

/** What the renderer itself asks for. A component whose claims need an operator declares that beside its claims. */
export const PREREQUISITES = {
  "cert-manager": {
    name: "cert-manager",
    version: "1.16.0",
    why: "issues and renews certificates",
    apiGroups: ["cert-manager.io"],
  },
  "gateway-api": {
    name: "gateway-api",
    version: "1.5.0",
    why: "leads from a Gateway to what is exposed: its first release with TLSRoute in gateway.networking.k8s.io/v1",
    apiGroups: ["gateway.networking.k8s.io"],
  },
} as const satisfies Record<string, Prerequisite>;
