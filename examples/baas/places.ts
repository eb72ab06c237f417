// What the surroundings of an environment are.
import type { KongProps } from "ashlar";

/** What a whole environment may take: limits, sidecars, rollouts and jobs. */
export const budget = { cpu: "16", memory: "12Gi", storage: "50Gi" };

/** Where users reach it. */
export function publicUrl(environment: string): string {
  switch (environment) {
    case "prod":
      return "https://acme.example";
    case "dev":
      return "https://localhost:8443";
    default:
      return `https://${environment}.acme.example`;
  }
}

/** Who proves that name to browsers: the platform's own authority while one develops, elsewhere a certificate you have. */
export function publicTls(environment: string): NonNullable<KongProps["publicTls"]> {
  return { kind: environment === "dev" ? "platform" : "given" };
}
