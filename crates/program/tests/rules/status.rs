use program::text::TextFault;
use program::{CredentialState, StatusRefusal};

use crate::given::after;

fn suspended() -> CredentialState {
    CredentialState::Active.suspend("under review", after(10)).unwrap()
}

fn revoked() -> CredentialState {
    CredentialState::Active.revoke("copied work", after(10)).unwrap()
}

#[test]
fn revocation_is_final() {
    assert_eq!(revoked(), CredentialState::Revoked { reason: "copied work".into(), at: after(10) });
    let already = Err(StatusRefusal::AlreadyRevoked { at: after(10) });
    assert_eq!(revoked().revoke("again", after(20)), already);
    assert_eq!(revoked().suspend("again", after(20)), already);
    assert_eq!(revoked().reinstate("a mistake", after(20)), already);
}

#[test]
fn a_suspension_can_be_ended_or_become_a_revocation() {
    assert_eq!(suspended().reinstate("cleared", after(20)), Ok(CredentialState::Active));
    assert_eq!(suspended().revoke("confirmed", after(20)).unwrap().as_str(), "revoked");
}

#[test]
fn a_suspended_credential_is_not_suspended_again() {
    assert_eq!(
        suspended().suspend("again", after(20)),
        Err(StatusRefusal::AlreadySuspended { at: after(10) })
    );
}

#[test]
fn what_stands_is_not_reinstated() {
    assert_eq!(CredentialState::Active.reinstate("why", after(0)), Err(StatusRefusal::NotSuspended));
}

#[test]
fn a_change_needs_a_reason_that_can_be_shown() {
    let fault = |reason: &str| match CredentialState::Active.revoke(reason, after(0)) {
        Err(StatusRefusal::Reason { fault }) => fault,
        other => panic!("{other:?}"),
    };
    assert_eq!(fault(" \r\n"), TextFault::Empty);
    assert_eq!(fault(&"x".repeat(501)), TextFault::TooLong { length: 501, limit: 500 });
    assert_eq!(fault("a\u{1b}[31m"), TextFault::ControlCharacter { code: 0x1b });
    assert_eq!(suspended().reinstate("", after(20)), Err(StatusRefusal::Reason { fault: TextFault::Empty }));
}

#[test]
fn a_clock_that_went_backwards_does_not_date_a_change_before_the_one_it_follows() {
    let revoked = suspended().revoke("confirmed", after(-100)).unwrap();
    assert_eq!(revoked, CredentialState::Revoked { reason: "confirmed".into(), at: after(10) });
}
