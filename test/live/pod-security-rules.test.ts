import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadAll } from "js-yaml";
import { COVERAGE } from "../../policies/baselines/coverage";
import { checkFacts } from "../../policies/check";
import { kubernetesFacts } from "../../policies/facts/kubernetes";
import { edited, type Edit } from "../policies/fixtures/edit";
import { kubernetesPlatform } from "../policies/fixtures/kubernetes";
import { describeLive } from "./support/engines";
import { podSecurityViolations } from "./support/pod-security";

const pod = "Deployment/web.spec.template.spec";
const web = `${pod}.containers[web]`;

/** What breaks one check of the Pod Security Standards, by the row of the baseline. */
const BREACHES: Readonly<Record<number, readonly Edit[]>> = {
  1: [[`${web}.securityContext`, { privileged: true, capabilities: { drop: ["ALL"] } }]],
  2: [[`${web}.securityContext.allowPrivilegeEscalation`, undefined]],
  3: [
    [`${pod}.securityContext.runAsNonRoot`, undefined],
    [`${pod}.securityContext.runAsUser`, undefined],
  ],
  4: [[`${pod}.securityContext.runAsUser`, 0]],
  7: [[`${web}.securityContext.capabilities`, undefined]],
  8: [[`${web}.securityContext.capabilities.add`, ["SETUID"]]],
  10: [[`${web}.securityContext.capabilities.add`, ["SYS_ADMIN"]]],
  11: [[`${pod}.securityContext.seccompProfile`, undefined]],
  12: [[`${pod}.securityContext.appArmorProfile`, { type: "Unconfined" }]],
  13: [[`${web}.securityContext.seLinuxOptions`, { type: "spc_t" }]],
  14: [[`${web}.securityContext.procMount`, "Unmasked"]],
  15: [[`${pod}.securityContext.sysctls`, [{ name: "kernel.msgmax", value: "1" }]]],
  16: [[`${pod}.hostNetwork`, true]],
  17: [[`${pod}.hostPID`, true]],
  18: [[`${pod}.hostIPC`, true]],
  19: [[`${web}.ports`, [{ containerPort: 8080, hostPort: 8080 }]]],
  20: [[`${pod}.volumes`, [{ name: "keys", hostPath: { path: "/etc" } }]]],
  23: [[`${pod}.volumes`, [{ name: "keys", nfs: { server: "s", path: "/" } }]]],
  24: [[`${web}.securityContext.windowsOptions`, { hostProcess: true }]],
  25: [[`${web}.livenessProbe`, { tcpSocket: { host: "10.0.0.7", port: 80 } }]],
};

const rows = COVERAGE.rows.kubernetes.filter(({ podSecurity }) => podSecurity !== undefined);
const codesOf = (objects: readonly unknown[]): readonly string[] =>
  checkFacts(kubernetesFacts(objects, AT)).findings.map(({ code }) => code);
const manifest = (objects: readonly unknown[]): string =>
  objects.map((object) => JSON.stringify(object)).join("\n---\n");

/** A day on which nothing of the fixture was old. */
const AT = Date.parse("2026-11-01T00:00:00Z");

/** Rules that answer a row of the standard. */
const STANDARD = new Set(rows.flatMap((row) => ("rules" in row ? row.rules : [])));

describeLive(["psa-check"], "the rules and the Pod Security library", () => {
  it("know the same breaches: one for each row of the baseline that names the standard", () => {
    expect(Object.keys(BREACHES).map(Number)).toEqual(rows.map(({ number }) => number));
  });

  it("have nothing against the same platform", async () => {
    const objects = Object.values(kubernetesPlatform());
    expect(await podSecurityViolations(manifest(objects))).toEqual([]);
    expect(codesOf(objects)).toEqual([]);
  });

  it.each(rows)("both refuse what breaks row $number: $check", async (row) => {
    const objects = Object.values(edited(kubernetesPlatform(), BREACHES[row.number] ?? []));
    const violations = await podSecurityViolations(manifest(objects));
    expect(violations).not.toEqual([]);
    expect(violations.join("\n")).toContain("acme/web");
    const wanted = "rules" in row ? row.rules : [];
    expect(codesOf(objects).filter((code) => wanted.includes(code))).not.toEqual([]);
  });

  it("judge the manifests of others alike: whoever the library refuses breaks a rule of the standard", async () => {
    const folder = join(__dirname, "..", "policies", "foreign", "kubernetes");
    const names = readdirSync(folder).filter((name) => !name.endsWith(".findings.yaml"));
    const different: string[] = [];
    for (const name of names) {
      const text = readFileSync(join(folder, name), "utf8");
      const isRefused = (await podSecurityViolations(text)).length > 0;
      const isFound = codesOf(loadAll(text)).some((code) => STANDARD.has(code) && code !== "BASE-015");
      if (isRefused !== isFound) different.push(`${name}: refused ${isRefused}, found ${isFound}`);
    }
    expect(names.length).toBeGreaterThan(8);
    expect(different).toEqual([]);
  });
});
