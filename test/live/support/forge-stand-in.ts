import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

/** A comment as a forge keeps it. */
export interface ForgeComment {
  readonly id: number;
  readonly body: string;
}

/** What GitHub knows, for {@link githubCommand}. */
export interface GitHubKnows {
  /** Open pull requests by their head, `owner:branch`. */
  readonly pulls: Readonly<
    Record<string, readonly { readonly number: number; readonly head: { readonly sha: string } }[]>
  >;
  readonly comments: readonly (ForgeComment & { readonly user: { readonly login: string } })[];
  /** The artifact's file. */
  readonly artifact: string;
}

/**
 * Puts a program `gh` into a folder, which stands in for GitHub's command: it answers the calls of examples/ci from a file,
 * and writes down what it was asked to write. Any other call fails.
 */
export function githubCommand(folder: string, knows: GitHubKnows): { written(): readonly unknown[] } {
  const [command, asked, log] = ["gh", "gh.json", "gh.log"].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(asked, JSON.stringify(knows));
  writeFileSync(log, "");
  writeFileSync(
    command,
    `#!${process.execPath}
const { appendFileSync, copyFileSync, mkdirSync, readFileSync } = require("node:fs");
const knows = JSON.parse(readFileSync(${JSON.stringify(asked)}, "utf8"));
const args = process.argv.slice(2);
const after = (flag) => args[args.indexOf(flag) + 1];
const fields = args.filter((_, index) => args[index - 1] === "--field").map((field) => field.split(/=(.*)/s));
const line = args.join(" ");
if (/^api --method GET repos\\/acme\\/platform\\/pulls /.test(line))
  console.log(JSON.stringify(knows.pulls[Object.fromEntries(fields).head] ?? []));
else if (/^run download 77 --name preview --dir preview$/.test(line)) {
  mkdirSync("preview", { recursive: true });
  copyFileSync(knows.artifact, "preview/comment.md");
} else if (/^api --paginate repos\\/acme\\/platform\\/issues\\/\\d+\\/comments$/.test(line))
  // A page after the other, as the command prints them.
  for (const comment of [undefined, ...knows.comments]) console.log(JSON.stringify(comment ? [comment] : []));
else if (/^api --method (POST|PATCH) /.test(line))
  appendFileSync(${JSON.stringify(log)}, JSON.stringify({ method: args[2], path: args[3], body: readFileSync(after("--field").replace(/^body=@/, ""), "utf8") }) + "\\n");
else {
  console.error("not stood in for: gh " + line);
  process.exit(1);
}
`,
  );
  chmodSync(command, 0o755);
  const lines = (): readonly string[] => (existsSync(log) ? readFileSync(log, "utf8").trim().split("\n") : []);
  return {
    written: () =>
      lines()
        .filter(Boolean)
        .map((line) => JSON.parse(line) as unknown),
  };
}

/** A server that stands in for GitLab's notes of one merge request. */
export async function gitlabNotes(
  notes: ForgeComment[],
): Promise<{ readonly url: string; readonly tokens: Set<string>; stop(): void }> {
  const tokens = new Set<string>();
  const server = createServer((request, response) => {
    tokens.add(String(request.headers["private-token"]));
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const [, id] = /^\/projects\/5\/merge_requests\/9\/notes(?:\/(\d+))?/.exec(request.url ?? "") ?? [];
      const { body = "" } = (text === "" ? {} : JSON.parse(text)) as { readonly body?: string };
      if (request.method === "POST") notes.push({ id: notes.length + 1, body });
      if (request.method === "PUT") notes.splice(Number(id) - 1, 1, { id: Number(id), body });
      response.setHeader("x-next-page", "");
      response.end(JSON.stringify(request.method === "GET" ? notes.map((note) => ({ ...note, system: false })) : {}));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, tokens, stop: () => void server.close() };
}
