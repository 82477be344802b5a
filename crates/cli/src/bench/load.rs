//! Requests by the clock, and requests as fast as they are answered.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::http::Connection;
use crate::failure::Failure;

/// How long each of them took, shortest first. A request that waits its turn counts from when it was due.
#[derive(Debug)]
pub(super) struct Times(Vec<Duration>);

impl Times {
    /// The time within which so many of a hundred were answered.
    pub(super) fn percentile(&self, percent: usize) -> Duration {
        let index = (self.0.len() * percent).div_ceil(100).saturating_sub(1);
        self.0.get(index).copied().unwrap_or_default()
    }
}

/// Sends each request when it is due, `rate` a second, each over a connection of its own, whether or not
/// those before were answered.
///
/// # Errors
/// When one is not answered with 200.
pub(super) async fn by_the_clock(
    address: SocketAddr,
    requests: Vec<Vec<u8>>,
    rate: u32,
) -> Result<Times, Failure> {
    let mut tasks = JoinSet::new();
    let begin = Instant::now();
    for (number, request) in (0_u32..).zip(requests) {
        let due = begin + Duration::from_secs(1) / rate * number;
        tasks.spawn(async move {
            tokio::time::sleep_until(due.into()).await;
            let answer = Connection::open(address).await?.ask(&request).await?;
            if answer.status == 200 {
                return Ok(due.elapsed());
            }
            let body = String::from_utf8_lossy(&answer.body).into_owned();
            Err(std::io::Error::other(format!("answered {}: {body}", answer.status)))
        });
    }
    let mut times = Vec::new();
    while let Some(done) = tasks.join_next().await {
        times.push(done.map_err(Failure::internal)??);
    }
    times.sort_unstable();
    Ok(Times(times))
}

/// How many answers a second `connections` get that ask again as soon as they are answered, and how long an
/// answer is.
///
/// # Errors
/// When one is not answered with 200.
pub(super) async fn as_fast_as_answered(
    address: SocketAddr,
    request: Vec<u8>,
    connections: usize,
    time: Duration,
) -> Result<(f64, usize), Failure> {
    let request: Arc<[u8]> = request.into();
    let mut tasks = JoinSet::new();
    let begin = Instant::now();
    for _ in 0..connections {
        let request = request.clone();
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let (mut answers, mut length) = (0_u32, 0);
            while begin.elapsed() < time {
                let answer = connection.ask(&request).await?;
                if answer.status != 200 {
                    return Err(std::io::Error::other(format!("answered {}", answer.status)));
                }
                (answers, length) = (answers + 1, answer.body.len());
            }
            Ok((answers, length))
        });
    }
    let (mut total, mut longest) = (0.0, 0);
    while let Some(done) = tasks.join_next().await {
        let (answers, length) = done.map_err(Failure::internal)??;
        (total, longest) = (total + f64::from(answers), longest.max(length));
    }
    Ok((total / begin.elapsed().as_secs_f64(), longest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_those_of_the_nearest_rank() {
        let times = Times((1..=200).map(Duration::from_millis).collect());
        assert_eq!(times.percentile(50), Duration::from_millis(100));
        assert_eq!(times.percentile(99), Duration::from_millis(198));
        assert_eq!(times.percentile(100), Duration::from_millis(200));
        assert_eq!(Times(Vec::new()).percentile(99), Duration::ZERO);
    }
}
