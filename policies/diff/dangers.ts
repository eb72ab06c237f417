import { gathered, type Danger, type FoundDanger } from "./danger";
import { admissionDangers } from "./dangers/admission";
import { budgetDangers } from "./dangers/budgets";
import { databaseVersionDangers } from "./dangers/database-version";
import { exposureDangers } from "./dangers/exposure";
import { imageDangers } from "./dangers/images";
import { immutableDangers } from "./dangers/immutable";
import { networkDangers } from "./dangers/network";
import type { Comparison } from "./dangers/pairs";
import { realmDangers } from "./dangers/realm";
import { removalDangers } from "./dangers/removals";
import { rightsDangers } from "./dangers/rights";
import { secretDangers } from "./dangers/secret-references";
import { storageDangers } from "./dangers/storage";
import { tlsDangers } from "./dangers/tls";
import { materialDangers } from "./material-items";

const DETECTORS: readonly ((comparison: Comparison) => readonly FoundDanger[])[] = [
  databaseVersionDangers,
  storageDangers,
  immutableDangers,
  removalDangers,
  exposureDangers,
  networkDangers,
  tlsDangers,
  rightsDangers,
  admissionDangers,
  realmDangers,
  secretDangers,
  ({ pair }) => materialDangers(pair.before.material, pair.after.material),
  budgetDangers,
  imageDangers,
];

/** What a reviewer must have seen of a change, the worst first; and the objects that must be made anew for it. */
export function dangersOf(comparison: Comparison): {
  readonly dangers: readonly Danger[];
  readonly replaced: ReadonlySet<string>;
} {
  const found = DETECTORS.flatMap((detect) => detect(comparison));
  const replaced = found.filter(({ remakes }) => remakes === true).map(({ path }) => path);
  return { dangers: gathered(found), replaced: new Set(replaced) };
}
