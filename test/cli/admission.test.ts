import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { ADMISSION_RULES } from "../../policies/admission/admission";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { run, runJson } from "./cli";

const folder = temporaryFolders();

/** Renders the stack baas for Kubernetes below a folder. */
async function synth(root: string, out: string, settings: readonly string[]): Promise<void> {
  const set = ["publicUrl=https://acme.example", ...settings].flatMap((setting) => ["--set", setting]);
  const args = ["synth", "baas", "--env", "staging", "--target", "kubernetes", "--out", out, ...set];
  expect(await run(root, args)).toMatchObject({ exitCode: 0, stderr: "" });
}

const FILE = "010-admission.yaml";

interface Bound {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly validationActions?: readonly string[]; readonly matchResources?: unknown };
}

describe("the setting admission", () => {
  it("is one word for a whole stack: its file holds every rule that an API server can judge", async () => {
    const root = folder();
    await synth(root, "out", ["admission=deny"]);
    const objects = loadAll(readFileSync(join(root, "out", FILE), "utf8")) as Bound[];
    const bindings = objects.filter(({ kind }) => kind === "ValidatingAdmissionPolicyBinding");
    expect(bindings).toHaveLength(ADMISSION_RULES.length);
    for (const { metadata, spec } of bindings) {
      expect(metadata.name).toMatch(/^baas-staging-/);
      expect(spec.matchResources).toEqual({
        namespaceSelector: {
          matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: ["baas-staging"] }],
        },
      });
    }
    const denying = bindings.filter(({ spec }) => spec.validationActions?.includes("Deny"));
    expect(denying.length).toBeGreaterThan(10);
  });

  it("is off unless it is set", async () => {
    const root = folder();
    await synth(root, "out", []);
    expect(existsSync(join(root, "out", FILE))).toBe(false);
  });

  it("stands in the environment's file as well", async () => {
    const root = folder();
    writeFileSync(
      join(root, "Pulumi.staging.yaml"),
      "config:\n  ashlar:baas:\n    preset: staging\n    publicUrl: https://acme.example\n    admission: warn\n",
    );
    expect(
      (await run(root, ["synth", "baas", "--env", "staging", "--target", "kubernetes", "--out", "out"])).exitCode,
    ).toBe(0);
    expect(readFileSync(join(root, "out", FILE), "utf8")).not.toContain("- Deny");
  });

  it("takes no other word", async () => {
    const { exitCode, stderr } = await run(folder(), ["synth", "baas", "--set", "admission=refuse"]);
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/admission.*off.*audit.*warn.*deny/s);
  });

  it("leaves what is rendered as clean as it was", async () => {
    const root = folder();
    const reportOf = async (out: string) => {
      const { document } = await runJson(root, ["check", out]);
      if (!document.ok) throw new Error(JSON.stringify(document.problems));
      const [report] = document.reports;
      return { codes: report?.findings.map(({ code, path }) => `${code} ${path}`), unread: report?.unread };
    };
    await synth(root, "off", []);
    await synth(root, "deny", ["admission=deny"]);
    expect(await reportOf("deny")).toEqual(await reportOf("off"));
  });

  it("is a danger to a reviewer when it is loosened or taken away, and none when it is set", async () => {
    const root = folder();
    for (const action of ["off", "audit", "warn", "deny"]) await synth(root, action, [`admission=${action}`]);
    const dangers = async (before: string, after: string) => {
      const { document } = await runJson(root, ["diff", before, after]);
      if (!document.ok) throw new Error(JSON.stringify(document.problems));
      return document.comparisons.flatMap((comparison) =>
        comparison.dangers.map(({ kind, message }) => `${kind}: ${message}`),
      );
    };
    expect(await dangers("deny", "warn")).toContain(
      "rights: what breaks the admission policy is only warned of, no longer refused",
    );
    expect(await dangers("warn", "audit")).toEqual([
      "rights: what breaks the admission policy is only written to the audit log, no longer warned of",
    ]);
    expect(await dangers("deny", "off")).toEqual(["rights: the API server holds the admission policy no more"]);
    expect(await dangers("off", "deny")).toEqual([]);
    expect(await dangers("audit", "deny")).toEqual([]);
  });
});
