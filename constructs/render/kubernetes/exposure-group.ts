import type { Exposure } from "../../model/exposure";
import type { ExposureVia } from "../../model/exposure-via";
import { slug } from "./names";

/** An exposure whose way in is of one kind. */
export type ExposureBy<Kind extends ExposureVia["kind"]> = Omit<Exposure, "via"> & {
  readonly via: Extract<ExposureVia, { readonly kind: Kind }>;
};

/** Those of one kind. */
export function exposuresBy<Kind extends ExposureVia["kind"]>(
  kind: Kind,
  exposures: readonly Exposure[],
): readonly ExposureBy<Kind>[] {
  return exposures.filter((exposure): exposure is ExposureBy<Kind> => exposure.via.kind === kind);
}

/**
 * Whether an exposure lets anybody in. Plain HTTP is redirected where the public connection ends: by the gateway itself
 * behind a load balancer, else by what stands in front of it.
 */
export function isPublished({ gateway, via }: Exposure): boolean {
  return via.kind === "load-balancer" || gateway.props.tls.mode !== "redirect";
}

/** The exposures of each host together: every path of a host stands in one object. */
export function byHost<Item extends { readonly host?: string }>(
  exposures: readonly Item[],
): readonly (readonly [host: string | undefined, exposures: readonly [Item, ...Item[]]])[] {
  const groups = new Map<string | undefined, [Item, ...Item[]]>();
  for (const exposure of exposures) {
    const group = groups.get(exposure.host);
    if (group === undefined) groups.set(exposure.host, [exposure]);
    else group.push(exposure);
  }
  return [...groups];
}

/** A host as a part of a name. */
export function hostSlug(host: string): string {
  return slug(host.replace(/^\*/, "any"));
}

/** Annotations as a field, when there are some. */
export function annotated(annotations: Readonly<Record<string, string>> | undefined): {
  readonly annotations?: Readonly<Record<string, string>>;
} {
  return annotations === undefined || Object.keys(annotations).length === 0 ? {} : { annotations };
}
