import { z } from "zod";
import { ofContainers } from "../containers";
import { inContainer } from "../place";
import { defineRule } from "../rule";

const KEY = /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----/;

export const rule = defineRule({
  code: "MTLS-008",
  title: "private keys are in secrets alone",
  severity: "critical",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "configuration and variables are read by far more people and programs than secrets are, and a key that was read once is spent",
  cure: "mount the key from a Secret, or from a volume that holds secrets",
  reference: "Kubernetes: good practices for Secrets; CIS Kubernetes benchmark 5.4.1",
  config: z.strictObject({}),
  check: (facts) => [
    ...facts.configs.flatMap(({ path, files }) =>
      files
        .filter(({ text }) => KEY.test(text))
        .map(({ key }) => ({ object: path, path: `${path}:${key}`, message: `holds a private key in ${key}` })),
    ),
    ...ofContainers(facts, (container, workload) => [
      ...container.env
        .filter(({ source, value }) => source === "literal" && value !== undefined && KEY.test(value))
        .map(({ name }) => ({
          ...inContainer(facts, workload, container, "env", name),
          message: `variable ${name} holds a private key`,
        })),
      ...container.mounts
        .filter(({ kind, files }) => kind === "host" && files.some(({ text }) => text !== undefined && KEY.test(text)))
        .map(({ path }) => ({
          ...inContainer(facts, workload, container, "mounts", path),
          message: `${path} is a file of the artifact with a private key in it`,
        })),
      ...(container.reading?.keyFiles ?? [])
        .filter(({ heldBy }) => heldBy === "config")
        .map(({ path, source }) => ({
          ...inContainer(facts, workload, container, "args", source),
          message: `the private key ${path} comes from configuration, not from a secret`,
        })),
    ]),
  ],
});
