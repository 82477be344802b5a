//! A token in two steps is the token in one.

use super::*;
use crate::jose::sd_jwt::{self, IssueOptions};
use crate::jose::{JoseError, PreparedToken, SdJwt, enveloped, vc_jwt};
use crate::{PublicKey, Timestamp};

const KID: &str = "https://district.example/keys/1";
const ALL: [Algorithm; 4] = [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384, Algorithm::Rsa];

fn finished(prepared: PreparedToken, key: &SecretKey) -> String {
    assert_eq!(prepared.key(), &key.public());
    let signature = key.sign(prepared.message());
    prepared.finish(&signature).unwrap()
}

fn options<'a>(disclosable: &'a [&'a str]) -> IssueOptions<'a> {
    let issued_at = Timestamp::from_unix(1_800_000_000).unwrap();
    IssueOptions { disclosable, holder: None, issued_at, kid: KID, salt_seed: [9; 32] }
}

#[test]
fn a_token_in_two_steps_is_the_token_in_one() {
    for kind in ALL {
        let (key, badge) = (key(kind), badge());
        let public: &PublicKey = &key.public();
        let prepared = vc_jwt::prepare(&badge, KID, public).unwrap();
        assert_eq!(finished(prepared, &key), vc_jwt::sign(&badge, KID, &key).unwrap(), "{kind:?}");
        let prepared = enveloped::prepare_credential(&badge, KID, public).unwrap();
        assert_eq!(finished(prepared, &key), enveloped::sign_credential(&badge, KID, &key).unwrap());
        let options = options(&["/evidence", "/credentialSubject/id"]);
        let token = finished(sd_jwt::prepare_credential(&badge, &options, public).unwrap(), &key);
        assert_eq!(token, sd_jwt::issue_credential(&badge, &options, &key).unwrap());
        let read = SdJwt::parse(&token).unwrap();
        assert_eq!(read.disclosures().len(), 2);
        assert_eq!(read.issuer_jws().verify(public), Ok(()));
    }
}

#[test]
fn a_signature_of_another_length_makes_no_token() {
    let key = key(Algorithm::P384);
    let prepared = vc_jwt::prepare(&badge(), KID, &key.public()).unwrap();
    let refused = prepared.finish(&[0; 64]).unwrap_err();
    assert_eq!(refused, JoseError::SignatureLength { found: 64, expected: 96 });
}
