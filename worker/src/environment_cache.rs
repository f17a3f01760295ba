//! What this isolate knows of environments: keys, settings, signing keys, the current catalogue version. Five seconds
//! old at most; what was changed through this isolate is forgotten at once.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use tollgate::time::Timestamp;
use tollgate::token::PublicKey;
use tollgate_store::environment::{self, Answer, ApiKey, SettingsCommand, SigningState, Snapshot};
use worker::Env;

use crate::http::codes;
use crate::http::failure::Failure;
use crate::keys::published::Published;
use crate::keys::secrets::Secrets;
use crate::keys::signing::{self, Signer};
use crate::runtime::bindings::ask_environment;

/// An environment as seen from here.
pub(crate) struct CachedEnvironment {
    pub(crate) snapshot: Snapshot,
    /// Signs with the current key.
    pub(crate) signer: Rc<Signer>,
    /// What it signed is verified with.
    pub(crate) published: Published,
}

impl CachedEnvironment {
    fn new(secrets: &Secrets, snapshot: Snapshot) -> Result<Self, Failure> {
        let id = &snapshot.settings.id;
        let current = snapshot.signing_keys.iter().find(|key| key.state == SigningState::Current);
        let current = current.ok_or_else(|| Failure::internal("an environment has no current signing key"))?;
        let signer = signing::signer(secrets, id, current)?;
        let public: Vec<PublicKey> = snapshot.signing_keys.iter().filter_map(signing::public).collect();
        let published = Published::new(&public).map_err(Failure::internal)?;
        Ok(CachedEnvironment { signer, published, snapshot })
    }

    /// The API key of that hash, if it holds at `now`.
    pub(crate) fn key(&self, hash: &str, now: Timestamp) -> Option<&ApiKey> {
        let holds = |key: &&ApiKey| key.hash == hash && key.revoked_at.is_none_or(|end| now < end);
        self.snapshot.keys.iter().find(holds)
    }
}

struct Entry {
    environment: Rc<CachedEnvironment>,
    /// When it was last known to be the newest.
    asked: Timestamp,
    /// When it was fetched whole.
    fetched: Timestamp,
}

thread_local! {
    /// Grows with every [`forget`], so that an answer that was on its way meanwhile is not taken for new.
    static CHANGES: Cell<u64> = const { Cell::new(0) };
    static ENTRIES: RefCell<BTreeMap<String, Entry>> = const { RefCell::new(BTreeMap::new()) };
}

const FRESH_MILLIS: i64 = 5_000;
/// Signing keys change their state with time, without a new revision.
const WHOLE_MILLIS: i64 = 60_000;
const MOST: usize = 1_000;

/// The environment of that id, which is one that this deployment made (see [`crate::keys::environment_id`]).
pub(crate) async fn environment(
    env: &Env,
    secrets: &Secrets,
    id: &str,
    request_id: &str,
    now: Timestamp,
) -> Result<Rc<CachedEnvironment>, Failure> {
    let kept =
        ENTRIES.with_borrow(|all| all.get(id).map(|entry| (Rc::clone(&entry.environment), entry.asked, entry.fetched)));
    let mut known = None;
    let mut fetched = now;
    if let Some((cached, asked, whole_at)) = &kept {
        let turned = cached.snapshot.turns_at.is_some_and(|turns| now >= turns);
        // What lies ahead is as old as nobody knows: the clock was set back.
        let within = |since: Timestamp, millis| (since..since.plus_millis(millis)).contains(&now);
        if !turned && within(*asked, FRESH_MILLIS) {
            return Ok(Rc::clone(cached));
        }
        if !turned && within(*whole_at, WHOLE_MILLIS) {
            known = Some(cached.snapshot.revision);
            fetched = *whole_at;
        }
    }
    let changes = CHANGES.get();
    let request = environment::Request::new(request_id, None, SettingsCommand::Snapshot { known });
    let cached = match ask_environment(env, id, &request).await?.into_inner() {
        Ok(Answer::Snapshot(snapshot)) => {
            fetched = now;
            Rc::new(CachedEnvironment::new(secrets, *snapshot)?)
        }
        Ok(Answer::Unchanged) => match kept {
            Some((cached, ..)) => cached,
            None => return Err(Failure::internal("an environment did not change since nothing")),
        },
        Err(answer) if answer.status == 404 => {
            return Err(Failure::new(codes::ENVIRONMENT_UNKNOWN, "there is no such environment; check its id"));
        }
        Ok(_) | Err(_) => return Err(Failure::unavailable("an environment did not tell what it is")),
    };
    ENTRIES.with_borrow_mut(|all| {
        if all.len() >= MOST {
            all.clear();
        }
        let asked = if CHANGES.get() == changes { now } else { Timestamp::MIN };
        all.insert(id.to_owned(), Entry { environment: Rc::clone(&cached), asked, fetched });
    });
    Ok(cached)
}

/// Makes the next look fetch anew: something was changed through this isolate.
pub(crate) fn forget(id: &str) {
    CHANGES.set(CHANGES.get().wrapping_add(1));
    ENTRIES.with_borrow_mut(|all| {
        if let Some(entry) = all.get_mut(id) {
            entry.asked = Timestamp::MIN;
        }
    });
}
