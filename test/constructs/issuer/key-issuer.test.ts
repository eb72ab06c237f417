import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from "jose";
import { KeyIssuer, type KeyIssuerProps } from "../../../constructs/issuer/key-issuer";
import { Platform } from "../../../constructs/model/platform";
import { Scope } from "../../../constructs/model/scope";
import type { Secret } from "../../../constructs/model/secret";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { resolveSecrets } from "../../../constructs/secrets/resolve";
import { problemsOf } from "../postgrest/api";

const ISSUED = Math.floor(Date.UTC(2026, 0, 1) / 1000);
const during = { currentDate: new Date((ISSUED + 60) * 1000) };

function issuing(props: KeyIssuerProps = {}) {
  const platform = new Platform("acme", { environment: "prod" });
  return { platform, issuer: new KeyIssuer(platform, "issuer", props) };
}

/** The values of a platform's secrets, as `init` would make them. */
function valuesOf(platform: Platform): (secret: Secret) => string {
  const declared = platform.graph.secrets.map(({ secretName, recipe }) => ({ name: secretName, recipe }));
  const { values } = resolveSecrets(declared, new Map());
  return ({ secretName }) => values.get(secretName) ?? "";
}

describe("an issuer that is only a key", () => {
  it("is named after itself and the trust domain, unless it is said", () => {
    expect(issuing().issuer.url).toBe("https://issuer.prod.acme.internal");
    expect(issuing({ url: "https://id.example" }).issuer.url).toBe("https://id.example");
  });

  it("runs nothing", () => {
    const { platform } = issuing();
    expect(Object.keys(renderCompose(platform).file.services)).toEqual([]);
    expect(renderKubernetes(platform).objects.map(({ kind }) => kind)).not.toContain("Deployment");
  });

  it("has a signing key that is generated, and public keys that follow from it", () => {
    const { issuer } = issuing({ algorithm: "RS256" });
    expect(issuer.signingKey.recipe).toEqual({ kind: "signing-key", algorithm: "RS256" });
    expect(issuer.jwks.recipe).toEqual({
      kind: "derived",
      from: ["issuer-signing-key"],
      derivation: { kind: "public-jwks" },
    });
  });

  it.each(["ES256", "RS256"] as const)("publishes the public half alone: %s", (algorithm) => {
    const { platform, issuer } = issuing({ algorithm });
    const { keys } = JSON.parse(valuesOf(platform)(issuer.jwks)) as JSONWebKeySet;
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ alg: algorithm, use: "sig", kid: expect.stringMatching(/^[\w-]{43}$/) as string });
    for (const part of ["d", "p", "q", "dp", "dq", "qi", "k"]) expect(keys[0]).not.toHaveProperty(part);
  });

  it.each(["ES256", "RS256"] as const)("signs tokens that its public keys verify: %s", async (algorithm) => {
    const { platform, issuer } = issuing({ algorithm });
    const token = issuer.token("service", { role: "service_role", aud: "acme" }, ISSUED, ISSUED + 3600);
    const value = valuesOf(platform);
    const keys = createLocalJWKSet(JSON.parse(value(issuer.jwks)) as JSONWebKeySet);
    const { payload } = await jwtVerify(value(token), keys, { ...during, issuer: issuer.url, audience: "acme" });
    expect(payload).toEqual({
      iss: "https://issuer.prod.acme.internal",
      aud: "acme",
      role: "service_role",
      iat: ISSUED,
      exp: ISSUED + 3600,
    });
  });

  it("two of them do not verify each other's tokens", async () => {
    const { platform, issuer } = issuing();
    const other = new KeyIssuer(new Scope(platform, "tenant"), "issuer");
    const token = other.token("service", { role: "service_role", aud: "acme" }, ISSUED, ISSUED + 3600);
    const value = valuesOf(platform);
    const keys = createLocalJWKSet(JSON.parse(value(issuer.jwks)) as JSONWebKeySet);
    await expect(jwtVerify(value(token), keys, during)).rejects.toThrow(/no applicable key/);
  });

  it("its key signs tokens by the program of the guide", async () => {
    const { platform, issuer } = issuing();
    const value = valuesOf(platform);
    const folder = mkdtempSync(join(tmpdir(), "ashlar-token-"));
    const guide = readFileSync(join(__dirname, "../../../docs/guides/proofs.md"), "utf8");
    writeFileSync(join(folder, "token.cjs"), /^```js\n([\s\S]*?)^```$/m.exec(guide)?.[1] ?? "");
    writeFileSync(join(folder, "key"), value(issuer.signingKey));
    const args = ["token.cjs", "key", "ada", '{"role": "service_role"}'];
    const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" });
    rmSync(folder, { recursive: true });
    expect(stderr).toBe("");
    const keys = createLocalJWKSet(JSON.parse(value(issuer.jwks)) as JSONWebKeySet);
    const { payload } = await jwtVerify(stdout.trim(), keys, {
      issuer: "https://issuer.dev.acme.internal",
      audience: "acme",
    });
    expect(payload).toMatchObject({ sub: "ada", role: "service_role" });
  });

  it("refuses what it does not know", () => {
    const refused = (props: object) => problemsOf(() => issuing(props));
    expect(refused({ algorithm: "HS256" })).toEqual([expect.stringMatching(/^acme\/issuer:algorithm ASH-INPUT-002/)]);
    expect(refused({ url: "" })).toEqual([expect.stringMatching(/^acme\/issuer:url ASH-INPUT-002/)]);
    expect(refused({ url: "https://id.example\nx" })).toEqual([
      expect.stringMatching(/^acme\/issuer:url ASH-INPUT-002/),
    ]);
    expect(refused({ url: "https://me:hunter2@id.example" })).toEqual([
      "acme/issuer:url ASH-SEC-009: the url has a user or a password",
    ]);
    expect(refused({ key: "x" })).toEqual(['acme/issuer:key ASH-INPUT-001: unknown key "key"']);
  });
});
