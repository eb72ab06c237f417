import { readFileSync } from "node:fs";
import * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as provider from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

/** Properties of a resource, as the engine sends them: plain, with {@link UNKNOWN} for what a preview cannot know. */
export type Properties = Readonly<Record<string, unknown>>;

/** What stands for a value that a preview cannot know; the engine's own constant. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** A resource that a stand-in is asked about. */
export interface Resource {
  /** For example `kubernetes:apps/v1:Deployment`. */
  readonly type: string;
  /** Its logical name. */
  readonly name: string;
  readonly inputs: Properties;
}

/** What a change does. */
export interface Change {
  readonly changes: boolean;
  /** Inputs whose change replaces the resource. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** What a resource is after a step. */
export interface State {
  readonly id: string;
  readonly outputs: Properties;
}

/** A stand-in for a resource provider whose plugin is in no package registry. It says so in its plugin's version. */
export interface StandIn {
  /** The SDK that it stands behind; its version is that one's. None: an own one. */
  readonly sdk?: string;
  /** Why inputs are refused, each with the input's path; none when they are fine. */
  check(resource: Resource): readonly { readonly property: string; readonly reason: string }[];
  diff(resource: Resource, old: Properties): Change;
  create(resource: Resource, preview: boolean): Promise<State>;
  update(resource: Resource, id: string, old: Properties, preview: boolean): Promise<State>;
  /**
   * The resource as it is now; undefined when it is gone.
   *
   * @param known its outputs, as the engine has them
   */
  read(
    resource: Resource,
    id: string,
    known: Properties,
  ): Promise<(State & { readonly inputs: Properties }) | undefined>;
  delete(resource: Resource, id: string): Promise<void>;
  /** An engine begins, or asks to end what is under way. */
  signal?(what: "begin" | "cancel"): void;
}

/** A provider that runs in this process, and the engine's way to it. */
export interface AttachedProvider {
  readonly port: number;
  stop(): void;
}

type Handler<Request, Response> = grpc.handleUnaryCall<Request, Response>;

function answer<Request, Response>(
  work: (request: Request) => Promise<Response> | Response,
): Handler<Request, Response> {
  return (call, callback) => {
    Promise.resolve()
      .then(() => work(call.request))
      .then(
        (response) => callback(null, response),
        (error: unknown) =>
          callback({ code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) }),
      );
  };
}

const plain = (struct: Struct | undefined): Properties => struct?.toJavaScript() ?? {};
const struct = (properties: Properties): Struct =>
  Struct.fromJavaScript(properties as Readonly<Record<string, JavaScriptValue>>);

function resourceOf(urn: string, inputs: Struct | undefined): Resource {
  const [, , types = "", ...name] = urn.split("::");
  return { type: types.split("$").at(-1) ?? "", name: name.join("::"), inputs: plain(inputs) };
}

/** The version of a published SDK: the engine asks for a plugin that is at least as new. */
function versionOf(sdk: string | undefined): string {
  if (sdk === undefined) return "0.0.0";
  const manifest = JSON.parse(readFileSync(require.resolve(`${sdk}/package.json`), "utf8")) as {
    readonly version: string;
  };
  return manifest.version.replace(/^v/, "");
}

/** Serves a stand-in on a port of 127.0.0.1, for the engine to attach to. */
export async function attach(standIn: StandIn): Promise<AttachedProvider> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
  server.addService(ResourceProviderService, {
    attach: answer(() => new Empty()),
    cancel: answer(() => {
      standIn.signal?.("cancel");
      return new Empty();
    }),
    getPluginInfo: answer(() => {
      const info = new PluginInfo();
      info.setVersion(`${versionOf(standIn.sdk)}+stand-in`);
      return info;
    }),
    configure: answer(() => {
      standIn.signal?.("begin");
      const response = new provider.ConfigureResponse();
      response.setSupportspreview(true);
      return response;
    }),
    check: answer((request: provider.CheckRequest) => {
      const response = new provider.CheckResponse();
      response.setInputs(request.getNews());
      response.setFailuresList(
        standIn.check(resourceOf(request.getUrn(), request.getNews())).map(({ property, reason }) => {
          const failure = new provider.CheckFailure();
          failure.setProperty(property);
          failure.setReason(reason);
          return failure;
        }),
      );
      return response;
    }),
    diff: answer((request: provider.DiffRequest) => {
      const resource = resourceOf(request.getUrn(), request.getNews());
      const { changes, replaces, deleteBeforeReplace } = standIn.diff(resource, plain(request.getOldInputs()));
      const response = new provider.DiffResponse();
      const { DIFF_SOME, DIFF_NONE } = provider.DiffResponse.DiffChanges;
      response.setChanges(changes ? DIFF_SOME : DIFF_NONE);
      response.setReplacesList([...replaces]);
      response.setDeletebeforereplace(deleteBeforeReplace);
      return response;
    }),
    create: answer(async (request: provider.CreateRequest) => {
      const resource = resourceOf(request.getUrn(), request.getProperties());
      const { id, outputs } = await standIn.create(resource, request.getPreview());
      const response = new provider.CreateResponse();
      response.setId(request.getPreview() ? "" : id);
      response.setProperties(struct(outputs));
      return response;
    }),
    update: answer(async (request: provider.UpdateRequest) => {
      const resource = resourceOf(request.getUrn(), request.getNews());
      const old = plain(request.getOldInputs());
      const { outputs } = await standIn.update(resource, request.getId(), old, request.getPreview());
      const response = new provider.UpdateResponse();
      response.setProperties(struct(outputs));
      return response;
    }),
    read: answer(async (request: provider.ReadRequest) => {
      const state = await standIn.read(
        resourceOf(request.getUrn(), request.getInputs()),
        request.getId(),
        plain(request.getProperties()),
      );
      const response = new provider.ReadResponse();
      if (state === undefined) return response;
      response.setId(state.id);
      response.setProperties(struct(state.outputs));
      response.setInputs(struct(state.inputs));
      return response;
    }),
    delete: answer(async (request: provider.DeleteRequest) => {
      await standIn.delete(resourceOf(request.getUrn(), request.getProperties()), request.getId());
      return new Empty();
    }),
  });
  const port = await new Promise<number>((done, fail) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? done(bound) : fail(error),
    ),
  );
  return { port, stop: () => server.forceShutdown() };
}

/** Whether two values are the same data. */
export function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  const at = (value: object, key: string): unknown => (value as Readonly<Record<string, unknown>>)[key];
  return Array.isArray(one) === Array.isArray(other) && [...keys].every((key) => isSame(at(one, key), at(other, key)));
}
