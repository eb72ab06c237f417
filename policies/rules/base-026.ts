import { z } from "zod";
import { defineRule } from "../rule";

/** Everybody, by the names that the API server gives to them. */
const EVERYBODY = new Set(["Group/system:authenticated", "Group/system:unauthenticated", "User/system:anonymous"]);

export const rule = defineRule({
  code: "BASE-026",
  title: "nobody is made administrator, and nothing is granted to everybody",
  severity: "critical",
  level: "mandatory",
  targets: ["kubernetes"],
  sees: "workload",
  why: "whoever takes over a program that administers the cluster has the cluster, with every secret in it",
  cure: "bind a role with the rights that the program needs, to its own service account, in its own namespace",
  reference: "CIS Kubernetes benchmark 5.1.1; kube-linter cluster-admin-role-binding; Kubescape C-0035, C-0272",
  config: z.strictObject({
    allowed: z.array(z.string()).default([]).describe("Bindings that may, by their path."),
  }),
  check: ({ cluster }, { allowed }) =>
    cluster.bindings
      .filter(({ path }) => !allowed.includes(path))
      .flatMap(({ path, role, subjects }) => [
        ...(role === "ClusterRole/cluster-admin"
          ? [{ object: path, path: `${path}:roleRef`, message: "binds cluster-admin" }]
          : []),
        ...subjects
          .filter((subject) => EVERYBODY.has(subject))
          .map((subject) => ({
            object: path,
            path: `${path}:subjects[${subject}]`,
            message: `grants ${role} to ${subject}`,
          })),
      ]),
});
