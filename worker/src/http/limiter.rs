//! A limit on how fast codes can be guessed.
//!
//! Buckets live in the memory of an isolate, per key, customer and address: guessing must not cost storage, and what
//! is forgotten with an isolate is only how often somebody guessed. Only tries at codes that are not there empty a
//! bucket; whoever types a right one is never held up.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};

use tollgate::time::Timestamp;

use crate::http::codes;
use crate::http::failure::Failure;

/// How many wrong tries come through at once.
const BURST: i64 = 60;
/// One more after so long: 20 a minute.
const REFILL_MILLIS: i64 = 3_000;
const MOST: usize = 10_000;

#[derive(Clone, Copy)]
struct Bucket {
    tries: i64,
    at: Timestamp,
}

impl Bucket {
    /// What is in it at `now`. A clock that was set back holds nobody up for longer.
    fn filled(self, now: Timestamp) -> Bucket {
        if now < self.at {
            return Bucket { at: now, ..self };
        }
        let passed = now.millis().saturating_sub(self.at.millis());
        let gained = passed.checked_div(REFILL_MILLIS).unwrap_or(0);
        let tries = self.tries.saturating_add(gained).min(BURST);
        let at = if tries == BURST { now } else { self.at.plus_millis(gained.saturating_mul(REFILL_MILLIS)) };
        Bucket { tries, at }
    }

    fn take(&mut self, now: Timestamp) -> Result<(), i64> {
        *self = self.filled(now);
        if self.tries <= 0 {
            let left = REFILL_MILLIS.saturating_sub(now.millis().saturating_sub(self.at.millis()));
            return Err(left.max(0).saturating_add(999).checked_div(1_000).unwrap_or(1).max(1));
        }
        self.tries = self.tries.saturating_sub(1);
        Ok(())
    }
}

thread_local! {
    static BUCKETS: RefCell<BTreeMap<String, Bucket>> = const { RefCell::new(BTreeMap::new()) };
}

/// A try that was counted; it is given back unless the code was not there.
pub(crate) struct Try(String);

/// Counts a try by `who`, or refuses it with 429.
pub(crate) fn count(who: String, now: Timestamp) -> Result<Try, Failure> {
    let taken = BUCKETS.with_borrow_mut(|buckets| {
        if buckets.len() >= MOST {
            buckets.retain(|_, bucket| bucket.filled(now).tries < BURST);
        }
        buckets.entry(who.clone()).or_insert(Bucket { tries: BURST, at: now }).take(now)
    });
    match taken {
        Ok(()) => Ok(Try(who)),
        Err(seconds) => {
            let detail = "too many codes that are not there were tried; wait as long as `Retry-After` says";
            Err(Failure::new(codes::TOO_MANY_REQUESTS, detail).with("retry-after", seconds.to_string()))
        }
    }
}

impl Try {
    /// Says with which status the try ended: only 404 uses it up.
    pub(crate) fn ended(self, status: u16) {
        if status == 404 {
            return;
        }
        BUCKETS.with_borrow_mut(|buckets| {
            if let Some(bucket) = buckets.get_mut(&self.0) {
                bucket.tries = bucket.tries.saturating_add(1).min(BURST);
            }
        });
    }
}

/// Where an address belongs, its port left out: an IPv4 address stands for itself, an IPv6 address for its /64, which
/// is what one subscriber has.
pub(crate) fn network(address: &str) -> String {
    let ip = address.parse::<SocketAddr>().map(|socket| socket.ip()).or_else(|_| address.parse::<IpAddr>());
    match ip.map(|ip| ip.to_canonical()) {
        Ok(IpAddr::V6(ip)) => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        Ok(IpAddr::V4(ip)) => ip.to_string(),
        Err(_) => address.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(1_795_000_000_000).plus_millis(millis)
    }

    #[test]
    fn wrong_tries_run_out_and_come_back() {
        for _ in 0..BURST {
            count("a".to_owned(), at(0)).unwrap().ended(404);
        }
        let refused = count("a".to_owned(), at(1)).map(|_| ()).unwrap_err();
        assert_eq!((refused.code.status, refused.headers), (429, vec![("retry-after", "3".to_owned())]));
        assert!(count("b".to_owned(), at(1)).is_ok());
        count("a".to_owned(), at(REFILL_MILLIS)).unwrap().ended(404);
        assert!(count("a".to_owned(), at(REFILL_MILLIS)).is_err());
    }

    #[test]
    fn a_clock_that_is_set_back_holds_nobody_up_for_longer() {
        for _ in 0..BURST {
            count("d".to_owned(), at(86_400_000)).unwrap().ended(404);
        }
        assert!(count("d".to_owned(), at(0)).is_err());
        assert!(count("d".to_owned(), at(REFILL_MILLIS)).is_ok());
    }

    #[test]
    fn right_tries_cost_nothing() {
        for _ in 0..BURST * 3 {
            count("c".to_owned(), at(0)).unwrap().ended(201);
        }
    }

    #[test]
    fn a_subscriber_is_one_network() {
        assert_eq!(network("127.0.0.1:48866"), "127.0.0.1");
        assert_eq!(network("[::ffff:10.0.0.1]:80"), "10.0.0.1");
        assert_eq!(network("[2001:db8:1:2:3::4]:80"), network("2001:db8:1:2:ffff::"));
        assert_ne!(network("2001:db8:1:3::"), network("2001:db8:1:2::"));
    }
}
