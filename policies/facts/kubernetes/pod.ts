import { isObject, listOf, objectOf, textOf, type Json } from "../json";
import type { PodFacts } from "../pod";

/** What the specification of a pod says for all of its containers. */
export function readPod(spec: Json): PodFacts {
  const security = objectOf(spec["securityContext"]);
  const apart = objectOf(objectOf(spec["affinity"])["podAntiAffinity"]);
  return {
    account: accountOf(spec),
    volumes: listOf(spec["volumes"]).map((item) => {
      const volume = objectOf(item);
      const type = Object.keys(volume).find((key) => key !== "name" && isObject(volume[key]));
      const claim = textOf(objectOf(volume["persistentVolumeClaim"])["claimName"]);
      return { name: textOf(volume["name"]) ?? "", type: type ?? "", claim };
    }),
    sysctls: listOf(security["sysctls"]).flatMap((item) => textOf(objectOf(item)["name"]) ?? []),
    isSpread:
      listOf(spec["topologySpreadConstraints"]).length > 0 ||
      Object.values(apart).some((terms) => listOf(terms).length > 0),
  };
}

/** The service account that a pod runs as. */
export function accountOf(spec: Json): string {
  return textOf(spec["serviceAccountName"]) ?? textOf(spec["serviceAccount"]) ?? "default";
}
