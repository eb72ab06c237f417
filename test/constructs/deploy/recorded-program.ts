import * as pulumi from "@pulumi/pulumi";

/** A resource that a program registered. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Makes what a provider would put out, by type; everything else puts out its inputs. */
export type PutOut = Readonly<Record<string, (inputs: Recorded["inputs"]) => Readonly<Record<string, unknown>>>>;

/**
 * Runs a program against the SDK's mocks, and returns what it registered, in order, when every registration is through.
 *
 * @param config the stack's configuration, by key
 */
export async function recorded<Result>(
  program: () => Result,
  config: Readonly<Record<string, string>> = {},
  putOut: PutOut = {},
): Promise<{ readonly result: Result; readonly resources: readonly Recorded[] }> {
  const resources: Recorded[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        resources.push({ type, name, inputs: inputs as Recorded["inputs"] });
        return { id: `${name}-id`, state: { ...(inputs as object), ...putOut[type]?.(inputs as Recorded["inputs"]) } };
      },
      call: () => ({}),
    },
    "ashlar",
    "dev",
    false,
  );
  pulumi.runtime.setAllConfig(config);
  const result = program();
  await pulumi.runtime.disconnect();
  return { result, resources };
}
