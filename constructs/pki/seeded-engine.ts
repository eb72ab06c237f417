import { createHmac, webcrypto } from "node:crypto";
import type { CryptoEngine } from "pkijs";
import { loadPkijs } from "./libraries";

const BLOCK = 32;

/** Web crypto whose "random" numbers are a keyed stream of the seed. Used for salts and vectors, never for keys. */
export async function seededEngine(seed: Buffer): Promise<CryptoEngine> {
  const pkijs = await loadPkijs();
  let block = 0;
  const next = (length: number): Buffer => {
    const parts: Buffer[] = [];
    for (let have = 0; have < length; have += BLOCK) {
      parts.push(createHmac("sha256", seed).update(String(block++)).digest());
    }
    return Buffer.concat(parts).subarray(0, length);
  };
  class SeededEngine extends pkijs.CryptoEngine {
    public override getRandomValues<T extends ArrayBufferView | null>(array: T): T {
      if (array !== null) {
        const view = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
        view.set(next(view.length));
      }
      return array;
    }
  }
  return new SeededEngine({ name: "seeded", crypto: webcrypto, subtle: webcrypto.subtle });
}
