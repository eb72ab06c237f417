import { isObject, listOf, objectOf, scalarText, textOf, type Json } from "../facts/json";

// Compose knows most things in a short and in a long form. Here each gets one, so that rewriting is no change.

/** A service in its long form. */
export function longService(service: Json): Json {
  const result: Record<string, unknown> = { ...service };
  const reform = (key: string, form: (value: unknown) => unknown): void => {
    if (service[key] !== undefined && service[key] !== null) result[key] = form(service[key]);
  };
  for (const key of ["environment", "labels", "annotations", "sysctls"]) reform(key, pairs("="));
  reform("extra_hosts", pairs("=", ":"));
  reform("depends_on", named({ condition: "service_started" }));
  reform("networks", named({}));
  for (const key of ["command", "entrypoint"]) reform(key, words);
  for (const key of ["tmpfs", "dns", "dns_search"]) reform(key, list);
  reform("env_file", (value) => listOf(list(value)).map(fileOf));
  reform("ports", (value) => listOf(value).map(longPort));
  reform("volumes", (value) => listOf(value).map(longMount));
  for (const key of ["configs", "secrets"]) reform(key, (value) => listOf(value).map(longGrant));
  reform("healthcheck", (value) => {
    const { test, ...others } = objectOf(value);
    return test === undefined ? others : { ...others, test: typeof test === "string" ? ["CMD-SHELL", test] : test };
  });
  return result;
}

const list = (value: unknown): unknown => (typeof value === "string" ? [value] : value);

/** A list of `name=value` as a mapping; scalars as text, so that `"1"` is `1`. */
export function pairs(...separators: readonly string[]): (value: unknown) => unknown {
  return (value) => {
    if (isObject(value))
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, scalarText(item) ?? item]));
    return Object.fromEntries(
      listOf(value).map((item) => {
        const text = scalarText(item) ?? "";
        const at = Math.min(...separators.map((it) => text.indexOf(it)).filter((index) => index >= 0), text.length);
        // A name alone passes the starter's own value on.
        return [text.slice(0, at), at === text.length ? null : text.slice(at + 1)];
      }),
    );
  };
}

const named =
  (member: Json) =>
  (value: unknown): unknown =>
    isObject(value)
      ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, item ?? {}]))
      : Object.fromEntries(listOf(value).map((item) => [scalarText(item) ?? "", member]));

/** A command in one text, where splitting it is beyond doubt. */
function words(value: unknown): unknown {
  return typeof value === "string" && !/["'\\$`]/.test(value)
    ? value.split(/\s+/).filter((word) => word !== "")
    : value;
}

function fileOf(item: unknown): unknown {
  return typeof item === "string" ? { path: item, required: true } : item;
}

function longPort(item: unknown): unknown {
  if (isObject(item)) {
    const { target, published, protocol = "tcp", mode, ...others } = item;
    return {
      ...others,
      ...(mode === undefined || mode === "ingress" ? {} : { mode }),
      ...(published === undefined ? {} : { published: scalarText(published) }),
      target: scalarText(target),
      protocol,
    };
  }
  const text = scalarText(item);
  if (text === undefined) return item;
  const [ports = "", protocol = "tcp"] = text.split("/");
  const match = /^(?:(?:(\[.*\]|[^:]*):)?([^:]*):)?([^:]+)$/.exec(ports);
  if (match === null) return { target: ports, protocol };
  const [, address = "", published = "", target] = match;
  return {
    ...(address === "" ? {} : { host_ip: address.replace(/^\[|\]$/g, "") }),
    ...(published === "" ? {} : { published }),
    target,
    protocol,
  };
}

function longMount(item: unknown): unknown {
  const text = textOf(item);
  if (text === undefined) return item;
  const [first = "", target, options = ""] = text.split(":");
  if (target === undefined) return { type: "volume", target: first };
  const flags = options.split(",").filter((flag) => flag !== "" && flag !== "rw" && flag !== "ro");
  return {
    type: /^[./~$\\]/.test(first) ? "bind" : "volume",
    source: first,
    target,
    ...(options.split(",").includes("ro") ? { read_only: true } : {}),
    ...(flags.length === 0 ? {} : { options: flags }),
  };
}

function longGrant(item: unknown): unknown {
  return typeof item === "string" ? { source: item } : item;
}
