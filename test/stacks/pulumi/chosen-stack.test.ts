import { chosenStack } from "../../../stacks/pulumi/chosen-stack";

const STACKS = ["baas", "lakehouse"];

describe("the stack that an environment deploys", () => {
  test("is the one that its file has settings for", () => {
    expect(chosenStack("dev", ["ashlar:baas", "kubernetes:context"], undefined, STACKS)).toBe("baas");
  });

  test("is the one that is named, where there are several", () => {
    const keys = ["ashlar:baas", "ashlar:lakehouse"];
    expect(chosenStack("dev", keys, "lakehouse", STACKS)).toBe("lakehouse");
    expect(() => chosenStack("dev", keys, undefined, STACKS)).toThrow(
      /ASH-INPUT-003: the file has the settings of several/,
    );
  });

  test("is none in an environment that nobody described", () => {
    expect(() => chosenStack("qa", ["other:key"], undefined, STACKS)).toThrow(
      /\[Pulumi\.qa\.yaml\] ASH-INPUT-003: unknown environment qa.*add "ashlar:baas" with a preset to Pulumi\.qa\.yaml/,
    );
  });

  test("is not one that there is not", () => {
    expect(() => chosenStack("dev", [], "bass", STACKS)).toThrow(/ASH-INPUT-007.*write baas/);
  });
});
