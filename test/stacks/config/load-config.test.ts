import type { Diagnostic } from "../../../constructs/model/diagnostics";
import type { LoadedConfig } from "../../../stacks/config/load-config";
import { temporaryFolders } from "../../constructs/state/temporary-folder";
import { load } from "./fixture-stack";

const folder = temporaryFolders();

const FILE = "Pulumi.dev.yaml";
const yaml = (config: object): string => JSON.stringify({ config: { "ashlar:forge": config } });
const storage = ({ value }: LoadedConfig): string => (value as { database: { storage: string } }).database.storage;

function problems(work: () => unknown): readonly Diagnostic[] {
  try {
    work();
  } catch (error) {
    return (error as { diagnostics: readonly Diagnostic[] }).diagnostics;
  }
  throw new Error("nothing was refused");
}

describe("where a setting comes from", () => {
  // Each row has one source more than the row before, and the new one wins.
  const sources = [
    ["the preset", {}, "1Gi", "preset dev"],
    ["the environment file", { [FILE]: yaml({ database: { storage: "2Gi" } }) }, "2Gi", FILE],
    [
      "the working folder's .env",
      { ".env": "ASHLAR_FORGE_DATABASE_STORAGE=3Gi" },
      "3Gi",
      "ASHLAR_FORGE_DATABASE_STORAGE in",
    ],
    [
      "the environment's own .env",
      { "out/forge/dev/.env": "ASHLAR_FORGE_DATABASE_STORAGE=4Gi" },
      "4Gi",
      "out/forge/dev/.env",
    ],
    ["the process's environment", "ASHLAR_FORGE_DATABASE_STORAGE=5Gi", "5Gi", "ASHLAR_FORGE_DATABASE_STORAGE"],
    ["an argument", ["database.storage=6Gi"], "6Gi", "--set database.storage"],
  ] as const;

  it.each(sources.map((row, index) => [row[0], index] as const))(
    "%s comes before all that is named above it",
    (_name, last) => {
      const given = sources.slice(0, last + 1).map(([, source]) => source);
      const files = Object.assign(
        {},
        ...given.filter((source) => typeof source === "object" && !Array.isArray(source)),
      );
      const variables = Object.fromEntries(given.filter((s) => typeof s === "string").map((text) => text.split("=")));
      const loaded = load(folder(), {
        files,
        variables,
        settings: given.filter((source) => Array.isArray(source)).flat(),
      });
      const [, , value, source] = sources[last]!;
      expect(storage(loaded)).toBe(value);
      expect(loaded.sourceOf.get("database.storage")).toContain(source);
    },
  );

  it("is the schema's default when nobody says anything", () => {
    const { value, sourceOf } = load(folder());
    expect(value).toMatchObject({ debug: false, database: { cpu: "1", keep: "7d", maxConnections: 100 } });
    expect(sourceOf.has("database.cpu")).toBe(false);
  });

  it("may differ from setting to setting: sources are laid over one another, not chosen", () => {
    const { value } = load(folder(), {
      files: { [FILE]: yaml({ database: { cpu: "2", mode: "fast" } }), ".env": "ASHLAR_FORGE_DATABASE_MODE=safe" },
      variables: { ASHLAR_FORGE_DEBUG: "true" },
    });
    expect(value).toMatchObject({ debug: true, database: { storage: "1Gi", cpu: "2", mode: "safe" } });
  });

  it("is not an empty variable, nor a key without a value", () => {
    const loaded = load(folder(), {
      files: {
        [FILE]: "config:\n  ashlar:forge:\n    publicUrl:\n    database:\n",
        ".env": "ASHLAR_FORGE_DATABASE_STORAGE=",
      },
      variables: { ASHLAR_FORGE_DATABASE_STORAGE: "" },
    });
    expect(storage(loaded)).toBe("1Gi");
  });
});

describe("the text of a setting", () => {
  it.each([
    ["ASHLAR_FORGE_TAGS", "a, b", { tags: ["a", "b"] }],
    ["ASHLAR_FORGE_TAGS", '["a,b","c"]', { tags: ["a,b", "c"] }],
    ["ASHLAR_FORGE_LABELS", '{"a.b/c":"d"}', { labels: { "a.b/c": "d" } }],
    ["ASHLAR_FORGE_DEBUG", "true", { debug: true }],
    ["ASHLAR_FORGE_DATABASE_MAX_CONNECTIONS", "7", { database: { maxConnections: 7 } }],
    ["ASHLAR_FORGE_DATABASE_CPU", "0.5", { database: { cpu: "500m" } }],
    ["ASHLAR_FORGE_DATABASE_KEEP", "120m", { database: { keep: "2h" } }],
  ])("%s=%s", (variable, text, expected) => {
    expect(load(folder(), { variables: { [variable]: text } }).value).toMatchObject(expected);
  });
});

describe("the sizes that an environment starts from", () => {
  it("are its own when it is called dev, staging or prod", () => {
    expect(storage(load(folder(), { environment: "prod" }))).toBe("50Gi");
  });

  it("are those of the preset that it names", () => {
    const files = { "Pulumi.qa.yaml": yaml({ preset: "staging" }) };
    expect(storage(load(folder(), { environment: "qa", files }))).toBe("10Gi");
    expect(storage(load(folder(), { environment: "prod", settings: ["preset=dev"] }))).toBe("1Gi");
  });

  it("must be named for any other environment: none is guessed", () => {
    expect(problems(() => load(folder(), { environment: "production" }))).toEqual([
      {
        code: "ASH-INPUT-003",
        severity: "error",
        path: "forge:preset",
        message: "unknown environment production: it has no sizes of its own",
        value: '"production"',
        allowed: "dev | staging | prod",
        cure: expect.stringMatching(/--set preset=dev.*Pulumi\.production\.yaml/),
      },
    ]);
  });

  it("are asked for once, beside whatever else is wrong: what a preset gives is not told as missing", () => {
    const found = problems(() =>
      load(folder(), { environment: "qa", settings: ["database.maxConnections=0", "databse.cpu=1"] }),
    );
    expect(found.map(({ code, path }) => `${code} ${path.split("=")[0]!}`)).toEqual(
      [
        "ASH-INPUT-001 --set databse.cpu",
        "ASH-INPUT-002 forge:database.maxConnections",
        "ASH-INPUT-003 forge:preset",
      ].sort(),
    );
    const wrong = problems(() => load(folder(), { environment: "qa", settings: ["preset=huge"] }));
    expect(wrong).toEqual([expect.objectContaining({ code: "ASH-INPUT-002", path: "forge:preset", value: '"huge"' })]);
  });
});

describe("the environment file", () => {
  it("belongs to others as well: their keys are ignored", () => {
    const text =
      "encryptionsalt: v1:x\nfuture: 1\nconfig:\n  aws:region: eu\n  ashlar:baas: { anything: 1 }\n  ashlar:forge: {}\n";
    expect(storage(load(folder(), { files: { [FILE]: text } }))).toBe("1Gi");
  });

  it("may be missing, empty, or without a config", () => {
    for (const text of ["", "encryptionsalt: v1:x\n", "config:\n"]) {
      expect(storage(load(folder(), { files: { [FILE]: text } }))).toBe("1Gi");
    }
  });

  it("tells which secrets it holds encrypted, and never what they are", () => {
    const text =
      'config:\n  ashlar-secrets:smtp-password:\n    secure: v1:c2VjcmV0\n  ashlar-secrets:api-key: {secure: "v1:eA=="}\n';
    const loaded = load(folder(), { files: { [FILE]: text } });
    expect(loaded.encryptedSecrets).toEqual(["api-key", "smtp-password"]);
    expect(JSON.stringify([loaded.value, [...loaded.sourceOf]])).not.toMatch(/c2VjcmV0|eA==/);
  });

  it.each([
    ["a tab", "config:\n\tashlar:forge: {}\n", 2],
    ["an open bracket", "config:\n  ashlar:forge:\n    tags: [a,\n", 4],
    ["a key twice", "config:\n  ashlar:forge: {}\n  ashlar:forge: {}\n", 3],
  ])("is refused with the line of its mistake: %s", (_what, text, line) => {
    const [problem] = problems(() => load(folder(), { files: { [FILE]: text } }));
    expect(problem).toMatchObject({ code: "ASH-INPUT-004" });
    expect(problem?.path).toMatch(new RegExp(`^Pulumi\\.dev\\.yaml:${line}:\\d+$`));
  });

  it.each([
    ["a list", "[1]"],
    ["a list for its config", "config: [1]"],
    ["a text for the stack's config", "config: { ashlar:forge: big }"],
  ])("is refused when it is %s", (_what, text) => {
    expect(problems(() => load(folder(), { files: { [FILE]: text } }))).toContainEqual(
      expect.objectContaining({ code: "ASH-INPUT-002" }),
    );
  });

  it("is refused when it has a stack of ours that there is not", () => {
    expect(problems(() => load(folder(), { files: { [FILE]: "config: { ashlar:forg: {} }" } }))).toEqual([
      expect.objectContaining({ code: "ASH-INPUT-001", path: "Pulumi.dev.yaml:config.ashlar:forg" }),
    ]);
  });

  it("cannot reach what all objects share", () => {
    const text =
      'config: { "ashlar:forge": { "__proto__": { "polluted": true }, "database": { "__proto__": { "polluted": true } } } }';
    problems(() => load(folder(), { files: { [FILE]: text } }));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });
});

describe("a line of .env", () => {
  it("that sets nothing is refused by its number, without the line: it may be a secret", () => {
    const root = folder();
    const found = problems(() => load(root, { files: { ".env": "# fine\n\nexport A=1\nhunter2-without-a-name\n" } }));
    expect(found).toEqual([expect.objectContaining({ code: "ASH-INPUT-004", path: `${root}/.env:4` })]);
    expect(JSON.stringify(found)).not.toContain("hunter2");
  });

  it("may hold what is not ours", () => {
    expect(storage(load(folder(), { files: { ".env": "COMPOSE_PROFILES=x\nTEXT='two\nlines'\n" } }))).toBe("1Gi");
  });
});

describe("everything that is wrong is told at once, with its value, what is allowed, a cure, and who set it", () => {
  it("from all sources", () => {
    const root = folder();
    const found = problems(() =>
      load(root, {
        files: {
          [FILE]: yaml({ databse: { storage: "1Gi" }, database: { storage: "20 GB", mode: "quick" }, debug: "yes" }),
          ".env": "ASHLAR_FORGE_DATABASE_MAX_CONECTIONS=5\nASHLAR_FORGE_DATABASE_CPU=much",
        },
        variables: { ASHLAR_FORGE_DATABASE_MAX_CONNECTIONS: "0", ASHLAR_FORGE_LABELS: "a=b" },
        settings: ["database.keep=forever", "no-value", "databse.cpu=1"],
      }),
    );
    const rows = found.map(({ code, path, message, value, allowed, cure }) => ({
      code,
      path,
      message,
      value,
      allowed,
      cure,
    }));
    expect(rows).toEqual([
      expect.objectContaining({
        code: "ASH-INPUT-001",
        path: "--set databse.cpu",
        cure: "write database.cpu, or remove it",
      }),
      expect.objectContaining({
        code: "ASH-INPUT-002",
        path: "--set no-value",
        allowed: expect.stringContaining("path=value"),
      }),
      expect.objectContaining({
        code: "ASH-INPUT-001",
        path: `ASHLAR_FORGE_DATABASE_MAX_CONECTIONS in ${root}/.env`,
        cure: "write ASHLAR_FORGE_DATABASE_MAX_CONNECTIONS, or remove it",
      }),
      expect.objectContaining({
        code: "ASH-UNIT-001",
        path: "forge:database.cpu",
        message: expect.stringContaining(`set by ASHLAR_FORGE_DATABASE_CPU in ${root}/.env`),
        value: '"much"',
      }),
      expect.objectContaining({
        code: "ASH-UNIT-003",
        path: "forge:database.keep",
        message: expect.stringContaining("--set database.keep"),
      }),
      expect.objectContaining({
        code: "ASH-INPUT-002",
        path: "forge:database.maxConnections",
        value: "0",
        allowed: "at least 1",
      }),
      expect.objectContaining({
        code: "ASH-INPUT-002",
        path: "forge:database.mode",
        value: '"quick"',
        allowed: "fast | safe",
      }),
      expect.objectContaining({
        code: "ASH-UNIT-002",
        path: "forge:database.storage",
        value: '"20 GB"',
        message: "not a size, set by Pulumi.dev.yaml",
      }),
      expect.objectContaining({
        code: "ASH-INPUT-001",
        path: "forge:databse",
        cure: "write database, or remove the key",
      }),
      expect.objectContaining({ code: "ASH-INPUT-002", path: "forge:debug", value: '"yes"', allowed: "boolean" }),
      expect.objectContaining({
        code: "ASH-INPUT-002",
        path: "forge:labels",
        allowed: expect.stringContaining("JSON object"),
      }),
    ]);
    expect(found.every(({ cure }) => cure !== "")).toBe(true);
  });
});
