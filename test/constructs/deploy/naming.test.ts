import { namingOf } from "../../../constructs/deploy/naming";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { baasIn } from "../../support/baas";

const { resources } = renderKubernetes(baasIn("dev"));

describe("logical names", () => {
  test("are the deployment's name, the path below the platform, and kind and role", () => {
    const naming = namingOf("acme", resources, {});
    expect(naming.nameOf("baas/db/provision", "Job")).toBe("acme/db/provision/Job");
    expect(naming.nameOf("baas/db", "Service.headless")).toBe("acme/db/Service.headless");
    expect(naming.nameOf("baas", "Namespace")).toBe("acme/Namespace");
    expect(naming.nameOf("baas/db")).toBe("acme/db");
  });

  test("an older name is an alias, one or several", () => {
    const naming = namingOf("acme", resources, {
      db: "database",
      "rest/Deployment": ["api/Deployment", "rest/Rollout"],
    });
    expect(naming.aliasesOf("baas/db")).toEqual([{ name: "acme/database" }]);
    expect(naming.aliasesOf("baas/rest", "Deployment")).toEqual([
      { name: "acme/api/Deployment" },
      { name: "acme/rest/Rollout" },
    ]);
    expect(naming.aliasesOf("baas/auth", "Deployment")).toEqual([]);
  });

  test("several resources that are one thing have one older name", () => {
    const places = [{ path: "baas", id: "identity.db-tls/PrivateKey" }];
    const naming = namingOf("acme", places, { "identity.db-tls": "identity.database-tls" });
    expect(naming.nameOf("baas", "identity.db-tls/PrivateKey")).toBe("acme/identity.db-tls/PrivateKey");
    expect(naming.aliasesOf("baas", "identity.db-tls/PrivateKey")).toEqual([
      { name: "acme/identity.database-tls/PrivateKey" },
    ]);
  });

  test("an alias of nothing is refused, with what was probably meant", () => {
    expect(() => namingOf("acme", resources, { "db/StatefulSte": "x" })).toThrow(
      /ASH-DEPLOY-004.*write db\/StatefulSet/,
    );
  });
});
