// The signature suites by the names of their proofs.
import * as ecdsaMultikey from '@digitalbazaar/ecdsa-multikey';
import * as ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import * as sd from '@digitalbazaar/ecdsa-sd-2023-cryptosuite';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {cryptosuite as ecdsaRdfc} from '@digitalbazaar/ecdsa-rdfc-2019-cryptosuite';
import {cryptosuite as eddsaRdfc} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import {createSignCryptosuite as signEcdsaJcs, createVerifyCryptosuite as verifyEcdsaJcs} from
  '@digitalbazaar/ecdsa-jcs-2019-cryptosuite';
import {createSignCryptosuite as signEddsaJcs, createVerifyCryptosuite as verifyEddsaJcs} from
  '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import {DataIntegrityProof as DccDataIntegrityProof} from '@digitalcredentials/data-integrity';
import {cryptosuite as dccEddsaRdfc} from '@digitalcredentials/eddsa-rdfc-2022-cryptosuite';
import {didKeyDocument} from './contexts.mjs';

const integrity = cryptosuite => new DataIntegrityProof({cryptosuite});

/** What verifies a proof of this name. */
export function verifier(proof, dcc = false) {
  if(dcc) {
    if(proof !== 'eddsa-rdfc-2022') {
      throw new Error(`@digitalcredentials has no suite for ${proof} here`);
    }
    return new DccDataIntegrityProof({cryptosuite: dccEddsaRdfc});
  }
  switch(proof) {
    case 'eddsa-rdfc-2022': return integrity(eddsaRdfc);
    case 'eddsa-jcs-2022': return integrity(verifyEddsaJcs());
    case 'ecdsa-rdfc-2019': return integrity(ecdsaRdfc);
    case 'ecdsa-jcs-2019': return integrity(verifyEcdsaJcs());
    case 'ecdsa-sd-2023': return integrity(sd.createVerifyCryptosuite());
    case 'Ed25519Signature2020': return new Ed25519Signature2020();
    default: throw new Error(`no suite for ${proof}`);
  }
}

/** What signs with a proof of this name. */
export function signer(proof, key, {mandatoryPointers, date} = {}) {
  const signer = key.signer();
  const sign = cryptosuite => new DataIntegrityProof({signer, date, cryptosuite});
  switch(proof) {
    case 'eddsa-rdfc-2022': return sign(eddsaRdfc);
    case 'eddsa-jcs-2022': return sign(signEddsaJcs());
    case 'ecdsa-rdfc-2019': return sign(ecdsaRdfc);
    case 'ecdsa-jcs-2019': return sign(signEcdsaJcs());
    case 'ecdsa-sd-2023': return sign(sd.createSignCryptosuite({mandatoryPointers}));
    case 'Ed25519Signature2020': return new Ed25519Signature2020({signer, date});
    default: throw new Error(`no suite for ${proof}`);
  }
}

/** What shows a part of a credential with a base proof of ecdsa-sd-2023. */
export function discloser(selectivePointers) {
  return integrity(sd.createDiscloseCryptosuite({selectivePointers}));
}

/** A new key of a curve, and the document of its controller: a did:key, or the did:web that is asked for. */
export async function newKey(curve, did) {
  const key = curve === 'Ed25519' ? await ed25519Multikey.generate() : await ecdsaMultikey.generate({curve});
  const {publicKeyMultibase} = await key.export({publicKey: true});
  const keyDid = `did:key:${publicKeyMultibase}`;
  const document = JSON.parse(JSON.stringify(didKeyDocument(keyDid)).replaceAll(keyDid, did ?? keyDid));
  key.controller = document.id;
  key.id = document.verificationMethod[0].id;
  return {key, document};
}
