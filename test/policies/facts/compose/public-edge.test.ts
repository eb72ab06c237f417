import { load } from "js-yaml";
import { Postgres } from "../../../../constructs/postgres/postgres";
import { renderCompose } from "../../../../constructs/render/compose/compose";
import { checkFacts } from "../../../../policies/check";
import { composeFacts } from "../../../../policies/facts/compose";
import { gateway } from "../../../constructs/kong/sample-gateway";
import { edited, plus, type Document, type Edit } from "../../fixtures/edit";

/** A gateway and a database, published on an address of the host. */
function rendered(bindAddress: string) {
  const { platform } = gateway(undefined, { publicUrl: "https://acme.example", compose: { bindAddress } });
  new Postgres(platform, "db", { storage: "1Gi", databases: { app: {} } });
  const { files } = renderCompose(platform);
  const document = load(files.find(({ path }) => path === "compose.yaml")?.text ?? "") as Document;
  return { document, files: new Map(files.map(({ path, text }) => [path, text])) };
}

/** Where BASE-015 answers. */
function accused(bindAddress: string, edits: readonly Edit[] = []): readonly string[] {
  const { document, files } = rendered(bindAddress);
  const { findings } = checkFacts(composeFacts(edited(document, edits), files), {});
  return findings.filter(({ code }) => code === "BASE-015").map(({ path }) => path);
}

const EVERY = "0.0.0.0";
const port = (target: number) => ({ target, published: String(target), host_ip: EVERY, protocol: "tcp" });

describe("the way in of a platform of ours", () => {
  it.each(["127.0.0.1", "192.0.2.7", EVERY])("may be published on %s, since somebody said so", (address) => {
    expect(accused(address)).toEqual([]);
  });

  it("is its gateway alone: a database on every address is told of", () => {
    expect(accused(EVERY, [["services.db.ports", [port(5432)]]])).toEqual(["services.db.ports[0.0.0.0:5432:5432]"]);
  });

  it("is what it serves users: the gateway's administration is told of", () => {
    const edits: readonly Edit[] = [
      ["services.gateway.ports", plus(port(8001))],
      ["services.gateway.environment.KONG_ADMIN_LISTEN", "0.0.0.0:8001"],
    ];
    expect(accused(EVERY, edits)).toEqual(["services.gateway.ports[0.0.0.0:8001:8001]"]);
  });

  it("is on an address that was said: without one, or with one that only the environment knows, it is told of", () => {
    const at = (host_ip: string | undefined): readonly Edit[] => [
      ["services.gateway.ports", [{ ...port(8443), host_ip }]],
    ];
    expect(accused(EVERY, at(undefined))).toHaveLength(1);
    expect(accused(EVERY, at("${BIND}"))).toHaveLength(1);
  });

  it("is known in a render of ours alone: the same gateway in a project of others is told of", () => {
    expect(accused(EVERY, [["x-ashlar", undefined]])).toEqual([
      "services.gateway.ports[0.0.0.0:443:8443]",
      "services.gateway.ports[0.0.0.0:80:8000]",
    ]);
  });
});
