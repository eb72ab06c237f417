/** A place that a program listens on or calls. */
export interface Address {
  readonly host: string;
  readonly port: number | undefined;
  /** A socket in the file system, not in the network. */
  readonly isSocket: boolean;
}

/** Reads `host:port`, `[::1]:port`, `:port`, `unix:/path`, each also with `http://` or `https://` in front. */
export function readAddress(text: string): Address {
  const plain = text.replace(/^https?:\/\//, "");
  if (/^(unix:|\/)/.test(plain)) return { host: plain, port: undefined, isSocket: true };
  const match = /^(\[[^\]]*\]|[^:]*)(?::(\d{1,5}))?$/.exec(plain);
  const port = match?.[2] === undefined ? undefined : Number(match[2]);
  const host = (match?.[1] ?? plain).replace(/^\[|\]$/g, "");
  return { host, port: port === undefined || port > 65535 ? undefined : port, isSocket: false };
}

/** Whether only the same network namespace reaches the host. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Whether only the same pod reaches the address. */
export function isLocal(address: Address): boolean {
  return address.isSocket || isLoopback(address.host);
}
