import { z } from "zod";
import { scopesAround } from "../capacity";
import { inObject } from "../place";
import { defineRule } from "../rule";

export const rule = defineRule({
  code: "QUOTA-006",
  title: "every scope has a ceiling",
  severity: "medium",
  level: "mandatory",
  targets: ["compose", "kubernetes"],
  sees: "platform",
  why: "without a ceiling one tenant or one mistake takes the whole cluster or machine",
  cure: "set a budget on the platform or scope, or write a ResourceQuota and a LimitRange",
  reference: "CIS Kubernetes benchmark 5.7.1; NSA Kubernetes hardening guide: resource policies",
  config: z.strictObject({}),
  check: (facts) => {
    const inhabited = new Set(facts.workloads.map(({ scope }) => scope));
    const bounded = new Set(facts.scopes.filter(({ quotas }) => quotas.length > 0).map(({ name }) => name));
    // A namespace in which nothing runs, for example one that is only named, needs no ceiling.
    return facts.scopes
      .filter(({ name }) => inhabited.has(name))
      .flatMap(({ name, path, limits }) => {
        const isBounded = scopesAround(name).some((scope) => bounded.has(scope));
        if (facts.target === "compose")
          return isBounded
            ? []
            : [{ ...inObject(path), path: `${path}.budgets[${name}]`, message: `${name} has no budget` }];
        const missing = [
          ...(isBounded ? [] : ["ResourceQuota"]),
          ...(limits.length > 0 ? [] : ["LimitRange for containers"]),
        ];
        return missing.map((what) => ({ ...inObject(path), message: `namespace ${name} has no ${what}` }));
      });
  },
});
