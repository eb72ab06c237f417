import type { UnreadContainer } from "../container";
import { findFile } from "../mount";
import { isLocal, readAddress } from "./address";
import { programArguments } from "./command-line";
import { readDeclaration, type KongDeclaration } from "./kong-declaration";
import { settingsOf, type KongSetting, type KongSettings } from "./kong-settings";
import { kongUpstreams } from "./kong-upstreams";
import { emptyReading, type KeyFile, type PortReading, type Reader } from "./reader";

/** Commands after which a server runs; `migrations`, `config` and the like end. */
const SERVER_COMMANDS = new Set(["start", "restart", "reload", "prepare", "docker-start"]);

/** What Kong does when it is told nothing. Its status port, where it has one by itself, is on loopback. */
const DEFAULTS = {
  proxy_listen: "0.0.0.0:8000, 0.0.0.0:8443 ssl",
  admin_listen: "127.0.0.1:8001, 127.0.0.1:8444 ssl",
  admin_gui_listen: "0.0.0.0:8002, 0.0.0.0:8445 ssl",
} as const;

/** Releases whose open-source distribution has no graphical administration. */
const WITHOUT_MANAGER = /^(?:[012]\.|3\.[0-3](?!\d))/;

/** Kong: variables before its file of settings, and routes from a declarative file. */
export const kong: Reader = {
  name: "kong",
  read(container) {
    const words = programArguments(container, "kong");
    // The image starts the server by itself; its entry point hands every other word on.
    const isImage = IMAGES.has(container.image.name) && container.command.length + container.args.length === 0;
    if (words === undefined ? !isImage : !SERVER_COMMANDS.has(words[0] ?? "")) return undefined;
    const settings = settingsOf(container, words ?? []);
    const declaration = readDeclaration(container, settings);
    return {
      ...emptyReading("kong"),
      ports: [
        ...proxyPorts(settings, declaration),
        ...adminPorts(settings, container.image.tag),
        ...statusPorts(settings),
      ],
      upstreams: kongUpstreams(declaration, settings),
      routes:
        declaration.kind === "known"
          ? { kind: "known", routes: declaration.publicRoutes }
          : { kind: "unknown", why: declaration.why },
      keyFiles: ["ssl_cert_key", "client_ssl_cert_key", "admin_ssl_cert_key", "status_ssl_cert_key"].flatMap((key) =>
        keyFiles(container, settings(key)),
      ),
    };
  },
};

const IMAGES = new Set(["kong", "kong-gateway"]);

/** A line of a listen setting. */
interface Listen {
  readonly port: number;
  readonly text: string;
  readonly isTls: boolean;
  readonly loopbackOnly: boolean;
  readonly source: string;
}

/** What a setting listens on; nothing of it is known when a secret or an environment fills it in. */
function listens(settings: KongSettings, name: string, unset: string): readonly Listen[] {
  const { value, source } = settings(name) ?? { value: unset, source: "default" };
  return (value ?? "").split(",").flatMap((line) => {
    const [text = "", ...words] = line.trim().split(/\s+/);
    const address = readAddress(text);
    if (address.port === undefined) return [];
    return [{ port: address.port, text, isTls: words.includes("ssl"), loopbackOnly: isLocal(address), source }];
  });
}

function proxyPorts(settings: KongSettings, declaration: KongDeclaration): readonly PortReading[] {
  return listens(settings, "proxy_listen", DEFAULTS.proxy_listen).map((listen) => {
    const port = portOf(listen, "its routes", settings, ["proxy", "http"]);
    if (listen.isTls || declaration.kind !== "known" || declaration.routes.some(({ takesPlain }) => takesPlain))
      return port;
    const evidence = `Kong passes nothing on from ${listen.text}: every route is for https alone (${listen.source})`;
    return { ...port, evidence, serves: "redirect" };
  });
}

function adminPorts(settings: KongSettings, tag: string | undefined): readonly PortReading[] {
  const api = listens(settings, "admin_listen", DEFAULTS.admin_listen);
  // The graphical administration comes with the API that it calls.
  const hasManager = api.length > 0 && !WITHOUT_MANAGER.test(tag ?? "");
  const manager = hasManager ? listens(settings, "admin_gui_listen", DEFAULTS.admin_gui_listen) : [];
  return [
    ...api.map((listen) => portOf(listen, "its administration", settings, ["admin", "http"])),
    ...manager.map((listen) => portOf(listen, "its graphical administration", settings, ["http"])),
  ].map((port) => ({ ...port, serves: "administration" as const }));
}

function statusPorts(settings: KongSettings): readonly PortReading[] {
  return listens(settings, "status_listen", "off").map((listen) =>
    portOf(listen, "its state and metrics", settings, ["status", "http"]),
  );
}

/** @param blocks parts of nginx' configuration that can ask this port's callers for certificates */
function portOf(listen: Listen, what: string, settings: KongSettings, blocks: readonly string[]): PortReading {
  const { port, text, isTls, loopbackOnly, source } = listen;
  const common = { port, verifiesName: false, allowedNames: undefined, loopbackOnly, source };
  if (!isTls) return { ...common, tls: "none", evidence: `Kong serves ${what} without TLS on ${text} (${source})` };
  const asks = blocks
    .map((block) => settings(`nginx_${block}_ssl_verify_client`))
    .find((setting) => setting?.value === "on");
  return asks === undefined
    ? { ...common, tls: "server", evidence: `Kong asks no certificate of whoever calls ${text} (${source})` }
    : {
        ...common,
        tls: "mutual",
        evidence: `Kong lets in every client of the authority (${asks.source})`,
        source: asks.source,
      };
}

/** Settings take a path, several of them, or the key itself. */
function keyFiles(container: UnreadContainer, setting: KongSetting | undefined): readonly KeyFile[] {
  return (setting?.value ?? "")
    .split(",")
    .map((path) => path.trim())
    .filter((path) => path.startsWith("/"))
    .map((path) => ({ path, source: setting?.source ?? "", heldBy: findFile(container.mounts, path)?.mount.kind }));
}
