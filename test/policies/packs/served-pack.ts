import type { Policies } from "@pulumi/policy";
import * as server from "@pulumi/policy/server";
import {
  AnalyzeRequest,
  AnalyzerResource,
  AnalyzerResourceOptions,
  AnalyzeStackRequest,
} from "@pulumi/pulumi/proto/analyzer_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { readConfiguration, type PolicySetting } from "../../../policies/packs/configuration";
import { packNamed, type PackName } from "../../../policies/packs/pack";
import { policiesOf } from "../../../policies/packs/policies";
import type { Document } from "../fixtures/edit";

/** What the engine puts for a value that is known only after the update. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** What a pack answered. */
export interface Answer {
  readonly policy: string;
  readonly level: "advisory" | "mandatory";
  readonly message: string;
  readonly urn: string;
}

/** The SDK's own functions behind its server: they unpack, wrap unknown values, and call the policies. */
type Handler<Request> = (
  call: { readonly request: Request },
  callback: (error: Error | undefined, response?: AnalyzeAnswer) => void,
) => Promise<void>;
interface AnalyzeAnswer {
  getDiagnosticsList(): readonly {
    getPolicyname(): string;
    getEnforcementlevel(): number;
    getMessage(): string;
    getUrn(): string;
  }[];
}
type Maker = (name: string, version: string, level: string, policies: Policies) => Handler<unknown>;
const { makeAnalyzeRpcFun, makeAnalyzeStackRpcFun } = server as unknown as {
  readonly makeAnalyzeRpcFun: Maker;
  readonly makeAnalyzeStackRpcFun: Maker;
};

/** A pack as the SDK serves it, without a process of its own. */
export class ServedPack {
  private constructor(
    private readonly name: string,
    private readonly policies: Policies,
  ) {}

  static of(name: PackName, settings: Readonly<Record<string, PolicySetting>> = {}): ServedPack {
    const pack = packNamed(name);
    const configuration = readConfiguration(pack, new Map(Object.entries(settings)));
    return new ServedPack(
      pack.name,
      policiesOf(pack, () => configuration),
    );
  }

  /** What it says of each object by itself. */
  async ofEach(objects: readonly Document[]): Promise<readonly Answer[]> {
    const analyze = makeAnalyzeRpcFun(this.name, "0.0.0", "mandatory", this.policies);
    const answers: Answer[] = [];
    for (const object of objects) {
      const request = new AnalyzeRequest();
      fill(request, object);
      answers.push(...(await ask(analyze, request)));
    }
    return answers;
  }

  /** What it says of all objects together. */
  async ofAll(objects: readonly Document[]): Promise<readonly Answer[]> {
    const request = new AnalyzeStackRequest();
    request.setResourcesList(
      objects.map((object) => {
        const resource = new AnalyzerResource();
        fill(resource, object);
        return resource;
      }),
    );
    return ask(makeAnalyzeStackRpcFun(this.name, "0.0.0", "mandatory", this.policies), request);
  }

  /** As in a preview: each by itself, then all together. */
  async judge(objects: readonly Document[]): Promise<readonly Answer[]> {
    return [...(await this.ofEach(objects)), ...(await this.ofAll(objects))];
  }
}

/** Names of the policies that would stop the change. */
export function stoppedBy(answers: readonly Answer[]): readonly string[] {
  return [...new Set(answers.filter(({ level }) => level === "mandatory").map(({ policy }) => policy))].sort();
}

function ask(handler: Handler<unknown>, request: unknown): Promise<readonly Answer[]> {
  return new Promise((resolve, reject) => {
    void handler({ request }, (error, response) => {
      if (error !== undefined && error !== null) reject(error);
      else
        resolve(
          (response?.getDiagnosticsList() ?? []).map((diagnostic) => ({
            policy: diagnostic.getPolicyname(),
            level: diagnostic.getEnforcementlevel() === 1 ? "mandatory" : "advisory",
            message: diagnostic.getMessage(),
            urn: diagnostic.getUrn(),
          })),
        );
    });
  });
}

/** The type token that the Kubernetes provider gives an object. */
export function tokenOf(object: Document): string {
  const apiVersion = String(object["apiVersion"]);
  return `kubernetes:${apiVersion.includes("/") ? apiVersion : `core/${apiVersion}`}:${String(object["kind"])}`;
}

/** The address that the engine gives an object in these tests. */
function urnOf(object: Document): string {
  const name = (object["metadata"] as { readonly name?: string } | undefined)?.name ?? "nameless";
  return `urn:pulumi:dev::acme::${tokenOf(object)}::${name}`;
}

function fill(request: AnalyzeRequest | AnalyzerResource, object: Document): void {
  request.setType((object["__type"] as string | undefined) ?? tokenOf(object));
  request.setUrn(urnOf(object));
  request.setName(urnOf(object).split("::").at(-1) ?? "");
  const { __type, ...properties } = object;
  request.setProperties(
    Struct.fromJavaScript(structuredClone(properties) as Parameters<typeof Struct.fromJavaScript>[0]),
  );
  request.setOptions(new AnalyzerResourceOptions());
}
