# Verifying in workerd: one Worker with what it verifies by.

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "gate", worker = .gate),
    (name = "objects", disk = (path = "objects", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8787", http = (), service = "gate")],
);

const gate :Workerd.Worker = (
  modules = [
    (name = "worker.js", esModule = embed "build/worker.js"),
    (name = "gate_bg.wasm", wasm = embed "build/gate_bg.wasm"),
    (name = "quote_bg.wasm", wasm = embed "build/quote_bg.wasm"),
  ],
  compatibilityDate = "2026-11-17",
);
