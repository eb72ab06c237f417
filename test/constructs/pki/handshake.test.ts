import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { connect, createServer, type TLSSocket } from "node:tls";
import { createAuthority } from "../../../constructs/pki/authority";
import { issueLeaf, type LeafOptions } from "../../../constructs/pki/leaf";
import type { Authority, LeafMaterial } from "../../../constructs/pki/material";
import { DAY } from "../../../constructs/pki/validity";

// A real mutual handshake over loopback: the server demands a certificate of its authority, the client checks the name.

const longAgo = new Date(Date.now() - 40 * DAY);
const web: LeafOptions = { commonName: "web", dnsNames: ["web"], uri: "spiffe://acme/web", usages: ["client"] };
const db: LeafOptions = { commonName: "db", dnsNames: ["db"], uri: "spiffe://acme/db", usages: ["server"] };

let authority: Authority;
let server: LeafMaterial;
beforeAll(async () => {
  authority = await createAuthority({ commonName: "acme", now: longAgo });
  server = await issueLeaf(authority, db);
});

/** What a client hears from a server that greets whoever it lets in, and why the server would not, in OpenSSL's words. */
interface Outcome {
  readonly heard: string;
  readonly objection: string;
}

const LET_IN = "";

async function meet(client: Partial<LeafMaterial>, host = "db", at: LeafMaterial = server): Promise<Outcome> {
  // A strict server hangs up without a word. A lenient one, asked the same, tells what its check found.
  const heard = await exchange(
    true,
    client,
    host,
    at,
    (socket) => `hello ${String(socket.getPeerCertificate().subject.CN)}`,
  );
  const objection = await exchange(false, client, host, at, (socket) => String(socket.authorizationError ?? LET_IN));
  return { heard, objection };
}

async function exchange(
  rejectUnauthorized: boolean,
  client: Partial<LeafMaterial>,
  host: string,
  at: LeafMaterial,
  answer: (socket: TLSSocket) => string,
): Promise<string> {
  const listener = createServer(
    { cert: at.certificate, key: at.key, ca: authority.certificate, requestCert: true, rejectUnauthorized },
    (socket) => socket.on("error", () => socket.destroy()).end(answer(socket)),
  );
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  const identity = client.certificate === undefined ? {} : { cert: client.certificate, key: client.key };
  const socket = connect({ host: "127.0.0.1", port, servername: host, ca: authority.certificate, ...identity });
  try {
    let heard = "";
    for await (const chunk of socket) heard += String(chunk);
    return heard;
  } catch (error) {
    // The strict server's refusal reaches the client as an alert, as a reset or as a quiet end, as the packets fall.
    if (/^(ECONNRESET|ERR_SSL_TLSV13_ALERT_)/.test(String((error as NodeJS.ErrnoException).code))) return "";
    throw error;
  } finally {
    socket.destroy();
    listener.close();
  }
}

it("lets in whoever holds a certificate of the authority, under its name", async () => {
  await expect(meet(await issueLeaf(authority, web))).resolves.toEqual({ heard: "hello web", objection: LET_IN });
});

it("refuses a client without a certificate", async () => {
  await expect(meet({})).resolves.toEqual({ heard: "", objection: "UNABLE_TO_GET_ISSUER_CERT" });
});

it("refuses a client of another authority, even one of the same name", async () => {
  const other = await issueLeaf(await createAuthority({ commonName: "other" }), web);
  await expect(meet(other)).resolves.toEqual({ heard: "", objection: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
  const impostor = await issueLeaf(await createAuthority({ commonName: "acme" }), web);
  await expect(meet(impostor)).resolves.toEqual({ heard: "", objection: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
});

it("refuses a client whose certificate has expired", async () => {
  const expired = await issueLeaf(authority, { ...web, days: 30, now: longAgo });
  await expect(meet(expired)).resolves.toEqual({ heard: "", objection: "CERT_HAS_EXPIRED" });
});

it("refuses a client that presents a server's certificate", async () => {
  await expect(meet(server)).resolves.toEqual({ heard: "", objection: "INVALID_PURPOSE" });
});

it("does not trust a server of another name, of another authority, or one that has expired", async () => {
  const client = await issueLeaf(authority, web);
  await expect(meet(client, "auth")).rejects.toThrow(/altnames/i);
  const expired = await issueLeaf(authority, { ...db, days: 30, now: longAgo });
  await expect(meet(client, "db", expired)).rejects.toThrow(/expired/i);
  const foreign = await issueLeaf(await createAuthority({ commonName: "other" }), db);
  await expect(meet(client, "db", foreign)).rejects.toThrow(/unable to verify/i);
});
