import type { Container } from "../../model/container";
import { HOSTNAME_FORM, isHostname } from "../../model/hostname";
import { ISSUED_FILES, type IssuedCertificate, type IssuedForm } from "../../model/issued-certificate";
import { ID } from "../../model/names";
import type { Workload } from "../../model/workload";
import { materialFile } from "../material-paths";
import type { ObjectOf } from "./kubernetes-object";
import { partName, type Place } from "./place";
import type { VolumeProjection } from "./plain";
import { publicCertificate } from "./public-certificate";
import type { RenderContext } from "./render-context";
import { containersOf } from "./workload-containers";

const FORMS: readonly IssuedForm[] = ["cert", "key"];

/** The Certificates of a workload's material from issuers other than the platform's own, by their ids. */
export function issuedCertificates(workload: Workload, context: RenderContext): readonly ObjectOf<"Certificate">[] {
  const place = context.place(workload.peer);
  const byId = new Map<string, IssuedCertificate>();
  for (const certificate of containersOf(workload).flatMap(certificatesOf)) {
    const other = byId.get(certificate.id);
    if (other === undefined) checkCertificate(certificate, place, context);
    else if (textOf(other) !== textOf(certificate)) {
      context.problems.add("ASH-GRAPH-009", {
        path: place.path,
        message: "two certificates of a workload have the same id",
        value: certificate.id,
        cure: "give one of them another id",
      });
    }
    byId.set(certificate.id, certificate);
  }
  return [...byId]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, certificate]) =>
      publicCertificate(issuedSecret(certificate, place), certificate.hostnames, certificate.issuer, place),
    );
}

/** What a container reads of its issued certificates, as sources of its material. */
export function issuedSources(container: Container, place: Place): readonly VolumeProjection[] {
  return [...new Map(certificatesOf(container).map((certificate) => [certificate.id, certificate])).values()].map(
    (certificate) => ({
      secret: {
        name: issuedSecret(certificate, place),
        items: FORMS.map((form) => ({
          key: ISSUED_FILES[form],
          path: materialFile({ kind: "issued", certificate, form }),
        })),
      },
    }),
  );
}

function issuedSecret({ id }: IssuedCertificate, place: Place): string {
  return partName(place, `issued-${id}`);
}

function certificatesOf({ material }: Container): readonly IssuedCertificate[] {
  return material.flatMap((item) => (item.kind === "issued" ? [item.certificate] : []));
}

function textOf({ hostnames, issuer }: IssuedCertificate): string {
  return [issuer.kind, issuer.name, ...hostnames].join(" ");
}

function checkCertificate({ id, hostnames }: IssuedCertificate, { path }: Place, { problems }: RenderContext): void {
  if (!ID.test(id)) {
    problems.add("ASH-NAME-001", {
      path,
      message: "the certificate's id is not valid",
      value: id,
      allowed: "a-z, 0-9 and -",
    });
  }
  if (hostnames.length === 0) {
    problems.add("ASH-PKI-003", { path, message: `the certificate ${id} names nobody`, cure: "name its hosts" });
  }
  for (const value of hostnames.filter((name) => !isHostname(name))) {
    const message = `the certificate ${id} is for what is not a host name`;
    problems.add("ASH-PKI-004", { path, message, value, allowed: HOSTNAME_FORM });
  }
}
