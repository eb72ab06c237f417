import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PreviewResult } from "../../cli/schemas/preview";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run, runJson } from "./cli";

const folder = temporaryFolders();

const urn = (type: string, name: string): string => `urn:pulumi:prod::shop::${type}::${name}`;

const deployment = (image: string, replicas: number) => ({
  apiVersion: "apps/v1",
  kind: "Deployment",
  metadata: { name: "web", namespace: "shop" },
  spec: { replicas, template: { spec: { containers: [{ name: "web", image }] } } },
});

/** A resource's state as Pulumi prints it. */
const state = (type: string, name: string, inputs: object) => ({ urn: urn(type, name), custom: true, type, inputs });

const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const SECRET = "kubernetes:core/v1:Secret";

const secret = (password: unknown, others: object = {}) => ({
  apiVersion: "v1",
  kind: "Secret",
  metadata: { name: "db", namespace: "shop" },
  stringData: { password },
  ...others,
});

const step = (op: string, type: string, name: string, oldInputs?: object, newInputs?: object) => ({
  op,
  urn: urn(type, name),
  ...(oldInputs === undefined ? {} : { oldState: state(type, name, oldInputs) }),
  ...(newInputs === undefined ? {} : { newState: state(type, name, newInputs) }),
});

const STACK = step("same", "pulumi:pulumi:Stack", "shop-prod", {}, {});

const preview = async (digest: unknown, ...args: readonly string[]) => {
  const root = folder();
  writeFileSync(join(root, "plan.json"), typeof digest === "string" ? digest : JSON.stringify(digest));
  const { exitCode, document } = await runJson(root, ["preview", "--pulumi", "plan.json", ...args]);
  return { root, exitCode, document, result: document as PreviewResult };
};

describe("a preview of what Pulumi would do", () => {
  it("tells what becomes of the objects of its stack", async () => {
    const { result, exitCode } = await preview({
      steps: [
        STACK,
        step("update", DEPLOYMENT, "web", deployment("web:1", 1), deployment("web:2", 2)),
        step("same", SECRET, "db", secret("[secret]", { __initialApiVersion: "v1" }), secret("[secret]")),
        step("create", "random:index/randomPassword:RandomPassword", "p", undefined, { length: 32 }),
      ],
      changeSummary: { create: 1, same: 2, update: 1 },
    });
    expect(result).toMatchObject({
      base: { kind: "pulumi", stack: "prod", project: "shop" },
      marker: "<!-- ashlar-preview: shop/prod/kubernetes -->",
      environments: [{ environment: "prod", platform: "shop", isNew: false }],
      notes: [expect.stringContaining("stack prod")],
      resources: {
        counts: { create: 1, update: 1, replace: 0, delete: 0, import: 0, discard: 0 },
        untold: [{ operation: "create", type: "random:index/randomPassword:RandomPassword", name: "p" }],
        left: 0,
      },
    });
    const [comparison] = result.environments[0]?.comparisons ?? [];
    expect(comparison?.counts).toEqual({ added: 0, removed: 0, changed: 1, replaced: 0 });
    expect(comparison?.dangers).toContainEqual(expect.objectContaining({ kind: "image" }));
    expect(exitCode).toBe(1);
  });

  it("takes the steps of a replacement for one change, and what is deleted for removed", async () => {
    const { result } = await preview({
      steps: [
        STACK,
        step("create-replacement", DEPLOYMENT, "web", deployment("web:1", 1), deployment("web:1", 2)),
        step("replace", DEPLOYMENT, "web", deployment("web:1", 1), deployment("web:1", 2)),
        step("delete-replaced", DEPLOYMENT, "web", deployment("web:1", 1)),
        step("delete", SECRET, "db", secret("[secret]")),
      ],
      changeSummary: { same: 1, replace: 1, delete: 1 },
    });
    const [comparison] = result.environments[0]?.comparisons ?? [];
    expect(comparison?.objects.map(({ action, path }) => `${action} ${path}`)).toEqual([
      "replaced shop/Deployment/web",
      "removed shop/Secret/db",
    ]);
    expect(comparison?.counts).toEqual({ added: 0, removed: 1, changed: 0, replaced: 1 });
    expect(comparison?.dangers).toContainEqual({
      kind: "immutable",
      path: "shop/Deployment/web",
      message: "Pulumi deletes it and makes it anew",
      others: 0,
    });
  });

  it("says no secret, also where Pulumi was asked to, and counts what is not known yet", async () => {
    const shown = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", plaintext: '"hunter2"' };
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const { root, result } = await preview({
      steps: [
        STACK,
        step("update", SECRET, "db", secret(shown), secret("swordfish", { type: unknown })),
        step("update", DEPLOYMENT, "web", deployment("web:1", 1), {
          ...deployment("web:1", 1),
          metadata: { name: "web", namespace: "shop", annotations: { note: shown, address: unknown } },
        }),
      ],
      changeSummary: { same: 1, update: 2 },
    });
    expect(result.notes).toContain("Values that are known only when the change is made, and are not judged: 2.");
    for (const format of ["text", "markdown", "json"]) {
      const { stdout } = await run(root, ["preview", "--pulumi", "plan.json", "--format", format]);
      expect(stdout).toContain("known after the change");
      expect(stdout).not.toMatch(/hunter2|swordfish/);
    }
  });

  const BUCKET = "aws:s3/bucket:Bucket";
  const RELEASE = "kubernetes:helm.sh/v3:Release";
  const KEY = "tls:index/privateKey:PrivateKey";
  const PASSWORD = "random:index/randomPassword:RandomPassword";

  it.each([
    ["a deleted bucket", step("delete", BUCKET, "data", {}), "removed", /deletes the aws:s3\/bucket:Bucket/],
    ["a replaced database", step("replace", "aws:rds/instance:Instance", "db", {}, {}), "immutable", /makes it anew/],
    ["a deleted Helm release", step("delete", RELEASE, "rel", { chart: "x" }), "removed", /every object of its chart/],
    ["a replaced Helm release", step("replace", RELEASE, "rel", { chart: "x" }, {}), "immutable", /installs it anew/],
    ["a key of an authority", step("replace", KEY, "authority", {}, {}), "tls", /every certificate .* made anew/],
    ["a password", step("replace", PASSWORD, "db", {}, {}), "secret", /a password .* changes/],
    ["an imported one that replaces", step("import-replacement", BUCKET, "data", {}, {}), "immutable", /makes it anew/],
  ])("takes %s for a danger, which nothing but Pulumi tells", async (_what, change, kind, message) => {
    const { root, result, exitCode } = await preview({ steps: [STACK, change], changeSummary: { same: 1 } });
    expect(exitCode).toBe(1);
    expect(result).toMatchObject({ changed: true, passed: false });
    const { type } = (change.oldState ?? { type: "" }) as { readonly type: string };
    const name = change.urn.split("::").at(-1) ?? "";
    expect(result.environments[0]?.comparisons[0]?.dangers).toEqual([
      { kind, path: `${type}::${name}`, message: expect.stringMatching(message) as string, others: 0 },
    ]);
    expect(result.resources?.untold).toMatchObject([{ type, name }]);
    for (const format of ["text", "markdown"]) {
      const { stdout } = await run(root, ["preview", "--pulumi", "plan.json", "--format", format]);
      expect(stdout).not.toContain("no changes");
      expect(stdout).toContain("1 other resource changes, 1 danger");
      expect(stdout).toContain(type);
    }
  });

  it("tells the same to several once as a danger, and each of them as a resource, up to the limit", async () => {
    const buckets = ["a", "b", "c"].map((name) => step("delete", BUCKET, name, {}));
    const { result } = await preview({ steps: [STACK, ...buckets] }, "--limit", "2");
    expect(result.environments[0]?.comparisons[0]?.dangers).toMatchObject([{ path: `${BUCKET}::a`, others: 2 }]);
    expect(result.resources).toMatchObject({ counts: { delete: 3 }, untold: [{ name: "a" }, { name: "b" }], left: 1 });
  });

  it("tells other changes, which are none to worry about, and none of what is only read", async () => {
    const { root, result, exitCode } = await preview({
      steps: [
        STACK,
        step("update", BUCKET, "data", { a: 1 }, { a: 2 }),
        step("read", BUCKET, "theirs", {}, {}),
        step("refresh", BUCKET, "ours", {}, {}),
        // In the state alone: nothing is lost with it.
        step("delete", "pulumi:providers:aws", "default", {}),
      ],
      changeSummary: { same: 1 },
    });
    expect(exitCode).toBe(0);
    expect(result).toMatchObject({ changed: true, passed: true });
    expect(result.resources?.untold.map(({ operation, name }) => `${operation} ${name}`)).toEqual([
      "update data",
      "delete default",
    ]);
    const { stdout } = await run(root, ["preview", "--pulumi", "plan.json"]);
    expect(stdout).toMatch(/^2 other resources change, nothing dangerous/);
  });

  it("tells of a Secret that changes, though both sides read the same", async () => {
    const { result } = await preview({
      steps: [STACK, step("update", SECRET, "db", secret("[secret]"), secret("[secret]"))],
    });
    expect(result.changed).toBe(true);
    expect(result.resources?.untold).toEqual([{ operation: "update", type: SECRET, name: "db" }]);
  });

  it("calls the environment as it is told", async () => {
    const { result } = await preview({ steps: [STACK], changeSummary: { same: 1 } }, "--env", "blue");
    expect(result).toMatchObject({ changed: false, environments: [{ environment: "blue" }] });
  });
});

describe("a preview of what Pulumi would do refuses", () => {
  it.each([
    ["what leaves out what stays the same", { steps: [STACK], changeSummary: { same: 9 } }, [], "ASH-DIFF-008"],
    ["a preview that failed", { steps: [STACK], diagnostics: [{ severity: "error" }] }, [], "ASH-DIFF-008"],
    ["something else in JSON", { resources: [] }, [], "ASH-INPUT-002"],
    ["what is no JSON", "Previewing update (prod):", [], "ASH-INPUT-002"],
    ["a base beside it", { steps: [STACK] }, ["--base", "main"], "ASH-INPUT-002"],
    ["two environments", { steps: [STACK] }, ["--env", "a", "--env", "b"], "ASH-INPUT-002"],
    ["another target", { steps: [STACK] }, ["--target", "all"], "ASH-INPUT-002"],
  ])("%s", async (_what, digest, args, code) => {
    const { exitCode, document } = await preview(digest, ...args);
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({ problems: [{ code }] });
  });

  it("a file that is not there", async () => {
    const { exitCode, document } = await runJson(folder(), ["preview", "--pulumi", "nothing.json"]);
    expect([exitCode, document]).toMatchObject([2, { problems: [{ code: "ASH-INPUT-006" }] }]);
  });
});
