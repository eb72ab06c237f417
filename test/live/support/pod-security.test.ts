import { describeLive } from "./engines";
import { podSecurityViolations } from "./pod-security";

const hardened = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

function deployment(securityContext: object): string {
  const template = { spec: { containers: [{ name: "main", image: "example.invalid/program:1", securityContext }] } };
  return JSON.stringify({
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", namespace: "shop" },
    spec: { template },
  });
}

describeLive(["psa-check"], "Pod Security without a cluster", () => {
  it("has nothing against a hardened workload, nor against an object without pods", async () => {
    const service = JSON.stringify({ apiVersion: "v1", kind: "Service", metadata: { name: "web" } });
    expect(await podSecurityViolations(`${deployment(hardened)}\n---\n${service}\n`)).toEqual([]);
  });

  it("names the workload and what is forbidden", async () => {
    const [line, ...more] = await podSecurityViolations(deployment({ ...hardened, capabilities: {} }));
    expect(line).toMatch(/^Deployment shop\/web: unrestricted capabilities: /);
    expect(more).toEqual([]);
  });

  it("looks into a List, and knows the milder level", async () => {
    const list = JSON.stringify({ apiVersion: "v1", kind: "List", items: [JSON.parse(deployment({}))] });
    expect(await podSecurityViolations(list)).toHaveLength(4);
    expect(await podSecurityViolations(list, "baseline")).toEqual([]);
  });

  it("does not pass over what it cannot read", async () => {
    await expect(podSecurityViolations("kind: [")).rejects.toThrow(/psa-check/);
  });
});
