import { z } from "zod";
import type { TakenPortFacts } from "../facts/facts";
import { defineRule } from "../rule";

/** Every address of the host, in the ways to write it. */
const EVERY = new Set<string | undefined>([undefined, "0.0.0.0", "::"]);

function collide(a: TakenPortFacts, b: TakenPortFacts): boolean {
  return a.protocol === b.protocol && (a.address === b.address || EVERY.has(a.address) || EVERY.has(b.address));
}

export const rule = defineRule({
  code: "BASE-039",
  title: "each port of the host is taken once, and none of the system's own",
  severity: "medium",
  level: "mandatory",
  targets: ["compose"],
  sees: "platform",
  why: "of two services that take one port only the first starts, and ports below 1024 belong to the system's services, whose clients trust whoever answers there",
  cure: "choose another port of the host, or put both services behind one gateway",
  reference: "CIS Docker benchmark 5.8; KICS privileged_ports_mapped_in_container",
  config: z.strictObject({
    privileged: z
      .array(z.number().int())
      .default([80, 443])
      .describe("Ports below 1024 that may be taken: those of a public gateway."),
  }),
  check: ({ takenPorts }, { privileged }) => {
    const seen = new Map<number, TakenPortFacts[]>();
    return takenPorts.flatMap((taken) => {
      const { path, port, text } = taken;
      const others = seen.get(port) ?? [];
      seen.set(port, [...others, taken]);
      const rival = others.find((other) => collide(other, taken));
      const place = { object: path, path: `${path}.ports[${text}]`, value: text };
      return [
        ...(rival === undefined
          ? []
          : [{ ...place, message: `takes port ${port} of the host, as ${rival.path} does` }]),
        ...(port < 1024 && !privileged.includes(port)
          ? [{ ...place, message: `takes port ${port}, one of the system's own`, level: "advisory" as const }]
          : []),
      ];
    });
  },
});
