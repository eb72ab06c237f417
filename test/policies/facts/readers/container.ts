import type { UnreadContainer } from "../../../../policies/facts/container";
import { readImage } from "../../../../policies/facts/image";
import type { FileFacts } from "../../../../policies/facts/mount";
import { NO_START } from "../../../../policies/facts/start";

const NO_AMOUNTS = { cpu: undefined, memory: undefined, pids: undefined };

/** A container as a reader sees it: an image, words, literal variables and files. */
export function container({
  image = "docker.io/example/app:1",
  command = [],
  args = [],
  env = {},
  files = {},
}: {
  readonly image?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly files?: Readonly<Record<string, string>>;
}): UnreadContainer {
  const found: FileFacts[] = Object.entries(files).map(([path, text]) => ({ path, text }));
  return {
    name: "app",
    path: "services.app",
    role: "app",
    image: readImage(image),
    command,
    args,
    env: Object.entries(env).map(([name, value]) => ({
      name,
      value,
      source: value === undefined ? "secret" : "literal",
    })),
    privileged: false,
    escalates: false,
    user: 1000,
    userName: undefined,
    refusesRoot: true,
    capabilities: { added: [], dropped: ["ALL"] },
    readOnlyRoot: true,
    seccomp: "default",
    unconfined: [],
    resources: { requests: NO_AMOUNTS, limits: NO_AMOUNTS },
    probes: { started: undefined, ready: undefined, live: undefined },
    ports: [],
    start: NO_START,
    mounts: found.map((file) => ({
      path: file.path,
      kind: "config",
      name: "c",
      readOnly: true,
      hostPath: undefined,
      files: [file],
    })),
  };
}
