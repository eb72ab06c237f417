import { execFileSync } from "node:child_process";
import { join } from "node:path";

it("loads nothing heavy until something is issued, since most renders issue nothing", () => {
  const program = `
    const load = require("jiti").createJiti(process.cwd() + "/");
    const heavy = () => Object.keys(require.cache).filter((file) => /node_modules.(pkijs|asn1js)/.test(file)).length > 0;
    const { createAuthority } = load("./constructs/pki/authority.ts");
    for (const room of ["leaf", "forms", "inspect"]) load("./constructs/pki/" + room + ".ts");
    const before = heavy();
    createAuthority({ commonName: "acme" }).then(() => process.stdout.write(before + " " + heavy()));`;
  const cwd = join(__dirname, "../../..");
  expect(execFileSync(process.execPath, ["-e", program], { cwd, encoding: "utf8" })).toBe("false true");
}, 30_000);
