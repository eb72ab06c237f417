import type { Rule } from "./rule";
import { rule as base001 } from "./rules/base-001";
import { rule as base002 } from "./rules/base-002";
import { rule as base003 } from "./rules/base-003";
import { rule as base004 } from "./rules/base-004";
import { rule as base005 } from "./rules/base-005";
import { rule as base006 } from "./rules/base-006";
import { rule as base007 } from "./rules/base-007";
import { rule as base008 } from "./rules/base-008";
import { rule as base009 } from "./rules/base-009";
import { rule as base010 } from "./rules/base-010";
import { rule as base011 } from "./rules/base-011";
import { rule as base012 } from "./rules/base-012";
import { rule as base013 } from "./rules/base-013";
import { rule as base014 } from "./rules/base-014";
import { rule as base015 } from "./rules/base-015";
import { rule as base016 } from "./rules/base-016";
import { rule as base017 } from "./rules/base-017";
import { rule as base018 } from "./rules/base-018";
import { rule as base019 } from "./rules/base-019";
import { rule as base020 } from "./rules/base-020";
import { rule as base021 } from "./rules/base-021";
import { rule as base022 } from "./rules/base-022";
import { rule as base023 } from "./rules/base-023";
import { rule as base024 } from "./rules/base-024";
import { rule as base025 } from "./rules/base-025";
import { rule as base026 } from "./rules/base-026";
import { rule as base027 } from "./rules/base-027";
import { rule as base028 } from "./rules/base-028";
import { rule as base029 } from "./rules/base-029";
import { rule as base030 } from "./rules/base-030";
import { rule as base031 } from "./rules/base-031";
import { rule as base032 } from "./rules/base-032";
import { rule as base033 } from "./rules/base-033";
import { rule as base034 } from "./rules/base-034";
import { rule as base035 } from "./rules/base-035";
import { rule as base036 } from "./rules/base-036";
import { rule as base037 } from "./rules/base-037";
import { rule as base038 } from "./rules/base-038";
import { rule as base039 } from "./rules/base-039";
import { rule as base040 } from "./rules/base-040";
import { rule as base041 } from "./rules/base-041";
import { rule as cross001 } from "./rules/cross-001";
import { rule as cross002 } from "./rules/cross-002";
import { rule as cross003 } from "./rules/cross-003";
import { rule as cross004 } from "./rules/cross-004";
import { rule as cross005 } from "./rules/cross-005";
import { rule as cross006 } from "./rules/cross-006";
import { rule as mtls001 } from "./rules/mtls-001";
import { rule as mtls002 } from "./rules/mtls-002";
import { rule as mtls003 } from "./rules/mtls-003";
import { rule as mtls004 } from "./rules/mtls-004";
import { rule as mtls005 } from "./rules/mtls-005";
import { rule as mtls006 } from "./rules/mtls-006";
import { rule as mtls007 } from "./rules/mtls-007";
import { rule as mtls008 } from "./rules/mtls-008";
import { rule as mtls009 } from "./rules/mtls-009";
import { rule as quota001 } from "./rules/quota-001";
import { rule as quota002 } from "./rules/quota-002";
import { rule as quota003 } from "./rules/quota-003";
import { rule as quota004 } from "./rules/quota-004";
import { rule as quota005 } from "./rules/quota-005";
import { rule as quota006 } from "./rules/quota-006";
import { rule as quota007 } from "./rules/quota-007";

/** Every rule, sorted by code. A new one is added here and nowhere else. */
export const RULES: readonly Rule[] = [
  base001,
  base002,
  base003,
  base004,
  base005,
  base006,
  base007,
  base008,
  base009,
  base010,
  base011,
  base012,
  base013,
  base014,
  base015,
  base016,
  base017,
  base018,
  base019,
  base020,
  base021,
  base022,
  base023,
  base024,
  base025,
  base026,
  base027,
  base028,
  base029,
  base030,
  base031,
  base032,
  base033,
  base034,
  base035,
  base036,
  base037,
  base038,
  base039,
  base040,
  base041,
  cross001,
  cross002,
  cross003,
  cross004,
  cross005,
  cross006,
  mtls001,
  mtls002,
  mtls003,
  mtls004,
  mtls005,
  mtls006,
  mtls007,
  mtls008,
  mtls009,
  quota001,
  quota002,
  quota003,
  quota004,
  quota005,
  quota006,
  quota007,
];
