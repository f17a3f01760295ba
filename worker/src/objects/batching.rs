//! Commands that arrive together and are done together.
//!
//! The runtime makes durable at once what one stretch of an object has written. While the disk is busy with one
//! stretch, more commands arrive; done in one stretch too, they wait for the disk once, and not once each.

use std::cell::RefCell;

use futures_channel::oneshot;

use crate::runtime::io::next_tick;

/// The commands that wait to be done, in the order in which they arrived.
pub(crate) struct Batching<C, A> {
    waiting: RefCell<Vec<(C, oneshot::Sender<A>)>>,
}

impl<C, A> Default for Batching<C, A> {
    fn default() -> Self {
        Batching { waiting: RefCell::default() }
    }
}

impl<C, A> Batching<C, A> {
    /// Adds a command and gives its answer; `None` where none was made for it.
    ///
    /// Who finds nobody waiting lets all that has arrived come in, which takes one turn of the event loop, and does the
    /// commands of all by `work`, which gives their answers in the same order.
    pub(crate) async fn join(&self, command: C, work: impl FnOnce(Vec<C>) -> Vec<A>) -> Option<A> {
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
