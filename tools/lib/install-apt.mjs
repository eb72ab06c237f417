// Engines from Debian's packages: installed for the whole machine, so only as root and only what is not there yet.
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { run } from "./run.mjs";

const policy = "/usr/sbin/policy-rc.d";
let updated;

/** Why no Debian package can be installed here, or nothing. */
export function aptUnavailable() {
  if (!existsSync("/usr/bin/apt-get")) return "this machine has no apt-get; its packages come from Debian 12";
  if (process.getuid?.() !== 0) return "installing Debian packages needs root; run it as root";
  return undefined;
}

/** Installs a pin's packages without starting their services, and checks that they brought what the pin names. */
export async function installApt(pin, log) {
  const apt = (...args) =>
    run("apt-get", ["-o", "DPkg::Lock::Timeout=300", ...args], {
      log,
      env: { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C.UTF-8" },
    });
  updated ??= apt("update", "--quiet");
  await updated;
  // Without a policy, installing a server package starts the server and Docker's changes the machine's firewall.
  const own = !existsSync(policy);
  if (own) writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  try {
    await apt("install", "--yes", "--quiet", "--no-install-recommends", "--no-upgrade", ...pin.packages);
  } finally {
    if (own) rmSync(policy);
  }
  const missing = pin.files.filter((file) => !existsSync(file));
  if (missing.length > 0) throw new Error(`${pin.packages.join(", ")} brought no ${missing.join(", ")}`);
}
