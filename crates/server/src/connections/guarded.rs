use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep_until};

use super::{Connection, Patience, Place};

/// A connection that ends when its place is needed by another, when no request comes, or when the client takes
/// nothing of an answer.
pub(crate) struct Guarded {
    stream: TcpStream,
    place: Place,
    patience: Patience,
    /// When the last byte of an answer was taken.
    wrote: Instant,
    head: Option<Pin<Box<Sleep>>>,
    answer: Option<Pin<Box<Sleep>>>,
}

impl Guarded {
    pub(super) fn new(stream: TcpStream, place: Place, patience: Patience) -> Self {
        Self { stream, place, patience, wrote: Instant::now(), head: None, answer: None }
    }

    pub(super) fn connection(&self) -> &Arc<Connection> {
        &self.place.connection
    }

    /// Whether the client has waited too long with its request. Registers to be asked again.
    fn is_late(&mut self, cx: &mut Context<'_>) -> bool {
        let Some(since) = self.place.connection.waiting_since() else {
            // When the answer is there this is asked again.
            self.head = None;
            return false;
        };
        let due = Instant::from_std(since).max(self.wrote) + self.patience.head;
        let head = self.head.get_or_insert_with(|| Box::pin(sleep_until(due)));
        if head.deadline() != due {
            head.as_mut().reset(due);
        }
        head.as_mut().poll(cx).is_ready()
    }

    /// What came of writing: a client that takes nothing for too long is cut off.
    fn written<T>(&mut self, cx: &mut Context<'_>, outcome: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.answer = None;
            self.wrote = Instant::now();
            self.place.connection.touch();
            return outcome;
        }
        let due = Instant::now() + self.patience.answer;
        let answer = self.answer.get_or_insert_with(|| Box::pin(sleep_until(due)));
        if answer.as_mut().poll(cx).is_ready() {
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "the client takes nothing")));
        }
        Poll::Pending
    }
}

impl AsyncRead for Guarded {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.place.connection.waker.register(cx.waker());
        if this.place.connection.closed.load(Ordering::Acquire) {
            return Poll::Ready(Err(io::Error::new(
                io::ErrorKind::ConnectionAborted,
                "its place was needed",
            )));
        }
        let before = buffer.filled().len();
        let outcome = Pin::new(&mut this.stream).poll_read(cx, buffer);
        if buffer.filled().len() > before {
            this.place.connection.touch();
        }
        // Bytes that trickle in do not give a client more time.
        if this.is_late(cx) {
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::TimedOut, "no request came")));
        }
        outcome
    }
}

impl AsyncWrite for Guarded {
    fn poll_write(self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.stream).poll_write(cx, bytes);
        this.written(cx, outcome)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let outcome = Pin::new(&mut this.stream).poll_write_vectored(cx, bytes);
        this.written(cx, outcome)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(cx)
    }

    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(cx)
    }
}
