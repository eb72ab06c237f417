import { type Alias, ComponentResource, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { Component } from "../model/component";
import type { Platform } from "../model/platform";

/** A construct of the platform's tree, as a parent of what stands below it. It has no inputs and no outputs. */
class Branch extends ComponentResource {
  public constructor(type: string, name: string, options: ComponentResourceOptions) {
    super(type, name, {}, options);
    this.registerOutputs({});
  }
}

/** Where a resource stands: its construct's path, and what it is there. */
export interface Place {
  readonly path: string;
  readonly id: string;
}

/** Logical names of a deployment, and which older names mean the same resource. */
export interface Naming {
  nameOf(path: string, id?: string): string;
  aliasesOf(path: string, id?: string): Alias[];
}

/** The platform's tree as component resources, each made when something needs it as its parent. */
export class Branches {
  readonly #byPath = new Map<string, Resource>();
  readonly #types: ReadonlyMap<string, string>;

  public constructor(
    root: Resource,
    platform: Platform,
    private readonly naming: Naming,
  ) {
    this.#byPath.set(platform.node.path, root);
    this.#types = new Map([
      ...platform.graph.scopes.map((scope) => [scope.node.path, "ashlar:index:Scope"] as const),
      ...platform.node
        .findAll()
        .filter((construct) => Component.isComponent(construct))
        .map((component) => [component.node.path, "ashlar:index:Component"] as const),
    ]);
  }

  /** The component resource of a construct. */
  public at(path: string): Resource {
    const known = this.#byPath.get(path);
    if (known !== undefined) return known;
    const parent = this.at(path.slice(0, path.lastIndexOf("/")));
    const type = this.#types.get(path) ?? "ashlar:index:Peer";
    const branch = new Branch(type, this.naming.nameOf(path), { parent, aliases: this.naming.aliasesOf(path) });
    this.#byPath.set(path, branch);
    return branch;
  }
}
