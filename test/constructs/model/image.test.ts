import {
  digestsSchema,
  imageReference,
  isMovingTag,
  parseImage,
  registryMirror,
} from "../../../constructs/model/image";

const DIGEST = `sha256:${"a".repeat(64)}`;

describe("images", () => {
  test.each(["busybox", "docker.io/library/busybox", "busybox:", "busybox@sha256:abc", "Busybox:1"])(
    "%p has no fixed tag and is refused",
    (reference) => {
      expect(parseImage(reference)).toBeUndefined();
    },
  );

  test("a registry's port is not taken for a tag", () => {
    expect(parseImage("registry.local:5000/busybox:1.37.0")).toEqual({
      repository: "registry.local:5000/busybox",
      tag: "1.37.0",
    });
  });

  test("latest moves under a running platform", () => {
    expect(isMovingTag("latest")).toBe(true);
    expect(isMovingTag("1.37.0")).toBe(false);
  });

  test("a mirror keeps a path that has no registry in front", () => {
    const reference = (repository: string) => imageReference({ repository, tag: "1" }, "mirror.acme.example", {});
    expect(reference("postgrest/postgrest")).toBe("mirror.acme.example/postgrest/postgrest:1");
    expect(reference("busybox")).toBe("mirror.acme.example/busybox:1");
    expect(reference("localhost/tools/x")).toBe("mirror.acme.example/tools/x:1");
  });

  test("a mirror replaces the registry, a digest pins the content", () => {
    const image = { repository: "docker.io/library/busybox", tag: "1.37.0" };
    expect(imageReference(image, undefined, {})).toBe("docker.io/library/busybox:1.37.0");
    expect(imageReference(image, "mirror.acme.example/hub", { "docker.io/library/busybox:1.37.0": DIGEST })).toBe(
      `mirror.acme.example/hub/library/busybox:1.37.0@${DIGEST}`,
    );
  });

  test.each([
    "registry.acme.example",
    "registry.acme.example/mirror",
    "mirror.example/a/b-c__d",
    "localhost",
    "localhost/x",
    "registry:5000",
    "10.0.0.7:5000/x",
  ])("%s is a registry that mirrors others", (text) => {
    expect(registryMirror().safeParse(text).success).toBe(true);
  });

  test.each([
    "",
    "https://registry.acme.example",
    "registry.acme.example/mirror:1.2",
    "registry.acme.example/",
    "registry.acme.example//x",
    "registry.acme.example /x",
    "registry.acme.example\n",
    "registry.acme.example:0",
    "registry.acme.example:70000",
    "user@registry.acme.example",
    "Registry.acme.example",
    // It would be taken for a folder of Docker Hub.
    "mirror",
    "mirror/path",
  ])("%j is none", (text) => {
    expect(registryMirror().safeParse(text).success).toBe(false);
  });

  test("digests are told by their images, tags included", () => {
    const problems = (data: object): readonly unknown[] => digestsSchema().safeParse(data).error?.issues ?? [];
    expect(problems({ "docker.io/library/busybox:1.37.0": DIGEST })).toEqual([]);
    expect(problems({ busybox: DIGEST })).toHaveLength(1);
    expect(problems({ "busybox:1": "sha256:abc" })).toHaveLength(1);
  });
});
