import { difference, type Difference } from "../../../policies/diff/diff";
import { changesOf, dangersOf, manifests } from "./sides";

interface Needs {
  readonly secrets?: readonly (readonly [name: string, kind: string])[];
  /** A file with one secret in its middle. */
  readonly file?: readonly [before: string, secret: string, after: string];
}

/** A render's list of what must be there before it runs. */
const list = ({ secrets = [], file }: Needs) => ({
  platform: "acme",
  trustDomain: "acme.internal",
  secrets: secrets.map(([name, kind]) => ({ name, recipe: { kind }, namespaces: ["acme"] })),
  identities: [],
  files:
    file === undefined
      ? []
      : [
          {
            name: "gateway",
            namespace: "acme",
            key: "kong.json",
            segments: [file[0], { secret: file[1], encode: [] }, file[2]],
          },
        ],
});

const ofNeeds = (before: Needs | undefined, after: Needs): Difference =>
  difference({
    target: "kubernetes",
    before: { ...manifests([]), material: before === undefined ? undefined : list(before) },
    after: { ...manifests([]), material: list(after) },
  });

describe("a file that holds a secret", () => {
  const route = (path: string, secret = "web-key"): Needs => ({
    file: [`routes:\n  - path: ${path}\n    password: `, secret, "\n    port: 80\n"],
  });

  it("is compared by its lines, with a hole where the secret goes", () => {
    expect(changesOf(ofNeeds(route("/api"), route("/rest")))).toEqual([
      "changed material/files/acme/gateway/kong.json text -  - path: /api +  - path: /rest",
    ]);
    expect(changesOf(ofNeeds(route("/api"), route("/api", "other-key")))).toEqual([
      "changed material/files/acme/gateway/kong.json text -    password: {{ web-key }} +    password: {{ other-key }}",
    ]);
    expect(ofNeeds(route("/api"), route("/api")).objects).toEqual([]);
  });
});

describe("a secret that is needed", () => {
  const [key, token] = [
    ["key", "hex"],
    ["token", "given"],
  ] as const;

  it("and was not before must be there first", () => {
    const result = ofNeeds({ secrets: [] }, { secrets: [key, token] });
    expect(changesOf(result)).toEqual(["added material/secrets/key", "added material/secrets/token"]);
    expect(dangersOf(result)).toEqual([
      "secret material/secrets/key: a new secret, which must be there first: init makes it",
      "secret material/secrets/token: a new secret, which must be there first: somebody must give it",
    ]);
  });

  it("is no danger when it goes, nor where nobody knows what was needed before", () => {
    expect(dangersOf(ofNeeds({ secrets: [key] }, { secrets: [] }))).toEqual([]);
    expect(dangersOf(ofNeeds(undefined, { secrets: [key] }))).toEqual([]);
  });

  it("is of another recipe: told, and a danger to nobody's data", () => {
    expect(changesOf(ofNeeds({ secrets: [["key", "hex"]] }, { secrets: [["key", "uuid"]] }))).toEqual([
      "changed material/secrets/key recipe.kind hex -> uuid",
    ]);
  });
});
