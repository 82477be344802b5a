//! The use cases of Countersign; owns the database, the outbox, the network fetches and the clock.
