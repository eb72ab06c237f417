import type { Construct } from "constructs";
import { z } from "zod";
import { Component } from "../model/component";
import { everywhere, type Realisation } from "../model/lowering";
import { Platform } from "../model/platform";
import { Secret } from "../model/secret";
import { webUrl } from "../model/url";
import type { Issuer, IssuerKeys } from "./issuer";

const schema = z.strictObject({
  algorithm: z.enum(["ES256", "RS256"]).default("ES256").describe("Signature algorithm of the key."),
  url: webUrl().optional().describe("What tokens name as issuer. Default: `https://<id>.<trust domain>`."),
});

/** Input of a {@link KeyIssuer}. */
export type KeyIssuerProps = z.input<typeof schema>;

/**
 * An issuer that is only a key: whoever holds it signs tokens, nothing runs. For platforms without an identity provider
 * and for service tokens.
 *
 * @example
 * const issuer = new KeyIssuer(platform, "issuer");
 * const rest = new PostgREST(platform, "rest", { database, issuer, audience: "acme" });
 */
export class KeyIssuer extends Component<typeof schema> implements Issuer {
  public static override readonly kind = "KeyIssuer";
  /** The private key, as a JSON Web Key. Give it to nothing but the program that signs. */
  public readonly signingKey: Secret;
  /** The public half, as a JSON Web Key Set. */
  public readonly jwks: Secret;
  public readonly url: string;

  public get keys(): IssuerKeys {
    return { kind: "secret", jwks: this.jwks };
  }

  public constructor(scope: Construct, id: string, props: KeyIssuerProps = {}) {
    super(scope, id, schema, props);
    this.url = this.spec.url ?? `https://${id}.${Platform.of(this).trustDomain}`;
    this.signingKey = new Secret(this, "signing-key", { kind: "signing-key", algorithm: this.spec.algorithm });
    this.jwks = Secret.derived(this, "jwks", [this.signingKey], { kind: "public-jwks" });
  }

  /**
   * A token of this issuer, made with the platform's other secrets.
   *
   * @param validFrom seconds since the epoch
   * @param validUntil seconds since the epoch
   */
  public token(
    id: string,
    claims: Readonly<Record<string, unknown>> & { readonly role: string; readonly aud: string },
    validFrom: number,
    validUntil: number,
  ): Secret {
    return Secret.derived(this, id, [this.signingKey], {
      kind: "jwt",
      claims: { iss: this.url, ...claims },
      issuedAt: validFrom,
      expiresAt: validUntil,
    });
  }

  public realise(): Realisation {
    return everywhere(() => []);
  }
}
