import { request } from "node:https";

/** Where a server is, and how both sides prove themselves. */
export interface HttpsServer {
  readonly address: string;
  readonly port: number;
  /** The name that its certificate must prove, and that the request is for. */
  readonly name: string;
  /** Certificates to trust, PEM. */
  readonly ca: string;
  /** The caller's own certificate, PEM; none unless given. */
  readonly certificate?: string;
  readonly key?: string;
}

/** What to ask. */
export interface Question {
  /** GET unless said. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Fields of a form. */
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: unknown;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** Asks a server on a connection of its own; fails when the two do not prove themselves to each other. */
export function askHttps(
  { address, port, name, ca, certificate, key }: HttpsServer,
  path: string,
  { method = "GET", headers = {}, form, json }: Question = {},
): Promise<Answer> {
  const [type, body] =
    form !== undefined
      ? ["application/x-www-form-urlencoded", new URLSearchParams(form).toString()]
      : ["application/json", json === undefined ? "" : JSON.stringify(json)];
  const content = body === "" ? {} : { "content-type": type, "content-length": String(Buffer.byteLength(body)) };
  const all = { host: port === 443 ? name : `${name}:${port}`, ...content, ...headers };
  const proof = certificate === undefined || key === undefined ? {} : { cert: certificate, key };
  const where = { host: address, port, servername: name, ca, ...proof, path, method, agent: false as const };
  return new Promise((done, fail) => {
    request({ ...where, headers: all, timeout: 30_000 }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (text += chunk));
      response.on("end", () => done({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    })
      .on("timeout", function (this: { destroy(error: Error): void }) {
        this.destroy(new Error(`${method} ${path}: no answer in 30 s`));
      })
      .on("error", fail)
      .end(body);
  });
}
