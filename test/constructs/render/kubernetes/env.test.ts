import {
  concat,
  encoded,
  type ExpressionInput,
  literal,
  publicUrl,
  secretValue,
} from "../../../../constructs/model/expression";
import { Platform } from "../../../../constructs/model/platform";
import { Secret } from "../../../../constructs/model/secret";
import { renderKubernetes } from "../../../../constructs/render/kubernetes/kubernetes";
import { container, podOf, Program } from "./sample";

function withEnv(
  make: (secrets: { readonly password: Secret; readonly user: Secret }) => Record<string, ExpressionInput>,
) {
  const platform = new Platform("acme", { publicUrl: "https://acme.example" });
  const password = new Secret(platform, "smtp-password", { kind: "password", length: 32 });
  const user = new Secret(platform, "smtp-user", { kind: "given", describe: "user of the SMTP account" });
  new Program(platform, "mailer", { container: container("mailer", { env: make({ password, user }) }) });
  return platform;
}

const envOf = (platform: Platform) => podOf(platform).containers[0]?.env;

describe("an environment", () => {
  it("is sorted, and its plain text is out of the kubelet's reach", () => {
    const platform = withEnv(() => ({ B: "cost: $5 $(HOME)", A: literal("x"), URL: publicUrl("/mail") }));
    expect(envOf(platform)).toEqual([
      { name: "A", value: "x" },
      { name: "B", value: "cost: $5 $$(HOME)" },
      { name: "URL", value: "https://acme.example/mail" },
    ]);
  });

  it("reads a secret from its own object", () => {
    const platform = withEnv(({ password }) => ({ PASSWORD: secretValue(password) }));
    expect(envOf(platform)).toEqual([
      { name: "PASSWORD", valueFrom: { secretKeyRef: { name: "smtp-password", key: "value" } } },
    ]);
    expect(renderKubernetes(platform).material.secrets).toContainEqual({
      name: "smtp-password",
      recipe: { kind: "password", length: 32 },
      namespaces: ["acme-dev"],
    });
  });

  it("puts text around secrets by reference to variables that stand before it", () => {
    const platform = withEnv(({ password, user }) => ({
      URL: concat("smtp://", secretValue(user), ":$", secretValue(password), "@mail"),
    }));
    expect(envOf(platform)).toEqual([
      { name: "ASHLAR_SECRET_SMTP_PASSWORD", valueFrom: { secretKeyRef: { name: "smtp-password", key: "value" } } },
      { name: "ASHLAR_SECRET_SMTP_USER", valueFrom: { secretKeyRef: { name: "smtp-user", key: "value" } } },
      { name: "URL", value: "smtp://$(ASHLAR_SECRET_SMTP_USER):$$$(ASHLAR_SECRET_SMTP_PASSWORD)@mail" },
    ]);
  });

  it("has a value that needs encoding made outside the cluster, as a whole", () => {
    const platform = withEnv(({ password }) => ({ URL: concat("smtp://u:", encoded("uri", secretValue(password))) }));
    expect(envOf(platform)).toEqual([
      { name: "URL", valueFrom: { secretKeyRef: { name: "mailer-files", key: "env.mailer.URL" } } },
    ]);
    const { files, secrets } = renderKubernetes(platform).material;
    expect(files).toEqual([
      {
        name: "mailer-files",
        namespace: "acme-dev",
        key: "env.mailer.URL",
        segments: ["smtp://u:", { secret: "smtp-password", encode: ["uri"] }],
      },
    ]);
    // No workload reads the password itself; the platform's namespace keeps it for the next time.
    expect(secrets).toContainEqual(expect.objectContaining({ name: "smtp-password", namespaces: ["acme-dev"] }));
  });

  it("tells every value that it cannot make, not only the first", () => {
    const platform = withEnv(({ password }) => ({
      A: encoded("base64", concat("user:", secretValue(password))),
      B: encoded("base64", concat("other:", secretValue(password))),
      C: secretValue(password),
    }));
    expect(() => renderKubernetes(platform)).toThrow(
      /\[acme\/mailer\/main\/mailer:env\.A\] ASH-INPUT-002: base64[\s\S]*\[acme\/mailer\/main\/mailer:env\.B\] ASH-INPUT-002/,
    );
  });
});
