use actix_web::http::StatusCode;

/// The problems that Countersign knows; each has an address of its own, `/problems/{name}`, that never
/// changes its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The body is not what it says it is.
    Malformed,
    /// No one is signed in, or no longer.
    Unauthenticated,
    /// Known, but not allowed.
    Forbidden,
    /// A form that did not come from our own page.
    ForeignForm,
    /// Nothing there.
    NotFound,
    /// Not with this method.
    MethodNotAllowed,
    /// Stands against what is.
    Conflict,
    /// Too large.
    TooLarge,
    /// Not in this media type.
    UnsupportedMediaType,
    /// Values that cannot be used.
    Invalid,
    /// Against the rules of the program.
    Refused,
    /// Too often.
    TooMany,
    /// An internal error.
    Internal,
    /// Something needed does not answer.
    Unavailable,
}

impl Kind {
    /// All of them, by status.
    pub const ALL: [Self; 14] = [
        Self::Malformed,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::ForeignForm,
        Self::Refused,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::Invalid,
        Self::TooMany,
        Self::Internal,
        Self::Unavailable,
    ];

    /// The last part of its address.
    pub const fn name(self) -> &'static str {
        self.facts().0
    }

    /// The status code.
    pub const fn status(self) -> StatusCode {
        self.facts().1
    }

    /// What it is, in a few words that never change.
    pub const fn title(self) -> &'static str {
        self.facts().2
    }

    /// What it means and what to do about it.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Malformed => {
                "The body, a header or the address has the wrong format: for example not JSON, not UTF-8, a duplicate member, or too deeply nested. The detail says where."
            }
            Self::Unauthenticated => {
                "The access token is missing, invalid or expired. Clients get one from /oauth/token; people request a link at /sign-in."
            }
            Self::Forbidden => {
                "You are authenticated, but a scope or a role is missing. The detail names it."
            }
            Self::ForeignForm => {
                "The form's token does not belong to the session, or another site sent it. Go back, reload the page and send it again."
            }
            Self::NotFound => "It does not exist, or it belongs to another district.",
            Self::MethodNotAllowed => {
                "The address exists, but not for this method; the header Allow lists the supported methods."
            }
            Self::Conflict => {
                "The object changed in the meantime, or its state does not allow the request. Fetch it again before you decide what to do."
            }
            Self::TooLarge => {
                "The body is larger than this address accepts. The detail says what is accepted."
            }
            Self::UnsupportedMediaType => {
                "The header Content-Type is missing or names a media type that this address does not accept. The detail says what it accepts."
            }
            Self::Invalid => {
                "The request could be read, but some values in it are not valid. Each is listed in errors, with a JSON Pointer, the name of a parameter or of a header."
            }
            Self::Refused => {
                "A rule of the program does not allow it, for example that people cannot assess their own work. The detail says which rule."
            }
            Self::TooMany => "Wait for the number of seconds in the header Retry-After.",
            Self::Internal => {
                "All changes of this request were rolled back. Tell the operator the instance of the problem: it is in the log."
            }
            Self::Unavailable => {
                "A required component, such as the database, does not answer. Nothing was changed; try again."
            }
        }
    }

    /// The problem of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The problem that a bare status code stands for.
    pub fn from_status(status: StatusCode) -> Self {
        match status.as_u16() {
            401 => Self::Unauthenticated,
            403 => Self::Forbidden,
            404 => Self::NotFound,
            405 => Self::MethodNotAllowed,
            409 => Self::Conflict,
            413 => Self::TooLarge,
            415 => Self::UnsupportedMediaType,
            422 => Self::Invalid,
            429 => Self::TooMany,
            503 => Self::Unavailable,
            400..=499 => Self::Malformed,
            _ => Self::Internal,
        }
    }

    const fn facts(self) -> (&'static str, StatusCode, &'static str) {
        match self {
            Self::Malformed => ("malformed", StatusCode::BAD_REQUEST, "The request cannot be read"),
            Self::Unauthenticated => ("unauthenticated", StatusCode::UNAUTHORIZED, "Sign in first"),
            Self::Forbidden => ("forbidden", StatusCode::FORBIDDEN, "You do not have permission"),
            Self::ForeignForm => {
                ("foreign-form", StatusCode::FORBIDDEN, "This form did not come from our page")
            }
            Self::NotFound => ("not-found", StatusCode::NOT_FOUND, "Not found"),
            Self::MethodNotAllowed => {
                ("method-not-allowed", StatusCode::METHOD_NOT_ALLOWED, "Method not allowed")
            }
            Self::Conflict => ("conflict", StatusCode::CONFLICT, "Conflict with the current state"),
            Self::TooLarge => ("too-large", StatusCode::PAYLOAD_TOO_LARGE, "Too large"),
            Self::UnsupportedMediaType => {
                ("unsupported-media-type", StatusCode::UNSUPPORTED_MEDIA_TYPE, "Unsupported media type")
            }
            Self::Invalid => ("invalid", StatusCode::UNPROCESSABLE_ENTITY, "Some values are not valid"),
            Self::Refused => ("refused", StatusCode::FORBIDDEN, "The rules of the program do not allow it"),
            Self::TooMany => ("too-many-requests", StatusCode::TOO_MANY_REQUESTS, "Too many requests"),
            Self::Internal => ("internal", StatusCode::INTERNAL_SERVER_ERROR, "Internal error"),
            Self::Unavailable => ("unavailable", StatusCode::SERVICE_UNAVAILABLE, "Temporarily unavailable"),
        }
    }
}
