import { z } from "zod";
import { ofContainers } from "../containers";
import type { EnvFacts } from "../facts/container";
import type { Upstream } from "../facts/readers/reader";
import { inContainer } from "../place";
import { defineRule, type Draft } from "../rule";

/** A host that is the same namespace, or a socket. */
const LOCAL = /^(?:127\.\d+\.\d+\.\d+|localhost|\[?::1\]?|%2F.*|\/.*|)$/i;

/** Whether a text or variable opens a PostgreSQL connection to another workload without checking the server's name. */
function isWeak(name: string, text: string, env: readonly EnvFacts[]): boolean {
  const value = (other: string): string | undefined => env.find((item) => item.name === other)?.value;
  if (name === "PGSSLMODE") return text !== "verify-full" && !LOCAL.test(value("PGHOST") ?? "");
  const uri = /\bpostgres(?:ql)?:\/\/(?:[^@\s/]*@)?(\[[^\]]*\]|[^:/?\s]*)/.exec(text);
  const words = /(?:^|\s)host=(\S+)/.exec(text);
  const host = uri?.[1] ?? words?.[1];
  const mode = /\bsslmode=([\w-]+)/.exec(text)?.[1] ?? (host === undefined ? undefined : value("PGSSLMODE"));
  if (host === undefined) return mode !== undefined && mode !== "verify-full" && !LOCAL.test(value("PGHOST") ?? "x");
  return mode !== "verify-full" && !LOCAL.test(host);
}

/** A name that no public authority vouches for: what it leads to is one of the platform's own servers. */
const INTERNAL = /^[a-z]+:\/\/[^.:/]+(?::|$)|\.svc(?:\.cluster\.local)?(?::|$)|\.internal(?::|$)/;

function problemOf(upstream: Upstream): Pick<Draft, "message" | "level"> | undefined {
  const { target, check, presentsCertificate, isLocal, why } = upstream;
  if (isLocal) return undefined;
  switch (check) {
    case "plain":
      return { message: `calls ${target} without TLS: ${why}` };
    case "none":
      return { message: `does not check the server of ${target}: ${why}` };
    case "unknown":
      // Nobody can tell from the artifact alone, so it is for somebody to look at.
      return { message: `nothing proves that the servers of ${target} are checked: ${why}`, level: "advisory" };
    case "full":
      return presentsCertificate || !INTERNAL.test(target)
        ? undefined
        : { message: `calls ${target} without a certificate of its own` };
    default:
      return check satisfies never;
  }
}

export const rule = defineRule({
  code: "MTLS-009",
  title: "every client proves itself and checks its server",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "a client that does not check its server hands its questions and passwords to whoever answers in its name",
  cure: "connect with sslmode=verify-full and a root certificate, or through a tunnel on loopback that presents a certificate; let a gateway verify its upstreams (tls_verify, ca_certificates) and give it a client certificate",
  reference: "PostgreSQL: libpq SSL support, protection provided in different modes; Kong: service object, tls_verify",
  config: z.strictObject({}),
  check: (facts) =>
    ofContainers(facts, (container, workload) => [
      ...(container.reading?.tunnels ?? [])
        // Outside of the platform nobody knows its certificates.
        .filter(({ presentsCertificate, target }) => !presentsCertificate && INTERNAL.test(`tls://${target}`))
        .map(({ target, source }) => ({
          ...inContainer(facts, workload, container, "args", source),
          message: `the tunnel to ${target} presents no certificate`,
        })),
      ...(container.reading?.upstreams ?? []).flatMap((upstream) => {
        const problem = problemOf(upstream);
        if (problem === undefined) return [];
        const field = upstream.isVariable ? "env" : "mounts";
        return [{ ...inContainer(facts, workload, container, field, upstream.source), ...problem }];
      }),
      ...container.env
        .filter(({ name, value }) => value !== undefined && isWeak(name, value, container.env))
        .map(({ name }) => ({
          ...inContainer(facts, workload, container, "env", name),
          message: `the connection of ${name} does not check its server's name (no sslmode=verify-full)`,
        })),
      ...container.args
        .filter((text) => isWeak("", text, container.env))
        .map(() => ({
          ...inContainer(facts, workload, container, "args"),
          message: "a connection does not check its server's name (no sslmode=verify-full)",
        })),
    ]),
});
