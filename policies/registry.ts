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
