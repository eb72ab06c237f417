import type { ApiException } from "@kubernetes/client-node" with { "resolution-mode": "import" };
import { TroubleError } from "../../constructs/state/trouble";

/** Time after which a cluster counts as out of reach. */
const PATIENCE = 30_000;

/** An answer, or one of the statuses that were expected instead, with the server's own words. */
export type Answer<Value> = { readonly value: Value } | { readonly status: number; readonly reason: string };

/**
 * Waits for an answer. Everything that is neither one nor expected is trouble; a request's body is never told.
 *
 * @param what what is asked, for people: `read secret shop/db`
 * @param expected statuses that are an answer too
 * @throws TroubleError ASH-STATE-003 when the cluster cannot be reached, ASH-STATE-004 when it refuses
 */
export async function ask<Value>(
  address: string,
  what: string,
  work: Promise<Value>,
  expected: readonly number[],
): Promise<Answer<Value>> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${PATIENCE / 1000} s`)), PATIENCE);
  });
  try {
    return { value: await Promise.race([work, patience]) };
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined) throw new TroubleError("ASH-STATE-003", address, `cannot ${what}: ${messageOf(error)}`);
    const reason = reasonOf(error);
    if (expected.includes(status)) return { status, reason };
    const words = reason === "" ? "" : ` (${reason})`;
    throw new TroubleError("ASH-STATE-004", address, `cannot ${what}: the answer was ${status}${words}`);
  } finally {
    clearTimeout(timer);
  }
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "number" ? error.code : undefined;
}

/** The API server's own words, for example which permission is missing. */
function reasonOf(error: unknown): string {
  const { body } = error as ApiException<unknown>;
  const parsed: unknown = typeof body === "string" ? parse(body) : body;
  const message = typeof parsed === "object" && parsed !== null && "message" in parsed ? parsed.message : undefined;
  return typeof message === "string" ? message : "";
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The first line of an error and of what caused it. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `${error.message.split("\n")[0] ?? ""}${cause}`;
}
