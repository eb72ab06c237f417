import { imageRules } from "../../../../policies/facts/readers/postgres-image";
import { container } from "./container";

const image = "docker.io/library/postgres:17.6";
const NAME = "POSTGRES_HOST_AUTH_METHOD";
const methods = (part: Parameters<typeof container>[0]) =>
  imageRules(container({ image, ...part }))?.rows?.map(({ type, method }) => `${type} ${method}`);

describe("what the official image writes into pg_hba.conf", () => {
  it.each([
    ["trust", { env: { [NAME]: "trust" } }, ["host trust"]],
    ["md5", { env: { [NAME]: "md5" } }, ["host md5"]],
    ["scram", { env: { [NAME]: "scram-sha-256" } }, ["host scram-sha-256"]],
    ["passwords, unless it is told", {}, ["host scram-sha-256"]],
    ["passwords, when it is told nothing in particular", { env: { [NAME]: "" } }, ["host scram-sha-256"]],
    [
      "the same behind its own entry point",
      { command: ["/usr/local/bin/docker-entrypoint.sh"] },
      ["host scram-sha-256"],
    ],
    ["the same in an image that is made of it", { image: "postgis/postgis:17-3.5" }, ["host scram-sha-256"]],
    ["trust, whatever its scripts add", { env: { [NAME]: "trust" }, files: SCRIPT() }, ["host trust"]],
  ] as const)("is %s", (_, part, rows) => {
    expect(methods(part)).toEqual(rows);
  });

  it.each([
    ["its method is a secret", { env: { [NAME]: undefined } }],
    ["scripts may write others", { files: SCRIPT() }],
    ["another program starts the server", { command: ["/usr/bin/postgres"] }],
    ["the image is of another make", { image: "ghcr.io/cloudnative-pg/postgresql:17" }],
  ] as const)("cannot be told when %s", (_, part) => {
    expect(imageRules(container({ image, ...part }))).toBeUndefined();
  });
});

function SCRIPT() {
  return { "/docker-entrypoint-initdb.d/10-rules.sh": "cp /rules $PGDATA/pg_hba.conf" };
}
