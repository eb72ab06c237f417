import type { z } from "zod";
import type { Destination } from "../../gateway/destination";
import { concat, type ExpressionInput } from "../../model/expression";

/** Settings as a schema leaves them. */
export type Settings = Readonly<Record<string, unknown>>;

/** How a destination is reached from where Kong runs. */
export interface Way {
  readonly host: ExpressionInput;
  readonly port: number;
  /** What is spoken on this way: behind a tunnel there is no TLS left to speak. */
  readonly scheme: "http" | "https";
}

/** What a plugin calls. */
export interface Calls {
  /**
   * Who ends the TLS to a server outside: `tunnel`, because the plugin would check nothing, or nothing but what it is
   * made for; `plugin`, because it needs the server's own name in its requests and checks the certificate; `unproved`,
   * where it needs the name and checks nothing. Within the platform it is always a tunnel.
   */
  readonly outside: "tunnel" | "plugin" | "unproved";
  /** Where it leads; undefined where these settings call nobody. */
  readonly to: (settings: Settings) => Destination | undefined;
  /** The settings as Kong takes them. */
  readonly write: (settings: Settings, way: Way) => Settings;
}

/** A plugin: what a user writes, and what Kong reads. The two differ where a destination or a secret stands. */
export interface PluginForm<Input extends z.ZodType = z.ZodType> {
  readonly input: Input;
  readonly wire: z.ZodType;
  readonly calls?: Calls;
}

/** A plugin whose settings are Kong's own. */
export const plain = <Input extends z.ZodType>(schema: Input): PluginForm<Input> => ({ input: schema, wire: schema });

/** The endpoint in the key `to`, which the schema has seen. */
export const ownTo = ({ to }: Settings): Destination => to as Destination;

/** The url of a path on a way; undefined without a path. */
export const urlOf = ({ scheme, host, port }: Way, path: unknown): ExpressionInput | undefined =>
  typeof path === "string" ? concat(`${scheme}://`, host, `:${port}${path}`) : undefined;
