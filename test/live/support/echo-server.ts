import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type Server } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";

const GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** A server without TLS, as it stands behind a sidecar: it answers requests, and echoes frames of a WebSocket. */
export class EchoServer {
  /** Paths of the requests that reached it. */
  readonly requests: string[] = [];
  /** What came with each of them. */
  readonly headers: IncomingHttpHeaders[] = [];
  /** What `/health` answers. */
  health = 200;
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  private constructor(readonly port: number) {
    this.#server = createServer((request, response) => {
      this.requests.push(request.url ?? "");
      this.headers.push(request.headers);
      response.statusCode = request.url === "/health" ? this.health : 200;
      response.end("from behind the sidecar");
    });
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    this.#server.on("upgrade", (request, socket) => {
      this.requests.push(request.url ?? "");
      this.headers.push(request.headers);
      upgrade(request, socket);
    });
  }

  /** Starts it on a loopback port. */
  static async start(port: number): Promise<EchoServer> {
    const self = new EchoServer(port);
    await new Promise<void>((done, fail) => {
      self.#server.once("error", fail);
      self.#server.listen(port, "127.0.0.1", done);
    });
    return self;
  }

  /** Ends it and whatever is open. */
  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    if (this.#server.listening) await new Promise((done) => this.#server.close(done));
  }
}

function upgrade(request: IncomingMessage, socket: Duplex): void {
  const accept = createHash("sha1").update(`${request.headers["sec-websocket-key"]}${GUID}`).digest("base64");
  socket.on("error", () => undefined);
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
  socket.on("data", (frame: Buffer) => socket.write(textFrame(`echo of ${readMasked(frame)}`)));
}

/** A text frame of a server: short and unmasked (RFC 6455, 5.2). */
function textFrame(text: string): Buffer {
  const payload = Buffer.from(text);
  return Buffer.concat([Buffer.from([0x81, payload.length]), payload]);
}

/** A text frame of a client: short and masked. */
export function maskedFrame(text: string): Buffer {
  const mask = Buffer.from([1, 2, 3, 4]);
  const payload = Buffer.from(text).map((byte, index) => byte ^ (mask[index % 4] ?? 0));
  return Buffer.concat([Buffer.from([0x81, 0x80 | payload.length]), mask, payload]);
}

function readMasked(frame: Buffer): string {
  const mask = frame.subarray(2, 6);
  const payload = frame.subarray(6, 6 + ((frame[1] ?? 0) & 0x7f));
  return Buffer.from(payload.map((byte, index) => byte ^ (mask[index % 4] ?? 0))).toString();
}
