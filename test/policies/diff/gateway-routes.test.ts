import { load, loadAll } from "js-yaml";
import type { KongProps } from "../../../constructs/kong/kong";
import type { Platform } from "../../../constructs/model/platform";
import { renderCompose } from "../../../constructs/render/compose/compose";
import { renderKubernetes } from "../../../constructs/render/kubernetes/kubernetes";
import { gateway, type Servers } from "../../constructs/kong/sample-gateway";
import { dangersOf, ofManifests, ofProjects, project } from "./sides";

type Files = readonly { readonly path: string; readonly text: string }[];
type Props = (servers: Servers) => KongProps;
type Route = NonNullable<KongProps["routes"]>[number];

/** A gateway whose routes ask for keys, a group and a limit, and what a test changes in them. */
const routes =
  (rest: Partial<Route> = {}, ...more: readonly Omit<Route, "to">[]): Props =>
  ({ api, auth }) => ({
    consumers: { web: { groups: ["staff"] } },
    routes: [
      { path: "/rest/v1", to: api.server, groups: ["staff"], methods: ["GET"], rateLimit: { perMinute: 600 }, ...rest },
      ...more.map((route) => ({ to: auth.server, ...route })),
    ],
  });

const RENDER: Readonly<Record<string, (platform: Platform) => Files>> = {
  compose: (platform) => renderCompose(platform).files,
  kubernetes: (platform) => renderKubernetes(platform).files,
};

const rendered = new Map<string, Files>();
/** The usual gateway's files, rendered once for each target. */
function usual(target: string): Files {
  const files = rendered.get(target) ?? RENDER[target]!(gateway(routes()).platform);
  rendered.set(target, files);
  return files;
}

/** The dangers of one change, without their places. */
function dangers(target: string, before: Files, after: Files): readonly string[] {
  const text = (files: Files) => files.find(({ path }) => path === "compose.yaml")?.text ?? "";
  const side = (files: Files) =>
    project(load(text(files)), Object.fromEntries(files.map((file) => [file.path, file.text])));
  const objects = (files: Files) => files.flatMap((file) => (/ya?ml$/.test(file.path) ? loadAll(file.text) : []));
  const found =
    target === "compose" ? ofProjects(side(before), side(after)) : ofManifests(objects(before), objects(after));
  return dangersOf(found).map((line) => line.replace(/ \S+: /, " ").replace(/\.acme-dev\.svc/g, ""));
}

const after = (target: string, props: Props) =>
  dangers(target, usual(target), RENDER[target]!(gateway(props).platform));

/** What comes of a text that is replaced wherever it stands in the usual files. */
function edited(target: string, from: string | RegExp, to: string): readonly string[] {
  const files = usual(target).map(({ path, text }) => ({ path, text: text.replace(from, to) }));
  if (files.every(({ text }, index) => text === usual(target)[index]?.text))
    throw new Error(`${String(from)} is nowhere`);
  return dangers(target, usual(target), files);
}

const REST = "acme.example/rest/v1/";

describe.each(["compose", "kubernetes"])("a gateway on %s", (target) => {
  it("is no danger while it stays as it is", () => {
    expect(dangers(target, usual(target), usual(target))).toEqual([]);
  });

  it.each<[string, Partial<Route>, string]>([
    ["a route that everybody may take", { auth: "none", groups: undefined }, `${REST} does not ask for a key any more`],
    ["a route for every group", { groups: undefined }, `${REST} is open to every group; before: staff`],
    ["a route for one more group", { groups: ["staff", "guests"] }, `${REST} is open to more groups: guests`],
    ["a route without a limit", { rateLimit: false }, `${REST} has no rate limit any more; before: 600 a minute`],
    [
      "a limit that is raised",
      { rateLimit: { perMinute: 601 } },
      `${REST} may be called more often: 601 a minute; before: 600 a minute`,
    ],
    [
      "a limit whose period lets more through",
      { rateLimit: { perSecond: 11 } },
      `${REST} may be called more often: 11 a second; before: 600 a minute`,
    ],
    ["one more method", { methods: ["GET", "DELETE"] }, `${REST} takes more methods: DELETE`],
    ["another path of the server", { upstreamPath: "/admin" }, `${REST} leads to https://api:8443/admin; before:`],
  ])("tells of %s", (_, change, message) => {
    expect(after(target, routes(change))).toContainEqual(expect.stringContaining(`exposure ${message}`));
  });

  it.each<[string, Partial<Route>]>([
    ["a lower limit", { rateLimit: { perMinute: 300 } }],
    ["the same limit by the second", { rateLimit: { perSecond: 10 } }],
  ])("tells nothing of %s", (_, change) => {
    expect(after(target, routes(change))).toEqual([]);
  });

  it("tells of a new path, and of what it asks", () => {
    expect(after(target, routes({}, { path: "/open", auth: "none", rateLimit: false }))).toContainEqual(
      expect.stringMatching(
        /^exposure a new way in: acme\.example\/open\/ to https:\/\/auth:8443\/ \(for everybody; .*without a rate limit\)$/,
      ),
    );
  });

  it("tells of a path that falls to a wider one, which asks for less", () => {
    const wide = { path: "/", auth: "none", rateLimit: { perMinute: 600 } } as const;
    const before = RENDER[target]!(gateway(routes({}, wide, { path: "/admin" })).platform);
    const now = RENDER[target]!(gateway(routes({}, wide)).platform);
    expect(dangers(target, before, now)).toContain("exposure acme.example/admin/ does not ask for a key any more");
  });

  it("tells of a server whose certificate nobody checks any more", () => {
    expect(edited(target, "tls_verify: true", "tls_verify: false")).toContain(
      "tls it calls https://api:8443 without a check of its certificate: tls_verify is false",
    );
  });

  it("tells of a key that strangers need not have", () => {
    expect(edited(target, /( *)key_in_header: true/, "$1key_in_header: true\n$1anonymous: web")).toContain(
      `exposure ${REST} does not ask for a key any more`,
    );
  });

  it("tells of every method", () => {
    expect(edited(target, /methods:(?:\n *- "(?:GET|OPTIONS)")+/, "methods: []")).toContain(
      `exposure ${REST} takes more methods: every method`,
    );
  });

  it("tells of requests without TLS", () => {
    expect(edited(target, /( *)protocols:\n *- "https"/, `$1protocols:\n$1  - "http"\n$1  - "https"`)).toContain(
      `exposure ${REST} takes requests without TLS as well`,
    );
  });

  it("tells when nothing says any more what it hands on", () => {
    expect(edited(target, "_format_version", "format")).toContain(
      "exposure nobody can tell any more what it hands on: its declarative file cannot be read",
    );
  });
});
