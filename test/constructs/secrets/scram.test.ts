import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { scramVerifier } from "../../../constructs/secrets/scram";

it("agrees with the exchange printed in RFC 7677", () => {
  const verifier = scramVerifier("pencil", Buffer.from("W22ZaJ0SNY7soEsUEjb6gQ==", "base64"), 4096);
  const [, storedKey = "", serverKey = ""] = /\$4096:W22ZaJ0SNY7soEsUEjb6gQ==\$([^:]+):(.+)$/.exec(verifier) ?? [];
  const exchange = [
    "n=user,r=rOprNGfwEbeRWgbNEkqO",
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0",
  ].join(",");

  // the server proves itself with its key …
  const signature = createHmac("sha256", Buffer.from(serverKey, "base64")).update(exchange).digest("base64");
  expect(signature).toBe("6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");

  // … and the client's proof, unmasked with the stored key, is the key that the stored one is a hash of
  const stored = Buffer.from(storedKey, "base64");
  const mask = createHmac("sha256", stored).update(exchange).digest();
  const proof = Buffer.from("dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=", "base64");
  const clientKey = proof.map((byte, index) => byte ^ (mask[index] ?? 0));
  expect(createHash("sha256").update(clientKey).digest()).toEqual(stored);
});

it("follows the iterations that are asked for", () => {
  const salt = Buffer.alloc(16, 7);
  const salted = pbkdf2Sync("pencil", salt, 10_000, 32, "sha256");
  const serverKey = createHmac("sha256", salted).update("Server Key").digest("base64");
  const verifier = scramVerifier("pencil", salt, 10_000);
  expect(verifier.startsWith(`SCRAM-SHA-256$10000:${salt.toString("base64")}$`)).toBe(true);
  expect(verifier.endsWith(`:${serverKey}`)).toBe(true);
});
