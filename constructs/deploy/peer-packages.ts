import { AshlarError } from "../model/diagnostics";

/** Packages that only some deployments need, and what for. */
const REASONS = {
  "@pulumi/random": "it makes the secrets of `secrets: pulumi`",
  "@pulumi/tls": "it makes keys and certificates",
} as const;

interface PeerPackages {
  readonly "@pulumi/random": typeof import("@pulumi/random");
  readonly "@pulumi/tls": typeof import("@pulumi/tls");
}

/**
 * Loads a package that a user installs when a setting asks for it.
 *
 * @throws AshlarError ASH-INPUT-006 when it is not installed
 */
export function peerPackage<Name extends keyof PeerPackages>(name: Name): PeerPackages[Name] {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- optional, and loaded when it is asked for
    return require(name) as PeerPackages[Name];
  } catch {
    return AshlarError.throw("ASH-INPUT-006", {
      path: name,
      message: `the package is not installed; ${REASONS[name]}`,
      cure: `npm install ${name}`,
    });
  }
}
