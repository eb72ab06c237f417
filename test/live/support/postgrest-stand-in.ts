import { join } from "node:path";
import { enginePath } from "./engines";
import { Running, execute, isListening } from "./process";
import type { Finished } from "./process";

/** Where a stand-in listens, in PostgREST's own words. */
export interface StandInAddress {
  readonly PGRST_SERVER_HOST: string;
  readonly PGRST_SERVER_PORT: string;
  readonly PGRST_ADMIN_SERVER_PORT: string;
}

/** Starts the HTTP server that takes PostgREST's place. It is not PostgREST: no answer of it says anything about PostgREST. */
export async function startPostgrestStandIn(address: StandInAddress, folder: string): Promise<Running> {
  const log = join(folder, "postgrest-stand-in.log");
  const running = await Running.start(enginePath("postgrest-stand-in", "bin/postgrest"), [], {
    log,
    env: { ...address },
  });
  await running.until(() => isListening(Number(address.PGRST_SERVER_PORT)), "its port is open");
  return running;
}

/** Asks a running stand-in as a health check does: exit code 0 or 1. */
export function askReady(address: StandInAddress): Promise<Finished> {
  return execute(enginePath("postgrest-stand-in", "bin/postgrest"), ["--ready"], { env: { ...address } });
}
