import type { ExpressionInput } from "../model/expression";
import type { Secret } from "../model/secret";

/** Whoever signs the tokens that a component trusts. */
export interface Issuer {
  /** What tokens name as `iss`. */
  readonly url: ExpressionInput;
  /** The public half of the signing keys: a JSON Web Key Set. */
  readonly jwks: Secret;
}
