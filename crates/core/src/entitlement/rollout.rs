//! Which customers a percentage rollout reaches.

use crate::catalog::Percent;
use crate::id::{CustomerId, Key};

/// Whether `customer` is within the first `rollout` of all customers for `flag`.
///
/// The bucket is a number from 0 to 9,999: the 64-bit FNV-1a hash (draft-eastlake-fnv) of flag key, one zero byte and
/// customer id, mixed by the finalizer of `MurmurHash3` (`fmix64`), modulo 10,000. A customer keeps their bucket, so a
/// rollout that grows takes nobody away.
pub(super) fn reaches(flag: &Key, customer: &CustomerId, rollout: Percent) -> bool {
    let bytes = flag.as_str().bytes().chain([0]).chain(customer.as_str().bytes());
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
    mix(hash).checked_rem(10_000).unwrap_or(0) < u64::from(rollout.hundredths())
}

fn mix(mut hash: u64) -> u64 {
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash ^= hash >> 33;
    hash = hash.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    fn reached(hundredths: u16) -> usize {
        let flag = Key::new("beta-dashboard").unwrap();
        let rollout = Percent::from_hundredths(hundredths).unwrap();
        let customers = (0..10_000).map(|index| CustomerId::new(&format!("customer-{index}")).unwrap());
        customers.filter(|customer| reaches(&flag, customer, rollout)).count()
    }

    #[test]
    fn a_rollout_reaches_its_share() {
        assert_eq!(reached(0), 0);
        assert_eq!(reached(10_000), 10_000);
        // Four standard deviations of a binomial of 10,000 at 12.5 % are 132.
        assert!((1_118..=1_382).contains(&reached(1_250)), "{}", reached(1_250));
    }

    #[test]
    fn a_growing_rollout_takes_nobody_away() {
        let flag = Key::new("beta").unwrap();
        for index in 0..500 {
            let customer = CustomerId::new(&format!("c{index}")).unwrap();
            let reach = |hundredths| reaches(&flag, &customer, Percent::from_hundredths(hundredths).unwrap());
            assert!((0..100).all(|step| !reach(step * 100) || reach(step * 100 + 100)));
        }
    }
}
