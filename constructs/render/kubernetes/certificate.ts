import { type IdentityForm, STORE_PASSWORD } from "../../model/identity";
import type { Workload } from "../../model/workload";
import type { CertificateSpec } from "./certificate-spec";
import { dnsNames, identitySecret, workloadForms } from "./identity";
import { issuerReference } from "./issuer";
import type { ObjectOf } from "./kubernetes-object";
import { partName, type Place } from "./place";
import type { RenderContext } from "./render-context";

/** Ninety days, renewed thirty days before they end. */
const DURATION = "2160h0m0s";
const RENEW_BEFORE = "720h0m0s";
/** Key of the PKCS#12 password in the peer's Secret of files. */
const STORE_PASSWORD_KEY = "keystore-password";

/**
 * Has a peer's identity issued, if one of its containers reads it: by cert-manager, or by `ashlar init` when the
 * platform's PKI is its own. Undefined when there is nothing for the cluster to do.
 */
export function certificateOf(workload: Workload, context: RenderContext): ObjectOf<"Certificate"> | undefined {
  const forms = workloadForms(workload);
  if (forms.length === 0) return undefined;
  const place = context.place(workload.peer);
  const { commonName, uri } = workload.peer.identity;
  const names = dnsNames(workload, place);
  const { namespace } = place;
  switch (context.pki) {
    case "cert-manager":
      return {
        apiVersion: "cert-manager.io/v1",
        kind: "Certificate",
        metadata: { name: identitySecret(place), namespace, labels: place.labels },
        spec: {
          commonName,
          ...(names.length === 0 ? {} : { dnsNames: names }),
          uris: [uri],
          secretName: identitySecret(place),
          secretTemplate: { labels: place.labels },
          issuerRef: issuerReference(context),
          usages: ["digital signature", "server auth", "client auth"],
          privateKey: { algorithm: "ECDSA", size: 256, encoding: "PKCS8", rotationPolicy: "Always" },
          duration: DURATION,
          renewBefore: RENEW_BEFORE,
          revisionHistoryLimit: 1,
          ...outputFormats(forms),
          ...keystores(forms, place, context),
        },
      };
    case "local":
      context.material.issues({ name: identitySecret(place), namespace, commonName, uri, dnsNames: names, forms });
      return undefined;
    case "existing":
      return undefined;
    default:
      return context.pki satisfies never;
  }
}

function outputFormats(forms: readonly IdentityForm[]): Pick<CertificateSpec, "additionalOutputFormats"> {
  const formats = [
    ...(forms.includes("combined") ? [{ type: "CombinedPEM" } as const] : []),
    ...(forms.includes("key-der") ? [{ type: "DER" } as const] : []),
  ];
  return formats.length === 0 ? {} : { additionalOutputFormats: formats };
}

/** The format asks for a password; what protects the store is that nobody else reads the Secret. */
function keystores(
  forms: readonly IdentityForm[],
  place: Place,
  context: RenderContext,
): Pick<CertificateSpec, "keystores"> {
  if (!forms.includes("p12") && !forms.includes("truststore-p12")) return {};
  const passwordSecretRef = { name: partName(place, "files"), key: STORE_PASSWORD_KEY };
  context.material.holds(passwordSecretRef.name, place.namespace, STORE_PASSWORD_KEY, [STORE_PASSWORD]);
  return { keystores: { pkcs12: { create: true, profile: "Modern2023", passwordSecretRef } } };
}
