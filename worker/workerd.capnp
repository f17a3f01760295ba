# The edge on one machine: plain workerd, SQLite on local disk, no other service.
#
# `make start` runs it; by hand, from the folder that holds the data:
#
#   workerd serve …/worker/workerd.capnp --socket-addr http=127.0.0.1:8787 \
#     --directory-path objects=./objects --directory-path assets=./assets
#
# with TOLLGATE_OPERATOR_KEY, TOLLGATE_MASTER_SECRET and TOLLGATE_BASE_URL in the environment.

using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "edge", worker = .edge),
    # Writable: the SQLite files of the objects, and their alarms.
    (name = "objects", disk = (path = "objects", writable = true)),
    # Static files, the demo among them; read-only. A disk service knows no content types and answers a
    # folder with its listing: the Worker names the type and asks for `index.html`.
    (name = "assets", disk = "assets"),
  ],
  sockets = [(name = "http", address = "127.0.0.1:8787", http = (), service = "edge")],
);

const edge :Workerd.Worker = (
  modules = [
    (name = "index.js", esModule = embed "build/index.js"),
    (name = "index_bg.wasm", wasm = embed "build/index_bg.wasm"),
  ],
  compatibilityDate = "2026-11-17",
  bindings = [
    # At least 32 characters; makes and lists environments.
    (name = "TOLLGATE_OPERATOR_KEY", fromEnvironment = "TOLLGATE_OPERATOR_KEY"),
    # 32 bytes in base64; wraps the signing keys.
    (name = "TOLLGATE_MASTER_SECRET", fromEnvironment = "TOLLGATE_MASTER_SECRET"),
    # Where callers reach this edge; the issuer of tokens.
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
