import { judge, describeRule } from "./judge";

describeRule("BASE-010", {
  compose: {
    "finds an image that is not pinned": {
      edits: [["compose.services.web.image", "docker.io/example/web:1.4.2"]],
      finds: ["services.web.image"],
    },
  },
  kubernetes: {
    "finds an image that is not pinned": {
      edits: [["Job/provision.spec.template.spec.containers[psql].image", "docker.io/library/postgres:17.6"]],
      finds: ["acme/Job/provision:containers[psql].image"],
    },
    "finds a digest that is none": {
      edits: [["Job/provision.spec.template.spec.containers[psql].image", "docker.io/library/postgres:17.6@latest"]],
      finds: ["acme/Job/provision:containers[psql].image"],
    },
  },
});

it("advises, and a team can make it stop a change", () => {
  const edits = [["compose.services.web.image", "docker.io/example/web:1.4.2"]] as const;
  expect(judge("compose", edits).counts).toMatchObject({ mandatory: 0, advisory: 1 });
  expect(judge("compose", edits, { "BASE-010": { level: "mandatory" } }).counts).toMatchObject({
    mandatory: 1,
    advisory: 0,
  });
});
