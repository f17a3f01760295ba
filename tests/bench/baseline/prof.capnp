# The JavaScript Worker that the edge is compared with, run as the edge is run.

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
 v8Flags = ["--perf-basic-prof", "--interpreted-frames-native-stack"],
  services = [
    (name = "baseline", worker = .baseline),
    (name = "objects", disk = (path = "objects", writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8787", http = (), service = "baseline")],
);

const baseline :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "build/worker.js")],
  compatibilityDate = "2026-11-17",
  bindings = [
    (name = "TOLLGATE_BASE_URL", fromEnvironment = "TOLLGATE_BASE_URL"),
    (name = "ENVIRONMENTS", durableObjectNamespace = "Environment"),
    (name = "CUSTOMERS", durableObjectNamespace = "Customer"),
  ],
  durableObjectNamespaces = [
    (className = "Environment", uniqueKey = "baseline-environment", enableSql = true),
    (className = "Customer", uniqueKey = "baseline-customer", enableSql = true),
  ],
  durableObjectStorage = (localDisk = "objects"),
);
