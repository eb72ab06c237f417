import { Platform, type PlatformProps } from "../../../constructs/model/platform";
import { TARGETS } from "../../../constructs/model/target";
import { lowerPlatform } from "../../../constructs/render/lower";
import { Sample, sampleContainer } from "../../support/sample";

const LATEST = { repository: "docker.io/library/busybox", tag: "latest" };
const DIGEST = `sha256:${"0".repeat(64)}`;

function platform(image: typeof LATEST & { readonly digest?: string }, props: PlatformProps = {}): Platform {
  const root = new Platform("acme", props);
  new Sample(root, "app", { workload: { init: [sampleContainer({ name: "first", image })] } });
  return root;
}

describe.each(TARGETS)("images on %s", (target) => {
  it("with a tag that moves are refused, wherever in a workload they stand", () => {
    expect(() => lowerPlatform(platform(LATEST), target)).toThrow(
      /^\[acme\/app\/main\/first\] ASH-IMAGE-001: .*"docker.io\/library\/busybox:latest"/,
    );
  });

  it("are taken when a digest holds the tag, on the image or on the platform", () => {
    expect(() => lowerPlatform(platform({ ...LATEST, digest: DIGEST }), target)).not.toThrow();
    const digests = { "docker.io/library/busybox:latest": DIGEST };
    expect(() => lowerPlatform(platform(LATEST, { digests }), target)).not.toThrow();
  });
});
