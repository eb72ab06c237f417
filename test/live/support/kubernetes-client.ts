import { Agent, request } from "node:https";

/** A Kubernetes object as plain data. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly resourceVersion?: string;
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

/** What the API server answers instead of an object: `reason` and `message` are its own words. */
class KubernetesRefusal extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
    this.name = "KubernetesRefusal";
  }
}

/** How to reach and be known to an API server. All PEM. */
export interface KubernetesAccess {
  readonly port: number;
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

/** A small client of the API server: server-side apply, get, list, delete, for any kind that the server knows. */
export class KubernetesClient {
  private readonly agent: Agent;
  private readonly resources = new Map<string, readonly Resource[]>();

  constructor(private readonly access: KubernetesAccess) {
    const { authority, certificate, key } = access;
    this.agent = new Agent({ ca: authority, cert: certificate, key, keepAlive: true });
  }

  /** Ends the connections. */
  close(): void {
    this.agent.destroy();
  }

  /**
   * Server-side applies an object and returns what the server stored (or, with `dryRun`, would have). Warnings of the
   * server are returned too: a manifest of ours should cause none. Throws {@link KubernetesRefusal}.
   */
  async apply(
    object: KubernetesObject,
    options: { readonly dryRun?: boolean; readonly fieldManager?: string; readonly force?: boolean } = {},
  ): Promise<{ readonly object: KubernetesObject; readonly warnings: readonly string[] }> {
    const query = new URLSearchParams({
      fieldManager: options.fieldManager ?? "ashlar-test",
      fieldValidation: "Strict",
      ...(options.force === true ? { force: "true" } : {}),
      ...(options.dryRun === true ? { dryRun: "All" } : {}),
    });
    const path = await this.path(object.apiVersion, object.kind, object.metadata.namespace, object.metadata.name);
    const answer = await this.send("PATCH", `${path}?${query.toString()}`, object);
    return { object: answer.body as KubernetesObject, warnings: answer.warnings };
  }

  /** One object, or undefined when there is none. */
  async get(apiVersion: string, kind: string, name: string, namespace?: string): Promise<KubernetesObject | undefined> {
    try {
      const answer = await this.send("GET", await this.path(apiVersion, kind, namespace, name));
      return answer.body as KubernetesObject;
    } catch (error) {
      if (error instanceof KubernetesRefusal && error.status === 404) return undefined;
      throw error;
    }
  }

  /** The objects of a kind, in one namespace or in all. */
  async list(apiVersion: string, kind: string, namespace?: string): Promise<readonly KubernetesObject[]> {
    const answer = await this.send("GET", await this.path(apiVersion, kind, namespace));
    return (answer.body as { readonly items: readonly KubernetesObject[] }).items;
  }

  /** Deletes an object; one that is gone already is fine. */
  async delete(apiVersion: string, kind: string, name: string, namespace?: string): Promise<void> {
    try {
      await this.send("DELETE", `${await this.path(apiVersion, kind, namespace, name)}?propagationPolicy=Background`);
    } catch (error) {
      if (!(error instanceof KubernetesRefusal && error.status === 404)) throw error;
    }
  }

  /** A plain GET, for `/readyz`, `/version` and the like. */
  async raw(path: string): Promise<unknown> {
    return (await this.send("GET", path)).body;
  }

  /** Sends a merge patch to a part of an object, for example its `status`. */
  async patchStatus(object: KubernetesObject, status: unknown): Promise<void> {
    const path = await this.path(object.apiVersion, object.kind, object.metadata.namespace, object.metadata.name);
    await this.send("PATCH", `${path}/status`, { status }, "application/merge-patch+json");
  }

  private async path(apiVersion: string, kind: string, namespace?: string, name?: string): Promise<string> {
    const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const resource = await this.resource(group, kind);
    // As kubectl does: an object of a namespaced kind that names no namespace is in "default".
    const inside = namespace ?? (name === undefined ? undefined : "default");
    const scope = resource.namespaced && inside !== undefined ? `/namespaces/${inside}` : "";
    return `${group}${scope}/${resource.name}${name === undefined ? "" : `/${name}`}`;
  }

  private async resource(group: string, kind: string): Promise<Resource> {
    const find = (): Resource | undefined =>
      this.resources.get(group)?.find((resource) => resource.kind === kind && !resource.name.includes("/"));
    if (find() === undefined) {
      const answer = await this.send("GET", group);
      this.resources.set(group, (answer.body as { readonly resources: readonly Resource[] }).resources);
    }
    const found = find();
    if (found === undefined)
      throw new KubernetesRefusal(404, "NotFound", `the server knows no kind "${kind}" in ${group}`);
    return found;
  }

  private send(
    method: string,
    path: string,
    body?: unknown,
    contentType = "application/apply-patch+yaml", // JSON is YAML
  ): Promise<{ readonly body: unknown; readonly warnings: readonly string[] }> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    const headers =
      text === undefined ? {} : { "Content-Type": contentType, "Content-Length": Buffer.byteLength(text) };
    return new Promise((done, fail) => {
      const call = request(
        {
          host: "127.0.0.1",
          port: this.access.port,
          method,
          path,
          agent: this.agent,
          headers: { Accept: "application/json", ...headers },
        },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("error", fail);
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.on("end", () => {
            const answer = parse(Buffer.concat(chunks).toString());
            const status = response.statusCode ?? 0;
            if (status >= 200 && status < 300)
              return done({ body: answer, warnings: warningsOf(response.headers["warning"]) });
            const { reason, message } = (typeof answer === "object" && answer !== null ? answer : {}) as {
              reason?: string;
              message?: string;
            };
            fail(
              new KubernetesRefusal(
                status,
                reason ?? "Unknown",
                message ?? `${method} ${path}: ${status} ${String(answer)}`,
              ),
            );
          });
        },
      );
      call.on("error", fail);
      call.end(text);
    });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text; // "ok" of /readyz
  }
}

/** The texts of `299 - "text"` headers. */
function warningsOf(header: string | readonly string[] | undefined): readonly string[] {
  const all = typeof header === "string" ? header : (header ?? []).join(", ");
  return [...all.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map((match) => (match[1] ?? "").replace(/\\(.)/g, "$1"));
}
