import { execFileSync, spawnSync } from "node:child_process";

// Other people's programs, as judges of what we write. Where one is missing its tests are skipped, and jest lists them.

/** Runs openssl with `input` on its standard input and returns what it prints. Fails when openssl does. */
export function openssl(args: readonly string[], input: string | Uint8Array = ""): string {
  return execFileSync("openssl", args, { input, encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });
}

/** Runs Java's keytool and returns what it prints. Fails when keytool does. */
export function keytool(args: readonly string[]): string {
  return execFileSync("keytool", args, { input: "", encoding: "utf8", stdio: ["pipe", "pipe", "pipe"] });
}

const has = (program: string, args: readonly string[]): boolean => spawnSync(program, args).status === 0;

/** A test that needs openssl 3. */
export const openssltest = has("openssl", ["version"]) ? it : it.skip;

/** A test that needs Java's keytool; each call of it starts a virtual machine, which takes its time on a busy host. */
export const keytooltest = (name: string, test: () => Promise<void>): void =>
  (has("keytool", ["-help"]) ? it : it.skip)(name, test, 60_000);
