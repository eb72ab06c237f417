import { join } from "node:path";
import { enginePath } from "./engines";
import { Running, isListening } from "./process";

/** Starts ghostunnel with arguments of the caller's choice, and waits until its port is open. */
export async function startGhostunnel(args: readonly string[], port: number, folder: string): Promise<Running> {
  const log = join(folder, `ghostunnel-${port}.log`);
  const running = await Running.start(enginePath("ghostunnel", "bin/ghostunnel"), args, { log });
  await running.until(() => isListening(port), `port ${port} is open`);
  return running;
}
