import { dataHolders } from "../../../constructs/deploy/holds-data";
import { localName } from "../../../constructs/deploy/naming";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { baasIn } from "../../support/baas";

test("a database holds data, and so does the namespace whose end would be its end", () => {
  const { resources } = renderKubernetes(baasIn("prod"));
  expect([...dataHolders(resources)].map(localName).sort()).toEqual(["Namespace", "db/StatefulSet"]);
});

test("a claim by itself holds data", () => {
  const claim = {
    path: "acme/files",
    id: "PersistentVolumeClaim",
    object: { apiVersion: "v1", kind: "PersistentVolumeClaim", metadata: { name: "files", namespace: "acme-dev" } },
  };
  expect([...dataHolders([claim])]).toEqual([claim]);
});

test("what can be made again holds none", () => {
  const { resources } = renderKubernetes(baasIn("dev"));
  const kinds = [...dataHolders(resources)].map(({ object }) => object.kind);
  expect(kinds).not.toContain("Deployment");
  expect(kinds).not.toContain("ConfigMap");
});
