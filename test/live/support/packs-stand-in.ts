import { type Change, isSame, type Properties, type Resource, type StandIn, type State } from "./pulumi-stand-in";

/**
 * Stands in for the plugin `pulumi-resource-kubernetes`, which is in no package registry. It makes nothing: it takes every
 * object as it is, so that a test of policies sees what policies alone say of it.
 */
export class RegisteringStandIn implements StandIn {
  public check(): readonly never[] {
    return [];
  }

  public diff({ inputs }: Resource, old: Properties): Change {
    return { changes: !isSame(inputs, old), replaces: [], deleteBeforeReplace: false };
  }

  public create({ name, inputs }: Resource): Promise<State> {
    return Promise.resolve({ id: name, outputs: inputs });
  }

  public update({ name, inputs }: Resource): Promise<State> {
    return Promise.resolve({ id: name, outputs: inputs });
  }

  public read({ name, inputs }: Resource): Promise<State & { readonly inputs: Properties }> {
    return Promise.resolve({ id: name, inputs, outputs: inputs });
  }

  public delete(): Promise<void> {
    return Promise.resolve();
  }
}
