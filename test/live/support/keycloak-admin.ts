/** Keycloak's admin API, for a test that looks at what a job made and does by hand what administrators do. */
export class KeycloakAdmin {
  constructor(
    private readonly url: string,
    private readonly secret: string,
  ) {}

  /** Asks the token endpoint of a realm; the answer may be a refusal. */
  async token(realm: string, form: Readonly<Record<string, string>>): Promise<TokenAnswer> {
    const answer = await fetch(`${this.url}/realms/${realm}/protocol/openid-connect/token`, {
      method: "POST",
      body: new URLSearchParams(form),
    });
    return { status: answer.status, ...((await answer.json()) as object) };
  }

  /** What a client's own access token says. */
  async serviceClaims(realm: string, clientId: string, secret: string): Promise<Readonly<Record<string, unknown>>> {
    const form = { grant_type: "client_credentials", client_id: clientId, client_secret: secret };
    const { access_token: token = "", error_description: problem } = await this.token(realm, form);
    if (token === "") throw new Error(`${clientId} got no token: ${problem}`);
    return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Record<string, unknown>;
  }

  /** Reads below `/admin/realms/`. */
  async get<T = Readonly<Record<string, unknown>>>(path: string): Promise<T> {
    return (await this.send("GET", path)) as T;
  }

  /** The names in a list below `/admin/realms/`, sorted. */
  async names(path: string, key: string): Promise<readonly string[]> {
    return (await this.get<readonly Readonly<Record<string, string>>[]>(path)).map((each) => each[key] ?? "").sort();
  }

  /** Writes below `/admin/realms/`; anything but success is an error. */
  async send(method: "GET" | "POST" | "PUT" | "DELETE", path: string, body?: unknown): Promise<unknown> {
    const login = { grant_type: "client_credentials", client_id: "bootstrap", client_secret: this.secret };
    const { access_token: token } = await this.token("master", login);
    const answer = await fetch(`${this.url}/admin/realms/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  }
}

/** What the token endpoint says. */
interface TokenAnswer {
  readonly status: number;
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly error_description?: string;
}
