// What the independent programs are asked, by name. Each takes a question and gives an answer.
import * as dccVc from '@digitalcredentials/vc';
import * as vc from '@digitalbazaar/vc';
import {checkStatus, decodeList} from '@digitalbazaar/vc-bitstring-status-list';
import {ES256, digest} from '@sd-jwt/crypto-nodejs';
import {SDJwtVcInstance} from '@sd-jwt/sd-jwt-vc';
import {SignJWT, compactVerify, exportJWK, generateKeyPair, importJWK} from 'jose';
import jsonld from 'jsonld';
import {readFileSync} from 'node:fs';
import {verifyCredential as dccVerify} from '@digitalcredentials/verifier-core';
import {find, loader} from './contexts.mjs';
import {discloser, newKey, signer, verifier} from './suites.mjs';

/** What went wrong, all the way down. */
export function reason(error) {
  if(!error) {
    return '';
  }
  const below = [...(Array.isArray(error.errors) ? error.errors : []), ...(error.cause ? [error.cause] : [])];
  const event = error.details?.event;
  const detail = event ? ` (${event.code}: ${JSON.stringify(event.details)})` : '';
  return [`${error.message ?? error}${detail}`, ...below.map(reason)].join('; ');
}

/** The versions of the programs, as they are installed. */
export function versions({packages}) {
  const version = name => {
    const file = new URL(`./node_modules/${name}/package.json`, import.meta.url);
    return JSON.parse(readFileSync(file)).version;
  };
  return Object.fromEntries([...packages.map(name => [name, version(name)]), ['node', process.versions.node]]);
}

/** What the libraries found, as one answer: every proof holds, and no status of the badge is set. */
const judged = ({verified, results, error, statusResult}) => {
  const set = (statusResult?.results ?? []).filter(({status}) => status === true)
    .map(({credentialStatus}) => `${credentialStatus.statusPurpose} is set`);
  const every = verified && (results ?? []).every(result => result.verified) && set.length === 0;
  return {ok: every === true, why: [reason(error ?? statusResult?.error), ...set].join('; ')};
};

/** Verification by `@digitalbazaar/vc` or `@digitalcredentials/vc`: one proof, and the status if asked. */
export async function verify({program, proof, credential, documents, status}) {
  const dcc = program === '@digitalcredentials/vc';
  const suite = verifier(proof, dcc);
  // A status list is signed with the district's first proof, whichever the badge is checked with.
  const listSuite = verifier('eddsa-rdfc-2022', dcc);
  const options = {credential, suite, documentLoader: loader(documents)};
  if(status) {
    options.checkStatus = asked => checkStatus({...asked, suite: listSuite});
  }
  return judged(await (dcc ? dccVc : vc).verifyCredential(options));
}

/** Verification of a presentation by `@digitalbazaar/vc`. */
export async function verifyPresentation({presentation, documents, challenge, domain, proof}) {
  const options = {presentation, suite: verifier(proof), documentLoader: loader(documents), challenge, domain};
  return judged(await vc.verify(options));
}

/** Verification by `@digitalcredentials/verifier-core`, which reads the network: it is given what was served. */
export async function verifierCore({credential, documents}) {
  const network = globalThis.fetch;
  globalThis.fetch = async input => {
    const url = typeof input === 'string' ? input : input.url;
    const document = find(url, documents) ?? find(url.replace(/^https:/, 'http:'), documents);
    // JSON in any case: what it makes of schemas that it does not get is no part of its verdict.
    return document === undefined ? Response.json({}, {status: 404}) : Response.json(document);
  };
  try {
    const {errors, log} = await dccVerify({credential: structuredClone(credential), knownDIDRegistries: []});
    const step = id => log?.find(entry => entry.id === id);
    const steps = ['valid_signature', 'expiration', ...(credential.credentialStatus ? ['revocation_status'] : [])];
    const failed = steps.filter(id => step(id)?.valid !== true);
    const why = [...(errors ?? []), ...failed.map(id => step(id)?.error ?? {message: id})];
    return {ok: why.length === 0, why: why.map(reason).join('; ')};
  } finally {
    globalThis.fetch = network;
  }
}

/** The bits that are set in a list, as `@digitalbazaar/vc-bitstring-status-list` reads it. */
export async function statusBits({encodedList}) {
  const list = await decodeList({encodedList});
  const set = [];
  for(let index = 0; index < list.length; ++index) {
    if(list.getStatus(index)) {
      set.push(index);
    }
  }
  return {ok: true, length: list.length, set};
}

const keys = new Map();

/** Makes a key that stays here; gives the document of its controller. */
export async function key({name, curve, did}) {
  const {key, document} = await newKey(curve, did);
  keys.set(name, key);
  return {ok: true, document};
}

/** Signs a credential with a key that was made here. */
export async function issue({name, proof, credential, documents, mandatoryPointers, date}) {
  const suite = signer(proof, keys.get(name), {mandatoryPointers, date});
  const signed = await vc.issue({credential, suite, documentLoader: loader(documents)});
  return {ok: true, credential: signed};
}

/** Shows a part of a credential with a base proof. */
export async function disclose({credential, documents, selectivePointers}) {
  const suite = discloser(selectivePointers);
  const shown = await vc.derive({verifiableCredential: credential, suite, documentLoader: loader(documents)});
  return {ok: true, credential: shown};
}

/** Verification of a token by `jose`. */
export async function jwt({token, jwk, algorithm}) {
  await compactVerify(token, await importJWK(jwk, algorithm), {algorithms: [algorithm]});
  return {ok: true};
}

/** Verification of an SD-JWT VC by `@sd-jwt/sd-jwt-vc`: the claims that it shows. */
export async function sdJwt({token, jwk}) {
  const instance = new SDJwtVcInstance({hasher: digest, hashAlg: 'sha-256', verifier: await ES256.getVerifier(jwk)});
  const {payload} = await instance.verify(token);
  return {ok: true, payload};
}

/** A VC-JWT by `jose` with a new key, whose did:jwk is the issuer. */
export async function signJwt({credential, claims, algorithm}) {
  const {publicKey, privateKey} = await generateKeyPair(algorithm, {extractable: true});
  const jwk = JSON.stringify(await exportJWK(publicKey));
  const did = `did:jwk:${Buffer.from(jwk).toString('base64url')}`;
  const issued = {...credential, issuer: {...credential.issuer, id: did}, ...claims, iss: did};
  const header = {alg: algorithm, typ: 'JWT', kid: `${did}#0`};
  return {ok: true, token: await new SignJWT(issued).setProtectedHeader(header).sign(privateKey)};
}

/** A presentation of a credential with a key that was made here. */
export async function present({name, proof, credential, documents, challenge, domain}) {
  const key = keys.get(name);
  const presentation = vc.createPresentation({verifiableCredential: [credential], holder: key.controller});
  const options = {suite: signer(proof, key), challenge, domain, documentLoader: loader(documents)};
  return {ok: true, presentation: await vc.signPresentation({presentation, ...options})};
}

/** The canonical N-Quads of a document by `jsonld` in safe mode, as the cryptosuites ask for it. */
export async function canonize({text}) {
  const options = {algorithm: 'RDFC-1.0', format: 'application/n-quads', safe: true, base: null,
    rdfDirection: 'i18n-datatype', maxWorkFactor: 12, documentLoader: loader({})};
  return {ok: true, quads: await jsonld.canonize(JSON.parse(text), options)};
}
