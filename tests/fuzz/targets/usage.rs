#![no_main]
#![allow(unsafe_code, missing_docs, reason = "what the macro makes")]

libfuzzer_sys::fuzz_target!(|data: &[u8]| tollgate_fuzz::usage::holds(data));
