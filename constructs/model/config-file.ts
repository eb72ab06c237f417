import type { Expression } from "./expression";

/** A value of a structured file. Expressions may stand wherever text may. */
export type ConfigValue =
  string | number | boolean | null | Expression | readonly ConfigValue[] | { readonly [key: string]: ConfigValue };

/** A value of a flat file. */
export type ConfigScalar = string | number | boolean | Expression;

/** What a file says, as a structure. A serialiser of its format writes it, never a text template. */
export type ConfigContent =
  | { readonly format: "json"; readonly value: ConfigValue }
  | { readonly format: "yaml"; readonly value: ConfigValue }
  /** Java properties: `key=value`. */
  | { readonly format: "properties"; readonly entries: Readonly<Record<string, ConfigScalar>> }
  /** `postgresql.conf`: `key = 'value'`. */
  | { readonly format: "postgresql"; readonly settings: Readonly<Record<string, ConfigScalar>> }
  /** `pg_hba.conf` and `pg_ident.conf`: fields in columns. */
  | { readonly format: "postgresql-table"; readonly rows: readonly (readonly string[])[] }
  /** Text of the platform's that is public and stands as it is, for example certificates. */
  | { readonly format: "text"; readonly text: string }
  /** A program of the component (SQL, shell), verbatim: it holds no value of any platform. */
  | { readonly format: "program"; readonly text: string };

/** A file that a container reads. One that holds a secret expression becomes a secret file. */
export interface ConfigFile {
  readonly kind: "config-file";
  /** File name, for example `postgresql.conf`. Unique in its peer. */
  readonly name: string;
  readonly content: ConfigContent;
  /** @default false: the file is read, not run */
  readonly executable?: boolean;
}

/** Declares a file. */
export function configFile(
  name: string,
  content: ConfigContent,
  options: { readonly executable?: boolean } = {},
): ConfigFile {
  return { kind: "config-file", name, content, ...options };
}
