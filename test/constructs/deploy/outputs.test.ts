import { outputsOf } from "../../../constructs/deploy/outputs";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { baasIn } from "../../support/baas";

const outputs = (settings: readonly string[] = []) => {
  const platform = baasIn("prod", settings);
  return outputsOf(platform, renderKubernetes(platform));
};

describe("what a deployment puts out", () => {
  test("public addresses, without those that only redirect", () => {
    const { url, urls } = outputs();
    expect(url).toBe("https://acme.example");
    expect(urls).toContain("https://acme.example/rest/v1");
    expect(urls.filter((each) => !each.startsWith("https://acme.example/"))).toEqual([]);
    expect(new Set(urls).size).toBe(urls.length);
  });

  test("endpoints inside the cluster, by component", () => {
    expect(outputs().endpoints).toMatchObject({
      "db:sql": { host: "db.baas-prod.svc", port: 5432, protocol: "postgresql", mutualTls: true },
      "gateway:https": { mutualTls: false },
    });
  });

  test("namespaces by scope, and where cert-manager keeps the CA", () => {
    const { namespaces, authoritySecret } = outputs();
    expect(namespaces).toEqual({ baas: "baas-prod" });
    expect(authoritySecret).toEqual({ namespace: "baas-prod", name: "baas-prod-ca", key: "tls.crt" });
    expect(outputs(["pki=local"]).authoritySecret).toBeUndefined();
  });
});
