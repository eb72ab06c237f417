import { load, loadAll } from "js-yaml";
import { KeyIssuer } from "../../constructs/issuer/key-issuer";
import { Platform } from "../../constructs/model/platform";
import { Postgres } from "../../constructs/postgres/postgres";
import { PostgREST } from "../../constructs/postgrest/postgrest";
import { renderCompose } from "../../constructs/render/compose/compose";
import { renderKubernetes } from "../../constructs/render/kubernetes/kubernetes";
import { checkFacts } from "../../policies/check";
import { composeFacts } from "../../policies/facts/compose";
import type { Facts } from "../../policies/facts/facts";
import { kubernetesFacts } from "../../policies/facts/kubernetes";

function platform(): Platform {
  const root = new Platform("acme", { budget: { cpu: "16", memory: "32Gi", storage: "100Gi", pods: 40 } });
  const db = new Postgres(root, "db", { storage: "20Gi", databases: { app: {} } });
  const issuer = new KeyIssuer(root, "issuer");
  new PostgREST(root, "rest", { database: db.database("app"), issuer, audience: "acme" });
  return root;
}

/** As a user's `check` sees it: parsed from the files, not from the renderer's own objects. */
const read: Record<string, () => Facts> = {
  compose: () => {
    const files = new Map(renderCompose(platform()).files.map(({ path, text }) => [path, text]));
    return composeFacts(load(files.get("compose.yaml") ?? ""), files);
  },
  kubernetes: () => kubernetesFacts(renderKubernetes(platform()).files.flatMap(({ text }) => loadAll(text))),
};

describe("what the library renders", () => {
  it.each(["compose", "kubernetes"])("breaks no mandatory rule on %s", (target) => {
    const report = checkFacts(read[target]!());
    expect(report.findings.filter(({ level }) => level === "mandatory")).toEqual([]);
    expect(report.unread).toEqual([]);
  });

  it.each(["compose", "kubernetes"])("proves every edge on %s", (target) => {
    const { edges } = checkFacts(read[target]!());
    expect(edges.proven).toBeGreaterThan(0);
    expect({ ...edges, proven: 0 }).toEqual({ proven: 0, "ca-only": 0, "server-only": 0, plain: 0, unproven: 0 });
  });

  it.each(["compose", "kubernetes"])("has nothing advisory but digests on %s", (target) => {
    const codes = checkFacts(read[target]!()).findings.map(({ code }) => code);
    expect(new Set(codes)).toEqual(new Set(["BASE-010"]));
  });
});
