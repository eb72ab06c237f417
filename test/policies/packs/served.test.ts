import type { ReportViolation, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { ConfigureAnalyzerRequest, EnforcementLevel, PolicyConfig } from "@pulumi/pulumi/proto/analyzer_pb";
import { servedPack } from "../../../policies/packs/served";

const container = { name: "web", image: "acme/web:1.0", securityContext: { privileged: true } };
const resource = {
  type: "kubernetes:core/v1:Pod",
  name: "web",
  urn: "urn:pulumi:dev::acme::kubernetes:core/v1:Pod::web",
  props: { metadata: { name: "web", namespace: "acme" }, spec: { containers: [container] } },
} as unknown as ResourceValidationArgs;

/** Lets the pack judge a pod as the SDK does, and tells which policies spoke. */
function judge(policies: readonly unknown[]): readonly string[] {
  const spoke: string[] = [];
  const report = ((violation: { readonly name: string }) => spoke.push(violation.name)) as unknown as ReportViolation;
  const judging = policies.find(
    (policy) => typeof (policy as ResourceValidationPolicy).validateResource === "function",
  ) as { readonly validateResource: (args: ResourceValidationArgs, report: ReportViolation) => void };
  judging.validateResource(resource, report);
  return spoke;
}

describe("a pack that is served", () => {
  it("judges nothing before it was configured, and everything as it was configured after", () => {
    const { name, args } = servedPack("baseline");
    expect(name).toBe("ashlar-baseline");
    expect(() => judge(args.policies)).toThrow("ashlar-baseline was asked before it was configured");

    const off = new PolicyConfig();
    off.setEnforcementlevel(EnforcementLevel.DISABLED);
    const request = new ConfigureAnalyzerRequest();
    request.getPolicyconfigMap().set("base-001", off);
    const { configure } = AnalyzerService as unknown as {
      readonly configure: { readonly requestDeserialize: (bytes: Buffer) => unknown };
    };
    configure.requestDeserialize(Buffer.from(request.serializeBinary()));
    const spoke = judge(args.policies);
    expect(spoke).toContain("base-003");
    expect(spoke).not.toContain("base-001");
  });
});
