//! Whose turn it is: work of a few at once, of which each district has its share.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use program::DistrictId;
use tokio::sync::oneshot;

use crate::Error;

/// What a client is told to wait, in seconds, when the line is full.
const RETRY_AFTER: u32 = 5;

/// How much is done at once, and how many may wait.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// At the same time, of all districts.
    pub(super) at_once: usize,
    /// At the same time, of one district.
    pub(super) of_one: usize,
    /// Waiting, of all districts.
    pub(super) waiting: usize,
    /// Waiting, of one district.
    pub(super) waiting_of_one: usize,
}

/// A line in front of some work. Districts take turns: after one of a district comes one of the next, however many the
/// first one has waiting.
#[derive(Clone, Debug)]
pub(super) struct Turns {
    limits: Limits,
    line: Arc<Mutex<Line>>,
}

/// The right to work. Given back when dropped.
#[derive(Debug)]
pub(super) struct Turn {
    district: DistrictId,
    turns: Turns,
}

#[derive(Debug, Default)]
struct Line {
    /// How many of each district are at work.
    working: HashMap<DistrictId, usize>,
    /// Those with somebody waiting, in the order of their turns.
    order: VecDeque<DistrictId>,
    waiting: HashMap<DistrictId, VecDeque<oneshot::Sender<Turn>>>,
}

impl Turns {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, line: Arc::default() }
    }

    /// Waits for the next turn of a district.
    ///
    /// # Errors
    /// `TooMany` when too many wait already.
    pub(super) async fn wait(&self, district: DistrictId) -> Result<Turn, Error> {
        let (give, take) = oneshot::channel();
        {
            let mut line = self.line();
            line.forget_those_who_left();
            let all: usize = line.waiting.values().map(VecDeque::len).sum();
            let own = line.waiting.get(&district).map_or(0, VecDeque::len);
            if all >= self.limits.waiting || own >= self.limits.waiting_of_one {
                return Err(Error::TooMany { retry_after: RETRY_AFTER });
            }
            line.waiting.entry(district).or_default().push_back(give);
            if !line.order.contains(&district) {
                line.order.push_back(district);
            }
        }
        self.call();
        take.await.map_err(Error::internal)
    }

    /// Gives turns to those who wait, as many as there are.
    fn call(&self) {
        loop {
            // Not while the line is locked: a turn that nobody takes is given back at once, and locks it again.
            let Some((district, give)) = self.line().next(self.limits) else { return };
            drop(give.send(Turn { district, turns: self.clone() }));
        }
    }

    fn line(&self) -> MutexGuard<'_, Line> {
        self.line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    /// Takes the next one out of the line and counts it as working.
    fn next(&mut self, limits: Limits) -> Option<(DistrictId, oneshot::Sender<Turn>)> {
        if self.working.values().sum::<usize>() >= limits.at_once {
            return None;
        }
        let free = |district: &DistrictId| self.working.get(district).is_none_or(|own| *own < limits.of_one);
        let place = self.order.iter().position(free)?;
        let district = self.order.remove(place)?;
        let own = self.waiting.get_mut(&district)?;
        let next = own.pop_front();
        if own.is_empty() {
            self.waiting.remove(&district);
        } else {
            self.order.push_back(district);
        }
        *self.working.entry(district).or_default() += 1;
        Some((district, next?))
    }

    fn done(&mut self, district: DistrictId) {
        if let Some(own) = self.working.get_mut(&district) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                self.working.remove(&district);
            }
        }
    }

    /// A client that went away waits for nothing.
    fn forget_those_who_left(&mut self) {
        self.waiting.retain(|_, own| {
            own.retain(|give| !give.is_closed());
            !own.is_empty()
        });
        self.order.retain(|district| self.waiting.contains_key(district));
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.turns.line().done(self.district);
        self.turns.call();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMITS: Limits = Limits { at_once: 1, of_one: 1, waiting: 6, waiting_of_one: 4 };

    fn district(number: u128) -> DistrictId {
        DistrictId::from_uuid(uuid::Uuid::from_u128(number))
    }

    /// Lets everything that can go on go on.
    async fn settle() {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
    }

    /// Waits for a turn and notes its number.
    fn waiter(
        turns: &Turns,
        owner: u128,
        served: &Arc<Mutex<Vec<u128>>>,
    ) -> tokio::task::JoinHandle<Result<(), Error>> {
        let (turns, served) = (turns.clone(), Arc::clone(served));
        tokio::spawn(async move {
            let _turn = turns.wait(district(owner)).await?;
            served.lock().unwrap().push(owner);
            Ok(())
        })
    }

    #[tokio::test]
    async fn a_district_with_one_does_not_wait_for_all_of_another() {
        let turns = Turns::new(LIMITS);
        let served = Arc::default();
        let first = turns.wait(district(1)).await.unwrap();
        for owner in [1, 1, 1, 2, 3] {
            waiter(&turns, owner, &served);
            settle().await;
        }
        assert!(served.lock().unwrap().is_empty(), "one at a time");
        drop(first);
        settle().await;
        assert_eq!(*served.lock().unwrap(), [1, 2, 3, 1, 1]);
    }

    #[tokio::test]
    async fn a_district_has_one_at_a_time_while_others_have_room() {
        let turns = Turns::new(Limits { at_once: 2, ..LIMITS });
        let served = Arc::default();
        let first = turns.wait(district(1)).await.unwrap();
        waiter(&turns, 1, &served);
        waiter(&turns, 2, &served);
        settle().await;
        assert_eq!(*served.lock().unwrap(), [2]);
        drop(first);
        settle().await;
        assert_eq!(*served.lock().unwrap(), [2, 1]);
    }

    #[tokio::test]
    async fn the_line_is_bounded_for_each_and_for_all() {
        let turns = Turns::new(LIMITS);
        let served = Arc::default();
        let _first = turns.wait(district(1)).await.unwrap();
        for owner in [1, 1, 1, 1] {
            waiter(&turns, owner, &served);
        }
        settle().await;
        let refused = |answer: Result<Turn, Error>| matches!(answer, Err(Error::TooMany { .. }));
        assert!(refused(turns.wait(district(1)).await), "four of one wait");
        waiter(&turns, 2, &served);
        waiter(&turns, 3, &served);
        settle().await;
        assert!(refused(turns.wait(district(4)).await), "six of all wait");
    }

    #[tokio::test]
    async fn who_went_away_holds_up_nobody() {
        let turns = Turns::new(LIMITS);
        let served = Arc::default();
        let first = turns.wait(district(1)).await.unwrap();
        for _ in 0..20 {
            let gone = waiter(&turns, 2, &served);
            settle().await;
            gone.abort();
            settle().await;
        }
        waiter(&turns, 3, &served);
        settle().await;
        drop(first);
        settle().await;
        assert_eq!(*served.lock().unwrap(), [3]);
        assert!(turns.line().working.is_empty() && turns.line().waiting.is_empty());
    }
}
