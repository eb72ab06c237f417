import { load, loadAll } from "js-yaml";
import { Kong } from "../../constructs/kong/kong";
import type { Endpoint } from "../../constructs/model/endpoint";
import { Platform } from "../../constructs/model/platform";
import { renderCompose } from "../../constructs/render/compose/compose";
import { renderKubernetes } from "../../constructs/render/kubernetes/kubernetes";
import { checkFacts } from "../../policies/check";
import { composeFacts } from "../../policies/facts/compose";
import { kubernetesFacts } from "../../policies/facts/kubernetes";
import type { Report } from "../../policies/report";
import { BEHIND_SIDECAR, Sample } from "../support/sample";

type Texts = ReadonlyMap<string, string>;

/** A gateway in front of two servers that are on loopback, behind sidecars. */
function platform(): Platform {
  const root = new Platform("acme", {
    publicUrl: "https://acme.example",
    budget: { cpu: "16", memory: "32Gi", storage: "100Gi", pods: 40 },
  });
  const [api, auth] = ["api", "auth"].map(
    (id) =>
      new Sample(root, id, {
        serve: BEHIND_SIDECAR,
        container: { command: ["httpd", "-f", "-p", "127.0.0.1:8080"] },
      }).server,
  ) as [Endpoint<undefined>, Endpoint<undefined>];
  new Kong(root, "gateway", {
    consumers: { web: {} },
    routes: [
      { path: "/rest/v1", to: api },
      { path: "/auth", to: auth, auth: "none" },
    ],
  });
  return root;
}

/** What is rendered, and what `check` makes of its files. */
const TARGETS: Record<string, { readonly render: () => Texts; readonly judge: (files: Texts) => Report }> = {
  compose: {
    render: () => new Map(renderCompose(platform()).files.map(({ path, text }) => [path, text])),
    judge: (files) => checkFacts(composeFacts(load(files.get("compose.yaml") ?? ""), files)),
  },
  kubernetes: {
    render: () => new Map(renderKubernetes(platform()).files.map(({ path, text }) => [path, text])),
    judge: (files) => checkFacts(kubernetesFacts([...files.values()].flatMap((text) => loadAll(text)))),
  },
};

/** The report after one text was replaced wherever it stands; a text that is nowhere fails the test. */
function judged(target: string, from: string | RegExp = "", to = ""): Report {
  const { render, judge } = TARGETS[target]!;
  const files = render();
  if (from === "") return judge(files);
  const changed = new Map([...files].map(([path, text]) => [path, text.replace(from, to)]));
  if ([...files].every(([path, text]) => changed.get(path) === text)) throw new Error(`${String(from)} is nowhere`);
  return judge(changed);
}

/** What is refused; servers by the names that Compose gives them. */
const mandatory = ({ findings }: Report) =>
  findings
    .filter(({ level }) => level === "mandatory")
    .map(({ code, message }) => `${code} ${message.replace(/\.acme-dev\.svc/g, "")}`)
    .sort();

describe.each(["compose", "kubernetes"])("a rendered gateway on %s", (target) => {
  it("breaks no mandatory rule", () => {
    expect(mandatory(judged(target))).toEqual([]);
  });

  it("proves every edge within the platform; the public one is TLS without a certificate, and the redirect is none", () => {
    const { edges } = judged(target);
    expect({ ...edges, proven: Math.sign(edges.proven), "server-only": Math.sign(edges["server-only"]) }).toEqual({
      proven: 1,
      "server-only": 1,
      "ca-only": 0,
      plain: 0,
      unproven: 0,
    });
  });

  it.each<[string, string | RegExp, string, string]>([
    [
      "a server that is not checked any more",
      /\n *tls_verify: true/,
      "",
      "MTLS-009 does not check the server of https://auth:8443: tls_verify is not set, which means no",
    ],
    [
      "a check that is switched off",
      "tls_verify: true",
      "tls_verify: false",
      "MTLS-009 does not check the server of https://auth:8443: tls_verify is false",
    ],
    [
      "a client's host that decides about the name",
      "preserve_host: false",
      "preserve_host: true",
      "MTLS-009 does not check the server of https://auth:8443: preserve_host compares the certificate with the name that the client sent",
    ],
    [
      "an upstream without TLS",
      `protocol: "https"`,
      `protocol: "http"`,
      "MTLS-009 calls http://auth:8443 without TLS: its protocol is http",
    ],
  ])("finds %s", (_, from, to, finding) => {
    expect(mandatory(judged(target, from, to))).toEqual([finding]);
  });

  it("finds a gateway that has lost its certificate, for each of its upstreams", () => {
    const [from, to] =
      target === "compose"
        ? ["KONG_CLIENT_SSL: 'on'", "KONG_CLIENT_SSL: 'off'"]
        : [/(KONG_CLIENT_SSL\n *value: )\S+/, "$1'off'"];
    expect(mandatory(judged(target, from, to))).toEqual([
      "MTLS-009 calls https://api:8443 without a certificate of its own",
      "MTLS-009 calls https://auth:8443 without a certificate of its own",
    ]);
  });

  it("finds a plain port that serves, when one route is for http as well", () => {
    const found = mandatory(judged(target, /( *)protocols:\n *- "https"/, `$1protocols:\n$1  - "http"\n$1  - "https"`));
    expect(found).toEqual([expect.stringMatching(/^MTLS-003 port 8000 speaks no TLS and is reached by /)]);
  });
});

it("an administration that is published is found, with TLS as well as without", () => {
  const published = (listen: string, port: number) => {
    const files = TARGETS["compose"]!.render();
    const text = (files.get("compose.yaml") ?? "")
      .replace("KONG_ADMIN_LISTEN: 'off'", `KONG_ADMIN_LISTEN: ${listen}`)
      .replace("target: 8000", `target: ${port}`)
      .replace("host_ip: 127.0.0.1", "host_ip: 0.0.0.0");
    return mandatory(TARGETS["compose"]!.judge(new Map([...files, ["compose.yaml", text]])));
  };
  expect(published("0.0.0.0:8001", 8001)).toContainEqual(expect.stringMatching(/^MTLS-003 port 8001 .*administration/));
  expect(published("0.0.0.0:8444 ssl", 8444)).toContainEqual(
    expect.stringMatching(/^MTLS-001 port 8444 .*no client certificate/),
  );
});
