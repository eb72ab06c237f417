import { readdirSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolders } from "../constructs/state/temporary-folder";
import { runJson } from "./cli";
import { writeModule } from "./platform-modules";

const folder = temporaryFolders();
const model = (file: string): string => JSON.stringify(join(__dirname, "..", "..", "constructs", "model", file));

describe("a user's module that cannot be a platform", () => {
  it("is refused when its services wait for one another in a circle, with the way round", async () => {
    const { problems } = await refused(`
      const { Component } = require(${model("component")});
      const { everywhere } = require(${model("lowering")});
      const { z } = require(${JSON.stringify(require.resolve("zod"))});
      class Service extends Component {
        constructor(scope, id) {
          super(scope, id, z.strictObject({}), {});
          this.api = this.peer.serve("api", { port: 8443, protocol: "http", tls: { mode: "mtls", by: "server", verifies: "name" } });
        }
        calls(other) {
          this.peer.connect(other.api);
        }
        realise() {
          return everywhere(() => []);
        }
      }
      const platform = new Platform("acme", {});
      const [orders, stock, prices] = ["orders", "stock", "prices"].map((id) => new Service(platform, id));
      orders.calls(stock);
      stock.calls(prices);
      prices.calls(orders);
      module.exports = platform;`);
    expect(problems).toEqual([
      expect.objectContaining({
        code: "ASH-GRAPH-002",
        message: expect.stringMatching(/orders.*stock.*prices|stock.*prices.*orders|prices.*orders.*stock/),
        cure: expect.stringContaining('wait: "none"'),
      }),
    ]);
  });

  it("is refused when it gives a secret as text, and the text is shown nowhere", async () => {
    const { problems, everything } = await refused(`
      const platform = new Platform("acme", {});
      new Postgres(platform, "db", {
        storage: "1Gi",
        databases: { app: {} },
        roles: { reporter: { password: "hunter2-in-plain-sight" } },
      });
      module.exports = platform;`);
    expect(problems).toEqual([
      expect.objectContaining({ code: "ASH-SEC-001", cure: expect.stringContaining("Secret") }),
    ]);
    expect(everything).not.toContain("hunter2");
  });

  it("is refused when it is a folder, or a file of another kind", async () => {
    const root = folder();
    const { exitCode, document } = await runJson(root, ["synth", "."]);
    expect(exitCode).toBe(2);
    expect(document).toMatchObject({
      problems: [{ code: "ASH-INPUT-005", message: "a folder is no module", allowed: expect.stringContaining(".ts") }],
    });
    const yaml = await runJson(root, ["synth", writeModule(root, "platform.yaml", "")]);
    expect(yaml.document).toMatchObject({
      problems: [{ code: "ASH-INPUT-005", value: '".yaml"', cure: expect.stringContaining("ashlar check") }],
    });
  });
});

interface Refusal {
  readonly problems: readonly object[];
  /** Everything that was printed. */
  readonly everything: string;
}

/** Renders a module as a user does, and makes sure that nothing is written. */
async function refused(body: string): Promise<Refusal> {
  const root = folder();
  const module = writeModule(root, "platform.cjs", body);
  const { exitCode, document, stderr } = await runJson(root, ["synth", module, "--log-level", "debug"]);
  expect(exitCode).toBe(2);
  expect(readdirSync(root)).toEqual(["platform.cjs"]);
  const { problems } = document as unknown as { readonly problems: readonly object[] };
  return { problems, everything: `${JSON.stringify(document)}${stderr}` };
}
