import { readImage } from "../../../policies/facts/image";

const digest = `sha256:${"0a".repeat(32)}`;

it.each([
  ["postgres", "postgres", "postgres", undefined, undefined],
  ["postgres:17.6", "postgres", "postgres", "17.6", undefined],
  ["localhost:5000/team/web", "localhost:5000/team/web", "web", undefined, undefined],
  [`registry.example:5000/web:2@${digest}`, "registry.example:5000/web", "web", "2", digest],
  [`web@${digest}`, "web", "web", undefined, digest],
  ["web:${TAG}", "web", "web", "${TAG}", undefined],
  ["", "", "", undefined, undefined],
])("%s is split into its parts", (reference, repository, name, tag, pinned) => {
  expect(readImage(reference)).toEqual({ reference, repository, name, tag, digest: pinned });
});
