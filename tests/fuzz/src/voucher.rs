//! Voucher codes.

use std::cell::RefCell;

use serde_json::json;
use tollgate::catalog::Voucher;
use tollgate_store::customer::Command;

use crate::support::{World, body};

/// Codes that somebody may redeem, those of vouchers that he may not, and how often the first may be redeemed in all.
const OPEN: [(&str, u64); 4] = [("CALLS-500", u64::MAX), ("BIGDEAL", 100), ("FEW", 3), ("FIRST", u64::MAX)];

thread_local! {
    static WORLD: RefCell<(World, u64)> = RefCell::new((World::new(), 0));
}

/// A code is compared without regard to case and to space around it, and in no other way; what is no code of an open
/// voucher is answered the same whatever it is; and no voucher is redeemed more often than it may be.
pub fn holds(data: &[u8]) {
    let Ok(code) = core::str::from_utf8(data) else { return };
    let normal = Voucher::normalize(code);
    assert_eq!(Voucher::normalize(&normal), normal);
    assert_eq!(Voucher::normalize(&format!("\t {code}\n")), normal);
    assert_eq!(Voucher::normalize(&code.to_ascii_lowercase()), normal);
    let is_open = OPEN.iter().any(|(open, _)| open.eq_ignore_ascii_case(code.trim()));
    WORLD.with_borrow_mut(|(world, number)| {
        *number += 1;
        world.customers.clear();
        let name = format!("c{number}");
        world.put_with(&name, "pro");
        let (status, doc) = world.call(&name, Command::Redeem { body: body(json!({ "code": code })) });
        match status {
            201 => assert!(is_open, "{code:?} was taken: {doc}"),
            404 => assert_eq!((doc["code"].as_str(), is_open && normal != "FEW"), (Some("voucher_unknown"), false)),
            409 | 422 => assert!(is_open, "{code:?} is told apart: {doc}"),
            400 => assert!(!is_open, "{code:?}: {doc}"),
            _ => panic!("{code:?}: {status} {doc}"),
        }
        for (key, most) in [("few", 3), ("big-deal", 100)] {
            assert!(world.taken(key) <= most);
        }
        if *number % 64 == 0 {
            *world = World::new();
        }
    });
}
