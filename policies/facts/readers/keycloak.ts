import type { UnreadContainer } from "../container";
import { findFile } from "../mount";
import { isLoopback } from "./address";
import { programArguments } from "./command-line";
import { keycloakDatabase } from "./keycloak-database";
import { mayBeOn, settingsOf, type KeycloakSetting, type KeycloakSettings } from "./keycloak-settings";
import { emptyReading, type KeyFile, type PortReading, type Reader } from "./reader";

/** Commands after which a server runs; `build`, `import`, `show-config` and the like end. */
const SERVER_COMMANDS = new Set(["start", "start-dev"]);

/** Keycloak: arguments before variables before its file of settings. */
export const keycloak: Reader = {
  name: "keycloak",
  read(container) {
    // The image's entry point hands its words on; without any it tells how it is used.
    const isImage = container.image.name === "keycloak" && container.command.length === 0;
    const words = programArguments(container, "kc.sh") ?? (isImage ? container.args : undefined);
    const command = words?.find((word) => SERVER_COMMANDS.has(word));
    if (words === undefined || command === undefined) return undefined;
    const server: Server = { settings: settingsOf(container, words), isDevelopment: command === "start-dev" };
    return {
      ...emptyReading("keycloak"),
      ports: [...plainPorts(server), ...tlsPorts(server), ...managementPorts(server)],
      upstreams: keycloakDatabase(server.settings, container.args),
      keyFiles: keyFiles(container, server.settings),
    };
  },
};

interface Server {
  readonly settings: KeycloakSettings;
  /** `start-dev`: nothing is asked for, and much is let in. */
  readonly isDevelopment: boolean;
}

/** What is listened on when nothing says otherwise. In development, too: within a container all addresses are meant. */
const EVERYWHERE: KeycloakSetting = { value: "0.0.0.0", source: "default", place: "variable" };

type Where = Pick<PortReading, "port" | "loopbackOnly"> & { readonly at: string };

/** The port of a setting on the address of another; none when what is filled in elsewhere says it. */
function listens(port: KeycloakSetting | undefined, usual: number, host: KeycloakSetting): readonly Where[] {
  const number = port === undefined ? usual : Number(port.value);
  if (!Number.isInteger(number) || number < 1 || number > 65535) return [];
  const address = host.value ?? "an address that the artifact does not say";
  const loopbackOnly = host.value !== undefined && isLoopback(host.value);
  return [{ port: number, loopbackOnly, at: `${address}:${number} (${host.source})` }];
}

function plainPorts({ settings, isDevelopment }: Server): readonly PortReading[] {
  const enabled = settings("http-enabled");
  if (enabled === undefined ? !isDevelopment : !mayBeOn(enabled)) return [];
  const source = enabled?.source ?? "start-dev";
  const mode = isDevelopment ? "Keycloak runs for development (start-dev) and serves" : "Keycloak serves";
  return listens(settings("http-port"), 8080, settings("http-host") ?? EVERYWHERE).map(({ at, ...port }) => ({
    ...{ ...port, tls: "none", verifiesName: false, allowedNames: undefined, source },
    evidence: `${mode} its pages and its administration without TLS on ${at}`,
  }));
}

function tlsPorts({ settings }: Server): readonly PortReading[] {
  if (!hasCertificate(settings)) return [];
  return listens(settings("https-port"), 8443, settings("http-host") ?? EVERYWHERE).map(({ at, ...port }) => ({
    ...port,
    ...clientCheck(settings, at, [settings("https-client-auth")]),
  }));
}

/**
 * State and metrics. Unless it is told otherwise, the port has the certificate and the demands of the main one, and where
 * that has no certificate it is plain.
 */
function managementPorts({ settings }: Server): readonly PortReading[] {
  const serves = ["health-enabled", "metrics-enabled"].some((name) => mayBeOn(settings(name)));
  if (!serves || mayBeOn(settings("legacy-observability-interface"))) return [];
  const host = settings("http-management-host") ?? settings("http-host") ?? EVERYWHERE;
  const scheme = settings("http-management-scheme");
  const isPlain = scheme?.value === "http" || !hasCertificate(settings, "https-management-");
  return listens(settings("http-management-port"), 9000, host).map(({ at, ...port }) =>
    isPlain
      ? {
          ...{ ...port, tls: "none", verifiesName: false, allowedNames: undefined },
          evidence: `Keycloak serves its state without TLS on ${at}`,
          source: scheme?.source ?? host.source,
        }
      : {
          ...port,
          ...clientCheck(settings, at, [settings("https-management-client-auth"), settings("https-client-auth")]),
        },
  );
}

const CERTIFICATES = ["certificate-file", "key-store-file"];

function hasCertificate(settings: KeycloakSettings, ...more: readonly string[]): boolean {
  return ["https-", ...more].some((prefix) => CERTIFICATES.some((name) => settings(prefix + name) !== undefined));
}

type Check = Pick<PortReading, "tls" | "verifiesName" | "allowedNames" | "evidence" | "source">;

/** What a caller must prove. Whatever is demanded, Keycloak compares a certificate's authority alone. */
function clientCheck(settings: KeycloakSettings, at: string, demands: readonly (KeycloakSetting | undefined)[]): Check {
  const demand = demands.find((setting) => setting !== undefined);
  const none = { verifiesName: false, allowedNames: undefined, source: demand?.source ?? "https-client-auth" };
  if (demand?.value !== "required") {
    const how =
      demand?.value === "request" ? "lets in callers without a certificate" : "asks callers for no certificate";
    return { ...none, tls: "server", evidence: `Keycloak ${how} on ${at}` };
  }
  const store = settings("https-trust-store-file");
  if (store === undefined) {
    const evidence = `Keycloak is given no trust store for callers of ${at}, so it trusts every public authority`;
    return { ...none, tls: "unknown", evidence, source: "https-trust-store-file" };
  }
  return {
    ...none,
    tls: "mutual",
    evidence: `Keycloak lets in every client of the authorities in ${store.source} on ${at}`,
  };
}

function keyFiles(container: UnreadContainer, settings: KeycloakSettings): readonly KeyFile[] {
  return ["https-certificate-key-file", "https-key-store-file", "db-mtls-key-store-file"].flatMap((name) => {
    const setting = settings(name);
    if (setting?.value === undefined) return [];
    const { value: path, source } = setting;
    return [{ path, source, heldBy: findFile(container.mounts, path)?.mount.kind }];
  });
}
