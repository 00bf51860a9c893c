import { defineConfig } from "vitest/config";

// How class fields are translated is read from tsconfig.json.
export default defineConfig({
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.ts"],
    // The same lines everywhere: scripts/test reads the last ones.
    reporters: ["default"],
    // Lit says so once in each file; its other warnings are worth reading.
    onConsoleLog: (log) => !log.startsWith("Lit is in dev mode"),
    restoreMocks: true,
    unstubGlobals: true,
  },
});
