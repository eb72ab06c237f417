import { isLoopback } from "./address";
import type { KeycloakSetting, KeycloakSettings } from "./keycloak-settings";
import type { Upstream } from "./reader";

/** Servers that Keycloak knows beside PostgreSQL; a database in a file or in memory is no server. */
const OTHER_SERVERS = new Set(["mariadb", "mysql", "mssql", "oracle", "tidb"]);

/**
 * The connection to its database. A URL in a variable or an argument whose mode is too weak is left out: a rule tells that
 * of every program.
 *
 * @param args the container's arguments
 */
export function keycloakDatabase(settings: KeycloakSettings, args: readonly string[]): readonly Upstream[] {
  const vendor = settings("db");
  const url = settings("db-url");
  if (vendor?.value !== undefined && OTHER_SERVERS.has(vendor.value)) {
    return [
      {
        ...{ target: `the database (${vendor.value})`, presentsCertificate: false, isLocal: false },
        ...{ check: "unknown", why: "only connections to PostgreSQL are read", source: vendor.source },
        isVariable: vendor.place !== "file",
      },
    ];
  }
  const isPostgres = vendor?.value === "postgres" || url?.value?.startsWith("jdbc:postgresql:") === true;
  if (url !== undefined) return isPostgres ? ofUrl(url, settings, args) : [];
  // The kind may have been fixed when the image was built.
  return isPostgres || vendor === undefined ? ofParts(settings, isPostgres) : [];
}

/** `jdbc:postgresql://host:port/database?sslmode=…` */
function ofUrl(url: KeycloakSetting, settings: KeycloakSettings, args: readonly string[]): readonly Upstream[] {
  const [, host = "", port = "5432", query = ""] =
    /^jdbc:postgresql:\/\/(\[[^\]]*\]|[^:/?]*)(?::(\d+))?[^?]*(?:\?([\s\S]*))?$/.exec(url.value ?? "") ?? [];
  if (host === "") return [];
  const upstream = toDatabase(host, port, query, url, settings);
  const isToldAnyway = url.place === "variable" || args.some((word) => word.includes(url.value ?? ""));
  return upstream.check === "full" || !isToldAnyway ? [upstream] : [];
}

function ofParts(settings: KeycloakSettings, isPostgres: boolean): readonly Upstream[] {
  const host = settings("db-url-host");
  if (host?.value === undefined) return [];
  const properties = settings("db-url-properties");
  const port = settings("db-url-port")?.value ?? "5432";
  const query = (properties?.value ?? "").replace(/^\?/, "");
  const upstream = toDatabase(host.value, port, query, properties ?? host, settings);
  if (isPostgres || upstream.check === "full") return [upstream];
  return [{ ...upstream, check: "unknown", why: "nothing says which kind of database it is" }];
}

function toDatabase(
  host: string,
  port: string,
  query: string,
  from: KeycloakSetting,
  settings: KeycloakSettings,
): Upstream {
  const parameters = new URLSearchParams(query);
  const mode = parameters.get("sslmode") ?? "";
  const own = settings("db-tls-mode");
  const common = {
    target: `postgresql://${host}:${port}`,
    presentsCertificate: parameters.has("sslcert") || settings("db-mtls-key-store-file") !== undefined,
    isLocal: isLoopback(host.replace(/^\[|\]$/g, "")),
    source: from.source,
    isVariable: from.place !== "file",
  };
  if (mode === "verify-full" || (mode === "" && own?.value === "verify-server")) {
    const why = mode === "" ? `${own?.source ?? ""} is verify-server` : "sslmode is verify-full";
    return { ...common, check: "full", why };
  }
  if (mode === "" && from.value === undefined) {
    return { ...common, check: "unknown", why: `${from.source} is filled in elsewhere` };
  }
  if (["", "disable", "allow", "prefer"].includes(mode)) {
    const why = mode === "" ? "sslmode is not set, so the server may do without" : `sslmode is ${mode}`;
    return { ...common, check: "plain", why };
  }
  return { ...common, check: "none", why: `sslmode is ${mode}` };
}
