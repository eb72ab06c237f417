import { textsOf } from "../../policies/texts";
import { plus } from "./fixtures/edit";
import { factsAfter } from "./rules/judge";

const found = (...args: Parameters<typeof factsAfter>) =>
  textsOf(factsAfter(...args)).map(({ place, name, kind }) => `${kind} ${name} at ${place().path}`);

describe("every text that programs are given", () => {
  it("is a variable, wherever its value stands", () => {
    const texts = found("compose", [
      ["compose.services.web.env_file", "web.env"],
      ["files['web.env']", "OF_FILE=1\n"],
      ["compose.services.web.environment", plus("OF_DEFAULT=${X:-1}")],
    ]);
    for (const name of ["API", "OF_FILE", "OF_DEFAULT"])
      expect(texts).toContain(`value ${name} at services.web.environment[${name}]`);
  });

  it("is an option, with its name in either form", () => {
    const texts = found("compose", [["compose.services.web.command", ["run", "--a=1", "--b", "2", "-c", "--d"]]]);
    expect(texts.filter((text) => text.includes("services.web.command"))).toEqual([
      "value  at services.web.command",
      "value a at services.web.command[a]",
      "value b at services.web.command[b]",
      "value  at services.web.command",
      "value  at services.web.command",
    ]);
  });

  it("is a configuration once, though programs mount it", () => {
    expect(found("compose", []).filter((text) => text.includes("pg_hba.conf"))).toEqual([
      "file pg_hba.conf at configs.pg_hba.conf:pg_hba.conf",
    ]);
  });

  it("is a value where an entry of a ConfigMap is one, and not told again where it is taken from there", () => {
    const texts = found("kubernetes", [
      ["ConfigMap/db-config.data.MODE", "fast"],
      [
        "Deployment/web.spec.template.spec.containers[web].env",
        plus({ name: "MODE", valueFrom: { configMapKeyRef: { name: "db-config", key: "MODE" } } }),
      ],
    ]);
    expect(texts.filter((text) => text.startsWith("value MODE "))).toEqual([
      "value MODE at acme/ConfigMap/db-config:MODE",
    ]);
  });

  it("is never that of a secret", () => {
    const variable = { name: "SEALED", valueFrom: { secretKeyRef: { name: "web", key: "sealed" } } };
    const texts = found("kubernetes", [["Deployment/web.spec.template.spec.containers[web].env", plus(variable)]]);
    expect(texts.filter((text) => text.includes("SEALED"))).toEqual([]);
  });

  it("is collected once for the same facts", () => {
    const facts = factsAfter("compose", []);
    expect(textsOf(facts)).toBe(textsOf(facts));
  });
});
