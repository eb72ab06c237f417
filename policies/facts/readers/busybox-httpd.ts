import { isLoopback, readAddress } from "./address";
import { programArguments } from "./command-line";
import { emptyReading, type Reader } from "./reader";

/** busybox httpd, the small file server of many images: `-p [address:]port`, every address and port 80 by default. */
export const busyboxHttpd: Reader = {
  name: "busybox httpd",
  read(container) {
    const words = container.image.name === "busybox" ? programArguments(container, "httpd") : undefined;
    if (words === undefined) return undefined;
    const option = words.indexOf("-p");
    const text = option < 0 ? "80" : (words[option + 1] ?? "");
    const address = readAddress(/^\d+$/.test(text) ? `:${text}` : text);
    if (address.port === undefined) return undefined;
    return {
      ...emptyReading("busybox httpd"),
      ports: [
        {
          port: address.port,
          tls: "none",
          verifiesName: false,
          allowedNames: undefined,
          loopbackOnly: isLoopback(address.host),
          evidence: `busybox httpd speaks no TLS and listens on ${text}`,
          source: option < 0 ? "default" : `-p ${text}`,
        },
      ],
    };
  },
};
