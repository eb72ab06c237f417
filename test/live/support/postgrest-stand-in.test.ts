import { once } from "node:events";
import { request } from "node:http";
import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { describeLive } from "./engines";
import { askReady, startPostgrestStandIn } from "./postgrest-stand-in";
import { freePorts, temporaryFolder } from "./process";

describeLive(["postgrest-stand-in"], "the HTTP server in PostgREST's place", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  beforeAll(() => {
    folder = temporaryFolder("stand-in");
  });
  afterAll(() => folder.remove());

  it("is ready while it runs, echoes a WebSocket, and ends at once when asked", async () => {
    const [server = 0, admin = 0] = await freePorts(2);
    const address = {
      PGRST_SERVER_HOST: "127.0.0.1",
      PGRST_SERVER_PORT: String(server),
      PGRST_ADMIN_SERVER_PORT: String(admin),
    };
    expect(await askReady(address)).toMatchObject({ code: 1 });
    const running = await startPostgrestStandIn(address, folder.path);
    expect(await askReady(address)).toMatchObject({ code: 0 });

    const headers = {
      Connection: "Upgrade",
      Upgrade: "websocket",
      "Sec-WebSocket-Version": "13",
      "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    };
    const outgoing = request({ host: "127.0.0.1", port: server, headers, agent: false });
    outgoing.end();
    const [response, socket] = (await once(outgoing, "upgrade")) as [IncomingMessage, Socket];
    expect(response.headers["sec-websocket-accept"]).toBe("s3pPLMBiTxaQ9kYGzzhZRbK+xOo="); // RFC 6455, section 1.3
    socket.write(Buffer.from([0x81, 0x82, 1, 2, 3, 4, "h".charCodeAt(0) ^ 1, "i".charCodeAt(0) ^ 2])); // text "hi", masked
    const [echo] = (await once(socket, "data")) as [Buffer];
    expect(echo).toEqual(Buffer.from([0x81, 2, ..."hi".split("").map((letter) => letter.charCodeAt(0))]));
    socket.destroy();

    await running.stop();
    expect(running.exit).toBe(0);
  });
});
