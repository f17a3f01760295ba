use core::hash::Hasher;

use siphasher::sip128::{Hasher128, SipHasher24};
use wasm_bindgen::prelude::wasm_bindgen;

/// A hash of texts under a secret key (SipHash-2-4, 128 bits), by which a text is known again without being kept:
/// whoever does not know the key finds no two texts of one hash.
#[wasm_bindgen]
pub struct Digest {
    keyed: SipHasher24,
    rest: u64,
}

/// The bits that a number of JavaScript holds exactly.
const HELD: u64 = (1 << 53) - 1;

#[wasm_bindgen]
impl Digest {
    /// The hash under a key of 16 bytes; of others, what is missing is zero, and what is more does not count.
    #[wasm_bindgen(constructor)]
    pub fn new(key: &[u8]) -> Digest {
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(key).for_each(|(place, byte)| *place = *byte);
        Digest { keyed: SipHasher24::new_with_key(&bytes), rest: 0 }
    }

    /// Hashes `text`: 53 bits of it, as an integer. The next call of `rest` gives 53 others.
    pub fn of(&mut self, text: &[u8]) -> f64 {
        let mut hasher = self.keyed;
        hasher.write(text);
        let hash = hasher.finish128();
        self.rest = hash.h2;
        number(hash.h1)
    }

    /// 53 other bits of the last hash, as an integer.
    pub fn rest(&self) -> f64 {
        number(self.rest)
    }
}

#[allow(clippy::cast_precision_loss, reason = "at most 2^53 - 1")]
fn number(half: u64) -> f64 {
    (half & HELD) as f64
}
