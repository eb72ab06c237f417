import { isObject, listOf, objectOf, scalarText, textOf, wholeNumber, type Json } from "../json";
import { kubernetesBytes } from "../quantity";
import { repeated, type AskFacts, type StartFacts } from "../start";

const PULL_POLICIES: ReadonlyMap<string, StartFacts["pullPolicy"]> = new Map([
  ["Always", "always"],
  ["IfNotPresent", "missing"],
  ["Never", "never"],
]);

/** How a container of a pod is started. */
export function readStart(container: Json, podSecurity: Json): StartFacts {
  const security = objectOf(container["securityContext"]);
  const resources = objectOf(container["resources"]);
  const disk = (kind: string): number | undefined => kubernetesBytes(objectOf(resources[kind])["ephemeral-storage"]);
  const limit = disk("limits");
  return {
    group: wholeNumber(security["runAsGroup"] ?? podSecurity["runAsGroup"]),
    moreGroups: [...listOf(podSecurity["supplementalGroups"]), podSecurity["fsGroup"]].flatMap(
      (group) => wholeNumber(group) ?? [],
    ),
    pullPolicy: PULL_POLICIES.get(textOf(container["imagePullPolicy"]) ?? ""),
    asks: readAsks(container),
    repeatedNames: repeated(listOf(container["env"]).flatMap((item) => textOf(objectOf(item)["name"]) ?? [])),
    secretSets: listOf(container["envFrom"]).flatMap((item) => {
      const reference = objectOf(item)["secretRef"];
      return isObject(reference) ? (textOf(reference["name"]) ?? "") : [];
    }),
    // The cluster itself copies a limit to a request that is not said.
    disk: { request: disk("requests") ?? limit, limit },
    restart: undefined,
    takenDollars: [],
  };
}

const PROBES = ["startupProbe", "readinessProbe", "livenessProbe"] as const;
const HOOKS = ["postStart", "preStop"] as const;

function readAsks(container: Json): readonly AskFacts[] {
  const hooks = objectOf(container["lifecycle"]);
  return [
    ...PROBES.flatMap((field) => readAsk(field, container[field])),
    ...HOOKS.flatMap((field) => readAsk(`lifecycle.${field}`, hooks[field])),
  ];
}

function readAsk(field: string, value: unknown): readonly AskFacts[] {
  const ask = objectOf(value);
  const kind = ["exec", "httpGet", "tcpSocket", "grpc"].find((name) => isObject(ask[name]));
  if (kind === undefined) return [];
  const question = objectOf(ask[kind]);
  const { port, host } = question;
  const period = wholeNumber(ask["periodSeconds"]) ?? 10;
  const failures = wholeNumber(ask["failureThreshold"]) ?? 3;
  return [
    {
      field,
      port: wholeNumber(port) ?? scalarText(port),
      host: textOf(host) === "" ? undefined : textOf(host),
      question: JSON.stringify([kind, ...Object.entries(question).sort(([a], [b]) => (a < b ? -1 : 1))]),
      patience: period * failures,
    },
  ];
}
