import { composePlatform, type ComposePlatform } from "../fixtures/compose";
import { edited, plus, type Document, type Edit } from "../fixtures/edit";
import { changesOf, dangersOf, ofProjects, project } from "./sides";

const before = composePlatform();
const sideOf = ({ compose, files }: ComposePlatform) => project(compose, files);
const difference = (after: ComposePlatform) => ofProjects(sideOf(before), sideOf(after));

/** One edit of a valid project, the fields that it is told as, and the dangers that a reviewer must see. */
const CHANGES: readonly (readonly [
  what: string,
  edits: readonly Edit[],
  changes: readonly string[],
  dangers: readonly string[],
])[] = [
  [
    "a limit: no danger",
    [["compose.services.web.deploy.resources.limits.memory", "512M"]],
    ["changed services.web deploy.resources.limits.memory 256M -> 512M"],
    [],
  ],
  [
    "the same limit in another unit: nothing",
    [["compose.services.web.deploy.resources.limits.memory", "256MiB"]],
    [],
    [],
  ],
  [
    "the long form of everything: nothing",
    [
      ["compose.services.web.environment", { API: "http://127.0.0.1:9000" }],
      ["compose.services.web.healthcheck.test", ["CMD-SHELL", "true"]],
      ["compose.services.provision.networks", ["db"]],
      ["compose.services.db.networks", { db: null }],
      [
        "compose.services.db.volumes",
        [
          { type: "volume", source: "data", target: "/data" },
          { type: "volume", source: "db-keys", target: "/run/keys", read_only: true },
        ],
      ],
      ["compose.services.db.tmpfs", "/tmp"],
    ],
    [],
    [],
  ],
  [
    "a published port",
    [["compose.services.web-net.ports", ["127.0.0.1:8080:8080"]]],
    [
      'changed services.web-net ports added  -> [{"host_ip":"127.0.0.1","published":"8080","target":"8080","protocol":"tcp"}]',
    ],
    ["exposure services.web-net: port 8080 is open to this machine alone (a published port)"],
  ],
  [
    "an image",
    [["compose.services.web.image", "docker.io/acme/web:9.9"]],
    [expect.stringMatching(/^changed services\.web image .* -> docker\.io\/acme\/web:9\.9$/)],
    [expect.stringMatching(/^image services\.web: the image changes from .* to docker\.io\/acme\/web:9\.9$/)],
  ],
  [
    "a disk that shrinks",
    [["compose.volumes.data.x-ashlar.size", "10Gi"]],
    ["changed volumes.data x-ashlar.size 20Gi -> 10Gi"],
    ["data volumes.data: the disk shrinks from 20Gi to 10Gi: disks only ever grow, so it must be made anew"],
  ],
  [
    "a disk of another driver",
    [["compose.volumes.data.driver", "rexray"]],
    ["changed volumes.data driver added  -> rexray"],
    ["data volumes.data: another disk is used (driver), which lacks the data of the one before"],
  ],
  [
    "a disk of the program's own, exchanged for another",
    [
      ["compose.volumes.other", { "x-ashlar": { size: "20Gi" } }],
      ["compose.services.db.volumes", ["db-keys:/run/keys:ro", "other:/data"]],
    ],
    ["changed services.db volumes[/data].source data -> other", "added volumes.other"],
    ["data services.db: /data is another disk, which lacks the data of the one before"],
  ],
  [
    "a volume of keys, which are made anew at each start: no data is lost",
    [
      ["compose.volumes.web-keys", undefined],
      ["compose.services.web-tunnel.volumes", undefined],
      ["compose.services.material.volumes", ["../secrets:/in:ro", "db-keys:/out/db", "rest-keys:/out/rest"]],
    ],
    [
      expect.stringContaining("changed services.material volumes[/out/web] removed"),
      expect.stringContaining("changed services.web-tunnel volumes removed"),
      "removed volumes.web-keys",
    ],
    [],
  ],
  [
    "another project: its disks are other ones",
    [["compose.name", "other"]],
    ["changed project name acme -> other"],
    ["data project: another project has other disks: those of acme are left behind"],
  ],
  [
    "a network that leads outside",
    [["compose.networks.db.internal", false]],
    ["changed networks.db internal true -> false"],
    ["network networks.db: it is internal no more: who is on it reaches the outside"],
  ],
  [
    "a program that joins a network",
    [["compose.services.web-net.networks", ["rest", "db"]]],
    ["changed services.web-net networks.db added  -> {}"],
    expect.arrayContaining(["network services.db +1: it shares a network with services.web, which reaches its ports"]),
  ],
  [
    "a sidecar that no longer asks for a certificate",
    [
      [
        "compose.services.rest-tls.command",
        (args: unknown) => [
          ...(args as string[]).filter((arg) => !arg.startsWith("--allow")),
          "--disable-authentication",
        ],
      ],
    ],
    [
      expect.stringContaining("changed services.rest-tls command"),
      expect.stringMatching(/^changed services\.rest-tls command\[\d\] added {2}-> --disable-authentication$/),
    ],
    ["tls services.rest: port 8443 demands no client certificate; before: a client certificate and its name"],
  ],
  [
    "a secret, and a file of variables",
    [
      ["compose.services.web.secrets", ["token"]],
      ["compose.services.web.env_file", "../secrets/web.env"],
      ["compose.secrets", { token: { file: "../secrets/token" } }],
    ],
    [
      "added secrets.token",
      'changed services.web secrets added  -> [{"source":"token"}]',
      'changed services.web env_file added  -> [{"path":"../secrets/web.env","required":true}]',
    ],
    [
      "secret services.web: it reads the secret token",
      "secret services.web: it reads the file of variables ../secrets/web.env",
    ],
  ],
  ["a program that is removed", [["compose.services.web-tunnel", undefined]], ["removed services.web-tunnel"], []],
  [
    "a program that may be root",
    [
      ["compose.services.web.user", "0:0"],
      ["compose.services.web.cap_add", plus("NET_ADMIN")],
    ],
    expect.arrayContaining(["changed services.web user 10001:10001 -> 0:0"]),
    ["rights services.web: it runs as root", "rights services.web: it gains the capability NET_ADMIN"],
  ],
];

describe("a change of a Compose project", () => {
  it.each(CHANGES)("is told as what it is: %s", (_what, edits, changes, dangers) => {
    const result = difference(edited(before as ComposePlatform & Document, edits));
    expect(changesOf(result)).toEqual(changes);
    expect(dangersOf(result)).toEqual(dangers);
  });

  it("that opens a port to more people is dangerous, and one that opens it to fewer is not", () => {
    const published = (...ports: readonly unknown[]) => project({ services: { web: { image: "web:1", ports } } });
    const dangers = (from: string, to: unknown): readonly string[] =>
      dangersOf(ofProjects(published(from), published(to)));
    expect(dangers("127.0.0.1:8080:80", "8080:80")).toEqual([
      "exposure services.web: port 80, open to this machine alone before, is open to every address (a published port)",
    ]);
    expect(dangers("127.0.0.1:8080:80", { target: 80, published: 8080, host_ip: "0.0.0.0" })).toEqual([
      "exposure services.web: port 80, open to this machine alone before, is open to every address (a published port)",
    ]);
    expect(dangers("127.0.0.1:8080:80", "192.0.2.1:8080:80")).toEqual([
      "exposure services.web: port 80, open to this machine alone before, is open to whoever reaches 192.0.2.1 (a published port)",
    ]);
    expect(dangers("8080:80", "127.0.0.1:8080:80")).toEqual([]);
    expect(dangers("8080:80", "0.0.0.0:8080:80")).toEqual([]);
  });

  it("that mounts what is the machine's own is dangerous, and what is the project's own is not", () => {
    const mounting = (...volumes: readonly unknown[]) => project({ services: { web: { image: "web:1", volumes } } });
    const dangers = (from: readonly unknown[], to: readonly unknown[]): readonly string[] =>
      dangersOf(ofProjects(mounting(...from), mounting(...to)));
    expect(dangers([], ["/:/host"])).toEqual(["rights services.web: it mounts / of its machine"]);
    expect(dangers([], [{ type: "bind", source: "/etc//", target: "/etc", read_only: true }])).toEqual([
      "rights services.web: it mounts /etc of its machine, which it may read",
    ]);
    expect(dangers([], ["/var/run/docker.sock:/var/run/docker.sock:ro"])).toEqual([
      "rights services.web: it holds the socket of a container engine, /var/run/docker.sock: who talks to it owns the machine",
    ]);
    expect(dangers(["/etc:/etc:ro"], ["/etc:/etc"])).toEqual([
      "rights services.web: it may write to /etc of its machine, which it could only read before",
    ]);
    expect(dangers(["/var/log:/logs:ro"], ["/var:/logs:ro"])).toEqual(
      expect.arrayContaining(["rights services.web: it mounts /var of its machine, which it may read"]),
    );
    for (const outside of ["~/.ssh:/keys", "../other:/other", "${HOME}:/home", "./config/../../x:/x"])
      expect(dangers([], [outside])).toEqual([expect.stringMatching(/^rights services\.web: it mounts /)]);
    // Less than before, and what lies below the project's folder.
    expect(dangers(["/var:/logs"], ["/var/log:/logs:ro"]).filter((it) => it.startsWith("rights"))).toEqual([]);
    expect(
      dangers([], ["./config:/config:ro", "./pages/web:/s:ro", { type: "bind", source: "html", target: "/h" }]),
    ).toEqual([]);
  });

  it("that adds a program with a socket or a device of the machine is dangerous too", () => {
    const before = project({ services: { web: { image: "web:1" } } });
    const agent = { image: "agent:1", volumes: ["/run/docker.sock:/s"], devices: ["/dev/mem"] };
    expect(dangersOf(ofProjects(before, project({ services: { web: { image: "web:1" }, agent } })))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^rights services\.agent: it holds the socket of a container engine, \/run\/docker\.sock/,
        ),
        "rights services.agent: it holds /dev/mem of its machine",
      ]),
    );
  });

  it("in a project that anybody made takes every named volume for data", () => {
    const composed = (volumes: Document) =>
      project({ services: { db: { image: "db:1", volumes: ["data:/data"] } }, volumes });
    const without = project({ services: { db: { image: "db:1" } } });
    expect(dangersOf(ofProjects(composed({ data: null }), without))).toEqual([
      "data services.db: nothing keeps what is written below /data any more",
      "data volumes.data: the disk is removed, and what it holds may be lost",
    ]);
  });

  it("of a file that a service reads is told by its lines", () => {
    const after = edited(before as ComposePlatform & Document, [
      ["files.['config/pg_hba.conf']", (text: unknown) => `${String(text)}host all all all trust\n`],
    ]);
    expect(changesOf(difference(after))).toEqual([
      expect.stringMatching(/^changed configs\.pg_hba\.conf text .*\+host all all all trust$/),
    ]);
  });
});
