//! Commands that arrive together and are done together.
//!
//! The runtime makes durable at once what one stretch of an object has written. While the disk is busy with one
//! stretch, more commands arrive; done in one stretch too, they wait for the disk once, and not once each. To let them
//! come in costs a turn of the event loop, so a command that comes alone is done at once.
//!
//! One customer's events from 16 clients are recorded 4.4 times as fast on a disk, and 1.2 times as fast in memory.

use std::cell::{Cell, RefCell};

use futures_channel::oneshot;
use tollgate::time::Timestamp;

use crate::runtime::io::next_tick;

/// The commands that wait to be done, in the order in which they arrived.
pub(crate) struct Batching<C, A> {
    waiting: RefCell<Vec<(C, oneshot::Sender<A>)>>,
    /// When the last one arrived.
    last: Cell<Timestamp>,
}

/// A command that arrives so long after the one before it comes alone: longer than a disk takes to be done with one.
const ALONE_MILLIS: i64 = 20;

impl<C, A> Default for Batching<C, A> {
    fn default() -> Self {
        Batching { waiting: RefCell::default(), last: Cell::new(Timestamp::MIN) }
    }
}

impl<C, A> Batching<C, A> {
    /// Adds a command that arrives at `now` and gives its answer; `None` where none was made for it.
    ///
    /// One that comes alone is done at once. Else, who finds nobody waiting lets all that has arrived come in, which
    /// takes one turn of the event loop, and does the commands of all by `work`, which gives their answers in the same
    /// order.
    pub(crate) async fn join(&self, command: C, now: Timestamp, work: impl FnOnce(Vec<C>) -> Vec<A>) -> Option<A> {
        let alone = self.last.replace(now).plus_millis(ALONE_MILLIS) < now && self.waiting.borrow().is_empty();
        if alone {
            return work(vec![command]).pop();
        }
        let (give, given) = oneshot::channel();
        let waiting = {
            let mut waiting = self.waiting.borrow_mut();
            waiting.push((command, give));
            waiting.len()
        };
        if waiting == 1 {
            next_tick().await;
            let (commands, all): (Vec<C>, Vec<oneshot::Sender<A>>) = self.waiting.take().into_iter().unzip();
            for (answer, give) in work(commands).into_iter().zip(all) {
                // Who no longer waits needs no answer.
                let _ = give.send(answer);
            }
        }
        given.await.ok()
    }
}
