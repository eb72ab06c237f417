import { type ChildProcess, spawn } from "node:child_process";
import { dirname, join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import * as language from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

/** A language host that runs in this process, and the engine's way to it. */
export interface AttachedLanguage {
  readonly port: number;
  stop(): void;
}

/**
 * Stands in for `pulumi-language-nodejs`, which is in no package registry. It is test equipment, and does the one thing
 * that a program without plugins asks of it: it starts the SDK's own runner, `@pulumi/pulumi/cmd/run`, in a process.
 *
 * @param variables added to the program's environment, as the command line's own would be
 */
export async function attachNodeLanguage(variables: Readonly<Record<string, string>> = {}): Promise<AttachedLanguage> {
  const children = new Set<ChildProcess>();
  // The engine tells its address once, when it attaches; a program logs there.
  let engine = "";
  const server = new grpc.Server();
  const reply =
    <Request, Response>(make: () => Response): grpc.handleUnaryCall<Request, Response> =>
    (_call, callback) =>
      callback(null, make());
  const run: grpc.handleUnaryCall<language.RunRequest, language.RunResponse> = (call, callback) => {
    const child = start(call.request, engine, variables);
    children.add(child);
    // The engine is gone: so is its program.
    call.on("cancelled", () => child.kill("SIGKILL"));
    child.once("exit", (code) => {
      children.delete(child);
      const response = new language.RunResponse();
      // The runner has told the engine of its errors by itself when it ends with 32.
      if (code === 32) response.setBail(true);
      else if (code !== 0) response.setError(`the program ended with ${String(code)}`);
      callback(null, response);
    });
  };
  server.addService(LanguageRuntimeService, {
    handshake: ((call, callback) => {
      engine = call.request.getEngineAddress();
      callback(null, new language.LanguageHandshakeResponse());
    }) satisfies grpc.handleUnaryCall<language.LanguageHandshakeRequest, language.LanguageHandshakeResponse>,
    getPluginInfo: reply(() => new PluginInfo()),
    getRequiredPlugins: reply(() => new language.GetRequiredPluginsResponse()),
    getRequiredPackages: reply(() => new language.GetRequiredPackagesResponse()),
    cancel: reply(() => new Empty()),
    run,
  });
  const port = await new Promise<number>((done, fail) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? done(bound) : fail(error),
    ),
  );
  const stop = (): void => {
    for (const child of children) child.kill("SIGKILL");
    server.forceShutdown();
  };
  return { port, stop };
}

function start(
  request: language.RunRequest,
  engine: string,
  variables: Readonly<Record<string, string>>,
): ChildProcess {
  const info = request.getInfo();
  const root = info?.getRootDirectory() ?? request.getPwd();
  const program = join(info?.getProgramDirectory() ?? request.getPwd(), info?.getEntryPoint() ?? request.getProgram());
  const runner = join(dirname(require.resolve("@pulumi/pulumi/package.json")), "cmd", "run", "index.js");
  const flags = {
    monitor: request.getMonitorAddress(),
    engine,
    project: request.getProject(),
    stack: request.getStack(),
    organization: request.getOrganization(),
    pwd: dirname(program),
    "root-directory": root,
    parallel: String(request.getParallel()),
  };
  const args = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, value]);
  const config = Object.fromEntries(
    request.getConfigMap().getEntryList() as unknown as readonly (readonly [string, string])[],
  );
  // The host's own default: a program is TypeScript unless the project says otherwise.
  const { typescript = true } = (info?.getOptions()?.toJavaScript() ?? {}) as { readonly typescript?: boolean };
  return spawn(process.execPath, [runner, ...args, ...(request.getDryrun() ? ["--dry-run"] : []), program], {
    cwd: root,
    env: {
      ...process.env,
      ...variables,
      PULUMI_NODEJS_TYPESCRIPT: String(typescript),
      PULUMI_CONFIG: JSON.stringify(config),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
    stdio: "ignore",
  });
}
