import { composeFacts } from "../../../policies/facts/compose";
import { factsAfter } from "../rules/judge";

const services = (map: Record<string, unknown>, rest: Record<string, unknown> = {}) =>
  composeFacts({ name: "p", services: map, ...rest });
const edges = (facts: ReturnType<typeof composeFacts>) =>
  facts.edges.map(({ from, server, port, status }) => `${from} → ${server.path}:${port} ${status}`);

describe("workloads of a Compose project", () => {
  const { workloads } = factsAfter("compose", []);

  it("are services by themselves, and together where they share a network namespace", () => {
    expect(
      workloads.map(({ path, kind, containers }) => [
        path,
        kind,
        containers.map(({ name, role }) => `${name} ${role}`),
      ]),
    ).toEqual([
      ["services.db", "stateful", ["db app"]],
      ["services.material", "job", ["material app"]],
      ["services.provision", "job", ["provision app"]],
      ["services.rest", "service", ["rest-net sandbox", "rest app", "rest-tls sidecar"]],
      ["services.settled", "service", ["settled sandbox"]],
      ["services.web", "service", ["web-net sandbox", "web app", "web-tunnel sidecar"]],
    ]);
  });

  it("take a one-shot service beside a program for one that runs before it", () => {
    const facts = services({
      app: { image: "app:1", depends_on: { seed: { condition: "service_completed_successfully" } } },
      seed: { image: "seed:1", network_mode: "service:app" },
    });
    expect(facts.workloads.map(({ kind, containers }) => [kind, containers.map(({ role }) => role)])).toEqual([
      ["service", ["app", "init"]],
    ]);
  });

  it("are no jobs merely because nothing restarts them", () => {
    expect(services({ app: { image: "app:1", restart: "no" } }).workloads[0]?.kind).toBe("service");
    expect(services({ app: { image: "app:1", deploy: { mode: "replicated-job" } } }).workloads[0]?.kind).toBe("job");
  });

  it("are told apart when services name each other in a circle", () => {
    const facts = services({
      a: { network_mode: "service:b" },
      b: { network_mode: "service:a" },
      c: { network_mode: "service:none" },
    });
    expect(facts.workloads.length).toBeGreaterThan(0);
  });

  it("run as often as they are told", () => {
    expect(
      services({ a: { deploy: { replicas: 3 } }, b: { scale: 2 } }).workloads.map(({ replicas }) => replicas),
    ).toEqual([3, 2]);
  });
});

describe("edges of a Compose project", () => {
  it("lead from everybody on a network to every port of everybody else on it", () => {
    const facts = services({
      a: { image: "a:1", networks: ["x"], expose: ["80"] },
      b: { image: "b:1", networks: ["x", "y"], expose: ["81"] },
      c: { image: "c:1", networks: ["y"] },
    });
    expect(edges(facts)).toEqual([
      "services.b → services.a:80 unproven",
      "services.a → services.b:81 unproven",
      "services.c → services.b:81 unproven",
    ]);
  });

  it("lead to ports that nobody declares, when somebody calls them by any name of their host", () => {
    const facts = services({
      a: { networks: { x: { aliases: ["cache.internal"] } } },
      b: { networks: ["x"], environment: { CACHE: "redis://cache.internal:6379/0", OTHER: "far.example:443" } },
      c: { networks: ["y"], environment: { CACHE: "a:1234" } },
    });
    expect(edges(facts)).toEqual(["services.b → services.a:6379 unproven"]);
  });

  it("come from whoever else is on a network of somebody else", () => {
    const facts = services(
      { a: { networks: ["shared"], expose: ["80"] } },
      { networks: { shared: { external: true } } },
    );
    expect(edges(facts)).toEqual(["whoever else is on the external network shared → services.a:80 unproven"]);
  });

  it("are told as one when a network is crowded", () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`s${index}`, { image: "s:1" }]));
    expect(edges(services({ ...many, a: { expose: ["80"] } }))).toEqual([
      "every service on network default → services.a:80 unproven",
    ]);
  });

  it("do not exist without a network", () => {
    expect(edges(services({ a: { network_mode: "none", expose: ["80"] }, b: { network_mode: "none" } }))).toEqual([]);
  });
});

describe("the rest of a Compose project", () => {
  it("is budgets, by project and by part", () => {
    const budgets = { p: { cpu: "4", memory: "8Gi", pods: 5 }, "p/a": { cpu: 0.5, memory: 1024, storage: "1Gi" } };
    const { scopes } = composeFacts({ name: "p", "x-ashlar": { budgets } });
    expect(scopes.map(({ name, quotas }) => [name, Object.fromEntries(quotas[0]?.hard ?? [])])).toEqual([
      [
        "p",
        { "requests.cpu": 4000, "limits.cpu": 4000, "requests.memory": 2 ** 33, "limits.memory": 2 ** 33, pods: 5 },
      ],
      [
        "p/a",
        {
          "requests.cpu": 500,
          "limits.cpu": 500,
          "requests.memory": 1024,
          "limits.memory": 1024,
          "requests.storage": 2 ** 30,
        },
      ],
    ]);
  });

  it("is sizes of volumes, where somebody says them", () => {
    const volumes = {
      a: { "x-ashlar": { size: "20Gi", scope: "p/a" } },
      b: { driver_opts: { size: "1g" } },
      c: null,
      d: { "x-ashlar": { size: "big" } },
    };
    expect(composeFacts({ name: "p", volumes }).volumes.map(({ name, scope, size }) => [name, scope, size])).toEqual([
      ["a", "p/a", 20 * 2 ** 30],
      ["b", "p", 2 ** 30],
      ["c", "p", undefined],
      ["d", "p", undefined],
    ]);
  });

  it("is what was not read", () => {
    const facts = services(
      {
        a: { extends: { file: "x.yaml", service: "b" } },
        b: { volumes_from: ["a"] },
        c: { network_mode: "container:other" },
      },
      { include: ["more.yaml"] },
    );
    expect(facts.unread.map(({ path }) => path)).toEqual([
      "include",
      "services.a",
      "services.b",
      "services.c",
      "services.a",
      "services.b",
    ]);
  });
});
