# A Worker with the module of the vectors and nothing else, on plain workerd.

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [(name = "vectors", worker = .vectors)],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "vectors")],
);

const vectors :Workerd.Worker = (
  modules = [
    (name = "worker.mjs", esModule = embed "worker.mjs"),
    (name = "vectors.js", esModule = embed "../wasm/vectors.js"),
    (name = "vectors_bg.wasm", wasm = embed "../wasm/vectors_bg.wasm"),
  ],
  compatibilityDate = "2026-11-17",
);
