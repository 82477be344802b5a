use std::sync::Arc;

/// Who sends a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Who {
    /// Anyone.
    Stranger,
    /// A browser that was on our page before, so that its forms are read: it sends our cookie back.
    Browser,
    /// A district's own system, with a valid token.
    Client,
}

/// How requests are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// As fast as they are taken.
    AtOnce,
    /// All but the last byte of each; the last ones when all requests are under way.
    HoldTheLastByte,
    /// The body a few bytes at a time, for some seconds; then the connection is closed.
    Drip,
}

/// A request, as it goes over the wire.
#[derive(Debug, Clone)]
pub struct Request {
    /// The method.
    pub method: &'static str,
    /// The target, which need not be UTF-8.
    pub path: Vec<u8>,
    /// Headers besides `host`, `connection`, `content-length` and those that tell who sends it.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Body,
    /// Who sends it.
    pub who: Who,
    /// Whether it is good enough to be let in, so that an answer of 429 would mean that it was never tried.
    pub counted: bool,
    /// Whether it holds what is genuine, so that "verified" is the right answer.
    pub genuine: bool,
}

impl Request {
    /// `GET`
    pub(crate) fn get(path: impl AsRef<[u8]>) -> Self {
        Self::new("GET", path, Body::default())
    }

    /// `POST` with a content type.
    pub(crate) fn post(path: impl AsRef<[u8]>, content_type: &str, body: impl Into<Body>) -> Self {
        Self::new("POST", path, body.into()).with("content-type", content_type)
    }

    pub(crate) fn new(method: &'static str, path: impl AsRef<[u8]>, body: Body) -> Self {
        let path = path.as_ref().to_vec();
        Self { method, path, headers: Vec::new(), body, who: Who::Stranger, counted: true, genuine: false }
    }

    /// The same with a header more.
    pub(crate) fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// The same, sent by someone.
    pub(crate) fn by(self, who: Who) -> Self {
        Self { who, ..self }
    }

    /// The same, where "verified" is the right answer.
    pub(crate) fn genuine(self) -> Self {
        Self { genuine: true, ..self }
    }

    /// The same, where being told to come later is a good answer.
    pub(crate) fn may_wait(self) -> Self {
        Self { counted: false, ..self }
    }
}

/// Bytes, of which long runs are kept once.
#[derive(Debug, Clone, Default)]
pub struct Body(Vec<(Arc<[u8]>, usize)>);

impl Body {
    /// The same with a piece more, so many times.
    #[must_use]
    pub(crate) fn and(mut self, piece: impl AsRef<[u8]>, times: usize) -> Self {
        self.0.push((piece.as_ref().into(), times));
        self
    }

    /// How many bytes it has.
    pub fn len(&self) -> usize {
        self.0.iter().map(|(piece, times)| piece.len() * times).sum()
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Its pieces, in order.
    pub fn pieces(&self) -> impl Iterator<Item = Arc<[u8]>> + '_ {
        self.0.iter().flat_map(|(piece, times)| std::iter::repeat_n(piece, *times).map(Arc::clone))
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::default().and(bytes, 1)
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        text.into_bytes().into()
    }
}

impl From<&serde_json::Value> for Body {
    fn from(value: &serde_json::Value) -> Self {
        value.to_string().into()
    }
}
