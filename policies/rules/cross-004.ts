import { z } from "zod";
import { amountText } from "../capacity";
import { ofContainers } from "../containers";
import type { ContainerFacts } from "../facts/container";
import type { Facts } from "../facts/facts";
import type { WorkloadFacts } from "../facts/workload";
import { inContainer } from "../place";
import { defineRule, type Place } from "../rule";

const HEAP = /(?:^|\s)(-Xmx(\d+)([kmgt]?)|-XX:MaxRAMPercentage=(\d+(?:\.\d+)?))(?=\s|$)/gi;
const UNITS = ["", "k", "m", "g", "t"] as const;
/** Files that Java servers read their options from. */
const OPTION_FILE = /(?:^|\/)(?:jvm\.(?:config|options)|[\w.-]*\.vmoptions)$/;

/** The largest heap that options allow, in bytes; the last of them counts. */
function heapOf(options: string, limit: number): { readonly bytes: number; readonly option: string } | undefined {
  if (!options.includes("-X")) return undefined;
  const last = [...options.matchAll(HEAP)].at(-1);
  if (last === undefined) return undefined;
  const [, option = "", amount, unit = "", share] = last;
  if (share !== undefined) return { bytes: (limit * Number(share)) / 100, option };
  const power = UNITS.findIndex((candidate) => candidate === unit.toLowerCase());
  return { bytes: Number(amount) * 1024 ** power, option };
}

/** Everywhere a container may be told how large its heap is. */
function optionTexts(
  facts: Facts,
  workload: WorkloadFacts,
  container: ContainerFacts,
): readonly (readonly [Place, string])[] {
  return [
    ...container.env.flatMap(({ name, value }) =>
      value === undefined ? [] : [[inContainer(facts, workload, container, "env", name), value] as const],
    ),
    [inContainer(facts, workload, container, "args"), [...container.command, ...container.args].join("\n")],
    ...container.mounts.flatMap(({ files }) =>
      files.flatMap(({ path, text }) =>
        text !== undefined && OPTION_FILE.test(path)
          ? [[inContainer(facts, workload, container, "mounts", path), text] as const]
          : [],
      ),
    ),
  ];
}

export const rule = defineRule({
  code: "CROSS-004",
  title: "a Java program's heap fits its container",
  severity: "high",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "a heap grows until its limit, and classes, threads and buffers come on top of it; the kernel then kills the program without a word in its log",
  cure: "leave out -Xmx and set -XX:MaxRAMPercentage=70, or raise the limit",
  reference: "JEP 8182070: container aware Java; Keycloak: sizing of memory in containers",
  config: z.strictObject({
    most: z
      .int()
      .min(1)
      .max(100)
      .default(85)
      .describe("Percent of the limit that a heap may take; more of it is told as advice, all of it is a finding."),
  }),
  check: (facts, { most }) =>
    ofContainers(facts, (container, workload) => {
      const limit = container.resources.limits.memory;
      if (limit === undefined) return undefined;
      return optionTexts(facts, workload, container).flatMap(([place, options]) => {
        const heap = heapOf(options, limit);
        if (heap === undefined || heap.bytes * 100 <= limit * most) return [];
        const text = (bytes: number): string => amountText("limits.memory", Math.floor(bytes));
        return heap.bytes >= limit
          ? [
              {
                ...place,
                message: `the heap may grow to ${text(heap.bytes)}, and the container may take ${text(limit)} (${heap.option})`,
              },
            ]
          : [
              {
                ...place,
                message: `the heap may take ${Math.floor((heap.bytes * 100) / limit)} % of ${text(limit)} (${heap.option})`,
                level: "advisory" as const,
              },
            ];
      });
    }),
});
