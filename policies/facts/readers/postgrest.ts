import type { UnreadContainer } from "../container";
import { findFile } from "../mount";
import { isLoopback } from "./address";
import { programArguments } from "./command-line";
import { emptyReading, type PortReading, type Reader } from "./reader";

/** What PostgREST does when it is told nothing: every address, port 3000, no admin port. */
const DEFAULTS = { host: "!4", port: "3000" } as const;

/** PostgREST: variables before the configuration file. It never speaks TLS itself. */
export const postgrest: Reader = {
  name: "postgrest",
  read(container) {
    // The image has no entry point: arguments name a program as well as a command does.
    const isImage = container.image.name === "postgrest" && container.command.length + container.args.length === 0;
    const words = programArguments(container, "postgrest") ?? (isImage ? [] : undefined);
    if (words === undefined) return undefined;
    const settings = settingsOf(container, words[0]);
    const port = settings("server-port") ?? known(DEFAULTS.port);
    // A port that a secret names is nowhere to be read; what the container declares is then all there is.
    if (port.value === undefined) return undefined;
    const ports: PortReading[] = [];
    const host = settings("server-host") ?? known(DEFAULTS.host);
    if (settings("server-unix-socket") === undefined) ports.push(...plainPort(port, host));
    const admin = settings("admin-server-port");
    if (admin !== undefined) ports.push(...plainPort(admin, settings("admin-server-host") ?? host));
    return { ...emptyReading("postgrest"), ports };
  },
};

/** A setting and where it stands; the value is undefined when it is filled in elsewhere. */
interface Setting {
  readonly value: string | undefined;
  readonly source: string;
}

const known = (value: string): Setting => ({ value, source: "default" });

function settingsOf(container: UnreadContainer, file: string | undefined): (key: string) => Setting | undefined {
  const text = file === undefined ? undefined : findFile(container.mounts, file)?.text;
  return (key) => {
    const name = `PGRST_${key.toUpperCase().replaceAll("-", "_")}`;
    const variable = container.env.find((item) => item.name === name);
    if (variable !== undefined) return { value: variable.value, source: name };
    const line =
      text === undefined ? undefined : new RegExp(`^\\s*${key}\\s*=\\s*"?([^"\\n]*?)"?\\s*$`, "m").exec(text);
    return line?.[1] === undefined ? undefined : { value: line[1], source: `${file ?? ""}: ${key}` };
  };
}

function plainPort(port: Setting, host: Setting): readonly PortReading[] {
  const number = Number(port.value);
  if (port.value === undefined || !Number.isInteger(number) || number < 1 || number > 65535) return [];
  const where = host.value ?? "an address that the artifact does not say";
  return [
    {
      port: number,
      tls: "none",
      verifiesName: false,
      allowedNames: undefined,
      loopbackOnly: host.value !== undefined && isLoopback(host.value),
      evidence: `PostgREST speaks no TLS and listens on ${where} (${host.source})`,
      source: host.source,
    },
  ];
}
