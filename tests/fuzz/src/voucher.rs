//! Voucher codes.

use std::cell::RefCell;

use serde_json::json;
use tollgate::catalog::Voucher;
use tollgate_store::customer::RedemptionCommand;

use tollgate_fixture::{Fixture, body};

/// Codes that somebody may redeem, those of vouchers that he may not, and how often the first may be redeemed in all.
const OPEN: [(&str, u64); 4] = [("CALLS-500", u64::MAX), ("BIGDEAL", 100), ("FEW", 3), ("FIRST", u64::MAX)];

thread_local! {
    static FIXTURE: RefCell<(Fixture, u64)> = RefCell::new((Fixture::new(), 0));
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
    FIXTURE.with_borrow_mut(|(fixture, number)| {
        *number += 1;
        fixture.customers.clear();
        let name = format!("c{number}");
        fixture.put_with(&name, "pro");
        let (status, doc) = fixture.call(&name, RedemptionCommand::Redeem { body: body(json!({ "code": code })) });
        match status {
            201 => assert!(is_open, "{code:?} was taken: {doc}"),
            404 => assert_eq!((doc["code"].as_str(), is_open && normal != "FEW"), (Some("voucher_unknown"), false)),
            409 | 422 => assert!(is_open, "{code:?} is told apart: {doc}"),
            400 => assert!(!is_open, "{code:?}: {doc}"),
            _ => panic!("{code:?}: {status} {doc}"),
        }
        for (key, most) in [("few", 3), ("big-deal", 100)] {
            assert!(fixture.taken(key) <= most);
        }
        if *number % 64 == 0 {
            *fixture = Fixture::new();
        }
    });
}
