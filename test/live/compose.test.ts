import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import fc from "fast-check";
import { configFile } from "../../constructs/model/config-file";
import { concat, secretValue } from "../../constructs/model/expression";
import { Platform } from "../../constructs/model/platform";
import { Secret } from "../../constructs/model/secret";
import { Duration } from "../../constructs/model/units";
import { baasIn } from "../support/baas";
import { Sample } from "../support/sample";
import { ComposeProject } from "./support/compose-project";
import { composeWithoutDaemon } from "./support/docker";
import { describeLive } from "./support/engines";
import { meant, understood, type ResolvedProject } from "./support/resolved-compose";

/** A shell in which a name is set that texts of the sample mention: nothing of it may reach them. */
const SHELL = { X: "from the shell", HOME: "/root" };

async function resolved(folder: string): Promise<ResolvedProject> {
  const { code, stdout, stderr } = await composeWithoutDaemon(folder, ["config", "--format", "json"], { env: SHELL });
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  // `config` writes a file that could be read again, so that every dollar sign is doubled.
  return JSON.parse(stdout.replaceAll("$$", "$")) as ResolvedProject;
}

describeLive(["compose"], "docker compose reads the rendered folder", () => {
  const projects: ComposeProject[] = [];
  const create = async (...of: Parameters<typeof ComposeProject.create>): Promise<ComposeProject> => {
    const project = await ComposeProject.create(...of);
    projects.push(project);
    return project;
  };

  afterAll(() => {
    for (const project of projects) project.remove();
  });

  describe.each(["dev", "staging", "prod"] as const)("baas %s", (environment) => {
    let project: ComposeProject;
    let answer: ResolvedProject;

    beforeAll(async () => {
      project = await create(baasIn(environment));
      answer = await resolved(project.folder);
    });

    it("has the services that were meant, each as it was meant", () => {
      expect(Object.keys(answer.services)).toContain("rest-tls-api");
      expect(Object.keys(answer.services).sort()).toEqual(Object.keys(project.file.services).sort());
      for (const [name, service] of Object.entries(answer.services)) {
        expect({ name, ...understood(service) }).toEqual({ name, ...meant(project, project.service(name)) });
      }
    });

    it("has the networks and volumes that were meant, each with the project's name in its own", () => {
      const { networks, volumes } = project.file;
      const named = (name: string): string => `${project.name}_${name}`;
      expect(answer.networks).toEqual(
        Object.fromEntries(
          Object.entries(networks).map(([name, network]) => [name, { name: named(name), ...network }]),
        ),
      );
      expect(answer.volumes).toEqual(
        Object.fromEntries(Object.keys(volumes).map((name) => [name, { name: named(name) }])),
      );
      expect(answer).toMatchObject({ name: project.name, "x-ashlar": project.file["x-ashlar"] });
    });

    it("finds every config file, and in it what was rendered", () => {
      const texts = new Map(project.artifact.files.map(({ path, text }) => [resolve(project.folder, path), text]));
      const files = Object.values(answer.configs).map(({ file }) => file);
      expect(files.length).toBeGreaterThan(5);
      for (const file of files) expect([file, readFileSync(file, "utf8")]).toEqual([file, texts.get(file)]);
    });
  });

  describe("texts that mean something to Compose, to its env files, or to a shell", () => {
    const texts = {
      dollars: "$ $$ $$$ $X ${X} $${X} ${X:-default} ${X?error} ${ $",
      quotes: `it's "double" and \`back\``,
      lines: "first\nsecond\r\nthird\ttabbed\n",
      slashes: 'C:\\new\\table \\$X \\\\${X} \\" \\x41 \\',
      edges: "  # no comment = nothing: to trim  ",
      letters: "grüße, 世界, 🪨",
    } as const;
    const list = Object.values(texts);
    let project: ComposeProject;
    let answer: ResolvedProject;

    beforeAll(async () => {
      const platform = new Platform("tricky", { environment: "dev" });
      const secrets = Object.keys(texts).map(
        (name) => new Secret(platform, `given-${name}`, { kind: "given", describe: `a text with ${name}` }),
      );
      new Sample(platform, "sample", {
        container: {
          args: list,
          env: {
            ...texts,
            ...Object.fromEntries(secrets.map((secret) => [`whole_${secret.node.id.slice(6)}`, secretValue(secret)])),
            parts: concat("<", ...secrets.flatMap((secret) => [secretValue(secret), "|${X}|"]), ">"),
          },
          mounts: [
            {
              kind: "config",
              config: configFile("plain.json", { format: "json", value: texts }),
              path: "/etc/sample/plain.json",
            },
          ],
          probes: {
            ready: {
              forms: { exec: ["/bin/app", ...list] },
              every: Duration.parse("1500ms")!,
              timeout: Duration.seconds(2),
              failures: 3,
            },
          },
        },
      });
      const given = Object.fromEntries(Object.entries(texts).map(([name, text]) => [`given-${name}`, text]));
      project = await create(platform, given);
      // Compose reads this file for its own variables, beside the shell's.
      writeFileSync(join(project.folder, ".env"), "X='from a file'\n");
      answer = await resolved(project.folder);
    });

    const sample = () => answer.services["sample"];

    it("arrive in arguments as they were meant", () => {
      expect(sample()).toMatchObject({ entrypoint: ["/bin/app"], command: list });
    });

    it("arrive in plain variables as they were meant", () => {
      expect(sample()?.environment).toMatchObject(texts);
    });

    it("arrive in health checks as they were meant", () => {
      expect(sample()?.healthcheck).toMatchObject({ test: ["CMD", "/bin/app", ...list], interval: "1.5s" });
    });

    it("arrive in config files as they were meant", () => {
      const [file] = Object.values(answer.configs).filter((config) => config.file.includes("sample-plain"));
      expect(JSON.parse(readFileSync(file?.file ?? "", "utf8"))).toEqual(texts);
    });

    it.each(Object.entries(texts))("arrive from a secret as they were given: %s", (name, text) => {
      expect(sample()?.environment[`whole_${name}`]).toBe(text);
    });

    it("arrive from secrets that are parts of a text", () => {
      expect(sample()?.environment["parts"]).toBe(`<${list.map((text) => `${text}|\${X}|`).join("")}>`);
    });

    it("are nowhere in the rendered folder when they are secret", () => {
      const yaml = readFileSync(join(project.folder, "compose.yaml"), "utf8");
      expect(yaml).not.toContain("whole_");
      expect(yaml).toContain("../secrets/files/");
    });

    it("would not arrive if one dollar sign were written as it is", async () => {
      const file = join(project.folder, "compose.yaml");
      const yaml = readFileSync(file, "utf8");
      writeFileSync(file, yaml.replace("$${X}", "${X}"));
      const { services } = await resolved(project.folder).finally(() => writeFileSync(file, yaml));
      expect(JSON.stringify(services)).toContain("from the shell");
    });
  });

  it("takes any text for what it is, plain or secret", async () => {
    const character = fc.constantFrom(..."$${}\\\"'`#=:;|&<>!?%*-_ \t\n\rXanrtux01é世");
    const texts = fc.sample(fc.string({ unit: character, maxLength: 24 }), { numRuns: 250, seed: 20_250_101 });
    const platform = new Platform("any", { environment: "dev" });
    // A given value of few different characters would be refused as weak.
    const given = Object.fromEntries(texts.map((text, index) => [`s${index}`, `abcd${text}`]));
    const secrets = Object.keys(given).map((name) => new Secret(platform, name, { kind: "given", describe: name }));
    const plain = Object.fromEntries(texts.map((text, index) => [`p${index}`, text]));
    const secret = Object.fromEntries(secrets.map((item) => [item.secretName, secretValue(item)]));
    new Sample(platform, "sample", { container: { args: texts, env: { ...plain, ...secret } } });
    const { services } = await resolved((await create(platform, given)).folder);
    expect(services["sample"]).toMatchObject({ command: texts, environment: { ...plain, ...given } });
  });

  it.each([
    ["a field that no service has", "    read_only: true", "    read_onyl: true", /read_onyl/],
    [
      "a wait for a service that is not there",
      "      db-provision:\n        condition",
      "      nobody:\n        condition",
      /nobody/,
    ],
    [
      "a network that is not declared",
      "    networks:\n      db: {}",
      "    networks:\n      other: {}",
      /undefined network other/,
    ],
    ["a size in no unit", "memory: 512MiB", "memory: 512Zi", /memory' invalid suffix/],
    ["a time in no unit", "interval: 5s", "interval: 5 moments", /5 moments/],
  ])("refuses %s", async (_, right, wrong, message) => {
    const project = await create(baasIn("dev"));
    const file = join(project.folder, "compose.yaml");
    const yaml = readFileSync(file, "utf8");
    expect(yaml).toContain(right);
    writeFileSync(file, yaml.replace(right, wrong));
    const { code, stderr } = await composeWithoutDaemon(project.folder, ["config", "--quiet"]);
    expect({ failed: code !== 0, stderr }).toEqual({ failed: true, stderr: expect.stringMatching(message) as string });
  });

  it("refuses a folder whose secrets were never made", async () => {
    const platform = new Platform("acme", { environment: "dev" });
    const token = new Secret(platform, "token", { kind: "password", length: 32 });
    new Sample(platform, "sample", { container: { env: { TOKEN: secretValue(token) } } });
    const project = await create(platform);
    expect((await resolved(project.folder)).services["sample"]?.environment["TOKEN"]).toMatch(/^[\w-]{32}$/);
    project.dropSecrets();
    const { code, stderr } = await composeWithoutDaemon(project.folder, ["config", "--quiet"]);
    expect({ failed: code !== 0, stderr }).toEqual({
      failed: true,
      stderr: expect.stringMatching(/sample\.env/) as string,
    });
  });
});
