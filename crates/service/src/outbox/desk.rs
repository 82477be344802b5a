//! Who delivers: several messages at once, with room that only urgent ones may take, so that neither many mails
//! nor a slow server hold up a sign-in link.

use std::collections::HashMap;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::{Id, JoinError, JoinSet};
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout_at};
use uuid::Uuid;

use super::queue::{self, Lane, Outcome};
use crate::mailer::Room;
use crate::store::Topic;
use crate::store::outbox::Model;
use crate::vitals::Work;
use crate::{Error, Service};

/// How often there is a look at what is due, although nothing was written here.
const TICK: Duration = Duration::from_millis(500);
/// How often leases are renewed. Several renewals may fail before one runs out.
const RENEWAL: Duration = Duration::from_secs(5);
/// How long a stop waits for deliveries under way.
const GRACE: Duration = Duration::from_secs(5);

/// Delivers until it is told to stop.
pub(crate) async fn run(service: Service, mut stop: watch::Receiver<bool>) {
    let mut desk = Desk::new(&service);
    let mut renewal = interval(RENEWAL);
    renewal.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while !*stop.borrow_and_update() {
        let turn = desk.turn().await;
        service.vitals().ran(Work::Outbox, turn.as_ref().err());
        tokio::select! {
            _ = stop.changed() => {}
            Some(ended) = desk.under_way.join_next_with_id() => desk.note(ended),
            _ = renewal.tick() => desk.renew().await,
            () = service.backend().wakes().bell(Topic::Outbox).notified() => {}
            () = sleep(TICK) => {}
        }
        if stop.has_changed().is_err() {
            break;
        }
    }
    desk.close().await;
}

struct Desk<'a> {
    service: &'a Service,
    worker: Uuid,
    room: Room,
    under_way: JoinSet<Outcome>,
    messages: HashMap<Id, Model>,
    /// What ended, until it is recorded: a mail that was accepted must not go again because the database was away.
    ended: Vec<(Model, Outcome)>,
}

impl<'a> Desk<'a> {
    fn new(service: &'a Service) -> Self {
        Self {
            service,
            worker: service.world().id(),
            room: service.mailer().room(),
            under_way: JoinSet::new(),
            messages: HashMap::new(),
            ended: Vec::new(),
        }
    }

    /// Records what ended, and begins what there is room for.
    async fn turn(&mut self) -> Result<(), Error> {
        while let Some(ended) = self.under_way.try_join_next_with_id() {
            self.note(ended);
        }
        self.record().await?;
        let room = self.free();
        if room.is_empty() {
            return Ok(());
        }
        for message in queue::take(self.service, self.worker, &room).await? {
            let (service, copy) = (self.service.clone(), message.clone());
            let task = self.under_way.spawn(async move { super::deliver(&service, &copy).await });
            self.messages.insert(task.id(), message);
        }
        Ok(())
    }

    async fn record(&mut self) -> Result<(), Error> {
        if !self.ended.is_empty() {
            queue::finish(self.service, self.worker, &self.ended).await?;
            self.service.vitals().recorded(self.ended.iter().map(|(_, outcome)| outcome.into()));
            self.ended.clear();
        }
        Ok(())
    }

    /// For how many more of each lane there is room.
    fn free(&self) -> Vec<(Lane, u64)> {
        let lanes = [(Lane::Urgent, self.room.urgent), (Lane::Ordinary, self.room.ordinary)];
        let free = lanes.into_iter().map(|(lane, room)| {
            let busy = self.messages.values().filter(|message| Lane::of(&message.kind) == lane).count();
            (lane, u64::try_from(room.saturating_sub(busy)).unwrap_or(u64::MAX))
        });
        free.filter(|(_, free)| *free > 0).collect()
    }

    fn note(&mut self, ended: Result<(Id, Outcome), JoinError>) {
        let (id, outcome) = match ended {
            Ok(ended) => ended,
            Err(error) => (error.id(), Outcome::Fault("the delivery panicked".to_owned())),
        };
        if let Some(message) = self.messages.remove(&id) {
            self.ended.push((message, outcome));
        }
    }

    async fn renew(&self) {
        if self.messages.is_empty() && self.ended.is_empty() {
            return;
        }
        if let Err(error) = queue::renew(self.service, self.worker).await {
            tracing::warn!(%error, "the leases of messages under way were not renewed");
        }
    }

    /// Waits for what is under way, gives back the rest.
    async fn close(mut self) {
        let deadline = Instant::now() + GRACE;
        while let Ok(Some(ended)) = timeout_at(deadline, self.under_way.join_next_with_id()).await {
            self.note(ended);
        }
        self.under_way.shutdown().await;
        let closed = async {
            self.record().await?;
            queue::release(self.service, self.worker).await
        };
        if let Err(error) = closed.await {
            tracing::warn!(%error, "messages under way were not given back; they are tried again when their lease ends");
        }
    }
}
