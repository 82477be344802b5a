use std::time::Instant;

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web::Data;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle, PrometheusRecorder};
use service::Measurements;

use crate::Site;

/// Upper ends of the classes of duration, in seconds.
const BUCKETS: [f64; 11] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];

/// What is counted about requests. Each server has a recorder of its own: nothing is global.
#[derive(Debug)]
pub struct Metrics {
    recorder: PrometheusRecorder,
    handle: PrometheusHandle,
}

impl Metrics {
    /// Nothing counted yet.
    #[expect(clippy::new_without_default, reason = "an empty recorder is not a value to fall back on")]
    pub fn new() -> Self {
        let builder = PrometheusBuilder::new();
        let matcher = Matcher::Full("http_request_duration_seconds".to_owned());
        // `set_buckets_for_metric` refuses only an empty list; then a summary is as good.
        let builder =
            builder.set_buckets_for_metric(matcher, &BUCKETS).unwrap_or_else(|_| PrometheusBuilder::new());
        let recorder = builder.build_recorder();
        let handle = recorder.handle();
        metrics::with_local_recorder(&recorder, || {
            metrics::describe_counter!(
                "http_requests_total",
                "Requests answered, by method, route and status"
            );
            metrics::describe_gauge!(
                "countersign_clock_wrong",
                "1 while nothing is signed because this machine's clock cannot be right"
            );
            metrics::describe_gauge!(
                "countersign_key_file_refused",
                "1 while the key file cannot be used and the keys from before are"
            );
            metrics::describe_histogram!("http_request_duration_seconds", "Time to answer, by route");
            metrics::describe_counter!(
                "outbox_attempts_total",
                "Attempts to deliver a message, by outcome, of this process"
            );
            metrics::describe_counter!(
                "worker_restarts_total",
                "How often background work ended and was begun again"
            );
            metrics::describe_gauge!("status_lists_overdue", "Status lists that cannot be signed");
            metrics::describe_gauge!("outbox_messages_waiting", "Messages to be delivered, of all processes");
            metrics::describe_gauge!(
                "outbox_oldest_wait_seconds",
                "How long the oldest message has been due"
            );
            metrics::describe_gauge!("outbox_messages_undelivered", "Messages that could not be delivered");
        });
        Self { recorder, handle }
    }

    /// All of it in Prometheus' text form, with what the service measured.
    pub fn render(&self, service: &Measurements) -> String {
        metrics::with_local_recorder(&self.recorder, || show(service));
        self.handle.run_upkeep();
        self.handle.render()
    }

    /// Notes whether something that someone should look at is so.
    pub fn note(&self, gauge: &'static str, is_so: bool) {
        metrics::with_local_recorder(&self.recorder, || {
            metrics::gauge!(gauge).set(f64::from(u8::from(is_so)));
        });
    }

    /// Counts one answer. Every label has few values: the pattern of a route, never an address.
    fn record(&self, method: &'static str, route: String, status: u16, seconds: f64) {
        metrics::with_local_recorder(&self.recorder, || {
            metrics::counter!("http_requests_total", "method" => method, "route" => route.clone(), "status" => status.to_string())
                .increment(1);
            metrics::histogram!("http_request_duration_seconds", "route" => route).record(seconds);
        });
    }
}

/// Shows what the service measured.
fn show(service: &Measurements) {
    let outcomes = [
        ("delivered", service.messages_delivered),
        ("put_off", service.messages_put_off),
        ("refused", service.messages_refused),
    ];
    for (outcome, count) in outcomes {
        metrics::counter!("outbox_attempts_total", "outcome" => outcome).absolute(count);
    }
    for (worker, count) in &service.restarts {
        metrics::counter!("worker_restarts_total", "worker" => *worker).absolute(*count);
    }
    let number = |count: u64| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    metrics::gauge!("status_lists_overdue").set(number(service.lists_overdue));
    if let Some(waiting) = service.waiting {
        metrics::gauge!("outbox_messages_waiting").set(number(waiting.messages));
        metrics::gauge!("outbox_oldest_wait_seconds").set(number(waiting.oldest_seconds));
        metrics::gauge!("outbox_messages_undelivered").set(number(waiting.undelivered));
    }
}

/// Counts every answer and how long it took.
///
/// # Errors
/// Those of what it wraps.
pub async fn count<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<B>, Error> {
    let started = Instant::now();
    let method = method_name(request.method());
    let site = request.app_data::<Data<Site>>().cloned();
    let outcome = next.call(request).await;
    if let Some(site) = site {
        let (route, status) = match &outcome {
            Ok(answer) => (answer.request().match_pattern(), answer.status()),
            Err(error) => (None, error.as_response_error().status_code()),
        };
        let route = route.unwrap_or_else(|| "none".to_owned());
        site.metrics.record(method, route, status.as_u16(), started.elapsed().as_secs_f64());
    }
    outcome
}

/// Clients can invent methods; labels are not theirs to make.
fn method_name(method: &Method) -> &'static str {
    match method.as_str() {
        "GET" => "GET",
        "HEAD" => "HEAD",
        "POST" => "POST",
        "PUT" => "PUT",
        "PATCH" => "PATCH",
        "DELETE" => "DELETE",
        "OPTIONS" => "OPTIONS",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_recorded_is_rendered() {
        let metrics = Metrics::new();
        metrics.record("GET", "/c/{token}".to_owned(), 200, 0.003);
        metrics.record("GET", "/c/{token}".to_owned(), 200, 0.004);
        let text = metrics.render(&Measurements {
            messages_delivered: 7,
            messages_put_off: 0,
            messages_refused: 1,
            lists_overdue: 2,
            restarts: vec![("outbox", 3)],
            waiting: None,
        });
        for line in [
            "outbox_attempts_total{outcome=\"delivered\"} 7",
            "outbox_attempts_total{outcome=\"refused\"} 1",
            "worker_restarts_total{worker=\"outbox\"} 3",
            "status_lists_overdue 2",
        ] {
            assert!(text.contains(line), "{line} in {text}");
        }
        assert!(
            text.contains("http_requests_total{method=\"GET\",route=\"/c/{token}\",status=\"200\"} 2"),
            "{text}"
        );
        assert!(
            text.contains("http_request_duration_seconds_bucket{route=\"/c/{token}\",le=\"0.005\"} 2"),
            "{text}"
        );
    }

    #[test]
    fn an_invented_method_makes_no_label() {
        assert_eq!(method_name(&Method::from_bytes(b"BREW").unwrap()), "other");
    }
}
