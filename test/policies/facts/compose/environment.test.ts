import { readEnvironment } from "../../../../policies/facts/compose/environment";
import { openProject } from "../../../../policies/facts/compose/project";

function environment(
  service: Record<string, unknown>,
  files: Record<string, string> = {},
  variables: Record<string, string> = {},
) {
  const project = openProject(
    { services: { app: service } },
    new Map(Object.entries(files)),
    new Map(Object.entries(variables)),
  );
  return readEnvironment("app", project).map(({ name, source, value }) => [name, source, value]);
}

describe("the variables of a service", () => {
  it("are a map or a list", () => {
    expect(environment({ environment: { A: "1", B: 2, C: true } })).toEqual([
      ["A", "literal", "1"],
      ["B", "literal", "2"],
      ["C", "literal", "true"],
    ]);
    expect(environment({ environment: ["A=1=2", "B="] })).toEqual([
      ["A", "literal", "1=2"],
      ["B", "literal", ""],
    ]);
  });

  it("come from outside when they are only named, or refer to what is outside", () => {
    expect(environment({ environment: ["A", "B=${B}", "C=x-${C}"] }, {}, { C: "c" })).toEqual([
      ["A", "variable", undefined],
      ["B", "variable", "${B}"],
      ["C", "variable", "x-c"],
    ]);
    expect(environment({ environment: { A: null } }, {}, { A: "a" })).toEqual([["A", "variable", "a"]]);
  });

  it("stand in the document when their default does", () => {
    expect(environment({ environment: ["A=${A:-a}", "B=$$B"] })).toEqual([
      ["A", "literal", "a"],
      ["B", "literal", "$B"],
    ]);
  });

  it("may stand in files, before those of the service itself", () => {
    const files = { "app.env": "# why\nexport A=1\nB='two words'\n", "b.env": "B=3" };
    const service = {
      env_file: ["./app.env", { path: "b.env", required: false }, "not-here.env"],
      environment: { A: "own" },
    };
    expect(environment(service, files)).toEqual([
      ["A", "literal", "own"],
      ["B", "file", "3"],
    ]);
    expect(environment({ env_file: "app.env" }, files)).toContainEqual(["B", "file", "two words"]);
  });
});
