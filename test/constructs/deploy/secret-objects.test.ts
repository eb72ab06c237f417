import { secretObjects } from "../../../constructs/deploy/secret-objects";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { baasIn } from "../../support/baas";

const names = (owns: { readonly secrets: boolean; readonly identities: boolean }, settings: readonly string[] = []) =>
  secretObjects(renderKubernetes(baasIn("prod", settings)), owns).map(({ resource }) => resource.object.metadata.name);

describe("the Secrets that Pulumi makes", () => {
  test("are none where init makes them", () => {
    expect(names({ secrets: false, identities: false })).toEqual([]);
  });

  test("are single values, and files that hold some", () => {
    expect(names({ secrets: true, identities: false })).toEqual(
      expect.arrayContaining(["auth-admin", "gateway-key-web", "auth-provision-files", "gateway-files"]),
    );
  });

  test("are key pairs of the platform's own CA, and none where cert-manager makes those", () => {
    expect(names({ secrets: false, identities: true }, ["pki=local"])).toEqual(
      expect.arrayContaining(["db-tls", "rest-tls", "gateway-tls"]),
    );
    expect(names({ secrets: false, identities: true })).toEqual([]);
  });

  test("are called and labelled as init calls and labels them, and hold nothing yet", () => {
    const [first] = secretObjects(renderKubernetes(baasIn("prod")), { secrets: true, identities: false });
    expect(first?.resource).toEqual({
      path: "baas",
      id: "Secret.auth-admin",
      object: {
        apiVersion: "v1",
        kind: "Secret",
        metadata: {
          name: "auth-admin",
          namespace: "baas-prod",
          labels: { "app.kubernetes.io/managed-by": "ashlar", "app.kubernetes.io/part-of": "baas-prod" },
        },
        type: "Opaque",
      },
    });
  });
});
