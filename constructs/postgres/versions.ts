import type { Image } from "../model/image";
import { IMAGES } from "./images";

/** Major versions that a server can be. */
export const POSTGRES_VERSIONS = [16, 17, 18] as const;

/** A major version. */
export type PostgresVersion = (typeof POSTGRES_VERSIONS)[number];

/** What differs between major versions. */
export interface VersionFacts {
  readonly image: Image;
  /** Where the volume is mounted. */
  readonly volumePath: string;
  /** PGDATA: always a folder inside the volume, whose root may hold `lost+found` and another owner. */
  readonly dataPath: string;
  /** How a new cluster orders text. */
  readonly locale: readonly string[];
  /** Settings that only this version and later ones have. */
  readonly settings: Readonly<Record<string, string>>;
}

// Text is ordered by code point. glibc's other locales change with the base image, and every index on text with them;
// PostgreSQL 17 brings an order of its own that no image can change.
const GLIBC = ["--locale=C.UTF-8"] as const;
const BUILTIN = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"] as const;

// Up to 17, PostgreSQL's images expect the volume at the data folder; PGDATA is a folder below it, because the root of a
// volume may belong to somebody else and hold `lost+found`. With 18 the volume moved one up, and PGDATA has the version
// in its path, so that two versions can stand side by side for pg_upgrade.
const UNTIL_17 = { volumePath: "/var/lib/postgresql/data", dataPath: "/var/lib/postgresql/data/pgdata" } as const;
const SINCE_18 = { volumePath: "/var/lib/postgresql", dataPath: "/var/lib/postgresql/18/docker" } as const;

// ALTER SYSTEM writes a file that goes before ours: what is declared would no longer be what runs.
const SINCE_17_SETTINGS = { allow_alter_system: "off" } as const;

/**
 * PATH of a container. Debian puts a wrapper before PostgreSQL's own programs that looks for clusters of its own kind;
 * a health check has no use for it.
 */
export function programPath(version: PostgresVersion): string {
  return `/usr/lib/postgresql/${version}/bin:/usr/local/bin:/usr/bin:/bin`;
}

/** The facts of each version. */
export const VERSIONS: Readonly<Record<PostgresVersion, VersionFacts>> = {
  16: { image: IMAGES[16], ...UNTIL_17, locale: GLIBC, settings: {} },
  17: { image: IMAGES[17], ...UNTIL_17, locale: BUILTIN, settings: SINCE_17_SETTINGS },
  18: { image: IMAGES[18], ...SINCE_18, locale: BUILTIN, settings: SINCE_17_SETTINGS },
};
