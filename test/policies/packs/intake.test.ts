import { AnalyzerService } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import { ConfigureAnalyzerRequest, EnforcementLevel, PolicyConfig } from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PolicySetting } from "../../../policies/packs/configuration";
import { onConfiguration } from "../../../policies/packs/intake";

/** What the engine sends, as bytes. */
function sent(): Buffer {
  const setting = new PolicyConfig();
  setting.setEnforcementlevel(EnforcementLevel.DISABLED);
  setting.setProperties(Struct.fromJavaScript({ allowed: ["CHOWN"] }));
  const request = new ConfigureAnalyzerRequest();
  request.getPolicyconfigMap().set("base-004", setting);
  return Buffer.from(request.serializeBinary());
}

/** As the server does when a request comes. */
function receive(): ConfigureAnalyzerRequest {
  const { configure } = AnalyzerService as unknown as {
    readonly configure: { readonly requestDeserialize: (bytes: Buffer) => ConfigureAnalyzerRequest };
  };
  return configure.requestDeserialize(sent());
}

describe("what the engine configures", () => {
  it("is seen whole, with the levels and the names of all policies", () => {
    const seen: ReadonlyMap<string, PolicySetting>[] = [];
    onConfiguration((given) => seen.push(given));
    expect(receive().getPolicyconfigMap().getLength()).toBe(1);
    expect(seen).toEqual([new Map([["base-004", { level: "disabled", properties: { allowed: ["CHOWN"] } }]])]);
  });

  it("is answered with the text of what is wrong, and without a stack", () => {
    onConfiguration(() => {
      throw new Error("no such rule");
    });
    const request = receive();
    expect(() => request.getPolicyconfigMap()).toThrow(expect.objectContaining({ stack: "no such rule" }));
  });
});
