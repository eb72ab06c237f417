import { z } from "zod";
import type { Cpu, Size } from "../model/units";
import { cpu, LEAST_MEMORY, size } from "../model/units";

/** What is reserved for a container, and the most it gets. */
export interface RequestAndLimit<Quantity> {
  /** What is reserved. */
  readonly request: Quantity;
  /** The most it gets. */
  readonly limit: Quantity;
}

const overRequest = {
  params: { code: "ASH-UNIT-005", allowed: "a request of at most the limit" },
  message: "the request is over the limit",
};

/** Schema of processor time: a request and a limit. */
export const cpuRange = (request: string, limit: string) =>
  z
    .strictObject({
      request: cpu().prefault(request).describe(`Reserved. Default: ${request}.`),
      limit: cpu().prefault(limit).describe(`Ceiling. Default: ${limit}.`),
    })
    .refine((range) => range.request.millicores <= range.limit.millicores, overRequest)
    .prefault({}) satisfies z.ZodType<RequestAndLimit<Cpu>>;

/** Schema of memory: a request and a limit. */
export const memoryRange = (request: string, limit: string) =>
  z
    .strictObject({
      request: size(LEAST_MEMORY).prefault(request).describe(`Reserved. Default: ${request}.`),
      limit: size(LEAST_MEMORY).prefault(limit).describe(`Ceiling. Default: ${limit}.`),
    })
    .refine((range) => range.request.bytes <= range.limit.bytes, overRequest)
    .prefault({}) satisfies z.ZodType<RequestAndLimit<Size>>;
