import { secretArguments, secretsInShell } from "../../policies/secret-arguments";

const values = (words: readonly string[], sure: "certain" | "possible") =>
  secretArguments(words, sure).map(({ value }) => value);

describe("a command line", () => {
  it.each<[readonly string[], readonly string[]]>([
    [["mysql", "-u", "root", "-phunter2", "app"], ["hunter2"]],
    [["/usr/bin/mysqldump", "--password=hunter2"], ["hunter2"]],
    [["curl", "-sSu", "admin:hunter2", "http://api"], ["hunter2"]],
    [["curl", "-H", "Authorization: Bearer abc", "http://api"], ["Authorization: Bearer abc"]],
    [["redis-cli", "-a", "hunter2", "ping"], ["hunter2"]],
    [["redis-server", "--requirepass", "hunter2"], ["hunter2"]],
    [["serve", "--token", "t0ken"], ["t0ken"]],
    [["sh", "-c", "PGPASSWORD=hunter2 psql -h db"], ["hunter2"]],
    [["sh", "-c", "exec mysqladmin -p'hunter2' ping"], ["hunter2"]],
    [["sshpass", "-p", "hunter2", "ssh", "host"], ["hunter2"]],
    [["htpasswd", "-bc", "/etc/users", "admin", "hunter2"], ["hunter2"]],
    [
      ["mc", "alias", "set", "store", "http://store", "root", "hunter2"],
      ["root", "hunter2"],
    ],
    [["wget", "--password", "hunter2", "http://api"], ["hunter2"]],
    [["kubectl", "create", "secret", "generic", "x", "--from-literal=a=hunter2"], ["hunter2"]],
    [["vault", "login", "hunter2"], ["hunter2"]],
    [["docker", "login", "-u", "me", "-p", "hunter2"], ["hunter2"]],
  ])("tells its secret to everybody: %j", (words, expected) => {
    expect(values(words, "certain")).toEqual(expected);
    expect(values(words, "possible")).toEqual(expect.arrayContaining([...expected]));
  });

  it.each<[readonly string[]]>([
    [["-pS3cret"]],
    [["-p", "hunter2"]],
    [["mysql", "-p", "hunter2"]],
    [["-u", "admin:hunter2"]],
    [["--user=admin:hunter2"]],
    [["redis-server", "--user", "default", "on", ">hunter2"]],
    [["run", "-e", "DB_PW=hunter2"]],
  ])("may tell one: %j", (words) => {
    expect(values(words, "possible").length).toBeGreaterThan(0);
  });

  it.each<[readonly string[]]>([
    [["psql", "-p", "5432", "-U", "app"]],
    [["mkdir", "-p", "data"]],
    [["serve", "-port=80", "-profile", "-p", "8080:80"]],
    [["mysql", "-p$PASSWORD"]],
    [["sh", "-c", 'PGPASSWORD="$(cat /run/secrets/db)" psql']],
    [["curl", "-u", "admin:${PASSWORD}", "-H", "Authorization: Bearer $TOKEN"]],
    [["--token", "--port", "80", "--password", "/run/secrets/password"]],
    [["--user", "1000:1000"]],
    [["echo", "done", ">", "file"]],
  ])("tells none: %j", (words) => {
    expect(values(words, "possible")).toEqual([]);
    expect(values(words, "certain")).toEqual([]);
  });

  it("never calls a secret by itself", () => {
    const names = secretArguments(["mysql", "-phunter2", "--x=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0aa.c2ln"], "certain");
    expect(names.map(({ name }) => name)).toEqual(["p", ""]);
  });

  it("is found inside of others, and ends however deep they are", () => {
    expect(secretsInShell('X=$(sh -c "mysql -phunter2")', "certain").map(({ value }) => value)).toContain("hunter2");
    for (const part of ["$(", '"$(', "`", "'", "${a ", "\\"])
      expect(secretsInShell(`-a ${part.repeat(5_000)}`, "possible")).toBeDefined();
  });
});
