import { isLocal, readAddress } from "../../../../policies/facts/readers/address";

it.each([
  ["127.0.0.1:3000", 3000, true],
  ["localhost:3000", 3000, true],
  ["[::1]:3000", 3000, true],
  ["http://127.0.0.9:16000", 16000, true],
  ["unix:/run/app.sock", undefined, true],
  ["/run/app.sock", undefined, true],
  ["0.0.0.0:3000", 3000, false],
  [":8443", 8443, false],
  ["[::]:8443", 8443, false],
  ["https://rest:8443", 8443, false],
  ["127.0.0.1.example:80", 80, false],
  ["rest:99999", undefined, false],
  ["", undefined, false],
])("%s has port %p; only its own pod reaches it: %p", (text, port, local) => {
  const address = readAddress(text);
  expect([address.port, isLocal(address)]).toEqual([port, local]);
});
