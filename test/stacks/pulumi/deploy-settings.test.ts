import { deploySettings } from "../../../stacks/pulumi/deploy-settings";

describe("settings of a deployment", () => {
  test("have defaults, and other keys are other people's", () => {
    expect(deploySettings({ "ashlar:baas": "{}", "kubernetes:context": "prod" })).toEqual({
      secrets: "init",
      pki: "platform",
      protect: false,
      retainOnDelete: false,
    });
  });

  test("are text in a stack's configuration", () => {
    expect(deploySettings({ "ashlar-deploy:protect": "true", "ashlar-deploy:secrets": "pulumi" })).toMatchObject({
      protect: true,
      secrets: "pulumi",
    });
  });

  test("that are wrong are told all at once", () => {
    const config = { "ashlar-deploy:protect": "perhaps", "ashlar-deploy:pki": "mine", "ashlar-deploy:protcet": "true" };
    const told = (() => {
      try {
        deploySettings(config);
        return "";
      } catch (error) {
        return String(error);
      }
    })();
    expect(told).toMatch(/ashlar-deploy:protect\] ASH-INPUT-002/);
    expect(told).toMatch(/ashlar-deploy:pki\] ASH-INPUT-002/);
    expect(told).toMatch(/ashlar-deploy:protcet\] ASH-INPUT-001/);
  });
});
