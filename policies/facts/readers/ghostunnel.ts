import { findFile } from "../mount";
import { isLocal, readAddress } from "./address";
import { programArguments, readOptions } from "./command-line";
import { emptyReading, type PortReading, type Reader, type Reading, type Weakness } from "./reader";

const SWITCHES = new Set([
  "allow-all",
  "disable-authentication",
  "unsafe-target",
  "unsafe-listen",
  "quiet",
  "proxy-protocol",
  "enable-pprof",
  "enable-shutdown",
  "use-workload-api",
  "auto-acme-agree-to-tos",
]);
/** Options that name clients one by one. An organisational unit is no name: many certificates share it. */
const NAMES = ["allow-cn", "allow-uri", "allow-dns", "allow-ip"] as const;

/** ghostunnel: everything it does is in its arguments. */
export const ghostunnel: Reader = {
  name: "ghostunnel",
  read(container) {
    // The image's name says what runs only while nothing replaces its entry point.
    const isImage = container.image.name === "ghostunnel" && container.command.length === 0;
    const words = programArguments(container, "ghostunnel") ?? (isImage ? container.args : undefined);
    if (words === undefined) return undefined;
    const options = readOptions(words, SWITCHES);
    const keyFiles = ["key", "keystore"].flatMap((name) =>
      (options.get(name) ?? []).map((path) => ({
        path,
        source: `--${name}`,
        heldBy: findFile(container.mounts, path)?.mount.kind,
      })),
    );
    const mode = words.find((word) => word === "server" || word === "client");
    if (mode === undefined) return emptyReading("ghostunnel");
    const reading = mode === "server" ? readServer(options) : readClient(options);
    return { ...reading, ports: [...reading.ports, ...readStatus(options)], keyFiles };
  },
};

type Options = ReadonlyMap<string, readonly string[]>;

function readServer(options: Options): Reading {
  const listen = options.get("listen")?.[0] ?? "";
  const weaknesses = switchedOff(options);
  const target = options.get("target")?.[0];
  const to = readAddress(target ?? "");
  return {
    ...emptyReading("ghostunnel"),
    ports: portAt(listen, { ...serverTls(options), ...(weaknesses.length > 0 ? { becauseOf: "switched-off" } : {}) }),
    weaknesses,
    backends:
      target === undefined
        ? []
        : [{ port: to.port, isLocal: isLocal(to), address: target, source: `--target=${target}` }],
  };
}

type TlsReading = Pick<PortReading, "tls" | "verifiesName" | "allowedNames" | "evidence" | "source" | "becauseOf">;

function serverTls(options: Options): TlsReading {
  const none = { verifiesName: false, allowedNames: undefined };
  if (options.has("disable-authentication")) {
    const source = "--disable-authentication";
    return { ...none, tls: "server", evidence: `ghostunnel asks for no certificate (${source})`, source };
  }
  if (options.has("allow-all")) {
    const source = "--allow-all";
    return { ...none, tls: "mutual", evidence: `ghostunnel lets in every client of the authority (${source})`, source };
  }
  if (!options.has("cacert")) {
    const evidence = "ghostunnel is given no --cacert, so it trusts every public authority";
    return { ...none, tls: "unknown", evidence, source: "--cacert" };
  }
  const names = NAMES.flatMap((name) => (options.get(name) ?? []).map((value) => ({ option: `--${name}`, value })));
  const pattern = names.find(({ value }) => value.includes("*"));
  if (pattern !== undefined) {
    const source = `${pattern.option}=${pattern.value}`;
    return { ...none, tls: "mutual", evidence: `ghostunnel lets in whatever fits a pattern (${source})`, source };
  }
  const group = options.get("allow-ou")?.[0];
  if (group !== undefined) {
    const source = `--allow-ou=${group}`;
    return { ...none, tls: "mutual", evidence: `ghostunnel lets in a whole unit (${source})`, source };
  }
  if (names.length === 0) {
    const evidence = "no argument of ghostunnel says whom it lets in";
    return { ...none, tls: "mutual", evidence, source: "args" };
  }
  const source = names.map(({ option, value }) => `${option}=${value}`).join(" ");
  const allowedNames = names.map(({ value }) => value);
  return { tls: "mutual", verifiesName: true, allowedNames, evidence: `ghostunnel ${source}`, source };
}

function switchedOff(options: Options): readonly Weakness[] {
  return ["disable-authentication", "allow-all"]
    .filter((name) => options.has(name))
    .map((name) => ({
      kind: "switched-off",
      message: `ghostunnel runs with --${name}`,
      source: `--${name}`,
    }));
}

function readClient(options: Options): Reading {
  const listen = options.get("listen")?.[0] ?? "";
  const target = options.get("target")?.[0] ?? "";
  const presentsCertificate =
    !options.has("disable-authentication") && (options.has("cert") || options.has("keystore"));
  return {
    ...emptyReading("ghostunnel"),
    ports: portAt(listen, {
      tls: "none",
      verifiesName: false,
      allowedNames: undefined,
      evidence: `ghostunnel takes plain traffic for ${target} (--listen=${listen})`,
      source: `--listen=${listen}`,
    }),
    tunnels: [
      { target, presentsCertificate, listensLocally: isLocal(readAddress(listen)), source: `--target=${target}` },
    ],
  };
}

/** The status port: plain with `http://`, else TLS without a client's certificate. */
function readStatus(options: Options): readonly PortReading[] {
  const status = options.get("status")?.[0];
  if (status === undefined) return [];
  const source = `--status=${status}`;
  const tls = status.startsWith("http://") ? "none" : "server";
  const evidence = `ghostunnel serves its status ${tls === "none" ? "without TLS" : "to everybody"} (${source})`;
  return portAt(status, { tls, verifiesName: false, allowedNames: undefined, evidence, source });
}

function portAt(listen: string, tls: TlsReading): readonly PortReading[] {
  const address = readAddress(listen);
  return address.port === undefined ? [] : [{ ...tls, port: address.port, loopbackOnly: isLocal(address) }];
}
