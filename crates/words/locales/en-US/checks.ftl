# What the verifier found, by the code of the check (`verifier::Code`). Lower case, no full stop: the sentence
# follows the name of the check, or "because".

check-issuer-says = { $sentence }; its issuer says: “{ $message }”

## outcome

check-every-check-passed = all checks passed
check-nothing-checked = nothing could be checked
check-not-looked-at = not checked, because the signature is not valid
check-too-much-work = checking this document would take more work than one request is allowed

## document

check-document-readable = the document can be read
check-document-empty = the document is empty
check-document-unreadable = the document cannot be read: { $cause }
check-document-not-an-object = the document is { $found }, but a credential is a JSON object
check-token-unreadable = the token cannot be opened: { $cause }
check-image-unreadable = { $cause }
check-image-without-badge = there is no badge inside this { $carrier }: many programs, especially chat programs, remove it from images; ask for the badge as a JSON file
check-not-a-credential = it is not a credential: neither an object nor a text

## context

check-context-open-badges = the document uses Open Badges 3.0
check-context-open-badges-2 = the document uses Open Badges 2.0
check-context-learner-record = the document uses CLR 2.0
check-context-data-model = the document uses the W3C data model
check-context-not-data-model = the first `@context` is not `{ $wanted }`
check-context-not-open-badges = the second `@context` is not that of Open Badges 3.0, so this is not an Open Badges 3.0 document
check-context-unknown = { $cause }

## types

check-type-badge = the document is an Open Badges { $class }
check-type-assertion = the document is an assertion of Open Badges 2.0
check-type-credential = the document is a verifiable credential
check-type-learner-record = the document is a comprehensive learner record (CLR 2.0)
check-type-presentation = the document is a presentation of credentials
check-type-not-credential = `type` does not contain `VerifiableCredential`
check-type-not-badge = `type` contains none of `AchievementCredential`, `OpenBadgeCredential`, `EndorsementCredential`

## schema

check-form-right = every member of the { $class } has the right form
check-form-wrong = the document does not conform to the standard: { $pointer }: { $cause }
check-document-form-wrong = the document does not conform to the standard: { $cause }
check-member-missing =
    { $what ->
        [assertion] the assertion has no `{ $member }`
        [badge_class] the badge class has no `{ $member }`
        [issuer] the issuer’s profile has no `{ $member }`
       *[other] `{ $member }` is missing
    }
check-keyword-for-name = { $pointer } is a JSON-LD keyword, but Open Badges has its own name for it
check-no-schema = there is no schema for this kind of document
check-not-a-presentation = it is not a presentation
check-presentation-form = the presentation has the right form
check-holder-malformed = `holder` is neither a URL nor an object with an `id`

## safe mode

check-terms-defined = every term is defined, so the signature covers all of the document
check-terms-not-covered = { $cause }
check-terms-of-token-unread = the token is signed as text, so the meaning of its terms was not checked

## subject

check-subject-named = the badge says who earned it
check-subject-not-needed = not needed: only a badge must say who earned it
check-subject-not-one = `credentialSubject` is not exactly one subject
check-subject-missing = the badge does not say who earned it: the recipient has neither an id nor an identifier

## key

check-key-found = the key was found where its owner publishes it
check-key-revoked = the key `{ $method }` may not be used: it was revoked on { $at }
check-key-expired = the key `{ $method }` may not be used: it expired on { $at }
check-key-not-usable = the key `{ $method }` cannot be used: { $cause }
check-key-unreachable = the key `{ $key }` could not be fetched: { $cause }
check-keys-unreachable = the keys of `{ $controller }` could not be fetched: { $cause }
check-key-set-unreachable = the key set { $url } could not be fetched: { $cause }
check-key-set-without-key = the key set { $url } does not contain the key `{ $method }`
check-key-set-other-owner = the key set { $url } says that the key `{ $method }` belongs to `{ $owner }`
check-key-set-unusable-key = the key set { $url } contains an unusable key: { $cause }
check-key-not-named = the assertion does not name its key
check-key-of-another-owner = the key `{ $method }` does not belong to the issuer
check-key-owner-unknown = whether `{ $key }` is a key of `{ $issuer }` could not be checked: { $because }
check-controller-without-keys = the document of `{ $controller }` lists no keys
check-did-method-unsupported = keys of `{ $controller }` cannot be looked up: only did:web, did:key, did:jwk and https are supported
check-did-key-invalid = `{ $controller }`: { $cause }
check-method-not-a-url = the verification method `{ $method }` is neither a DID nor an https URL
check-token-names-nobody = the token names neither a key that could be found nor an issuer
check-token-brings-own-key = the token contains its own key, which `{ $issuer }` does not publish: anyone could have made it
check-issuer-without-key = `{ $issuer }` does not publish the key `{ $key }`
check-no-key-fits = the token does not say which key of `{ $issuer }` signed it, and none of them matches

## proof

check-signature-holds =
    { $signatures ->
        [one] the signature is valid: nothing has changed since it was signed
       *[other] all signatures are valid: nothing has changed since it was signed
    }
check-signature-missing = there is no signature
check-signature-mismatch = the signature is not valid: the document was changed, or signed with another key
check-signature-unconfirmed = the signature could not be confirmed: { $cause }
check-signature-without-key = the signature could not be checked because its key is missing
check-signature-under-older-context = the signature is valid only with the Open Badges context published until 2025: it does not cover terms that were added later
check-signature-purpose = the signature was made for `{ $purpose }`, not for `{ $wanted }`
check-proof-not-an-object = `proof` is not an object
check-proof-member-missing = `{ $member }` of the proof is missing or is not text
check-too-many-signatures = there are more than { $most } signatures
check-presentation-unsigned = the presentation itself is not signed
check-signed-but-hosted = it is signed, but says that it must be verified at its hosted address
check-verification-missing = it does not say how it is verified: `verification` is missing, or of an unknown type

## issuer

check-key-of-issuer = the key belongs to the issuer
check-issuer-missing = the document names no issuer
check-issuer-not-bound = the signature does not show that `{ $issuer }` made it
check-issuer-unknown-without-key = whether the key belongs to `{ $issuer }` could not be checked because the key is missing
check-issuer-unknown-without-class = the issuer is unknown because the badge class is missing
check-signed-by-another = the issuer could not be confirmed: it was signed by `{ $signer }`, not by `{ $issuer }`

## claims

check-not-a-token = it is not a token
check-claims-agree = the claims of the token agree with the document
check-claims-contradict = { $cause }
check-token-status-unsupported = whether it was revoked is unknown: the token names a token status list, which is not supported
check-token-not-yet-valid = the token is not valid before { $nbf }
check-token-expired = the token expired on { $exp }
check-holder-signed-in-future = the holder signed it at { $at }, which is in the future
check-holder-signature-invalid = the holder’s signature is not valid: { $cause }

## validity

check-begun = valid since { $valid_from }
check-not-yet-valid = not valid yet: it becomes valid on { $valid_from }
check-no-start = it has no start date
check-not-expired = valid until { $valid_until }
check-expired = expired: it was valid until { $valid_until }
check-no-end = it has no end date
check-ends-before-it-begins = its end date is before its start date
check-not-a-date = `{ $member }` is not a date and time: { $cause }
check-signature-not-expired = no signature has expired
check-signature-expired = the signature expired on { $expires }
check-signature-without-end = no signature has an expiry date

## status

check-not-revoked = not revoked or suspended
check-revoked = revoked by its issuer
check-suspended = suspended by its issuer
check-status-none = it cannot be revoked: it names no status list
check-status-not-about-revocation = it cannot be revoked: none of its status entries is about revocation
check-status-unknown = whether it was revoked is unknown: { $because }
check-status-unknown-without-issuer = whether it was revoked is unknown because its issuer is unknown
check-status-too-many = it names more than { $most } status entries
check-status-of-several-types = status entries of several types are not supported
check-status-type-unsupported = status entries of type `{ $type }` are not supported
check-status-purpose-unsupported = status entries for the purpose `{ $purpose }` are not supported
check-status-size-unsupported = status entries of more than { $most } bits are not supported
check-status-entry-malformed = the status entry has no usable `{ $member }`
check-status-without-id = a credential without `id` cannot be looked up
check-status-index-outside = the status could not be looked up: { $cause }
check-status-list-unreachable = the status list could not be fetched: { $cause }
check-status-list-unreadable = the status list cannot be read: { $cause }
check-status-list-form = what was fetched is not a status list: its `{ $member }` is missing or wrong
check-status-list-other = `{ $url }` answered with the status list `{ $id }`
check-status-list-other-issuer = the status list was not signed by the issuer of the badge
check-status-list-other-purpose = the status list is not about `{ $purpose }`
check-status-list-other-size = the status list has entries of another size
check-status-list-unsigned = the status list is not signed
check-status-list-not-verified = the status list is not verified: { $because }

## credential schema

check-schema-of-standard = it names the schema of its standard, and that schema was checked
check-schema-not-named = it names no schema of a type that Open Badges defines
check-schema-unknown = the schema `{ $id }` is unknown

## results

check-results-belong = each result belongs to a criterion of the achievement
check-results-none = it contains no results
check-result-description-unknown = result { $number } names the result description `{ $id }`, which the achievement does not have
check-result-level-unknown = result { $number } names the level `{ $id }`, which its result description does not have
check-result-status-missing = result { $number } has no `status`, which results of type `Status` must have

## endorsements

check-endorsements-verified = every endorsement inside it is verified
check-endorsements-none = it contains no endorsements
check-endorsements-too-many = it contains more than { $most } endorsements
check-endorsement-misplaced = an endorsement inside it is about something else: `{ $about }`
check-endorsement-not-verified = an endorsement inside it is not verified: { $because }
check-endorsement-unchecked = an endorsement inside it could not be checked: { $because }

## contained

check-contained-verified = every credential inside it is verified ({ $credentials })
check-contained-not-verified = credential { $number } of { $credentials } inside it is not verified: { $because }
check-contained-unchecked = credential { $number } of { $credentials } inside it could not be checked: { $because }
check-contained-too-many = it contains { $credentials } credentials; no more than { $most } are checked
check-contained-too-deep = it contains credentials nested more deeply than is checked
check-contains-none = it contains no credentials, so there is nothing to verify
check-contains-no-credentials = it is not a document that contains credentials

## presentation

check-holder-signed = the holder signed it
check-holder-unsigned = it names the holder `{ $holder }`, but the holder did not sign it
check-holder-not-named = it does not say who presents these credentials
check-holder-without-key = whether the holder signed it could not be checked because the key is missing
check-holder-is-another = it was signed by `{ $controller }`, not by the holder `{ $holder }`
check-awarded-to-another = a badge inside it was awarded to `{ $recipient }`, but `{ $holder }` presents it
check-not-expected = no { $member } is expected
check-signed-for-expected = it was signed for the { $member } `{ $expected }`
check-signed-for-another = it was signed for the { $member } `{ $found }`, not for `{ $expected }`
check-signed-for-nothing = it was not signed for the { $member } `{ $expected }`

## refresh

check-newer-version = its issuer has a newer version, and this report is about that version
check-newest-version = this is the newest version
check-version-unknown = the newest version could not be fetched: { $cause }; this report is about the submitted version

## hosted

check-hosted-same = it is the badge that its issuer hosts
check-hosted-gone = its issuer says that the badge no longer exists
check-hosted-differs = `{ $member }` differs from what the issuer hosts: the document was changed, or is an old version
check-hosted-nowhere = the badge has no address where it could be hosted
check-hosted-by-issuer = it is hosted where its issuer publishes badges
check-hosted-elsewhere = the issuer `{ $issuer }` does not publish badges at `{ $url }`
check-unknown-without-hosted = unknown because the hosted badge is missing
check-other-id-at-address = the document at `{ $url }` has another id
check-link-missing =
    it names no { $what ->
        [badge_class] badge class
        [badge] hosted badge
       *[issuer] issuer
    }
check-link-without-id =
    its { $what ->
        [badge_class] badge class
        [badge] hosted badge
       *[issuer] issuer
    } has no id
check-link-not-an-address =
    its { $what ->
        [badge_class] badge class
        [badge] hosted badge
       *[issuer] issuer
    } `{ $id }` has no address that can be fetched
check-link-unreachable =
    the { $what ->
        [badge_class] badge class
        [badge] hosted badge
       *[issuer] issuer
    } `{ $url }` could not be fetched: { $cause }
