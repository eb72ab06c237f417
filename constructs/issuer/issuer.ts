import type { Endpoint } from "../model/endpoint";
import type { ExpressionInput } from "../model/expression";
import type { ExternalEndpoint } from "../model/external-endpoint";
import type { Secret } from "../model/secret";

/** Whoever signs the tokens that a component trusts: the name that tokens bear, and where the keys are read. */
export interface Issuer {
  /** What tokens name as `iss`. */
  readonly url: ExpressionInput;
  /** The public half of the signing keys, a JSON Web Key Set. */
  readonly keys: IssuerKeys;
}

/** Where the public keys of an issuer come from. */
export type IssuerKeys =
  /** Known before anything runs. */
  | { readonly kind: "secret"; readonly jwks: Secret }
  /** Served by a program that changes them now and then, at a path of an endpoint. */
  | {
      readonly kind: "endpoint";
      readonly endpoint: Endpoint<undefined> | ExternalEndpoint;
      /** For example `/realms/acme/protocol/openid-connect/certs`. */
      readonly path: `/${string}`;
    };
