# The edge of worker/workerd.capnp which traps when it is told to: see trapping.mjs.

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "edge", worker = .edge),
    (name = "objects", disk = (path = "objects", writable = true)),
    (name = "assets", disk = "assets"),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8787", http = (), service = "edge")],
);

const edge :Workerd.Worker = (
  modules = [
    (name = "trapping.mjs", esModule = embed "trapping.mjs"),
    (name = "index.js", esModule = embed "../../worker/build/index.js"),
    (name = "index_bg.wasm", wasm = embed "../../worker/build/index_bg.wasm"),
  ],
  compatibilityDate = "2026-11-17",
  bindings = [
    (name = "TOLLGATE_OPERATOR_KEY", fromEnvironment = "TOLLGATE_OPERATOR_KEY"),
    (name = "TOLLGATE_MASTER_SECRET", fromEnvironment = "TOLLGATE_MASTER_SECRET"),
    (name = "TOLLGATE_BASE_URL", fromEnvironment = "TOLLGATE_BASE_URL"),
    (name = "ENVIRONMENTS", durableObjectNamespace = "Environment"),
    (name = "CUSTOMERS", durableObjectNamespace = "Customer"),
    (name = "ASSETS", service = "assets"),
  ],
  durableObjectNamespaces = [
    (className = "Environment", uniqueKey = "tollgate-environment", enableSql = true),
    (className = "Customer", uniqueKey = "tollgate-customer", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "objects"),
);
