import { AshlarError } from "../../../constructs/model/diagnostics";
import { Platform } from "../../../constructs/model/platform";
import { Scope } from "../../../constructs/model/scope";
import { Secret } from "../../../constructs/model/secret";
import { MTLS, Sample } from "../../support/sample";

function problemsOf(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    if (AshlarError.is(error)) return error.diagnostics.map((item) => `${item.path} ${item.code}`);
    throw error;
  }
  return [];
}

describe("a platform", () => {
  test("names itself after its id and environment, and its identities after both", () => {
    const platform = new Platform("acme", { environment: "prod" });
    const sample = new Sample(new Scope(platform, "tenant-a"), "app");
    expect(platform.qualifiedName).toBe("acme-prod");
    expect(sample.peer.identity.uri).toBe("spiffe://prod.acme.internal/tenant-a/app");
    expect(sample.peer.identity.commonName).toBe("tenant-a-app");
  });

  test("tells every problem at once: unknown keys, wrong units, bad ids", () => {
    const platform = new Platform("acme", {
      // @ts-expect-error an unknown key, as plain JavaScript would pass it
      enviroment: "prod",
      budget: { cpu: "many", memory: "4Gi" },
    });
    new Sample(platform, "Not_An_Id");
    // @ts-expect-error an unknown key of a component
    new Sample(platform, "app", { greting: "hi" });
    expect(
      problemsOf(() => {
        platform.seal();
      }),
    ).toEqual([
      "acme/Not_An_Id ASH-NAME-001",
      "acme/app:greting ASH-INPUT-001",
      "acme:budget.cpu ASH-UNIT-001",
      "acme:enviroment ASH-INPUT-001",
    ]);
  });

  test("refuses an edge to a component of another platform", () => {
    const [one, other] = [new Platform("one"), new Platform("other")];
    const server = new Sample(other, "server", { serve: MTLS });
    new Sample(one, "client").peer.connect(server.server, { access: undefined });
    expect(
      problemsOf(() => {
        one.seal();
      }),
    ).toEqual(["one/client/main ASH-GRAPH-001"]);
  });

  test("refuses waits that run in a circle, and says through whom", () => {
    const platform = new Platform("acme");
    const [a, b, c] = ["a", "b", "c"].map((id) => new Sample(platform, id, { serve: MTLS })) as [
      Sample,
      Sample,
      Sample,
    ];
    a.peer.connect(b.server, { access: undefined });
    b.peer.connect(c.server, { access: undefined });
    c.peer.connect(a.server, { access: undefined });
    expect(() => {
      platform.seal();
    }).toThrow("waits for itself: acme/a/main → acme/b/main → acme/c/main → acme/a/main");
  });

  test("allows a circle in which one side does not wait", () => {
    const platform = new Platform("acme");
    const [a, b] = ["a", "b"].map((id) => new Sample(platform, id, { serve: MTLS })) as [Sample, Sample];
    a.peer.connect(b.server, { access: undefined });
    b.peer.connect(a.server, { access: undefined, wait: "none" });
    expect(
      problemsOf(() => {
        platform.seal();
      }),
    ).toEqual([]);
  });

  test("a chain of ten thousand waits is judged without exhausting the stack", () => {
    const platform = new Platform("acme");
    let previous: Sample | undefined;
    for (let index = 0; index < 10_000; index += 1) {
      const next: Sample = new Sample(platform, `s${index}`, { serve: MTLS });
      if (previous !== undefined) previous.peer.connect(next.server, { access: undefined });
      previous = next;
    }
    expect(
      problemsOf(() => {
        platform.seal();
      }),
    ).toEqual([]);
  });

  test("refuses two constructs that every target would call the same", () => {
    const platform = new Platform("acme");
    new Secret(new Sample(platform, "a-b"), "c", { kind: "uuid" });
    new Secret(platform, "a-b-c", { kind: "uuid" });
    expect(
      problemsOf(() => {
        platform.seal();
      }),
    ).toEqual(["acme/a-b-c ASH-NAME-003"]);
  });

  test("takes nothing more once it is sealed", () => {
    const platform = new Platform("acme");
    platform.seal();
    expect(() => new Sample(platform, "late")).toThrow("ASH-GRAPH-003");
  });

  test("an id over the limit is told with the limit", () => {
    expect(() => {
      new Platform("a".repeat(30)).seal();
    }).toThrow("at most 24 characters");
  });
});
