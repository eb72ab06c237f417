import type { ImageFacts } from "./facts/image";

/** A program, the images that it comes in, and when its versions got their last repairs. */
export interface ProgramLife {
  readonly program: string;
  /** Where the days are from. */
  readonly source: string;
  /** Versions, the oldest first, and the day of the last release; what is older than the first is as dead as it. */
  readonly releases: readonly (readonly [version: string, day: string])[];
  /** The version that an image holds; undefined when it is none of this program, or does not say. */
  readonly versionOf: (image: ImageFacts) => string | undefined;
}

/** `13.4-alpine` and `v13.4`. */
function tagVersion({ tag = "" }: ImageFacts): string | undefined {
  return /^v?(\d+(?:\.\d+)*)(?:[-_+].*)?$/.exec(tag)?.[1];
}

/** Whether an image is the one that Docker's library has under this name; others may number theirs as they like. */
function isOfLibrary({ repository }: ImageFacts, name: string): boolean {
  return repository === name || repository === `docker.io/${name}` || repository.endsWith(`library/${name}`);
}

const library =
  (name: string) =>
  (image: ImageFacts): string | undefined =>
    isOfLibrary(image, name) ? tagVersion(image) : undefined;

/** Images that number themselves, and say PostgreSQL's version behind `pg`. */
const POSTGRES_INSIDE = new Set(["pgvector", "timescaledb", "timescaledb-ha"]);
const POSTGRES = new Set(["postgres", "postgresql", "postgis"]);

/** When support for a version ends. Programs whose makers name no day are not in it. */
export const END_OF_LIFE: readonly ProgramLife[] = [
  {
    program: "PostgreSQL",
    source: "https://www.postgresql.org/support/versioning/",
    releases: [
      ["9.6", "2021-11-11"],
      ["10", "2022-11-10"],
      ["11", "2023-11-09"],
      ["12", "2024-11-21"],
      ["13", "2025-11-13"],
      ["14", "2026-11-12"],
      ["15", "2027-11-11"],
      ["16", "2028-11-09"],
      ["17", "2029-11-08"],
      ["18", "2030-11-14"],
    ],
    versionOf: (image) => {
      if (POSTGRES_INSIDE.has(image.name)) return /(?:^|-)pg(\d+)(?:\D|$)/.exec(image.tag ?? "")?.[1];
      return POSTGRES.has(image.name) ? tagVersion(image) : undefined;
    },
  },
  {
    // Only the latest major gets repairs: each ends on the day of the next one.
    program: "Keycloak",
    source: "https://www.keycloak.org/docs/latest/release_notes/",
    releases: [
      ["24", "2024-06-10"],
      ["25", "2024-10-04"],
    ],
    versionOf: (image) => (image.name === "keycloak" ? tagVersion(image) : undefined),
  },
  {
    program: "Node.js",
    source: "https://github.com/nodejs/release#release-schedule",
    releases: [
      ["16", "2023-09-11"],
      ["18", "2025-04-30"],
      ["20", "2026-04-30"],
      ["22", "2027-04-30"],
      ["24", "2028-04-30"],
    ],
    versionOf: library("node"),
  },
  {
    program: "MySQL",
    source: "https://www.mysql.com/support/eol-notice.html",
    releases: [
      ["5.7", "2023-10-31"],
      ["8.0", "2026-04-30"],
    ],
    versionOf: library("mysql"),
  },
];

/** A version and the day of its last release. */
export interface EndOfLife {
  /** For example `PostgreSQL 13`. */
  readonly what: string;
  /** `YYYY-MM-DD` */
  readonly day: string;
}

/** When the program in an image gets, or got, its last repairs; undefined: nobody has said. */
export function endOfLife(image: ImageFacts): EndOfLife | undefined {
  for (const { program, releases, versionOf } of END_OF_LIFE) {
    const version = versionOf(image);
    if (version === undefined) continue;
    const found = releases.find(([release]) => isPart(version, release));
    if (found !== undefined) return { what: `${program} ${found[0]}`, day: found[1] };
    const [oldest] = releases;
    return oldest !== undefined && compare(version, oldest[0]) < 0
      ? { what: `${program} ${version}`, day: oldest[1] }
      : undefined;
  }
  return undefined;
}

/** The version of a program in an image; undefined when it is another one, or its tag does not say. */
export function versionOf(program: string, image: ImageFacts): string | undefined {
  return END_OF_LIFE.find((life) => life.program === program)?.versionOf(image);
}

/** `13.4` is a part of `13`, and `9.6` none of `9`. */
function isPart(version: string, release: string): boolean {
  return version === release || version.startsWith(`${release}.`);
}

function compare(a: string, b: string): number {
  const left = a.split(".").map(Number);
  const right = b.split(".").map(Number);
  for (let index = 0; index < right.length; index += 1) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
