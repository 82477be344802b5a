//! Why a document could not be fetched.

/// Why a document could not be fetched. Safe to show: it names nothing inside our network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FetchError {
    /// Not a URL.
    #[error("{0:?} is not an address")]
    NotAnAddress(String),
    /// Neither https nor an allowed loopback address, or no longer https after a redirect.
    #[error("only https addresses are fetched")]
    NotHttps,
    /// The address carries a user name or password.
    #[error("addresses with a user name or password are not fetched")]
    Credentials,
    /// The host is, or resolves to, an address that is not public.
    #[error("the host is not a public one")]
    NotPublic,
    /// The port belongs to another kind of service.
    #[error("port {0} is not one of the web")]
    Port(u16),
    /// Too many redirects.
    #[error("it was redirected more than {most} times")]
    TooManyRedirects {
        /// How many redirects are followed.
        most: usize,
    },
    /// Longer than a document may be, as sent or unpacked.
    #[error("it is longer than {most} bytes")]
    TooLong {
        /// How many bytes a document may have.
        most: usize,
    },
    /// Compressed although it was asked for as it is, and not in the one way that is read all the same.
    #[error("it came in an encoding that was not asked for")]
    Encoded,
    /// No answer in time.
    #[error("there was no answer within {seconds} seconds")]
    TimedOut {
        /// How long a whole fetch may take.
        seconds: u64,
    },
    /// The server answered with something else than the document.
    #[error("the server answered {0}")]
    Status(u16),
    /// The connection failed, also because the server is not who it should be.
    #[error("the server could not be reached")]
    Unreachable,
    /// What the server sent is no HTTP, breaks off, or has too many headers.
    #[error("the server's answer could not be read")]
    Garbled,
    /// Too many fetches are under way.
    #[error("too many documents are being fetched just now; try again")]
    Busy,
}
