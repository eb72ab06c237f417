import { podOf, referencesOf } from "../../../constructs/deploy/references";
import type { KubernetesObject } from "../../../constructs/render/kubernetes/kubernetes-object";

const pod = {
  spec: {
    serviceAccountName: "db",
    containers: [
      {
        name: "app",
        env: [{ name: "PASSWORD", valueFrom: { secretKeyRef: { name: "password", key: "value" } } }],
        envFrom: [{ configMapRef: { name: "settings" } }],
      },
    ],
    volumes: [
      { name: "one", configMap: { name: "config-1f2e" } },
      { name: "two", secret: { secretName: "db-tls" } },
      {
        name: "three",
        projected: { sources: [{ secret: { name: "db-files" } }, { configMap: { name: "public-ca" } }] },
      },
    ],
  },
};

const object = (kind: string, spec: unknown): KubernetesObject => ({
  apiVersion: "any/v1",
  kind,
  metadata: { name: "db", namespace: "acme-dev" },
  spec,
});

describe("what a workload's pods read", () => {
  test("every way of naming an object is seen, each object once", () => {
    const found = referencesOf(object("StatefulSet", { template: { ...pod, twice: pod.spec.volumes } }));
    expect(found.map(({ kind, name }) => `${kind} ${name}`).sort()).toEqual([
      "ConfigMap config-1f2e",
      "ConfigMap public-ca",
      "ConfigMap settings",
      "Secret db-files",
      "Secret db-tls",
      "Secret password",
      "ServiceAccount db",
    ]);
  });

  test("a cron job's pod lies deeper", () => {
    expect(referencesOf(object("CronJob", { jobTemplate: { spec: { template: pod } } }))).toHaveLength(7);
  });

  test("an Ingress names a Secret and makes no pod", () => {
    const ingress = object("Ingress", { tls: [{ secretName: "public-tls" }] });
    expect(podOf(ingress)).toBeUndefined();
    expect(referencesOf(ingress)).toEqual([]);
  });
});
