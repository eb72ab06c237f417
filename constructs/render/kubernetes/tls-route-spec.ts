// The fields that are used here of the Gateway API's `gateway.networking.k8s.io/v1`, from its reference
// (https://gateway-api.sigs.k8s.io/reference/spec/), release 1.5 and newer: the first with TLSRoute in that version.

/** The Gateway that a route hangs on. */
export interface GatewayReference {
  readonly name: string;
  readonly namespace: string;
  /** A listener of it. */
  readonly sectionName?: string;
}

/** `spec` of a TLSRoute. */
export interface TlsRouteSpec {
  readonly parentRefs: readonly GatewayReference[];
  readonly hostnames: readonly string[];
  readonly rules: readonly { readonly backendRefs: readonly { readonly name: string; readonly port: number }[] }[];
}
