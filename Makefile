# Each target sets up what it needs; see `make help`.

with_tools = @scripts/with-tools.sh

.PHONY: help setup start build test bench fuzz faults load

help:
	@echo 'make setup   install tools and libraries, so that cargo test, cargo clippy, npm test and editors work as they are'
	@echo 'make start   build Tollgate, start the edge on this machine with a demo, print where to look'
	@echo 'make test    every check and test: formats, lints, sizes, types, unit, end to end, browser'
	@echo 'make bench   measure against named baselines, and print the ratios'
	@echo 'make fuzz    fuzz everything that reads input from strangers, a minute each'
	@echo 'make faults  kill the edge 200 times under load, and look for what is lost'
	@echo 'make load    measure throughput, latencies and growth, and draw them'
	@echo 'make build   build the WebAssembly modules, the Worker, the npm packages and the demo'
	@echo
	@echo 'PORT                    where the edge listens (8787); the backend of the demo takes the next one'
	@echo 'TOLLGATE_DATA           the data folder (./.data)'
	@echo 'TOLLGATE_OPERATOR_KEY   makes environments; at least 32 characters (made once, kept in the data folder)'
	@echo 'TOLLGATE_MASTER_SECRET  wraps signing keys; 32 bytes in base64 (made once, kept in the data folder)'
	@echo 'TOLLGATE_CACHE          where tools are kept, by version (~/.cache/tollgate)'
	@echo 'TOLLGATE_WASM_TARGET    where the WebAssembly target comes from: rustup or debian (whichever serves)'
	@echo 'CHROME                  the browser of the tests (chromium on the PATH, else installed)'

setup:
	$(with_tools) --checks --editor node scripts/build.mjs modules packages

start:
	$(with_tools) node scripts/start.mjs

build:
	$(with_tools) node scripts/build.mjs

test:
	$(with_tools) --checks node scripts/test.mjs

bench:
	$(with_tools) node scripts/bench.mjs

fuzz:
	$(with_tools) --checks node scripts/fuzz.mjs --seconds 60

faults: build
	$(with_tools) npm run kills --workspace tollgate-fault --loglevel=error

load: build
	$(with_tools) npm run load --workspace tollgate-load --loglevel=error -- --keep
	$(with_tools) npm run growth --workspace tollgate-load --loglevel=error -- --large --keep
	$(with_tools) npm run plots --workspace tollgate-load --loglevel=error
