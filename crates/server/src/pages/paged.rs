//! A list of which a page shows one part, and the links to the parts beside it. They work without JavaScript, and keep what
//! else the address says: the filter of the list, and the places of other lists of the same page.

use actix_web::HttpRequest;
use askama::{Template, filters::HtmlSafe};
use service::{Page, PageQuery};

/// Entries, and the links beside them.
#[derive(Debug, Clone)]
pub struct Paged<T> {
    /// The entries of this part.
    pub items: Vec<T>,
    /// The links to the parts before and after it; nothing when this is all.
    pub pager: Pager,
}

impl<T> Default for Paged<T> {
    fn default() -> Self {
        Self { items: Vec::new(), pager: Pager::default() }
    }
}

/// The links to the parts before and after.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "parts/pager.html")]
pub struct Pager {
    /// What is listed: `Badges`.
    pub what: String,
    /// The part before; empty on the first.
    pub previous: String,
    /// The part after; empty on the last.
    pub next: String,
}

impl HtmlSafe for Pager {}

impl Pager {
    /// Whether this is the whole list.
    pub fn is_empty(&self) -> bool {
        self.previous.is_empty() && self.next.is_empty()
    }
}

/// One list of a page.
#[derive(Debug, Clone, Copy)]
pub struct List {
    /// The query parameter that holds its place.
    pub parameter: &'static str,
    /// The id of its heading, to which its links lead.
    pub anchor: &'static str,
    /// What is listed: `Badges`.
    pub what: &'static str,
    /// How many entries are shown at once.
    pub limit: u32,
}

impl List {
    /// Which part of the list a request asks for.
    pub fn place(&self, request: &HttpRequest) -> PageQuery {
        // The last one counts: the links put theirs at the end.
        let pairs = request.query_string().rsplit('&').filter_map(|pair| pair.split_once('='));
        let mut cursors = pairs.filter(|(name, _)| *name == self.parameter);
        let cursor = cursors.next().map(|(_, cursor)| cursor.to_owned());
        PageQuery { cursor, limit: Some(self.limit) }
    }

    /// The place as a query that begins with `?`, for the address of a form; empty for the first part.
    pub fn kept(&self, request: &HttpRequest) -> String {
        let cursor = self.place(request).cursor;
        cursor.map(|cursor| format!("?{}={cursor}", self.parameter)).unwrap_or_default()
    }

    /// The part that was found, with its links.
    pub fn show<A, T>(&self, request: &HttpRequest, page: Page<A>, view: impl FnMut(A) -> T) -> Paged<T> {
        self.show_at(request.path(), request, page, view)
    }

    /// As [`show`](Self::show), for the answer to a form that was sent to another address than that of the page.
    pub fn show_at<A, T>(
        &self,
        path: &str,
        request: &HttpRequest,
        page: Page<A>,
        view: impl FnMut(A) -> T,
    ) -> Paged<T> {
        let href = |cursor: Option<String>| {
            cursor.map(|cursor| self.href(path, request.query_string(), &cursor)).unwrap_or_default()
        };
        Paged {
            pager: Pager { what: self.what.to_owned(), previous: href(page.previous), next: href(page.next) },
            items: page.items.into_iter().map(view).collect(),
        }
    }

    /// The same page with another place of this list. What was done on the page before is not said again.
    fn href(&self, path: &str, query: &str, cursor: &str) -> String {
        let other = |pair: &&str| {
            let name = pair.split_once('=').map_or(*pair, |(name, _)| name);
            !name.is_empty() && name != self.parameter && name != "done"
        };
        let mut pairs: Vec<String> = query.split('&').filter(other).map(str::to_owned).collect();
        pairs.push(format!("{}={cursor}", self.parameter));
        format!("{path}?{}#{}", pairs.join("&"), self.anchor)
    }
}

#[cfg(test)]
impl<T> Paged<T> {
    /// A part in the middle of a list.
    pub(super) fn sample(words: &super::sample::Words, what: &str, items: Vec<T>) -> Self {
        let href = |cursor: &str| words.path(&format!("/list?place={cursor}"));
        let pager = Pager { what: words.say(what), previous: href("PDE"), next: href("Mg") };
        Self { items, pager }
    }

    /// A whole list.
    pub(super) fn whole(items: Vec<T>) -> Self {
        Self { items, pager: Pager::default() }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    const PEOPLE: List = List { parameter: "people", anchor: "people", what: "People", limit: 2 };

    #[test]
    fn a_link_changes_one_place_and_keeps_everything_else() {
        let request =
            TestRequest::with_uri("/manager?badges=QQ&people=Qg&find=a%26b&done=revoked").to_http_request();
        let place = PEOPLE.place(&request);
        assert_eq!((place.cursor.as_deref(), place.limit), (Some("Qg"), Some(2)));
        let page = Page { items: vec![1, 2], next: Some("Qw".to_owned()), previous: None };
        let shown = PEOPLE.show(&request, page, |number| number);
        assert_eq!(shown.pager.next, "/manager?badges=QQ&find=a%26b&people=Qw#people");
        assert_eq!(shown.pager.previous, "");
    }

    #[test]
    fn a_whole_list_has_no_links() {
        assert_eq!(Pager::default().render().unwrap(), "");
    }
}
